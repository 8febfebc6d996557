/** Pairs found where they arise: the rule in SQL is the domain's, through indexes, whoever inserts; and what is no pair. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../../domain/civil-date.ts';
import { dateNearness, isOneSlip, nearGivenName, nearSurname } from '../../../domain/duplicates.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { application, freshIin, type MadeApplication, type MiniWorld, makeMiniWorld } from '../mini-world.ts';

const LETTERS = 'абвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяәqwertyuıioşpasdfghjklzxcvbnmáéñ -’';
/** Syllables of which names and their other spellings are made, so that endings and pairs of letters come often. */
const PARTS = [
  'жұ',
  'zhu',
  'dzh',
  'қа',
  'kha',
  'ша',
  'щ',
  'shch',
  'sch',
  'ова',
  'ұлы',
  'қызы',
  'ин',
  'ов',
  'ева',
  'ss',
  'я',
  'ye',
  'ө',
  'нн',
  'ts',
  'ц',
];

describe.each(ENGINES)('near pairs on %s', (engine) => {
  let test: TestDatabase;
  let mini: MiniWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    mini = await makeMiniWorld(test.db);
  });
  afterAll(() => test.close());

  const rows = async <T>(query: string): Promise<readonly T[]> =>
    await test.db.write('system', async (tx) => (await sql.raw<T>(query).execute(tx)).rows);
  const list = (values: readonly string[]): string =>
    `array[${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',')}]`;
  const family = async (
    surname: string,
    birthDate: string,
    more: { district?: number; given?: string; sex?: 'male' | 'female'; applicantId?: string } = {},
  ): Promise<MadeApplication> =>
    await test.db.write('system', async (tx) => {
      const { id } = await tx
        .insertInto('person')
        .values({
          iin: freshIin(),
          surname,
          given_name: more.given ?? 'Айгерім',
          patronymic: null,
          birth_date: birthDate,
          sex: more.sex ?? 'female',
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return await application(tx, {
        district: more.district ?? mini.districts[0],
        childId: id,
        ...(more.applicantId === undefined ? {} : { applicantId: more.applicantId }),
      });
    });
  const pairsOf = async (a: MadeApplication): Promise<readonly string[]> =>
    (
      await rows<{ pair: string }>(`select concat_ws(' ', kind, near_names, near_date,
        case when first_id = ${a.id} then second_id else first_id end) as pair
        from duplicate_pair where ${a.id} in (first_id, second_id) order by 1`)
    ).map((row) => row.pair);

  it('keys, slips and dates in SQL are those of the domain', async () => {
    const name = fc.oneof(
      fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 18 }),
      fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
    );
    const names = fc
      .sample(name, 600)
      .map((text, i) => (i % 3 === 0 ? text.toUpperCase() : text).normalize('NFC'));
    const keys = await rows<{ n: string; s: string; g: string }>(
      `select n, kezek.near_key(n, true) as s, kezek.near_key(n, false) as g from unnest(${list(names)}) n`,
    );
    for (const { n, s, g } of keys) expect([n, s, g]).toEqual([n, nearSurname(n), nearGivenName(n)]);

    const word = fc.string({ unit: fc.constantFrom(...'abc'), minLength: 4, maxLength: 9 });
    const edited = fc
      .tuple(word, fc.nat(), fc.constantFrom('', 'a', 'b', 'ab'))
      .map(([text, at, put]): [string, string] => {
        const i = at % text.length;
        return [text, text.slice(0, i) + put + text.slice(i + 1)];
      });
    const words = fc.sample(fc.oneof(fc.tuple(word, word), edited), 600);
    const slips = await rows<{ a: string; b: string; is: boolean }>(
      `select a, b, kezek.one_slip(a, b) as is from unnest(${list(words.map(([a]) => a))}, ${list(words.map(([, b]) => b))}) w(a, b)`,
    );
    for (const { a, b, is } of slips) expect([a, b, is]).toEqual([a, b, isOneSlip(a, b)]);
    expect(slips.filter((one) => one.is).length).toBeGreaterThan(50);

    const days = fc.sample(fc.integer({ min: 0, max: 3000 }), 60).map((n) => addDays('2017-01-01', n));
    const near = await rows<{ a: string; b: string; near: string | null; listed: boolean }>(
      `select to_char(a, 'YYYY-MM-DD') as a, to_char(b, 'YYYY-MM-DD') as b, kezek.date_nearness(a, b) as near,
        b = any (kezek.near_dates(a)) as listed
      from unnest(${list(days)}::date[]) a cross join lateral (
        select a + n as b from generate_series(-40, 40) n union all select unnest(${list(days)}::date[])
        union all select unnest(kezek.near_dates(a))) d`,
    );
    for (const { a, b, near: found, listed } of near) {
      expect([a, b, found]).toEqual([a, b, dateNearness(a, b)]);
      expect([a, b, listed]).toEqual([a, b, found !== null]);
    }
    expect(new Set(near.map((one) => one.near))).toEqual(
      new Set(['same', 'swapped', 'next_day', 'digit', null]),
    );
  });

  it('another spelling, another alphabet, another ending, with a date that is near; in any district', async () => {
    const first = await family('Сәдуақасова', '2021-05-03');
    const swapped = await family('Saduakassov', '2021-03-05', {
      district: mini.districts[2],
      given: 'Aigerim',
    });
    const digit = await family('Садуакасова', '2022-05-03', { given: 'Айгерим' });
    const exact = await family('Сәдуақасова', '2021-05-04');
    expect(await pairsOf(first)).toEqual([
      `near same next_day ${exact.id}`,
      `near spelling digit ${digit.id}`,
      `near spelling swapped ${swapped.id}`,
    ]);
    const [pair] = await rows<{ districts: string }>(
      `select first_district_id || ' ' || second_district_id as districts from duplicate_pair where second_id = ${swapped.id} and first_id = ${first.id}`,
    );
    expect(pair?.districts).toBe(`${mini.districts[0]} ${mini.districts[2]}`);
  });

  it('a slip of a letter with the very date, but not between twins', async () => {
    const one = await family('Жаңабаева', '2020-07-07', { given: 'Динара' });
    const slip = await family('Жанабаева', '2020-07-07', { given: 'Дипара' });
    const twin = await family('Жаңабаева', '2020-07-07', { given: 'Дилара', applicantId: one.applicantId });
    const late = await family('Жаңабаева', '2020-07-08', { given: 'Динапа' });
    expect(await pairsOf(one)).toEqual([`near slip same ${slip.id}`]);
    expect(await pairsOf(twin)).toEqual([`near slip same ${slip.id}`]);
    expect(await pairsOf(late)).toEqual([]);
  });

  it('brother and sister, other names, a name that nobody reads: no pairs', async () => {
    const girl = await family('Төлебаева', '2021-09-09', { given: 'Нұр' });
    const boy = await family('Төлебаев', '2021-09-09', { given: 'Нұр', sex: 'male' });
    const far = await family('Төлебаева', '2021-10-19', { given: 'Нұр' });
    const arabic = await family('محمد', '2021-09-09', { given: 'علي' });
    const chinese = await family('李', '2021-09-09', { given: '明' });
    for (const a of [girl, boy, far, arabic, chinese]) expect(await pairsOf(a)).toEqual([]);
  });

  it('the same child again, wherever; and the same scan from another family', async () => {
    const first = await test.db.write('system', (tx) =>
      application(tx, { district: mini.districts[0], childName: 'Құнанбай', category: mini.category }),
    );
    const again = await test.db.write('system', (tx) =>
      application(tx, {
        district: mini.districts[1],
        childId: first.childId,
        applicantId: first.applicantId,
      }),
    );
    expect(await pairsOf(first)).toEqual([`same_child ${again.id}`]);
    const stranger = await family('Басқаева', '2019-01-01');
    const copy = (
      to: string,
    ): string => `insert into scan (application_id, document_kind, about, position, sha256, file_name, uploaded_at)
      select ${to}, document_kind, about, 1, sha256, file_name, now() from scan where id = ${first.scans[0]}`;
    await rows(copy(stranger.id));
    await rows(copy(again.id));
    expect(await pairsOf(stranger)).toEqual([`same_scan ${first.id}`, `same_scan ${again.id}`]);
    // One family's own paper in two of its applications is no finding.
    expect(await pairsOf(again)).toEqual([`same_child ${first.id}`, `same_scan ${stranger.id}`]);
  });

  it('a hundred of one name and day are no flood: twenty for each that comes', async () => {
    await test.db.write('system', async (tx) => {
      for (let i = 0; i < 100; i++)
        await application(tx, { district: mini.districts[1], childName: 'Көпбаев', birthDate: '2018-02-02' });
    });
    const [{ most } = { most: 0 }] = await rows<{ most: number }>(
      `select max(n)::int as most from (select count(*) as n from duplicate_pair p join application a on a.id = p.second_id
        where a.child_sort_name like 'Көпбаев%' group by p.second_id) x`,
    );
    expect(most).toBe(20);
  });

  it('a load asked about at once is told what its applications are told one after another', async () => {
    const made: MadeApplication[] = [];
    const surnames = ['Сейітқазина', 'Сейтказина', 'Сейтказына', 'Seitkazina', 'Сейтхазин', 'Омарова'];
    for (let i = 0; i < 60; i++) {
      const swapped = i % 7 === 0;
      const district = mini.districts[i % 2 === 0 ? 0 : 1];
      made.push(
        await family(surnames[i % surnames.length] ?? '', swapped ? '2022-05-03' : '2022-03-05', {
          district,
          given: ['Айгерім', 'Айгерим', 'Айгерима', 'Әсел'][i % 4] ?? '',
          sex: i % 11 === 0 ? 'male' : 'female',
        }),
      );
    }
    // The same child again, and another family's child of one parent.
    const [first, second] = made as [MadeApplication, MadeApplication];
    await test.db.write('system', async (tx) => {
      const parts = { district: mini.districts[1], childId: first.childId };
      made.push(await application(tx, parts));
    });
    made.push(await family('Сейтказынова', '2022-03-05', { applicantId: second.applicantId }));
    // Enough of one name that not all are told.
    for (let i = 0; i < 45; i++) made.push(await family('Көпжасарова', '2022-03-05'));
    const ids = `array[${made.map(({ id }) => id).join(',')}]::bigint[]`;
    const all = () =>
      rows<{
        pair: string;
      }>(`select concat_ws(' ', kind, first_id, second_id, first_district_id, second_district_id, near_names, near_date) as pair
        from duplicate_pair where first_id = any (${ids}) or second_id = any (${ids}) order by kind, first_id, second_id`);
    const byOne = await all();
    expect(byOne.length).toBeGreaterThan(700);
    await test.tamper(`delete from duplicate_pair where first_id = any (${ids}) or second_id = any (${ids})`);
    await test.tamper(
      `delete from child_key where person_id in (select child_id from application where id = any (${ids}))`,
    );
    const found = await rows<{ n: number }>(`select kezek.find_duplicates(${ids}) as n`);
    expect(await all()).toEqual(byOne);
    expect(found).toEqual([{ n: byOne.length }]);
  });

  it('what two desks took at once and neither saw is found by the look that follows; a second look finds nothing', async () => {
    const one = await family('Ержанова', '2021-11-11');
    const two = await family('Ержанов', '2021-11-12');
    await test.tamper(`delete from duplicate_pair where ${one.id} in (first_id, second_id)`);
    expect(await pairsOf(two)).toEqual([]);
    const look = async (): Promise<number> =>
      await test.desk.write('system', async (tx) => {
        const found = await sql<{ n: number }>`select kezek.find_late_duplicates(100) as n`.execute(tx);
        return found.rows[0]?.n ?? -1;
      });
    expect(await look()).toBe(1);
    expect(await pairsOf(two)).toEqual([`near spelling next_day ${one.id}`]);
    expect(await look()).toBe(0);
  });
});
