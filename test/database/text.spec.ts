/** Kazakh letters: their order against CLDR, the index that serves it, and the one search box. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, openTestDatabase, type TestDatabase } from './engines.ts';
import { application, type MiniWorld, makeMiniWorld } from './mini-world.ts';

const LETTERS = 'аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя';

describe.each(ENGINES)('text on %s', (engine) => {
  let test: TestDatabase;
  let world: MiniWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await makeMiniWorld(test.db);
  });
  afterAll(() => test.close());

  it('sorts as CLDR sorts Kazakh: every pair of letters, in both cases, alone and inside a name', async () => {
    const words: string[] = ['Smith', 'smith', 'a', 'Z', '1', '10', '-', ' '];
    for (const letter of LETTERS) {
      words.push(letter, letter.toUpperCase(), `Са${letter}ар`, `${letter.toUpperCase()}лия ${letter}`);
    }
    const { rows } = await sql<{
      word: string;
    }>`select word from unnest(${words}::text[]) word order by word collate kezek.kk, word collate "C"`.execute(
      test.db.kysely,
    );
    const collator = new Intl.Collator('kk');
    const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    expect(rows.map((row) => row.word)).toEqual(
      words.toSorted((a, b) => collator.compare(a, b) || bytes(a, b)),
    );
  });

  it('pages by name through the index', async () => {
    await sql`insert into kezek.person (iin, surname, given_name, birth_date, sex) select '9' || lpad(n::text, 11, '0'), 'А' || translate(n::text, '0123456789', 'бвгдкмнпрт'), 'Б', date '2021-01-01' + n % 900, 'male' from generate_series(1, 3000) n`.execute(
      test.db.kysely,
    );
    await sql`insert into kezek.application (number, service, district_id, queue_kind, channel, status, status_since, child_id, applicant_id, applicant_relation,
        cohort_year, language, submitted_at, phone, notification_type, notification_language, permanent_address, data_consent_at, child_sort_name, search)
      select '2026-' || lpad(row_number() over ()::text, 6, '0'), 'preschool_queue', ${world.districts[0]}::int, 'general', 'egov', 'registered', now(), p.id,
        (select min(id) from kezek.person), 'mother', 2022, 'kk', now(), '+77010000000', 'sms', 'kk', '-', now(),
        substr('әғқңөұүһіабвгдеж', 1 + (p.id % 16)::int, 1) || p.id, 'x' from kezek.person p where p.id > (select min(id) from kezek.person)`.execute(
      test.db.kysely,
    );
    await sql`analyze kezek.application`.execute(test.db.kysely);
    const page = (after: readonly [string, string]) => sql<{
      'QUERY PLAN': string;
    }>`explain select id from kezek.application where district_id = ${world.districts[0]}
      and (child_sort_name, id) > (${after[0]}::text, ${after[1]}::int8) order by child_sort_name, id limit 50`;
    const { rows } = await page(['ә', '0']).execute(test.db.kysely);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('application_name_idx');
    expect(plan).not.toContain('Sort');
  });

  it('finds by every word, and takes the signs of LIKE as they are', async () => {
    const made = await test.db.write('system', async (tx) => [
      await application(tx, {
        district: world.districts[0],
        search: 'абдикадыр abdikadyr 100%_a\\b 77015550001',
      }),
      await application(tx, { district: world.districts[0], search: 'абдикадыр ерасыл 77015550002' }),
      await application(tx, { district: world.districts[2], search: 'абдикадыр 77015550003' }),
    ]);
    const find = async (scope: MiniWorld['mine'], ...tokens: string[]) =>
      (
        await test.desk.read(scope, (tx) =>
          sql<{ id: string }>`select id from kezek.search_applications(${tokens}::text[], 50) as id`.execute(
            tx as never,
          ),
        )
      ).rows.map((row) => row.id);
    const [first, second, third] = made.map((one) => one.id);
    expect(await find(world.mine, 'абдикадыр')).toEqual([second, first]);
    expect(await find(world.mine, 'абдикадыр', '5550001')).toEqual([first]);
    expect(await find(world.supervisor, 'абдикадыр')).toEqual([second, first]);
    expect(await find(world.stranger, 'абдикадыр')).toEqual([third]);
    expect(await find(world.mine, '100%_a\\b')).toEqual([first]);
    expect(await find(world.mine, '%')).toEqual([first]);
    expect(await find(world.mine, '_')).toEqual([first]);
    expect(await find(world.mine, `x' or true --`)).toEqual([]);
    expect(await find(world.mine)).toEqual([]);
    expect(await find(world.mine, ...Array.from({ length: 9 }, () => 'а'))).toEqual([]);
  });
});
