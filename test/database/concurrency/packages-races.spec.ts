/** Packages at once on a server: the same request twice, the fifth and sixth companion by a portal and at the counter, one interest. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companionXml, headWish, iinOf, interestXml, linkXml } from '../../fakes/packages.ts';
import { enrolled, person, registerSql } from '../companions/companion-world.ts';
import { openTestDatabase, type TestDatabase } from '../engines.ts';
import { type IntakeWorld, makeIntakeWorld } from '../intake/intake-world.ts';
import { linkWorld } from '../links/link-world.ts';
import type { MadeApplication } from '../mini-world.ts';
import { PlaceWorld } from '../places/place-world.ts';

const ROUNDS = 8;
const NOW = (): Date => new Date();

describe('races of packages on postgres', () => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let intake: IntakeWorld;

  beforeAll(async () => {
    test = await openTestDatabase('postgres', { maxConnections: 24 });
    world = await PlaceWorld.make(test, 'demo');
    intake = await makeIntakeWorld(test, NOW, world.mini);
  });
  afterAll(() => test.close());

  const take = async (xml: string): Promise<string> => {
    const result = await intake.take(xml);
    return result.reason ?? result.outcome;
  };
  async function subjectOf(a: MadeApplication) {
    const [child] = await world.rows<{ iin: string }>(`select iin from person where id = ${a.childId}`);
    return { number: a.number, childIin: child?.iin ?? '', applicantIin: a.applicantIin };
  }

  it('two packages of one request: one is taken, the other told; one package twice: a repeat', async () => {
    const links = linkWorld(test, world.mini);
    for (let round = 0; round < ROUNDS; round += 1) {
      const a = await links.family();
      const parent = {
        iin: iinOf('1984-04-04', 'male'),
        surname: 'Әбдіқадыров',
        givenName: 'Ерлан',
        patronymic: null,
        birthDate: '1984-04-04',
        sex: 'male' as const,
      };
      const xml = (): string =>
        linkXml(headWish(NOW(), { portal: 'astana' }), { childIin: a.childIin, parent });
      const twice = xml();
      const answers = await Promise.all([take(xml()), take(twice), take(twice), take(xml())]);
      const taken = answers.filter((one) => one === 'taken');
      expect(taken).toHaveLength(1);
      expect(answers.filter((one) => one !== 'taken' && one !== 'repeated' && one !== 'LINK_ASKED')).toEqual(
        [],
      );
      expect(await world.number(`select count(*) from link_request where child_id = ${a.childId}`)).toBe(1);
    }
  });

  it('the fifth and the sixth companion, by a portal, a clerk and a head: one is the fifth', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { a } = await enrolled(world);
      const subject = await subjectOf(a);
      for (let i = 0; i < 4; i += 1) expect(await world.clerk(...registerSql(a, person(), 4 + i))).toBe(1);
      const wish = () => ({ person: { ...person(), patronymic: null, sex: 'female' as const } });
      const answers = await Promise.all([
        take(companionXml(headWish(NOW()), subject, wish())),
        world.clerk(...registerSql(a, person(), 8)),
        take(companionXml(headWish(NOW()), subject, wish())),
        world.as(world.mini.head, ...registerSql(a, person(), 8)),
      ]);
      expect(answers.filter((one) => one === 'taken' || one === 1)).toHaveLength(1);
      // A counter that came second sees another version, or the rule; a portal always the rule.
      for (const one of answers.filter((each) => each !== 'taken' && each !== 1)) {
        expect(one).toMatch(/^(COMPANION_MAX_PER_CHILD|companion_max_per_child)$/);
      }
      expect(
        await world.number(
          `select count(*) from companion_permit where application_id = ${a.id} and not is_applicant`,
        ),
      ).toBe(5);
    }
  });

  it('one interest confirmed by a portal many times at once is confirmed once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const a = await world.family({ row: { cohort_year: 2001 } });
      await test.tamper(
        `update interest set queued_on = (kezek.today() + 5 - interval '1 year')::date, due_on = kezek.today() + 5
          where application_id = ${a.id}`,
      );
      const subject = await subjectOf(a);
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => take(interestXml(headWish(NOW()), subject))),
      );
      expect(answers.toSorted()).toEqual([
        'INTEREST_TOO_EARLY',
        'INTEREST_TOO_EARLY',
        'INTEREST_TOO_EARLY',
        'taken',
      ]);
    }
  });
});
