/**
 * A thousand places given at once, through the contract as a window does: chosen by the order, prepared, signed with a real key in
 * the signer's process, committed. On both engines, with an RSA and a GOST key.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Client } from '../../preload/contract/index.ts';
import { signIn, startDesk } from '../fakes/desk.ts';
import { embeddedOffice, type Office, serverOffice } from '../fakes/engines.ts';
import { PASSWORD } from '../fakes/office.ts';
import { addChildren, addGroup, addKindergarten, prepareActs } from '../fakes/places.ts';
import { type Result, result } from './measure.ts';

const ROWS = Number(process.env.KEZEK_BENCH_REFERRALS ?? 1000);
const SEATS = 50;
/** Queues of their own, one for each round; the first warms up. */
const ROUNDS = [
  { cohort: 2025, language: 'ru' },
  { cohort: 2025, language: 'kk' },
  { cohort: 2018, language: 'ru' },
  { cohort: 2018, language: 'kk' },
] as const;
type Round = (typeof ROUNDS)[number];
const KEYS = [
  { officer: 'orazova', name: 'RSA' },
  { officer: 'me', name: 'GOST' },
] as const;
const LIMIT = { server: 5_000, embedded: 10_000 } as const;

export async function benchReferrals(): Promise<Result[]> {
  const lines: Result[] = [];
  for (const kind of ['server', 'embedded'] as const) {
    const office = await (kind === 'server' ? serverOffice() : embeddedOffice());
    try {
      await fill(office);
      lines.push(...(await onEngine(kind, office)));
    } finally {
      await office.close();
    }
  }
  return lines;
}

/** Children who want four kindergartens each, and a seat for every one of them, in each round's queue. */
async function fill(office: Office): Promise<void> {
  const owner = await office.owner();
  const count = Math.ceil(ROWS / SEATS);
  const kindergartens: number[] = [];
  for (let i = 0; i < count; i++)
    kindergartens.push(await addKindergarten(owner, 1, String(990140200000 + i)));
  for (const [r, { cohort, language }] of ROUNDS.entries()) {
    for (const [i, kindergartenId] of kindergartens.entries()) {
      await addGroup(owner, { kindergartenId, name: `Топ ${r}`, seats: SEATS, cohort, language });
      const wants = [
        ...new Set([0, 3, 6, 9].map((step) => kindergartens[(i * 7 + step) % count] ?? kindergartenId)),
      ];
      const from = 700_000 + (r * count + i) * 100;
      await addChildren(owner, { wants, children: SEATS, benefitEvery: 4, cohort, language, from });
    }
  }
  await sql`analyze`.execute(owner.kysely);
  await owner.close();
}

async function onEngine(kind: 'server' | 'embedded', office: Office): Promise<Result[]> {
  const desk = await startDesk(office.start);
  try {
    const lines: Result[] = [];
    let round = 0;
    for (const { officer, name } of KEYS) {
      const client = desk.port();
      await enter(client, officer);
      const samples: number[] = [];
      // Two rounds for each key: the first pays for what is loaded once.
      for (const isMeasured of [false, true]) {
        const of = ROUNDS[round++];
        if (of === undefined) throw new Error('ROUNDS');
        const ms = await giveAll(client, of);
        if (isMeasured) samples.push(ms);
      }
      lines.push(
        result(`${ROWS} places chosen, signed with ${name}, committed; ${kind}`, samples, {
          ...(name === 'RSA' ? { target: { p50: LIMIT[kind] } } : {}),
        }),
      );
    }
    return lines;
  } finally {
    await desk.close();
  }
}

async function enter(client: Client, officer: 'orazova' | 'me'): Promise<void> {
  const { session } = client;
  if ((await session.state()).session !== null) await session.signOut();
  await signIn(client, officer, { role: 'clerk' });
  if (officer === 'orazova') {
    // This officer enters with one key and signs with another.
    const opened = await session.openKey({ keyId: 'orazova-sign', password: PASSWORD });
    const take = session.useKey;
    await take({ ticket: opened.ticket, keepOpenMinutes: 15 });
  }
}

/** Milliseconds from the plan's question to the last answer. */
async function giveAll(client: Client, { cohort, language }: Round): Promise<number> {
  const started = performance.now();
  const { rows } = await client.referrals.plan({
    key: { districtId: 1, service: 'preschool_queue', queueKind: 'general', cohortYear: cohort, language },
    act: 'offer',
    limit: ROWS,
  });
  const targets = rows.map(({ applicationId: id, expectedVersion, seatId, turn }) => ({
    id,
    expectedVersion,
    seatId,
    turn,
  }));
  const prepared = await prepareActs(client, targets, { act: 'offer' });
  const batch = prepared.flatMap((row) =>
    'preparedId' in row ? [{ preparedId: row.preparedId, idempotencyKey: randomUUID() }] : [],
  );
  let signed = 0;
  for await (const event of await client.decisions.sign({ prepared: batch })) {
    if (event.type === 'result' && event.result.ok) signed++;
  }
  const taken = performance.now() - started;
  if (signed < ROWS) throw new Error(`only ${signed} of ${ROWS} were given`);
  return taken;
}
