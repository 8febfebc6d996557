/** What families of an application ask by portals: interest confirmed, companions added and ended, by the guards of the counter's own acts. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChains } from '../../../db/verify-chain.ts';
import { registerImportCommand } from '../../../main/host-cli/import-command.ts';
import type { CliIo } from '../../../main/host-cli/io.ts';
import {
  type CompanionWish,
  companionXml,
  headWish,
  iinOf,
  interestXml,
  linkXml,
  type PersonWish,
  type Subject,
  tinyPdf,
} from '../../fakes/packages.ts';
import { enrolled, permits, person, registerSql, staffSql } from '../companions/companion-world.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import type { MadeApplication } from '../mini-world.ts';
import { PlaceWorld } from '../places/place-world.ts';
import { countAll, type IntakeWorld, makeIntakeWorld } from './intake-world.ts';

const NOW = (): Date => new Date();
const DAY_MS = 86_400_000;

describe.each(ENGINES)('packages of families that are here on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let intake: IntakeWorld;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test, 'demo');
    intake = await makeIntakeWorld(test, NOW, world.mini);
  });
  afterAll(() => test.close());

  /** Of a cohort nobody is enrolled in here: those who wait are passed over by nobody. */
  const family = () => world.family({ row: { cohort_year: 2001 } });
  async function subjectOf(a: MadeApplication): Promise<Subject> {
    const [child] = await world.rows<{ iin: string }>(`select iin from person where id = ${a.childId}`);
    return { number: a.number, childIin: child?.iin ?? '', applicantIin: a.applicantIin };
  }
  const lastTold = async (a: MadeApplication) =>
    (
      await world.rows<Record<string, unknown>>(
        `select event, actor, version, detail from history where application_id = ${a.id} order by seq desc limit 1`,
      )
    )[0];
  const reasonOf = async (xml: string): Promise<string | null> => {
    const before = await countAll(test);
    const result = await intake.take(xml);
    if (result.outcome === 'set_aside') expect(await countAll(test)).toEqual(before);
    return result.reason ?? result.outcome;
  };

  describe('interest', () => {
    async function dueIn(days: number): Promise<MadeApplication> {
      const a = await family();
      await test.tamper(
        `update interest set queued_on = (kezek.today() + ${days} - interval '1 year')::date, due_on = kezek.today() + ${days}
          where application_id = ${a.id}`,
      );
      return a;
    }

    it('is confirmed with a version and a row of history, as the portal, and asked again a period later', async () => {
      const a = await dueIn(20);
      const xml = interestXml(headWish(NOW()), await subjectOf(a));
      expect(await intake.take(xml)).toMatchObject({ outcome: 'taken', number: a.number });
      const [row] = await world.rows<Record<string, unknown>>(
        `select c.how, c.confirmed_by, c.application_version, c.due_on - kezek.today() as due, i.due_on = c.next_due_on as moved
          from interest_confirmation c join interest i using (application_id) where application_id = ${a.id}`,
      );
      expect(row).toEqual({
        how: 'portal',
        confirmed_by: null,
        application_version: 1,
        due: 20,
        moved: true,
      });
      expect(await lastTold(a)).toMatchObject({
        event: 'confirm_interest',
        actor: 'job:intake',
        version: 2,
        detail: { how: 'portal', portal: 'indigo' },
      });
      expect(await intake.take(xml)).toMatchObject({ outcome: 'repeated', number: a.number });
      expect(await world.version(a)).toBe(2);
    });

    it('tells the portal in the history where an officer imported the file', async () => {
      const a = await dueIn(5);
      const xml = interestXml(headWish(NOW()), await subjectOf(a));
      expect(await intake.take(xml, world.mini.mine)).toMatchObject({ outcome: 'taken' });
      expect(await lastTold(a)).toMatchObject({ actor: 'portal:indigo', event: 'confirm_interest' });
      expect(
        await world.number(`select count(*) from package where brought_by = '${world.mini.mine.iin}'`),
      ).toBe(1);
    });

    it('is refused when it is too early, of an ended application, another family’s or an old word', async () => {
      const late = headWish(NOW());
      const early = await dueIn(61);
      expect(await reasonOf(interestXml(late, await subjectOf(early)))).toBe('INTEREST_TOO_EARLY');
      const a = await dueIn(5);
      const subject = await subjectOf(a);
      const old = new Date(NOW().getTime() - 90 * DAY_MS).toISOString();
      expect(await reasonOf(interestXml(headWish(NOW()), subject, old))).toBe('INTEREST_TOO_EARLY');
      for (const wrong of [
        { number: early.number },
        { childIin: (await subjectOf(early)).childIin },
        { applicantIin: subject.childIin },
      ]) {
        expect(await reasonOf(interestXml(headWish(NOW()), { ...subject, ...wrong }))).toBe(
          'APPLICATION_UNKNOWN',
        );
      }
      const other = headWish(NOW(), { department: '150440000221' });
      expect(await reasonOf(interestXml(other, subject))).toBe('APPLICATION_UNKNOWN');
      await test.tamper(`update application set status = 'cancelled', version = 2 where id = ${a.id}`);
      expect(await reasonOf(interestXml(headWish(NOW()), subject))).toBe('INTEREST_NOT_WAITING');
      const nobody = await family();
      await test.tamper(`delete from interest where application_id = ${nobody.id}`);
      expect(await reasonOf(interestXml(headWish(NOW()), await subjectOf(nobody)))).toBe(
        'INTEREST_NOT_WAITING',
      );
    });

    it('is confirmed once, however often it is sent', async () => {
      const a = await dueIn(5);
      const subject = await subjectOf(a);
      expect(await reasonOf(interestXml(headWish(NOW()), subject))).toBe('taken');
      expect(await reasonOf(interestXml(headWish(NOW()), subject))).toBe('INTEREST_TOO_EARLY');
    });
  });

  describe('companions', () => {
    const wished = (wish: Partial<CompanionWish> = {}, birthDate?: string): CompanionWish => ({
      person: { ...person(birthDate), patronymic: null, sex: 'female' },
      ...wish,
    });
    async function ask(a: MadeApplication, wish: CompanionWish): Promise<string | null> {
      return await reasonOf(companionXml(headWish(NOW()), await subjectOf(a), wish));
    }

    it('wait for a clerk or head as those of the counter, their papers with the application', async () => {
      const { a } = await enrolled(world);
      const paper = {
        kind: 'birth_certificate',
        about: 'child',
        name: 'a.pdf',
        bytes: tinyPdf(`paper ${a.id}`),
      };
      const wish = wished({ scans: [paper] });
      expect(await ask(a, wish)).toBe('taken');
      const [, permit] = await permits(world, a);
      expect(permit).toMatchObject({ iin: wish.person.iin, state: 'waiting', is_applicant: false });
      const [row] = await world.rows<Record<string, unknown>>(
        `select relation, phone, registered_by, valid_from = kezek.today() as today,
          (select count(*)::int from scan s where s.application_id = p.application_id and s.file_name = 'a.pdf') as scans
          from companion_permit p where id = ${permit?.id}`,
      );
      expect(row).toEqual({
        relation: 'grandmother',
        phone: '+77017654321',
        registered_by: null,
        today: true,
        scans: 1,
      });
      expect(await lastTold(a)).toMatchObject({
        event: 'register_companion',
        actor: 'job:intake',
        version: 5,
      });
      expect(await ask(a, { ...wish, scans: [] })).toBe('COMPANION_PERMIT_LIVE_ONCE');
    });

    it('are refused by each rule of the counter, under its own code', async () => {
      const { a } = await enrolled(world);
      expect(await ask(a, wished({}, `${NOW().getUTCFullYear() - 10}-01-01`))).toBe('COMPANION_OF_AGE');
      const teacher = wished();
      expect(await world.as(world.mini.head, staffSql(teacher.person, world.kindergarten))).toBe(1);
      expect(await ask(a, teacher)).toBe('COMPANION_NO_STAFF');
      // Of the family's record, under another name.
      const other = await family();
      const [parent] = await world.rows<{ birth_date: string }>(
        `select birth_date::text from person where id = ${other.applicantId}`,
      );
      const typed = wished({
        person: {
          ...wished().person,
          iin: other.applicantIin,
          surname: 'Басқасы',
          birthDate: parent?.birth_date ?? '',
        },
      });
      expect(await ask(a, typed)).toBe('COMPANION_DATA_EQUAL');
      expect(await ask(a, wished({ from: '2020-01-01', until: '2020-02-01' }))).toBe('COMPANION_DAYS');
      for (let i = 0; i < 5; i += 1) expect(await ask(a, wished())).toBe('taken');
      expect(await ask(a, wished())).toBe('COMPANION_MAX_PER_CHILD');
      expect(await world.clerk(...registerSql(a, person(), await world.version(a)))).toBe(
        'companion_max_per_child',
      );
    });

    it('come after referral and admission only, and take five children at most', async () => {
      const waiting = await family();
      expect(await ask(waiting, wished())).toBe('COMPANION_REFERRED');
      const wish = wished();
      for (let i = 0; i < 5; i += 1) {
        const { a } = await enrolled(world);
        expect(await ask(a, wish)).toBe('taken');
      }
      const { a } = await enrolled(world);
      expect(await ask(a, wish)).toBe('COMPANION_MAX_CHILDREN');
      expect(await ask(a, { ...wish, person: { ...wish.person, iin: (await subjectOf(a)).childIin } })).toBe(
        'SAME_PERSON',
      );
    });

    it('end at the family’s word; the applicant’s own stays', async () => {
      const { a } = await enrolled(world);
      const wish = wished();
      expect(await ask(a, { ...wish, action: 'end' })).toBe('COMPANION_NOT_THERE');
      expect(await ask(a, wish)).toBe('taken');
      expect(await ask(a, { ...wish, action: 'end' })).toBe('taken');
      const [own, permit] = await permits(world, a);
      expect(permit).toMatchObject({ state: 'ended', cause: 'family_asked' });
      expect(await lastTold(a)).toMatchObject({ event: 'end_companion', detail: { cause: 'family_asked' } });
      expect(await ask(a, { ...wish, action: 'end' })).toBe('COMPANION_NOT_THERE');
      expect(await ask(a, { action: 'end', person: { ...wish.person, iin: a.applicantIin } })).toBe(
        'COMPANION_APPLICANT',
      );
      expect((await permits(world, a))[0]).toEqual(own);
      // Asked for anew, it waits anew.
      expect(await ask(a, wish)).toBe('taken');
    });

    it('of another family are nobody’s to add', async () => {
      const [one, two] = [await enrolled(world), await enrolled(world)];
      const subject = { ...(await subjectOf(one.a)), applicantIin: two.a.applicantIin };
      expect(await reasonOf(companionXml(headWish(NOW()), subject, wished()))).toBe('APPLICATION_UNKNOWN');
    });
  });

  it('come in by `kezek import`, each kind answered for', async () => {
    const { a } = await enrolled(world);
    const waiting = await family();
    await test.tamper(
      `update interest set queued_on = (kezek.today() + 5 - interval '1 year')::date, due_on = kezek.today() + 5
        where application_id = ${waiting.id}`,
    );
    const parent: PersonWish = {
      iin: iinOf('1984-04-04', 'male'),
      surname: 'Әбдіқадыров',
      givenName: 'Ерлан',
      patronymic: null,
      birthDate: '1984-04-04',
      sex: 'male',
    };
    const who: CompanionWish = { person: { ...person(), patronymic: null, sex: 'female' } };
    const of = await subjectOf(a);
    const files: Readonly<Record<string, string>> = {
      '1-interest.xml': interestXml(headWish(NOW()), await subjectOf(waiting)),
      '2-add.xml': companionXml(headWish(NOW()), of, who),
      '3-end.xml': companionXml(headWish(NOW()), of, { ...who, action: 'end' }),
      '4-link.xml': linkXml(headWish(NOW(), { portal: 'astana' }), { childIin: of.childIin, parent }),
      '5-link.xml': linkXml(headWish(NOW(), { portal: 'astana' }), { childIin: of.childIin, parent }),
    };
    const folder = await mkdtemp(join(tmpdir(), 'kezek-kinds-'));
    const lines: string[] = [];
    let exit = -1;
    const io: CliIo = {
      out: (text) => lines.push(text),
      err: (text) => lines.push(text),
      env: {},
      now: NOW,
      setExit: (code) => {
        exit = code;
      },
      prompt: () => Promise.resolve(null),
      readStdin: () => Promise.resolve(''),
    };
    const program = new Command('kezek').exitOverride();
    registerImportCommand(program, io, () =>
      Promise.resolve({ ...test.desk, close: () => Promise.resolve() }),
    );
    try {
      for (const [name, xml] of Object.entries(files)) await writeFile(join(folder, name), xml);
      await program.parseAsync(['import', folder, '--json'], { from: 'user' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    expect(exit).toBe(1);
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ file: '1-interest.xml', outcome: 'taken', number: waiting.number }),
      expect.objectContaining({ file: '2-add.xml', outcome: 'taken', number: a.number }),
      expect.objectContaining({ file: '3-end.xml', outcome: 'taken', number: a.number }),
      expect.objectContaining({ file: '4-link.xml', outcome: 'taken', number: a.number }),
      expect.objectContaining({ file: '5-link.xml', outcome: 'set_aside', reason: 'LINK_ASKED' }),
      { ok: false, files: 5, taken: 4, repeated: 0, set_aside: 1 },
    ]);
  });

  it('an officer cannot pass for the machine that these packages are written by', async () => {
    const { a } = await enrolled(world);
    for (const statement of [
      `select kezek.take_interest_package('{}', null, 1, 'job:x')`,
      `select kezek.take_companion_package('{}', null, 1, 'job:x')`,
      `select kezek.package_add_companion('{}', (select a from application a where id = ${a.id}))`,
      `select kezek.package_step((select a from application a where id = ${a.id}), 'x', '{}', '{}')`,
      `select kezek.package_subject('{}', 1)`,
    ]) {
      expect([statement, await world.clerk(statement)]).toEqual([statement, '42501']);
    }
  });

  it('leaves a whole history behind', async () => {
    const broken = [];
    for await (const one of verifyChains(test.db)) broken.push(one);
    expect(broken).toEqual([]);
    const { rows } = await sql`select 1 from kezek.machine_act`.execute(test.db.kysely);
    expect(rows).toEqual([]);
  });
});
