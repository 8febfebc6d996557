/** Findings and removals attacked by raw SQL: what was found moves only by its log, and nobody loses both applications. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sqlFailure } from '../../../db/errors.ts';
import type { OfficerScope } from '../../../db/open.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { attempt, DENIED } from '../guard-attempt.ts';
import { application, type MadeApplication, type MiniWorld, makeMiniWorld } from '../mini-world.ts';
import { decisionSql, historySql, moveSql, type RawAct } from '../raw-acts.ts';

const EARLY = new Date('2026-01-10T05:00:00Z');
const LATE = new Date('2026-02-10T05:00:00Z');

describe.each(ENGINES)('guards of duplicates on %s', (engine) => {
  let test: TestDatabase;
  let mini: MiniWorld;
  let year = 1990;
  /** Two applications of one child: the earlier in the neighbour's district, the later in mine. */
  let kept: MadeApplication;
  let mine: MadeApplication;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    mini = await makeMiniWorld(test.db);
  });
  afterAll(() => test.close());
  const made = (district: number, wish: Partial<Parameters<typeof application>[1]> = {}) =>
    test.db.write('system', (tx) => application(tx, { district, status: 'queued', at: LATE, ...wish }));
  beforeEach(async () => {
    year += 1;
    kept = await made(mini.districts[1], {
      at: EARLY,
      birthDate: `${year}-06-15`,
      childName: `Қосымов${'абвгдежзик'[year % 10]}`,
    });
    mine = await made(mini.districts[0], { childId: kept.childId, applicantId: kept.applicantId });
  });

  const by = (scope: OfficerScope, ...statements: string[]) => attempt(test, scope, ...statements);
  const owner = async (...statements: string[]): Promise<string> => {
    try {
      await test.db.write('system', async (tx) => {
        for (const one of statements) await sql.raw(one).execute(tx);
      });
      return 'done';
    } catch (error) {
      return (sqlFailure(error) ?? sqlFailure((error as Error).cause))?.constraint ?? String(error);
    }
  };
  const one = async <T>(query: string): Promise<T> =>
    await test.db.write('system', async (tx) => {
      const { rows } = await sql.raw<{ value: T }>(query).execute(tx);
      return (rows[0] as { value: T }).value;
    });
  const pair = (a: MadeApplication, b: MadeApplication): Promise<string> =>
    one(
      `select min(id)::text as value from duplicate_pair where first_id = least(${a.id}, ${b.id}) and second_id = greatest(${a.id}, ${b.id})`,
    );
  const state = (id: string): Promise<string> =>
    one(`select concat_ws(' ', state, version, verdict) as value from duplicate_pair where id = ${id}`);
  const status = (a: MadeApplication): Promise<string> =>
    one(`select status || ' ' || version as value from application where id = ${a.id}`);
  const finding = (id: string, version: number, verdict: string, note = 'null'): string =>
    `insert into duplicate_finding (pair_id, pair_version, verdict, note) values (${id}, ${version}, '${verdict}', ${note})`;
  const decisionId = (a: MadeApplication): string =>
    `(select max(id) from decision where application_id = ${a.id})`;
  const removalSql = (a: MadeApplication, k: MadeApplication, version = 1): string =>
    `insert into duplicate_removal (application_id, application_version, kept_id, decision_id)
     values (${a.id}, ${version}, ${k.id}, ${decisionId(a)})`;
  const decide = (a: MadeApplication, who: OfficerScope, act: RawAct, version: number, reasonUse: string) =>
    decisionSql(a, who, version, act, { reasonUse });
  /** A whole removal as the program does it. */
  const remove = (
    a: MadeApplication,
    k: MadeApplication,
    who: OfficerScope,
    part: { version?: number; reasonUse?: string } = {},
  ): string[] => {
    const { version = 1, reasonUse = 'duplicate' } = part;
    return [
      decide(a, who, 'remove_duplicate', version, reasonUse),
      removalSql(a, k, version),
      moveSql(a, version, { status: 'cancelled' }),
      historySql(a, version + 1, 'remove_duplicate'),
    ];
  };
  const reinstate = (a: MadeApplication, who: OfficerScope, version: number): string[] => [
    decide(a, who, 'reinstate_duplicate', version, 'duplicate_reinstate'),
    moveSql(a, version, { status: 'queued' }),
    historySql(a, version + 1, 'reinstate_duplicate'),
  ];

  it('a finding is in one’s own name, about the pair as it is, and keeps what was found before', async () => {
    const id = await pair(kept, mine);
    expect(await by(mini.mine, finding(id, 2, 'duplicate'))).toBe('duplicate_of_version');
    expect(await by(mini.mine, finding(id, 1, 'duplicate'))).toBe(1);
    expect(await state(id)).toBe('duplicate 2 duplicate');
    expect(await one(`select staff_iin as value from duplicate_finding where pair_id = ${id}`)).toBe(
      mini.mine.iin,
    );
    // The other district's clerk judges the same pair; who saw it before is told that it moved.
    expect(await by(mini.neighbour, finding(id, 1, 'not_duplicate'))).toBe('duplicate_of_version');
    expect(await by(mini.neighbour, finding(id, 2, 'duplicate'))).toBe('duplicate_step');
    expect(await by(mini.neighbour, finding(id, 2, 'not_duplicate'))).toBe(1);
    expect(await by(mini.mine, finding(id, 3, 'reopened'))).toBe('duplicate_finding_reopened_noted');
    expect(await by(mini.mine, finding(id, 3, 'reopened', `'  '`))).toBe('duplicate_finding_reopened_noted');
    expect(await by(mini.mine, finding(id, 3, 'reopened', `'Туу туралы куәлік келді'`))).toBe(1);
    expect(await state(id)).toBe('open 4 reopened');
    expect(await by(mini.mine, finding(id, 4, 'reopened', `'again'`))).toBe('duplicate_step');
    expect(
      await one(
        `select string_agg(verdict, ' ' order by id) as value from duplicate_finding where pair_id = ${id}`,
      ),
    ).toBe('duplicate not_duplicate reopened');
  });

  it('nobody writes pairs or keys, forges a name or a date, or changes the log', async () => {
    const id = await pair(kept, mine);
    for (const statement of [
      `update duplicate_pair set state = 'not_duplicate' where id = ${id}`,
      `delete from duplicate_pair where id = ${id}`,
      `insert into duplicate_pair (kind, first_id, second_id, first_district_id, second_district_id, found_at)
        values ('same_scan', ${kept.id}, ${mine.id}, 1, 1, now())`,
      'select * from child_key',
      `insert into duplicate_finding (pair_id, pair_version, verdict, staff_iin) values (${id}, 1, 'duplicate', '${mini.colleague.iin}')`,
      `insert into duplicate_finding (pair_id, pair_version, verdict, found_at) values (${id}, 1, 'duplicate', '2001-01-01')`,
      `insert into duplicate_finding (pair_id, pair_version, verdict, decision_id) values (${id}, 1, 'removed', 1)`,
      `select kezek.find_duplicates(array[${mine.id}]::bigint[])`,
      `select kezek.find_late_duplicates(100)`,
      `select kezek.near_key('x', true)`,
      `select kezek.duplicate_told(r, 'removed', 1) from duplicate_removal r`,
    ]) {
      expect([statement, await by(mini.mine, statement)]).toEqual([statement, DENIED]);
    }
    expect(await by(mini.mine, finding(id, 1, 'removed'))).toMatch(/duplicate_(step|finding_signed)/);
    expect(await by(mini.supervisor, finding(id, 1, 'duplicate'))).toBe(DENIED);
    expect(await by(mini.stranger, finding(id, 1, 'duplicate'))).toBe(DENIED);
    expect(await by(mini.head, finding(id, 1, 'duplicate'))).toBe(DENIED);
    await owner(
      finding(id, 1, 'duplicate')
        .replace('note)', `note, staff_iin, found_at)`)
        .replace('null)', `null, '${mini.mine.iin}', now())`),
    );
    expect(await owner(`update duplicate_finding set note = 'x' where pair_id = ${id}`)).toBe(
      'duplicate_finding_append_only',
    );
    expect(await owner(`delete from duplicate_finding where pair_id = ${id}`)).toBe(
      'duplicate_finding_append_only',
    );
    expect(await owner(`update duplicate_pair set state = 'open' where id = ${id}`)).toBe(
      'duplicate_pair_fixed',
    );
    expect(await owner(`update duplicate_pair set kind = 'same_scan', version = 3 where id = ${id}`)).toBe(
      'duplicate_pair_fixed',
    );
    expect(await owner(`delete from duplicate_pair where id = ${id}`)).toBe('duplicate_pair_never_deleted');
  });

  it('removes the later, tells the pair, and puts it back at its own date', async () => {
    const id = await pair(kept, mine);
    expect(await by(mini.mine, ...remove(mine, kept, mini.mine))).toBe(1);
    expect(await status(mine)).toBe('cancelled 2');
    expect(await state(id)).toBe('removed 2 removed');
    expect(
      await one(
        `select kept_number || ' ' || (pair_id = ${id}) as value from duplicate_removal where application_id = ${mine.id}`,
      ),
    ).toBe(`${kept.number} true`);
    // What was signed is undone by no word.
    expect(await by(mini.mine, finding(id, 2, 'reopened', `'mistake'`))).toBe('duplicate_step');
    expect(await by(mini.mine, ...reinstate(mine, mini.mine, 2))).toBe(1);
    expect(await status(mine)).toBe('queued 3');
    expect(await state(id)).toBe('open 3 reinstated');
    const stay = await one<string>(
      `select (order_at = (select submitted_at from application where id = ${mine.id}))::text as value
       from queue_stay where application_id = ${mine.id} and left_at is null`,
    );
    expect(stay).toBe('true');
    // And removed again, anew.
    expect(await by(mini.mine, ...remove(mine, kept, mini.mine, { version: 3 }))).toBe(1);
    expect(await state(id)).toBe('removed 4 removed');
  });

  it('never of itself, of a removed one, of one that does not stand, or of another’s district', async () => {
    expect(await by(mini.mine, ...remove(mine, mine, mini.mine))).toMatch(
      /duplicate_judged|duplicate_removal_two|duplicate_step/,
    );
    for (const gone of [
      'cancelled',
      'refused',
      'archived',
      'inactive',
      'registered',
      'returned',
      'removed_no_interest',
    ]) {
      await test.tamper(`update application set status = '${gone}' where id = ${kept.id}`);
      expect([gone, await by(mini.mine, ...remove(mine, kept, mini.mine))]).toEqual([
        gone,
        'duplicate_kept_stands',
      ]);
    }
    await test.tamper(`update application set status = 'queued' where id = ${kept.id}`);
    expect(await by(mini.neighbour, ...remove(mine, kept, mini.neighbour))).toBe(DENIED);
    expect(await by(mini.supervisor, ...remove(mine, kept, mini.supervisor))).toBe(DENIED);
    expect(await by(mini.mine, ...remove(mine, kept, mini.mine))).toBe(1);
    // Now the other way round: the one that stayed for it cannot go for it.
    expect(
      await by(mini.neighbour, ...remove(kept, mine, mini.neighbour, { reasonUse: 'duplicate_earlier' })),
    ).toBe('duplicate_kept_stands');
    expect(await status(kept)).toBe('queued 1');
  });

  it('of another child only where the two were found to be one', async () => {
    const other = await made(mini.districts[1], {
      at: EARLY,
      birthDate: `${year}-06-16`,
      childName: `Қосымов${'абвгдежзик'[year % 10]}`,
    });
    const near = await pair(mine, other);
    const stranger = await made(mini.districts[0], { childName: 'Жұпсыз', birthDate: `${year}-01-01` });
    expect(await by(mini.mine, ...remove(mine, stranger, mini.mine))).toBe('duplicate_judged');
    expect(await by(mini.mine, ...remove(mine, other, mini.mine))).toBe('duplicate_judged');
    expect(await by(mini.mine, finding(near, 1, 'not_duplicate'))).toBe(1);
    expect(await by(mini.mine, ...remove(mine, other, mini.mine))).toBe('duplicate_judged');
    expect(await by(mini.neighbour, finding(near, 2, 'duplicate'))).toBe(1);
    expect(await by(mini.mine, ...remove(mine, other, mini.mine))).toBe(1);
    expect(await state(near)).toBe('removed 4 removed');
    // The same child, found to be two by mistake: asked again first.
    const again = await made(mini.districts[0], { childId: kept.childId, applicantId: kept.applicantId });
    const same = await pair(kept, again);
    expect(await by(mini.mine, finding(same, 1, 'not_duplicate'))).toBe(1);
    expect(await by(mini.mine, ...remove(again, kept, mini.mine))).toBe('duplicate_judged');
  });

  it('the earlier date keeps, but for a reason of its own; a place keeps whatever the date', async () => {
    expect(await by(mini.mine, ...remove(mine, kept, mini.mine, { reasonUse: 'duplicate_earlier' }))).toBe(
      'duplicate_earlier_keeps',
    );
    expect(await by(mini.mine, ...remove(mine, kept, mini.mine, { reasonUse: 'refuse' }))).toBe(
      'duplicate_earlier_keeps',
    );
    expect(await by(mini.neighbour, ...remove(kept, mine, mini.neighbour))).toBe('duplicate_earlier_keeps');
    await test.tamper(`update application set status = 'enrolled' where id = ${mine.id}`);
    expect(
      await by(mini.neighbour, ...remove(kept, mine, mini.neighbour, { reasonUse: 'duplicate_earlier' })),
    ).toBe('duplicate_earlier_keeps');
    expect(await by(mini.neighbour, ...remove(kept, mine, mini.neighbour))).toBe(1);
    expect(await status(kept)).toBe('cancelled 2');
  });

  it('nothing without its signed act, and no signed act without what it says', async () => {
    const [decision, removal, move, history] = remove(mine, kept, mini.mine) as [
      string,
      string,
      string,
      string,
    ];
    expect(await by(mini.mine, removal, move, history)).toMatch(/duplicate_removal_signed|23502|decision_id/);
    expect(await by(mini.mine, decision, move, history)).toBe('duplicate_decided');
    expect(await by(mini.mine, decision, removal)).toMatch(/decision_applied|duplicate_decided/);
    expect(
      await by(
        mini.mine,
        decision,
        removal,
        `update application set version = 2 where id = ${mine.id}`,
        history,
      ),
    ).toBe('duplicate_decided');
    expect(await by(mini.mine, move, history)).toMatch(/application_decision_signed/);
    // A colleague's decision carries nobody else's removal.
    expect(
      await by(
        mini.mine,
        decide(mine, mini.colleague, 'remove_duplicate', 1, 'duplicate'),
        removal,
        move,
        history,
      ),
    ).toBe(DENIED);
    expect(await by(mini.mine, decision, removal, move, history)).toBe(1);
    expect(
      await owner(`update duplicate_removal set kept_id = ${mine.id} where application_id = ${mine.id}`),
    ).toBe('duplicate_removal_fixed');
    expect(await owner(`delete from duplicate_removal where application_id = ${mine.id}`)).toBe(
      'duplicate_removal_never_deleted',
    );
    expect(await by(mini.mine, `update duplicate_removal set reinstated_at = now()`)).toBe(DENIED);
    expect(await owner(moveSql(mine, 2, { status: 'queued' }))).toBe('duplicate_reinstated');
  });

  it('only what was removed for another comes back so', async () => {
    const withdrawn = await made(mini.districts[0], {
      status: 'cancelled',
      childName: 'Бөтен',
      birthDate: `${year}-02-02`,
    });
    expect(await by(mini.mine, ...reinstate(withdrawn, mini.mine, 1))).toBe('duplicate_reinstated');
    expect(await by(mini.mine, ...remove(mine, kept, mini.mine))).toBe(1);
    expect(await by(mini.neighbour, ...reinstate(mine, mini.neighbour, 2))).toBe(DENIED);
    expect(
      await by(mini.mine, moveSql(mine, 2, { status: 'queued' }), historySql(mine, 3, 'reinstate_duplicate')),
    ).toMatch(/application_decision_signed/);
    // The family applied anew meanwhile: a queue counts a child once.
    await made(mini.districts[0], { childId: kept.childId, applicantId: kept.applicantId });
    expect(await by(mini.mine, ...reinstate(mine, mini.mine, 2))).toBe('application_child_live_unique');
  });

  it('of an application beyond the scope the register tells what names nobody', async () => {
    const shown = await test.desk.read(mini.mine, async (tx) => {
      const { rows } = await sql<
        Record<string, unknown>
      >`select * from kezek.duplicate_register('all', ${mine.id}::bigint, null, null, null, 10)`.execute(
        tx as never,
      );
      return rows;
    });
    expect(shown.find((row) => row.other_number === kept.number)).toMatchObject({
      my_number: mine.number,
      readable: false,
      other_version: null,
      other_scan: null,
    });
    expect(JSON.stringify(shown)).not.toContain(kept.applicantIin);
    const beyond = await test.desk.read(mini.stranger, async (tx) => {
      const { rows } =
        await sql`select * from kezek.duplicate_register('all', ${mine.id}::bigint, null, null, null, 10)
        union all select * from kezek.duplicate_register('open', null, null, null, null, 1000)`.execute(
          tx as never,
        );
      return rows;
    });
    expect(beyond).toEqual([]);
    for (const query of [
      `select * from kezek.duplicate_standing(${mine.id}, ${kept.id})`,
      `select * from kezek.removal_of_other(${mine.id}, ${kept.id})`,
      `select 1 from duplicate_pair`,
      `select 1 from duplicate_finding`,
      `select 1 from duplicate_removal`,
    ]) {
      expect([query, await by(mini.stranger, query)]).toEqual([query, 0]);
      expect([query, await by(mini.admin, query)]).toEqual([query, DENIED]);
    }
  });
});
