/** An administrator's acts on dated rules: a new row follows the one in force, and takes effect on its day. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { almatyDate } from '../../../domain/calendar.ts';
import { addDays } from '../../../domain/civil-date.ts';
import type { Desk, OfficerContext } from '../../../main/context.ts';
import { dated, saveDelivery, saveFamily } from '../../../main/rules/index.ts';
import type {
  DeliveryRuleDraft,
  DeliveryRuleForm,
  FamilyRuleDraft,
  FamilyRuleForm,
} from '../../../preload/contract/rules.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from '../engines.ts';
import { PlaceWorld } from '../places/place-world.ts';
import { deskOf, officerOf, refusalOf } from '../queue/officer.ts';

const inDays = (days: number): string => addDays(almatyDate(new Date()), days);

describe.each(ENGINES)('dated rules on %s', (engine) => {
  let test: TestDatabase;
  let world: PlaceWorld;
  let desk: Desk;
  let admin: OfficerContext;
  let regional: OfficerContext;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    world = await PlaceWorld.make(test);
    desk = deskOf(world);
    admin = officerOf(world, 'admin', desk);
    regional = officerOf(world, 'regionalAdmin', desk);
  });
  afterAll(() => test.close());

  const draftOf = <F extends { id: number; state: unknown; mark: string }>(form: F) => {
    const { id, state, mark, ...draft } = form;
    return draft;
  };
  const family = async (id: number | null = null, by = admin): Promise<FamilyRuleForm> => {
    const rows = (await dated(by)).family;
    const found =
      id === null
        ? rows.find((row) => row.state === 'in_force' && row.regionId === null)
        : rows.find((row) => row.id === id);
    if (found === undefined) throw new Error(`family ${id}`);
    return found;
  };
  const delivery = async (): Promise<DeliveryRuleForm> => {
    const found = (await dated(admin)).delivery.find(
      (row) => row.state === 'in_force' && row.regionId === null,
    );
    if (found === undefined) throw new Error('delivery');
    return found;
  };
  const save = (
    by: OfficerContext,
    from: FamilyRuleForm | null,
    change: Partial<FamilyRuleDraft>,
    idempotencyKey = randomUUID(),
  ) =>
    family(from?.id ?? null, by).then((base) =>
      saveFamily(by, {
        id: from?.id ?? null,
        mark: from?.mark ?? null,
        rule: { ...draftOf(base), ...change },
        idempotencyKey,
      }),
    );
  const saveTerms = (from: DeliveryRuleForm, change: Partial<DeliveryRuleDraft>) =>
    saveDelivery(admin, {
      id: from.id,
      mark: from.mark,
      rule: { ...draftOf(from), ...change } as DeliveryRuleDraft,
      idempotencyKey: randomUUID(),
    });

  it('shows the country’s rows and those of the officer’s regions', async () => {
    const all = await dated(admin);
    expect(all.family).toMatchObject([
      {
        regionId: null,
        validTo: null,
        state: 'in_force',
        parentYearsOlder: 14,
        guardianYears: 18,
        registryAnswerDays: 30,
        verified: false,
      },
    ]);
    expect(all.delivery).toMatchObject([
      {
        state: 'in_force',
        attempts: 8,
        quietFrom: '21:00',
        quietTo: '09:00',
        quietChannels: ['sms', 'ed24'],
      },
    ]);
    expect(all.regions).toHaveLength(2);
    expect(all.legalActs.find((act) => act.code === 'order-254-2020')?.signedOn).toBe('2020-06-19');
    expect((await dated(regional)).regions).toHaveLength(1);
  });

  it('names the field of every fault', async () => {
    const old = await family();
    const cases: readonly [Partial<FamilyRuleDraft>, string][] = [
      [{ validFrom: inDays(0) }, 'RULE_BEGINS validFrom'],
      [{ validFrom: inDays(-40) }, 'RULE_BEGINS validFrom'],
      [{ validTo: inDays(1) }, 'RULE_VALIDITY validTo'],
      [{ validTo: inDays(30) }, 'RULE_COUNTRY_ENDS validTo'],
      [{ regionId: 9999 }, 'RULE_REGION regionId'],
      [{ regionId: world.mini.regions[0] }, 'RULE_REGION regionId'],
      [{ parentYearsOlder: 0 }, 'RULE_NUMBER parentYearsOlder'],
      [{ guardianYears: 15 }, 'RULE_NUMBER guardianYears'],
      [{ registryAnswerDays: 400 }, 'RULE_NUMBER registryAnswerDays'],
      [{ legalAct: 'order-1-1999' }, 'RULE_ACT legalAct'],
    ];
    for (const [fault, expected] of cases) {
      expect(
        await refusalOf(save(admin, old, { validFrom: inDays(3), parentYearsOlder: 15, ...fault })),
        JSON.stringify(fault),
      ).toBe(expected);
    }
    const terms = await delivery();
    const of: readonly [Partial<DeliveryRuleDraft>, string][] = [
      [{ attempts: 51 }, 'RULE_NUMBER attempts'],
      [{ leaseSeconds: 29 }, 'RULE_NUMBER leaseSeconds'],
      [{ firstRetrySeconds: 7200, longestRetrySeconds: 3600 }, 'RULE_RETRY longestRetrySeconds'],
      [{ quietFrom: null }, 'RULE_QUIET quietFrom'],
      [{ quietTo: '24:00' }, 'RULE_QUIET quietTo'],
    ];
    for (const [fault, expected] of of) {
      expect(
        await refusalOf(saveTerms(terms, { validFrom: inDays(3), ...fault })),
        JSON.stringify(fault),
      ).toBe(expected);
    }
    expect((await dated(admin)).family).toHaveLength(1);
  });

  it('a new row ends the one in force on its day, once, and is told in the history', async () => {
    const old = await family();
    const key = randomUUID();
    const change = { validFrom: inDays(10), parentYearsOlder: 16 };
    const next = await save(admin, old, change, key);
    expect(next).toMatchObject({ ...change, validTo: null, state: 'to_come', guardianYears: 18 });
    expect(
      await saveFamily(admin, {
        id: old.id,
        mark: old.mark,
        rule: { ...draftOf(old), ...change },
        idempotencyKey: key,
      }),
    ).toEqual(next);
    expect((await dated(admin)).family.map((row) => [row.id, row.validTo])).toEqual([
      [next.id, null],
      [old.id, inDays(10)],
    ]);
    const [told] = await world.rows<{ detail: object; actor: string; staff_post_id: number }>(
      `select detail, actor, staff_post_id from history where chain = 0 and event = 'family_rule_saved' order by seq desc limit 1`,
    );
    expect(told).toMatchObject({
      detail: { id: next.id, how: 'added', region: null, from: inDays(10), ended: [old.id] },
      actor: admin.officer.iin,
      staff_post_id: admin.post.postId,
    });
    // The form was opened before that.
    expect(await refusalOf(save(admin, old, { validFrom: inDays(5), parentYearsOlder: 20 }))).toBe('CHANGED');
  });

  it('a row to come is changed where it stands, and the one before it follows', async () => {
    const [next, old] = (await dated(admin)).family;
    if (next === undefined || old === undefined) throw new Error('two rows');
    for (const days of [4, 20, 10]) {
      const now = await family(next.id);
      expect(await save(admin, now, { validFrom: inDays(days), guardianYears: 21 })).toMatchObject({
        id: next.id,
        validFrom: inDays(days),
        guardianYears: 21,
      });
      expect((await family(old.id)).validTo).toBe(inDays(days));
    }
    expect(await refusalOf(save(admin, next, { guardianYears: 30 }))).toBe('CHANGED');
    const [{ n } = { n: 0 }] = await world.rows<{ n: number }>('select count(*)::int as n from family_rule');
    expect(n).toBe(2);
  });

  it('a region has rows of its own, and goes back to the country’s when they end', async () => {
    const region = world.mini.regions[1];
    expect(await refusalOf(save(regional, null, { validFrom: inDays(2) }))).toBe('FORBIDDEN');
    expect(
      await refusalOf(save(regional, null, { validFrom: inDays(2), regionId: world.mini.regions[0] })),
    ).toBe('FORBIDDEN');
    const own = await save(regional, null, {
      regionId: region,
      validFrom: inDays(2),
      validTo: null,
      registryAnswerDays: 7,
    });
    expect(own).toMatchObject({ regionId: region, registryAnswerDays: 7, state: 'to_come' });
    expect(await save(regional, own, { validTo: inDays(6) })).toMatchObject({
      id: own.id,
      validTo: inDays(6),
    });
    const country = await family();
    expect(await refusalOf(save(regional, country, { validFrom: inDays(2), regionId: region }))).toBe(
      'FORBIDDEN',
    );
    // Another region's rows are not shown, the country's are.
    const other = await save(admin, null, {
      regionId: world.mini.regions[0],
      validFrom: inDays(3),
      validTo: null,
    });
    const shown = (await dated(regional)).family.map((row) => row.id);
    expect(shown).toContain(country.id);
    expect(shown).toContain(own.id);
    expect(shown).not.toContain(other.id);
  });

  it('two administrators follow one row once', async () => {
    const old = await delivery();
    const results = await Promise.all(
      [1, 2, 3].map((n) => refusalOf(saveTerms(old, { validFrom: inDays(5), attempts: n }))),
    );
    expect(results.toSorted()).toEqual(['CHANGED', 'CHANGED', 'NONE']);
  });

  it('terms of sending are the reference’s from their day on, not before', async () => {
    const [next] = (await dated(admin)).delivery;
    if (next === undefined) throw new Error('no terms');
    await saveTerms(next, { quietFrom: '22:30', quietTo: '07:00', quietChannels: ['sms'] });
    const region = world.mini.regions[0];
    const reference = await desk.reference.get();
    expect(reference.delivery(region, inDays(4))).toMatchObject({ quietFrom: '21:00', attempts: 8 });
    expect(reference.delivery(region, inDays(5))).toMatchObject({
      quietFrom: '22:30',
      quietTo: '07:00',
      quietChannels: ['sms'],
    });
  });
});
