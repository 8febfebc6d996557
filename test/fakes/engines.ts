/** The test office on either engine, and officers' work in a few words. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { type OpenDatabase, openEmbedded, openServer } from '../../db/open.ts';
import type { Client, PreparedDecision, SignRowResult } from '../../preload/contract/index.ts';
import { officeFolder, officeServer } from './office.ts';

export interface Office {
  readonly kind: 'embedded' | 'server';
  /** What a desk is started with; on a server it logs in as the office's desk, not as the owner. */
  readonly start: { readonly dataFolder: string; readonly databaseUrl?: string };
  /** Opens the database as its owner, whom no policy holds. On the embedded engine no desk may run meanwhile. */
  owner(): Promise<OpenDatabase>;
  close(): Promise<void>;
}

export async function embeddedOffice(): Promise<Office> {
  const { folder, remove } = await officeFolder();
  return {
    kind: 'embedded',
    start: { dataFolder: folder },
    owner: () => openEmbedded({ dataFolder: folder }),
    close: remove,
  };
}

export async function serverOffice(): Promise<Office> {
  const { folder, server } = await officeServer();
  const url = new URL(server.url);
  url.username = 'kezek_desk';
  url.password = 'desk';
  return {
    kind: 'server',
    start: { dataFolder: folder, databaseUrl: url.href },
    owner: () => openServer(server.url),
    close: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An application of one's own under review, every scan judged: valid where nothing was found against it. */
export async function judgeAll(
  client: Client,
  id: string,
): Promise<{ version: number; reason: string | null }> {
  const { application, scans } = await client.review.open({ id, ahead: false });
  let { version } = application;
  let reason = scans.find((scan) => scan.verdict?.verdict === 'invalid')?.verdict?.reason ?? null;
  for (const scan of scans.filter((one) => one.verdict === null || one.verdict.verdict === 'later')) {
    const readable = scan.pageCount !== null;
    const judged = await client.review.saveVerdict({
      scanId: scan.id,
      expectedVersion: version,
      verdict: readable ? 'valid' : 'invalid',
      checks: Object.fromEntries(scan.applicableChecks.map((code) => [code, readable])),
      issuedOn: readable && scan.validDays !== null ? '2026-04-10' : null,
      reason: readable ? null : 'scan_unreadable',
      note: null,
      pagesSeen: scan.pageCount ?? 0,
      answeredAtOnce: readable,
      idempotencyKey: randomUUID(),
    });
    version = judged.application.version;
    if (!readable) reason = 'scan_unreadable';
  }
  return { version, reason };
}

/** One's own applications under review, most urgent first. */
export async function mine(
  client: Client,
): Promise<readonly { readonly id: string; readonly version: number }[]> {
  const { rows } = await client.journal.page({
    filter: { claimed: 'mine', statuses: ['in_review'] },
    sort: { by: 'deadline', direction: 'asc' },
    after: null,
    limit: 50,
  });
  return rows;
}

/** Prepares the decision the verdicts allow: an approval, or a return for the first fault. */
export async function prepareOne(client: Client, id: string): Promise<PreparedDecision> {
  const { version, reason } = await judgeAll(client, id);
  const [prepared] = await client.decisions.prepare({
    targets: [{ id, expectedVersion: version }],
    intent: { act: reason === null ? 'approve' : 'return', reason, note: null },
  });
  if (prepared === undefined || !('preparedId' in prepared)) throw new Error(JSON.stringify(prepared));
  return prepared;
}

/** Signs and answers the result of each row. */
export async function signAll(
  client: Client,
  prepared: readonly { readonly preparedId: string; readonly idempotencyKey?: string }[],
): Promise<SignRowResult[]> {
  const results: SignRowResult[] = [];
  const batch = prepared.map((one) => ({
    preparedId: one.preparedId,
    idempotencyKey: one.idempotencyKey ?? randomUUID(),
  }));
  for await (const event of await client.decisions.sign({ prepared: batch })) {
    if (event.type === 'result') results.push(event.result);
  }
  return results;
}

/** The code and data of a refused call. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; data: unknown }> {
  try {
    await call;
  } catch (error) {
    const { code, data } = error as { code: string; data: unknown };
    return { code, data };
  }
  return { code: 'NONE', data: null };
}

/** Applications nobody has, by number. */
export async function freeRows(client: Client, limit = 20) {
  const { rows } = await client.journal.page({
    filter: { statuses: ['registered'], claimed: 'nobody' },
    sort: { by: 'number', direction: 'asc' },
    after: null,
    limit,
  });
  return rows;
}

/** Takes so many of them for the officer who is signed in. */
export async function takeFree(client: Client, count: number): Promise<void> {
  for (const row of await freeRows(client, count)) {
    const targets = [{ id: row.id, expectedVersion: row.version }];
    await client.journal.claim({ targets, to: null, idempotencyKey: randomUUID() });
  }
}
