import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAll } from '../../../main/verify/verify-all.ts';
import type { Client } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk } from '../../fakes/desk.ts';
import {
  embeddedOffice,
  freeRows,
  judgeAll,
  mine,
  type Office,
  prepareOne,
  refusal,
  serverOffice,
  signAll,
  takeFree,
} from '../../fakes/engines.ts';

const MINUTE = 60_000;

import { WORLD_MS } from '../../fakes/office.ts';

describe.each([
  ['embedded', embeddedOffice],
  ['server', serverOffice],
] as const)('acts on the %s engine', (_name, open) => {
  let office: Office;
  let desk: TestDesk;
  let client: Client;

  beforeAll(async () => {
    office = await open();
    desk = await startDesk(office.start);
    client = desk.port();
    await signIn(client, 'me', { role: 'clerk' });
  }, WORLD_MS);
  afterAll(async () => {
    await desk?.close();
    await office?.close();
  });

  const free = (limit?: number) => freeRows(client, limit);
  const take = (count: number) => takeFree(client, count);

  it('claims many with a result for each, and repeats the same answer for the same key', async () => {
    const [a, b, c] = await free();
    if (!a || !b || !c) throw new Error('free applications are needed');
    const idempotencyKey = randomUUID();
    const call = {
      targets: [
        { id: a.id, expectedVersion: a.version },
        { id: b.id, expectedVersion: b.version + 7 },
        { id: '999999999', expectedVersion: 1 },
      ],
      to: null,
      idempotencyKey,
    };
    const first = await client.journal.claim(call);
    expect(first.map((row) => row.error?.code ?? 'ok')).toEqual(['ok', 'CHANGED', 'NOT_FOUND']);
    expect(first[0]?.version).toBe(a.version + 1);
    expect((await client.journal.claim(call))[0]).toEqual(first[0]);
    const other = await client.journal.claim({
      ...call,
      targets: [{ id: a.id, expectedVersion: a.version + 1 }],
    });
    expect(other[0]?.error?.code).toBe('KEY_REUSED');
    const card = await client.applications.get({ id: a.id });
    expect(card).toMatchObject({ status: 'in_review', claim: { mine: true } });
    expect(card.claim?.until.getTime()).toBeGreaterThan(desk.clock.now().getTime());
    expect(card.permitted).toEqual(expect.arrayContaining(['release', 'judge', 'return', 'refuse']));
  });

  it('hands over to a colleague of the district, and to nobody else', async () => {
    const colleagues = await client.journal.colleagues();
    const to = colleagues.find((one) => one.surname === 'Тілеубек')?.iin ?? '';
    const [row] = await mine(client);
    if (!row) throw new Error('an application of mine is needed');
    const hand = (target: string | null, id = row.id, expectedVersion = row.version) =>
      client.journal.claim({ targets: [{ id, expectedVersion }], to: target, idempotencyKey: randomUUID() });
    expect((await hand('850614400339'))[0]?.error).toEqual({
      code: 'REFUSED',
      data: { obstacles: [{ code: 'NOT_A_COLLEAGUE' }] },
    });
    const [freeRow] = await free(1);
    expect((await hand(to, freeRow?.id, freeRow?.version))[0]?.error?.code).toBe('NOT_CLAIMED');
    expect((await hand(to))[0]).toMatchObject({ ok: true });
    expect((await client.applications.get({ id: row.id })).claim).toMatchObject({
      mine: false,
      by: { iin: to },
    });
    expect((await hand(null, row.id, row.version + 1))[0]?.error).toMatchObject({
      code: 'CLAIMED',
      data: { by: 'Е. Тілеубек' },
    });
  });

  it('releases with a reason of the catalogue, and the history tells all of it', async () => {
    const [row] = await mine(client);
    if (!row) throw new Error('an application of mine is needed');
    const { reasons } = await client.desk.catalogue();
    const reason = reasons.find((one) => one.usedFor === 'release')?.code ?? '';
    const release = (code: string) =>
      client.journal.release({
        targets: [{ id: row.id, expectedVersion: row.version }],
        reason: code,
        note: 'демалыс',
        idempotencyKey: randomUUID(),
      });
    expect(await refusal(release('document_expired'))).toMatchObject({ code: 'REFUSED' });
    expect((await release(reason))[0]).toMatchObject({ ok: true, version: row.version + 1 });
    const { entries } = await client.applications.history({ id: row.id, after: null, limit: 10 });
    const [latest] = entries.filter((entry) => entry.version !== null);
    expect(latest).toMatchObject({
      event: 'release',
      fromStatus: 'in_review',
      toStatus: 'registered',
      version: row.version + 1,
      officer: { surname: 'Абдырахманова' },
      detail: { reason, note: 'демалыс' },
    });
  });

  it('records the opening of a card once, and not a fetch ahead', async () => {
    const [row] = await free(1);
    const id = row?.id ?? '';
    const reads = async () =>
      (await client.applications.history({ id, after: null, limit: 50 })).entries.filter(
        (entry) => entry.event === 'read',
      ).length;
    const before = await reads();
    await client.review.open({ id, ahead: true });
    expect(await reads()).toBe(before);
    await client.review.open({ id, ahead: false });
    await client.applications.get({ id });
    expect(await reads()).toBe(before + 1);
    desk.clock.advance(6 * MINUTE);
    await client.applications.get({ id });
    expect(await reads()).toBe(before + 2);
  });

  it('judges, takes back, and refuses what the rule refuses', async () => {
    const [row] = await mine(client);
    const { application, scans } = await client.review.open({ id: row?.id ?? '', ahead: false });
    const scan = scans.find((one) => one.pageCount !== null);
    if (!scan) throw new Error('a scan is needed');
    const base = {
      scanId: scan.id,
      expectedVersion: application.version,
      verdict: 'valid' as const,
      checks: Object.fromEntries(scan.applicableChecks.map((code) => [code, true])),
      issuedOn: scan.validDays === null ? null : '2026-04-10',
      reason: null,
      note: null,
      pagesSeen: scan.pageCount ?? 0,
      answeredAtOnce: false,
      idempotencyKey: randomUUID(),
    };
    expect(await refusal(client.review.saveVerdict({ ...base, pagesSeen: 0 }))).toEqual({
      code: 'REFUSED',
      data: { obstacles: [{ code: 'PAGES_UNSEEN' }] },
    });
    expect(await refusal(client.review.saveVerdict({ ...base, verdict: 'invalid' }))).toMatchObject({
      data: { obstacles: [{ code: 'REASON_REQUIRED' }] },
    });
    expect(
      await refusal(client.review.saveVerdict({ ...base, verdict: 'invalid', reason: 'no_such' })),
    ).toMatchObject({
      data: { obstacles: [{ code: 'REASON_UNKNOWN' }] },
    });
    expect(await refusal(client.review.saveVerdict({ ...base, expectedVersion: 1 }))).toMatchObject({
      code: 'CHANGED',
    });
    const saved = await client.review.saveVerdict(base);
    expect(saved.application.version).toBe(application.version + 1);
    expect(saved.scans.find((one) => one.id === scan.id)?.verdict).toMatchObject({
      verdict: 'valid',
      by: { surname: 'Абдырахманова' },
    });
    // The answer was lost on the way: the same click again changes nothing more.
    expect((await client.review.saveVerdict(base)).application.version).toBe(application.version + 1);
    const cleared = await client.review.clearVerdict({
      scanId: scan.id,
      expectedVersion: saved.application.version,
      idempotencyKey: randomUUID(),
    });
    expect(cleared.scans.find((one) => one.id === scan.id)?.verdict).toBeNull();
  });

  it('keeps drafts through a restart of the window and drops them when the act is signed', async () => {
    const [row] = await mine(client);
    const id = row?.id ?? '';
    await client.review.saveDraft({ id, kind: 'review', body: { note: 'жартылай жазылған' } });
    expect((await desk.port().review.open({ id, ahead: true })).draft).toEqual({ note: 'жартылай жазылған' });
    const prepared = await prepareOne(client, id);
    expect((await signAll(client, [prepared]))[0]).toMatchObject({ ok: true });
    expect((await client.review.open({ id, ahead: true })).draft).toBeNull();
  });

  it('signs several at once with a result for each; a repeat answers the same and signs nothing again', async () => {
    await take(2);
    const rows = (await mine(client)).slice(0, 2);
    expect(rows).toHaveLength(2);
    const prepared = [];
    for (const row of rows) prepared.push(await prepareOne(client, row.id));
    const batch = prepared.map((one) => ({ preparedId: one.preparedId, idempotencyKey: randomUUID() }));
    const gone = { preparedId: randomUUID(), idempotencyKey: randomUUID() };
    const results = await signAll(client, [...batch, gone]);
    expect(results.map((one) => one.error?.code ?? 'ok')).toEqual([...batch.map(() => 'ok'), 'REFUSED']);
    const again = await signAll(client, batch);
    expect(again.map((one) => one.decision?.id)).toEqual(results.slice(0, 2).map((one) => one.decision?.id));
    expect(new Set(prepared.map((one) => one.number)).size).toBe(2);
    const [first] = results;
    const decisions = await client.decisions.list({ applicationId: first?.applicationId ?? '' });
    expect(decisions).toHaveLength(1);
  });

  it('stops after the one under way when the window leaves', async () => {
    await take(3);
    const rows = (await mine(client)).slice(0, 3);
    const prepared = [];
    for (const row of rows) prepared.push(await prepareOne(client, row.id));
    const numbers = new Set<string>();
    for await (const event of await client.decisions.sign({
      prepared: prepared.map((one) => ({ preparedId: one.preparedId, idempotencyKey: randomUUID() })),
    })) {
      if (event.type === 'result') {
        numbers.add(event.result.decision?.number ?? '');
        break;
      }
    }
    await new Promise((done) => setTimeout(done, 500));
    const signed = [];
    for (const row of rows) signed.push(...(await client.decisions.list({ applicationId: row.id })));
    expect(signed.length).toBeGreaterThanOrEqual(1);
    expect(signed.length).toBeLessThan(3);
  });

  it('shows the very text it signs, and one number for a preview seen twice', async () => {
    const [row] = await mine(client);
    const one = await prepareOne(client, row?.id ?? '');
    const two = await prepareOne(client, row?.id ?? '');
    expect(two.number).toBe(one.number);
    expect((await signAll(client, [one]))[0]?.error).toMatchObject({
      data: { obstacles: [{ code: 'PREPARED_GONE' }] },
    });
    const [result] = await signAll(client, [two]);
    const xml = await (await client.decisions.xml({ id: result?.decision?.id ?? '' })).content.text();
    expect(xml.startsWith(two.xml.slice(0, -'</decision>'.length))).toBe(true);
    const stored = await client.decisions.get({ id: result?.decision?.id ?? '' });
    expect(stored).toMatchObject({ number: two.number, decidedAt: two.decidedAt, messageKk: two.messageKk });
    expect(stored.reason?.textKk ?? null).toBe(two.reason?.textKk ?? null);
  });

  it('corrects by a new decision: reopened, claimed, and decided again', async () => {
    const { rows } = await client.journal.page({
      filter: { statuses: ['queued', 'returned', 'refused'] },
      sort: { by: 'deadline', direction: 'asc' },
      after: null,
      limit: 100,
    });
    let corrected = false;
    for (const row of rows) {
      const decisions = await client.decisions.list({ applicationId: row.id });
      if (decisions.length !== 1) continue;
      const { reasons } = await client.desk.catalogue();
      const [prepared] = await client.decisions.prepare({
        targets: [{ id: row.id, expectedVersion: row.version }],
        intent: {
          act: 'correct',
          reason: reasons.find((one) => one.usedFor === 'correct')?.code ?? '',
          note: 'қате басылды',
        },
      });
      if (prepared === undefined || !('preparedId' in prepared)) throw new Error(JSON.stringify(prepared));
      expect(prepared.obstacles).toEqual([]);
      const [result] = await signAll(client, [prepared]);
      expect(result).toMatchObject({
        ok: true,
        status: 'in_review',
        decision: { corrects: decisions[0]?.number, outcome: 'reopened' },
      });
      const card = await client.applications.get({ id: row.id });
      expect(card).toMatchObject({
        status: 'in_review',
        claim: { mine: true },
        decidedAt: null,
        correctionDue: null,
      });
      expect((await client.decisions.list({ applicationId: row.id })).map((one) => one.correctedBy)).toEqual([
        null,
        result?.decision?.number,
      ]);
      const { version, reason } = await judgeAll(client, row.id);
      const [next] = await client.decisions.prepare({
        targets: [{ id: row.id, expectedVersion: version }],
        intent: { act: reason === null ? 'approve' : 'return', reason, note: null },
      });
      if (next === undefined || !('preparedId' in next)) throw new Error(JSON.stringify(next));
      expect((await signAll(client, [next]))[0]).toMatchObject({ ok: true });
      corrected = true;
      break;
    }
    expect(corrected).toBe(true);
  });

  it('prepares nothing that the rule forbids, and says why', async () => {
    const [row] = await free(1);
    const [prepared] = await client.decisions.prepare({
      targets: [{ id: row?.id ?? '', expectedVersion: row?.version ?? 0 }],
      intent: { act: 'approve', reason: null, note: null },
    });
    expect(prepared).toMatchObject({ number: null, xml: '' });
    const codes = prepared && 'obstacles' in prepared ? prepared.obstacles.map((one) => one.code) : [];
    expect(codes).toEqual(expect.arrayContaining(['NOT_IN_REVIEW', 'NOT_YOUR_CLAIM']));
  });

  it('a supervisor reads and hands out, but neither judges nor decides', async () => {
    const watcher = desk.port();
    const session = await client.session.state();
    const post = session.session?.posts.find((one) => one.role === 'supervisor');
    await watcher.session.changePost({ postId: post?.postId ?? 0 });
    const [row] = (
      await watcher.journal.page({
        filter: { statuses: ['registered'], claimed: 'nobody' },
        sort: { by: 'deadline', direction: 'asc' },
        after: null,
        limit: 1,
      })
    ).rows;
    const targets = [{ id: row?.id ?? '', expectedVersion: row?.version ?? 0 }];
    expect(
      await refusal(
        watcher.decisions.prepare({ targets, intent: { act: 'approve', reason: null, note: null } }),
      ),
    ).toMatchObject({ code: 'FORBIDDEN' });
    expect(
      await refusal(watcher.journal.claim({ targets, to: null, idempotencyKey: randomUUID() })),
    ).toMatchObject({ code: 'FORBIDDEN' });
    expect((await watcher.review.open({ id: row?.id ?? '', ahead: false })).application.permitted).toEqual([
      'claim',
      'hand_over',
    ]);
    const colleagues = await watcher.journal.colleagues();
    const clerk = (await watcher.desk.catalogue()).districts.length > 1 ? colleagues : [];
    expect(clerk.length).toBeGreaterThan(3);
    const back = session.session?.posts.find((one) => one.role === 'clerk');
    await watcher.session.changePost({ postId: back?.postId ?? 0 });
  });

  it('counts, lights and pages agree with each other', async () => {
    const counts = await client.journal.counts({ filter: {} });
    const sum = Object.values(counts.lights).reduce((total, light) => total + light.value, 0);
    expect(sum).toBe(counts.matching.value);
    for (const light of ['red', 'amber', 'green', 'paused', 'done'] as const) {
      const { rows } = await client.journal.page({
        filter: { lights: [light] },
        sort: { by: 'submitted', direction: 'desc' },
        after: null,
        limit: 200,
      });
      expect(
        rows.every((row) => row.deadline.light === light),
        light,
      ).toBe(true);
      expect(rows.length, light).toBe(counts.lights[light].value);
    }
    const rail = await client.journal.rail();
    const [mineCount] = await client.journal.viewCounts({
      filters: [{ claimed: 'mine', statuses: ['in_review', 'answered'] }],
    });
    expect(mineCount).toEqual(rail.mine);
  });

  it.each(['deadline', 'submitted', 'number', 'child', 'status'] as const)(
    'pages by %s both ways without loss',
    async (by) => {
      for (const direction of ['asc', 'desc'] as const) {
        const ids: string[] = [];
        let after: string | null = null;
        do {
          const page: Awaited<ReturnType<Client['journal']['page']>> = await client.journal.page({
            filter: {},
            sort: { by, direction },
            after,
            limit: 9,
          });
          ids.push(...page.rows.map((row) => row.id));
          after = page.next;
        } while (after !== null);
        const { targets } = await client.journal.select({ filter: {}, sort: { by, direction } });
        expect(ids, direction).toEqual(targets.map((target) => target.id));
      }
    },
  );

  it('leaves a database in which everything verifies', async () => {
    await client.session.signOut();
    await desk.close();
    const db = await office.owner();
    const report = await verifyAll(db, desk.clock);
    expect(report.broken).toEqual([]);
    expect(report.decisions).toBeGreaterThan(6);
    expect(report.samples).toBe(report.decisions);
    const { rows } = await sql<{ reads: number }>`
      select count(*)::int as reads from kezek.history where event in ('sign_in', 'sign_out', 'post_change', 'export')`.execute(
      db.kysely,
    );
    expect(rows[0]?.reads).toBeGreaterThanOrEqual(4);
    await db.close();
  });
});
