/** Many at once on PostgreSQL, with nothing but the database between them. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlFailure } from '../../../db/errors.ts';
import type { OfficerScope, WriteTransaction } from '../../../db/open.ts';
import { verifyChains } from '../../../db/verify-chain.ts';
import { openTestDatabase, type TestDatabase } from '../engines.ts';
import { application, type MiniWorld, makeMiniWorld, officer } from '../mini-world.ts';
import { decisionSql, historySql, moveSql } from '../raw-acts.ts';

describe('races on postgres', () => {
  let test: TestDatabase;
  let world: MiniWorld;

  beforeAll(async () => {
    test = await openTestDatabase('postgres', { maxConnections: 16 });
    world = await makeMiniWorld(test.db);
  });
  afterAll(() => test.close());

  /** Statements of one officer in one transaction: 'won' when the first touched its row, else 'lost', or the guard's name. */
  async function act(scope: OfficerScope, statements: readonly string[]): Promise<string> {
    try {
      return await test.desk.write(scope, async (tx) => {
        for (const [i, statement] of statements.entries()) {
          const { numAffectedRows } = await sql.raw(statement).execute(tx);
          if (i === 0 && numAffectedRows === 0n) return 'lost';
        }
        return 'won';
      });
    } catch (error) {
      return sqlFailure(error)?.constraint ?? (error as { code?: string }).code ?? 'unknown';
    }
  }

  it('64 claims of one application: one wins', async () => {
    const clerks = await test.db.write('system', async (tx) => {
      const made: OfficerScope[] = [];
      for (let i = 0; i < 8; i += 1)
        made.push(await officer(tx, { role: 'clerk', district_id: world.districts[0] }));
      return made;
    });
    const a = await test.db.write('system', (tx) => application(tx, { district: world.districts[0] }));
    const results = await Promise.all(
      Array.from({ length: 64 }, (_, i) => {
        const clerk = clerks[i % clerks.length] ?? world.mine;
        return act(clerk, [
          moveSql(a, 1, { status: 'in_review', holder: clerk.iin }),
          historySql(a, 2, 'claim'),
        ]);
      }),
    );
    expect(results.filter((result) => result === 'won')).toHaveLength(1);
    expect(results.filter((result) => result === 'lost')).toHaveLength(63);
    const row = await test.db.read('system', (tx) =>
      tx
        .selectFrom('application')
        .select(['version', 'claimed_by'])
        .where('id', '=', a.id)
        .executeTakeFirstOrThrow(),
    );
    expect(row.version).toBe(2);
    expect(clerks.map((clerk) => clerk.iin)).toContain(row.claimed_by);
  });

  it('two windows of one officer decide differently: one decision stands', async () => {
    for (let round = 0; round < 8; round += 1) {
      const a = await test.db.write('system', (tx) =>
        application(tx, { district: world.districts[0], status: 'in_review', holder: world.mine.iin }),
      );
      const results = await Promise.all(
        (['refuse', 'approve'] as const).map((what) =>
          act(world.mine, [
            decisionSql(a, world.mine, 1, what),
            moveSql(a, 1, { status: what === 'refuse' ? 'refused' : 'queued' }),
            historySql(a, 2, what),
          ]),
        ),
      );
      expect(results.toSorted()).toEqual(['decision_of_version', 'won']);
      const decisions = await test.db.read('system', (tx) =>
        tx.selectFrom('decision').select('outcome').where('application_id', '=', a.id).execute(),
      );
      expect(decisions).toHaveLength(1);
    }
  });

  it('a colleague decides what was handed over a moment ago: the holder wins', async () => {
    const a = await test.db.write('system', (tx) =>
      application(tx, { district: world.districts[0], status: 'in_review', holder: world.mine.iin }),
    );
    const [handed, decided] = await Promise.all([
      act(world.supervisor, [moveSql(a, 1, { holder: world.colleague.iin }), historySql(a, 2, 'hand_over')]),
      act(world.mine, [
        decisionSql(a, world.mine, 1, 'refuse'),
        moveSql(a, 1, { status: 'refused' }),
        historySql(a, 2, 'refuse'),
      ]),
    ]);
    expect([handed, decided].filter((result) => result === 'won')).toHaveLength(1);
    expect([
      'lost',
      'won',
      'decision_of_version',
      'application_claim_in_review',
      'application_status_step',
    ]).toEqual(expect.arrayContaining([handed, decided]));
  });

  it('numbers taken by 64 at once are 64 numbers without a gap', async () => {
    const year = new Date().getUTCFullYear();
    const numbers = await Promise.all(
      Array.from({ length: 64 }, () =>
        test.desk.write(
          world.mine,
          async (tx) =>
            (await sql<{ n: number }>`select kezek.next_number('decision', ${year}::int2) as n`.execute(tx))
              .rows[0]?.n,
        ),
      ),
    );
    const sorted = numbers.map(Number).toSorted((x, y) => x - y);
    expect(sorted).toEqual(Array.from({ length: 64 }, (_, i) => (sorted[0] ?? 0) + i));
  });

  it('a number of an application is taken beside others, once, and what fails gives its own back', async () => {
    const take = async (tx: WriteTransaction): Promise<number> => {
      const { rows } = await sql<{ n: string }>`select kezek.application_number() as n`.execute(tx);
      return Number(rows[0]?.n.split('-')[1]);
    };
    const first = await test.db.write('system', take);
    const given = Promise.withResolvers<number>();
    const held = Promise.withResolvers<void>();
    const failing = test.db.write('system', async (tx) => {
      given.resolve(await take(tx));
      await held.promise;
      throw new Error('FAILED');
    });
    failing.catch(() => undefined);
    expect(await given.promise).toBe(first + 1);
    // None of these waits for it, and they are more than are set aside at once.
    const others: number[] = [];
    for (let i = 0; i < 70; i += 1) others.push(await test.db.write('system', take));
    expect(others).toEqual(Array.from({ length: 70 }, (_, i) => first + 2 + i));
    held.resolve();
    await expect(failing).rejects.toThrow('FAILED');
    const again = await Promise.all(Array.from({ length: 40 }, () => test.db.write('system', take)));
    expect(again.toSorted((x, y) => x - y)).toEqual([
      first + 1,
      ...Array.from({ length: 39 }, (_, i) => first + 72 + i),
    ]);
  });

  it('a chain written by many at once has one order and holds', async () => {
    const a = await test.db.write('system', (tx) => application(tx, { district: world.districts[0] }));
    const results = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        act(i % 2 === 0 ? world.mine : world.supervisor, [historySql(a, null, 'note')]),
      ),
    );
    expect(new Set(results)).toEqual(new Set(['won']));
    const walk = verifyChains(test.db);
    expect(await walk.next()).toMatchObject({ done: true });
  });

  it('a job that frees lapsed claims and a clerk who takes one: one of them', async () => {
    const a = await test.db.write('system', (tx) =>
      application(tx, {
        district: world.districts[0],
        status: 'in_review',
        holder: world.colleague.iin,
        leaseMinutes: -1,
      }),
    );
    const job = test.desk
      .write('system', async (tx) => {
        const { numAffectedRows } = await sql.raw(`${moveSql(a, 1, { status: 'registered' })}`).execute(tx);
        if (numAffectedRows === 0n) return 'lost';
        await sql.raw(historySql(a, 2, 'claim_lapsed', { actor: 'job:claims' })).execute(tx);
        return 'won';
      })
      .catch((error: unknown) => sqlFailure(error)?.constraint ?? 'unknown');
    const results = await Promise.all([
      job,
      act(world.mine, [moveSql(a, 1, { holder: world.mine.iin }), historySql(a, 2, 'claim')]),
    ]);
    expect(results.toSorted()).toEqual(['lost', 'won']);
  });

  it('tells another connection of a change, with ids only', async () => {
    const heard: unknown[] = [];
    const stop = await test.db.onApplicationChanged((change) => heard.push(change));
    const a = await test.db.write('system', (tx) => application(tx, { district: world.districts[0] }));
    await act(world.mine, [
      moveSql(a, 1, { status: 'in_review', holder: world.mine.iin }),
      historySql(a, 2, 'claim'),
    ]);
    await expect
      .poll(() => heard)
      .toEqual(expect.arrayContaining([{ id: a.id, district: world.districts[0], version: 2 }]));
    await stop();
  });
});
