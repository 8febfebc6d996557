/** What the embedded engine has no background processes for, while people work. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './engines.ts';

describe('maintenance of the embedded engine', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await openTestDatabase('pglite');
  });
  afterAll(() => test.close());

  const counts = async (...tables: string[]) => {
    const { rows } = await sql<{ name: string; vacuums: number; analyzes: number }>`
      select relname as name, vacuum_count::int as vacuums, analyze_count::int as analyzes from pg_stat_all_tables
      where schemaname = 'kezek' and relname = any(${tables}::text[]) order by relname`.execute(
      test.db.kysely,
    );
    return rows;
  };

  it('lets others be answered between its tables', async () => {
    const ends: string[] = [];
    const maintained = test.db.maintain().then(() => ends.push('maintained'));
    for (let i = 0; i < 20; i += 1) {
      await sql`select 1`.execute(test.db.kysely);
      ends.push('answered');
    }
    await maintained;
    expect(ends.at(-1)).toBe('maintained');
    expect(ends).toHaveLength(21);
  });

  it('sees to every table once, and then to those that were changed', async () => {
    await test.db.maintain();
    const before = await counts('number_sequence', 'person');
    for (const { vacuums, analyzes } of before) expect([vacuums, analyzes]).not.toContain(0);
    await sql`insert into kezek.number_sequence values ('decision', 1990, 1)`.execute(test.db.kysely);
    await test.db.maintain();
    expect(await counts('number_sequence', 'person')).toEqual(
      before.map((row) =>
        row.name === 'person' ? row : { ...row, vacuums: row.vacuums + 1, analyzes: row.analyzes + 1 },
      ),
    );
  });
});
