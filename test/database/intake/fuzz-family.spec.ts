/** Packages of families that are here already, spoilt: taken whole or refused by a code with words, as files and as raw documents. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageFaultWords } from '../../../domain/package-words.ts';
import { openPackage } from '../../../main/intake/open-package.ts';
import {
  companionXml,
  headWish,
  iinOf,
  interestXml,
  linkXml,
  type Subject,
  tinyPdf,
} from '../../fakes/packages.ts';
import { enrolled } from '../companions/companion-world.ts';
import { openTestDatabase, type TestDatabase } from '../engines.ts';
import { PlaceWorld } from '../places/place-world.ts';
import { countAll, type IntakeWorld, makeIntakeWorld } from './intake-world.ts';
import { byteSpoiler, changed, NASTY, pathsOf, spoilBytes, spoilText, textSpoiler } from './spoil.ts';

const FILE_RUNS = 250;
const RAW_RUNS = 500;
const NOW = (): Date => new Date();

let test: TestDatabase;
let world: PlaceWorld;
let intake: IntakeWorld;
let waiting: Subject;
let seated: Subject;

beforeAll(async () => {
  test = await openTestDatabase('pglite');
  world = await PlaceWorld.make(test, 'demo');
  intake = await makeIntakeWorld(test, NOW, world.mini);
  const family = await world.family({ row: { cohort_year: 2001 } });
  await test.tamper(
    `update interest set queued_on = (kezek.today() + 5 - interval '1 year')::date, due_on = kezek.today() + 5
      where application_id = ${family.id}`,
  );
  const { a } = await enrolled(world);
  const subjectOf = async (one: typeof a): Promise<Subject> => {
    const [child] = await world.rows<{ iin: string }>(`select iin from person where id = ${one.childId}`);
    return { number: one.number, childIin: child?.iin ?? '', applicantIin: one.applicantIin };
  };
  waiting = await subjectOf(family);
  seated = await subjectOf(a);
});
afterAll(() => test.close());

const parent = () => ({
  iin: iinOf('1984-04-04', 'male'),
  surname: 'Порталов',
  givenName: 'Ерлан',
  patronymic: null,
  birthDate: '1984-04-04',
  sex: 'male' as const,
});
const KINDS = {
  interest: () => interestXml(headWish(NOW()), waiting),
  add: () => companionXml(headWish(NOW()), seated, { person: parent(), relation: 'uncle' }),
  end: () => companionXml(headWish(NOW()), seated, { action: 'end', person: parent(), relation: 'uncle' }),
  link: () =>
    linkXml(headWish(NOW(), { portal: 'astana' }), {
      childIin: waiting.childIin,
      parent: parent(),
      scans: [{ kind: 'birth_certificate', about: 'child', name: 'a.pdf', bytes: tinyPdf('fuzz') }],
    }),
} as const;
const kind = fc.constantFrom(...(Object.keys(KINDS) as (keyof typeof KINDS)[]));

describe('spoilt packages of families', () => {
  it(`are taken whole or leave nothing, ${FILE_RUNS * 4} times`, async () => {
    const reasons = new Set<string>();
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(
        kind,
        fc.array(textSpoiler, { maxLength: 2 }),
        fc.array(byteSpoiler, { maxLength: 1 }),
        async (of, text, bytes) => {
          const file = bytes.reduce(spoilBytes, Buffer.from(text.reduce(spoilText, KINDS[of]())));
          const before = await countAll(test);
          const result = await intake.take(file);
          const after = await countAll(test);
          if (result.outcome === 'taken') {
            taken += 1;
            expect(after.history).toBe((before.history ?? 0) + 1);
            expect(after.person).toBe(before.person);
            expect(after.scan_offered).toBe(0);
            return;
          }
          expect(after).toEqual(before);
          if (result.reason !== null) {
            reasons.add(result.reason);
            expect(result.reason).not.toBe('DATABASE_REFUSED');
            expect(packageFaultWords(result.reason).kk).not.toBe('');
          }
        },
      ),
      { numRuns: FILE_RUNS * 4, seed: 20260419 },
    );
    expect(taken).toBeGreaterThan(3);
    expect(reasons.size).toBeGreaterThan(12);
  }, 300_000);

  it.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
    'as raw documents of %s are refused by a code, never by an accident',
    async (of) => {
      const trust = await intake.context().trust.store();
      const { scans: _, ...bare } = openPackage(Buffer.from(KINDS[of]()), trust, NOW()).package;
      const one = { ...bare, scans: [] };
      const before = await countAll(test);
      const accidents: string[] = [];
      const value = fc.oneof(
        fc.constantFrom<unknown>(
          ...NASTY,
          null,
          true,
          0,
          -1,
          1e308,
          {},
          [],
          [null],
          { a: 1 },
          'x'.repeat(5_000),
        ),
        fc.jsonValue({ maxDepth: 2 }),
      );
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...pathsOf(one)), value, async (path, put) => {
          const document = JSON.stringify(changed(one, path, put)).replaceAll(
            /\\u(?:0000|d[89a-f][0-9a-f]{2})/g,
            '',
          );
          try {
            await test.db.kysely.transaction().execute(async (tx) => {
              await sql`select * from kezek.take_package(${document}::jsonb, '{}')`.execute(tx);
              throw new Error('UNDO');
            });
          } catch (error) {
            const { code, constraint, message } = error as {
              code?: string;
              constraint?: string;
              message: string;
            };
            if (message === 'UNDO' || code === 'KZ080') return;
            accidents.push(`${path.join('.')}: ${code} ${constraint ?? message.slice(0, 80)}`);
          }
        }),
        { numRuns: RAW_RUNS, seed: 20260420 },
      );
      expect(accidents).toEqual([]);
      expect(await countAll(test)).toEqual(before);
    },
    120_000,
  );
});
