/** The hash chain: its text computed here from docs/history.md alone, and every kind of tampering named. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrokenRow, type ChainTally, verifyChains } from '../../db/verify-chain.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from './engines.ts';
import { application, type MiniWorld, makeMiniWorld } from './mini-world.ts';
import { historySql } from './raw-acts.ts';

async function walk(test: TestDatabase): Promise<{ broken: BrokenRow[]; tally: ChainTally }> {
  const broken: BrokenRow[] = [];
  const rows = verifyChains(test.db);
  for (;;) {
    const step = await rows.next();
    if (step.done) return { broken, tally: step.value };
    broken.push(step.value);
  }
}

/** The text of docs/history.md, written again from the document. */
function textOf(row: Record<string, string | number | null>): Buffer {
  const order = [
    'chain',
    'seq',
    'at',
    'actor',
    'staff_post_id',
    'event',
    'application_id',
    'decision_id',
    'from_status',
    'to_status',
    'version',
    'detail',
  ];
  const parts: Buffer[] = [];
  for (const name of order) {
    if (parts.length > 0) parts.push(Buffer.from(';'));
    const value = row[name];
    if (value === null || value === undefined) {
      parts.push(Buffer.from('-'));
    } else {
      const bytes = Buffer.from(String(value), 'utf8');
      parts.push(Buffer.from(`${bytes.length}:`), bytes);
    }
  }
  return Buffer.concat(parts);
}

describe.each(ENGINES)('history on %s', (engine) => {
  let test: TestDatabase;
  let world: MiniWorld;
  let chain: number;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await makeMiniWorld(test.db);
    chain = world.districts[0];
    const a = await test.db.write('system', (tx) => application(tx, { district: chain }));
    for (let i = 0; i < 6; i += 1) {
      await test.desk.write(world.mine, (tx) => sql.raw(historySql(a, null, 'note')).execute(tx));
    }
    await test.db.write('system', (tx) =>
      sql
        .raw(`insert into history (chain, seq, at, actor, event, from_status, to_status, version, detail, prev_hash, hash)
        values (${chain}, 0, '2026-04-16T07:03:09.1+00', 'job:claims', 'claim_lapsed', 'in_review', 'registered', 4,
          '{"b": "қазақша ; 3:x", "a": null, "long_key": [1.50, true]}', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'))`)
        .execute(tx),
    );
    await test.desk.write(world.neighbour, (tx) =>
      sql.raw(historySql({ id: 'null', chain: 0 }, null, 'sign_in')).execute(tx),
    );
  });
  afterAll(() => test.close());

  it('holds, and counts every row', async () => {
    expect(await walk(test)).toEqual({ broken: [], tally: { chains: 2, rows: 8 } });
  });

  it('is what the document says, byte for byte', async () => {
    const { rows } = await sql<
      Record<string, string | number | null> & {
        prev_hash: Buffer;
        hash: Buffer;
        micros: string;
        moment: Date;
        detail: string;
      }
    >`
      select chain, seq, to_char(at at time zone 'UTC', 'US') as micros, at as moment, actor, staff_post_id, event, application_id,
        decision_id, from_status, to_status, version, detail::text as detail, prev_hash, hash
      from history order by chain, seq`.execute(test.db.kysely);
    expect(rows).toHaveLength(8);
    const previous = new Map<number, Buffer>();
    for (const row of rows) {
      const key = Number(row.chain);
      const at = `${row.moment.toISOString().slice(0, 19)}.${row.micros}Z`;
      const before = previous.get(key) ?? Buffer.alloc(32);
      expect(row.prev_hash.equals(before)).toBe(true);
      expect(
        createHash('sha256')
          .update(before)
          .update(textOf({ ...row, at } as never))
          .digest('hex'),
      ).toBe(row.hash.toString('hex'));
      previous.set(key, row.hash);
    }
  });

  it('has the hash of the example in docs/history.md', () => {
    const text = textOf({
      chain: 3,
      seq: 1,
      at: '2026-04-16T07:03:09.500000Z',
      actor: 'job:claims',
      staff_post_id: null,
      event: 'claim_lapsed',
      application_id: 17,
      decision_id: null,
      from_status: 'in_review',
      to_status: 'registered',
      version: 4,
      detail: '{"held_by": "x"}',
    });
    expect(createHash('sha256').update(Buffer.alloc(32)).update(text).digest('hex')).toBe(
      '6a69bef3118e0b449179fac6596e731e3184adf1e58b968740e9ba89b30db16f',
    );
  });

  const tampered: readonly (readonly [what: string, statement: string, seq: string, fault: string])[] = [
    [
      'an actor replaced',
      `update history set actor = '000000000000' where chain = C and seq = 3`,
      '3',
      'ROW_CHANGED',
    ],
    [
      'a time moved by a microsecond',
      `update history set at = at + interval '1 microsecond' where chain = C and seq = 2`,
      '2',
      'ROW_CHANGED',
    ],
    ['a detail changed', `update history set detail = '{}' where chain = C and seq = 7`, '7', 'ROW_CHANGED'],
    ['a row removed', 'delete from history where chain = C and seq = 4', '4', 'ROW_MISSING'],
    ['the first row removed', 'delete from history where chain = C and seq = 1', '1', 'ROW_MISSING'],
    ['the last row removed', 'delete from history where chain = C and seq = 7', '7', 'HEAD_DIFFERS'],
    [
      'the last row removed and the head moved back by number only',
      'delete from history where chain = C and seq = 7; update history_head set last_seq = 6 where chain = C',
      '6',
      'HEAD_DIFFERS',
    ],
    [
      'a row rewritten with a hash of its own',
      `update history set event = 'forged' where chain = C and seq = 5; update history h set hash = kezek.history_hash(h) where chain = C and seq = 5`,
      '6',
      'LINK_BROKEN',
    ],
    [
      'a row put behind the head',
      `insert into history select chain, 8, at, actor, staff_post_id, event, application_id, decision_id, from_status, to_status, version, detail, hash, hash from history where chain = C and seq = 7`,
      '8',
      'HEAD_DIFFERS',
    ],
    ['the head removed', 'delete from history_head where chain = C', '1', 'HEAD_MISSING'],
    [
      'two rows exchanged',
      `update history set seq = 100 where chain = C and seq = 2; update history set seq = 2 where chain = C and seq = 3; update history set seq = 3 where chain = C and seq = 100`,
      '2',
      'LINK_BROKEN',
    ],
  ];

  it.each(tampered)('%s is found, and the row named', async (_what, statement, seq, fault) => {
    const keep = 'create table kept_history as table history; create table kept_head as table history_head;';
    const restore =
      'delete from history; insert into history table kept_history; delete from history_head; insert into history_head table kept_head; drop table kept_history; drop table kept_head;';
    await test.tamper(keep);
    await test.tamper(statement.replaceAll('C and', `${chain} and`).replaceAll('= C', `= ${chain}`));
    const { broken } = await walk(test);
    await test.tamper(restore);
    expect(broken.map((row) => [row.chain, row.seq, row.fault])).toEqual([[chain, seq, fault]]);
    expect((await walk(test)).broken).toEqual([]);
  });

  it('serves who may read it: the district, its supervisor, an administrator; nobody else', async () => {
    const seen = async (scope: MiniWorld['mine']) => {
      const rows = await test.desk.read(scope, (tx) =>
        tx.selectFrom('history').select('chain').distinct().orderBy('chain').execute(),
      );
      return rows.map((row) => row.chain);
    };
    expect(await seen(world.mine)).toEqual([chain]);
    expect(await seen(world.supervisor)).toEqual([chain]);
    // The officer's own rows are its to read wherever they are.
    expect(await seen(world.neighbour)).toEqual([0]);
    expect(await seen(world.stranger)).toEqual([]);
    expect(await seen(world.admin)).toEqual([0, chain]);
    expect(await seen(world.regionalAdmin)).toEqual([0]);
  });
});
