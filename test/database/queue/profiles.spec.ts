/** Rule profiles are saved as the law of dated rules wants it: a used one is superseded, never changed. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { almatyDate } from '../../../domain/calendar.ts';
import { addDays } from '../../../domain/civil-date.ts';
import type { Desk, OfficerContext } from '../../../main/context.ts';
import { profiles, saveProfile } from '../../../main/queue/profiles.ts';
import type { RuleProfileDraft, RuleProfileForm } from '../../../preload/contract/queue.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { acts, PlaceWorld } from '../places/place-world.ts';
import { deskOf, officerOf, refusalOf } from './officer.ts';

const inDays = (days: number): string => addDays(almatyDate(new Date()), days);

describe.each(ENGINES)('rule profiles on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let desk: Desk;
  let admin: OfficerContext;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
    desk = deskOf(world);
    admin = officerOf(world, 'admin', desk);
    // The national profile is used: a place was offered under it.
    const group = await world.addGroup({ capacity: 1 });
    const family = await world.family();
    expect(await world.clerk(...acts.offer(family, world.mini.mine, 1, { seat: group.seats[0] ?? '' }))).toBe(
      1,
    );
  });
  afterAll(() => test.close());

  const byCode = async (code: string): Promise<RuleProfileForm> => {
    const found = (await profiles(admin)).profiles.find((one) => one.code === code);
    if (found === undefined) throw new Error(code);
    return found;
  };
  const draftOf = ({ id, used, supersedesId, mark, ...draft }: RuleProfileForm): RuleProfileDraft => draft;
  const save = (
    by: OfficerContext,
    from: RuleProfileForm | null,
    profile: RuleProfileDraft,
    idempotencyKey = randomUUID(),
  ) => saveProfile(by, { id: from?.id ?? null, mark: from?.mark ?? null, profile, idempotencyKey });

  it('shows which are used, to an administrator who may not read what uses them', async () => {
    expect(await byCode('national-2025')).toMatchObject({ used: true, workdayEnds: '18:30', regionId: null });
    const { regions, legalActs } = await profiles(admin);
    expect(regions).toHaveLength(2);
    expect(legalActs.map((act) => act.code)).toContain('order-254-2020');
    expect((await profiles(officerOf(world, 'regionalAdmin', desk))).regions).toHaveLength(1);
  });

  it('adds one for a region, once, and changes it where it stands while nothing names it', async () => {
    const national = await byCode('national-2025');
    const draft = {
      ...draftOf(national),
      code: 'one-2026',
      regionId: world.mini.regions[0],
      validFrom: inDays(3),
    };
    const key = randomUUID();
    const added = await save(admin, null, draft, key);
    expect(added).toMatchObject({ code: 'one-2026', used: false, supersedesId: null });
    expect(await save(admin, null, draft, key)).toEqual(added);
    expect(await refusalOf(save(admin, null, draft))).toBe('PROFILE_CODE_TAKEN code');
    expect(await refusalOf(save(admin, null, { ...draft, code: 'one-2027' }))).toBe(
      'PROFILE_OVERLAP validFrom',
    );
    const changed = await save(admin, added, { ...draft, benefitPlaces: 2 });
    expect(changed).toMatchObject({ id: added.id, code: 'one-2026', benefitPlaces: 2 });
    // The form was opened before that: what it would save is not what was seen.
    expect(await refusalOf(save(admin, added, { ...draft, benefitPlaces: 5 }))).toBe('CHANGED');
    expect((await byCode('one-2026')).benefitPlaces).toBe(2);
  });

  it('names the fields that are wrong', async () => {
    const national = await byCode('national-2025');
    const draft = {
      ...draftOf(national),
      code: 'two-2026',
      regionId: world.mini.regions[1],
      validFrom: inDays(1),
    };
    const cases: readonly [Partial<RuleProfileDraft>, string][] = [
      [{ code: 'Two 2026' }, 'PROFILE_CODE code'],
      [{ name: { kk: '', ru: 'x', en: 'x' } }, 'PROFILE_NAME name.kk'],
      [{ validTo: inDays(0) }, 'PROFILE_VALIDITY validTo'],
      [{ validFrom: inDays(-1) }, 'PROFILE_BEGINS validFrom'],
      [{ legalAct: 'order-1-1999' }, 'PROFILE_LEGAL_ACT legalAct'],
      [{ workdayEnds: '25:00' }, 'PROFILE_WORKDAY_ENDS workdayEnds'],
      [{ decisionWorkingDays: 0 }, 'PROFILE_TERM decisionWorkingDays'],
      [{ ordinaryPlaces: 0 }, 'PROFILE_RATIO ordinaryPlaces'],
      [{ offerDayUnit: null }, 'PROFILE_OFFER offerDayUnit'],
      [{ afterDecline: 'stop_list' }, 'PROFILE_STOP_LIST stopListDays'],
      [{ afterExpiry: 'inactive' }, 'PROFILE_RESTORE afterExpiry'],
      [{ extensionLimit: 0 }, 'PROFILE_EXTENSION extensionLimit'],
      [{ bulletinTime: '9' }, 'PROFILE_BULLETIN bulletinTime'],
      [{ transferTo: null }, 'PROFILE_TRANSFER transferTo'],
    ];
    for (const [fault, expected] of cases) {
      expect(await refusalOf(save(admin, null, { ...draft, ...fault })), JSON.stringify(fault)).toBe(
        expected,
      );
    }
  });

  it('supersedes a used one from a day to come, and changes nothing of it but its end', async () => {
    const national = await byCode('national-2025');
    const draft = { ...draftOf(national), benefitPlaces: 1, ordinaryPlaces: 4, validFrom: inDays(10) };
    expect(await refusalOf(save(admin, national, { ...draft, validFrom: inDays(0) }))).toBe(
      'SUPERSEDE_BEGINS validFrom',
    );
    expect(await refusalOf(save(admin, national, { ...draft, regionId: world.mini.regions[1] }))).toBe(
      'SUPERSEDE_QUEUE regionId',
    );
    const next = await save(admin, national, draft);
    expect(next).toMatchObject({
      code: 'national-2025-v2',
      supersedesId: national.id,
      used: false,
      ordinaryPlaces: 4,
      validFrom: inDays(10),
    });
    const old = await byCode('national-2025');
    expect(old).toEqual({ ...national, validTo: inDays(10), mark: old.mark });
    // It has a successor: the successor is what changes now, while nothing names it.
    expect(await refusalOf(save(admin, old, { ...draft, validFrom: inDays(20) }))).toContain(
      'SUPERSEDE_ALREADY code',
    );
    expect(await save(admin, next, { ...draftOf(next), ordinaryPlaces: 5 })).toMatchObject({
      id: next.id,
      code: 'national-2025-v2',
      ordinaryPlaces: 5,
    });
    const reference = await desk.reference.get();
    expect(reference.profile(null, inDays(9))?.code).toBe('national-2025');
    expect(reference.profile(null, inDays(10))?.code).toBe('national-2025-v2');
  });

  it('lets two administrators supersede one profile once', async () => {
    const draft = {
      ...draftOf(await byCode('national-2025')),
      code: 'race-2026',
      regionId: world.mini.regions[1],
      validFrom: inDays(0),
      validTo: null,
    };
    const added = await save(admin, null, draft);
    const results = await Promise.all(
      [1, 2, 3].map((n) => refusalOf(save(admin, added, { ...draft, benefitPlaces: n + 1 }))),
    );
    expect(results.filter((one) => one === 'NONE')).toHaveLength(1);
    expect(results.filter((one) => one === 'CHANGED')).toHaveLength(2);
  });

  it("is a region's administrator's for its own region alone", async () => {
    const regional = officerOf(world, 'regionalAdmin', desk);
    const national = await byCode('national-2025-v2');
    expect(await refusalOf(save(regional, national, { ...draftOf(national), ordinaryPlaces: 9 }))).toBe(
      'FORBIDDEN',
    );
    expect(
      await refusalOf(save(regional, national, { ...draftOf(national), regionId: world.mini.regions[1] })),
    ).toBe('FORBIDDEN');
    const own = await byCode('race-2026');
    expect(await save(regional, own, { ...draftOf(own), interestMonths: 6 })).toMatchObject({
      interestMonths: 6,
    });
    const told = await world.rows<{ event: string; detail: { profile: string; how: string } }>(
      `select event, detail from history where chain = 0 and event = 'profile_saved' order by seq desc limit 1`,
    );
    expect(told[0]?.detail).toMatchObject({ profile: 'race-2026', how: 'changed' });
  });
});
