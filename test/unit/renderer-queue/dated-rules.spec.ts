import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DeliveryRuleForm, FamilyRuleForm } from '../../../preload/contract/index.ts';
import { startI18n, type T } from '../../../renderer/i18n.ts';
import {
  changedFields,
  DELIVERY_KIND,
  type DeliveryForm,
  effectOf,
  FAMILY_KIND,
  type FamilyForm,
  faultsOf,
  newForm,
  saveKind,
} from '../../../renderer/rules/dated-form.ts';
import {
  DELIVERY_FIELDS,
  datedFaultText,
  deliveryValue,
  FAMILY_FIELDS,
  familyValue,
  lasting,
  limitsText,
  tryingText,
} from '../../../renderer/rules/dated-words.ts';

let t: T;
beforeAll(async () => {
  await startI18n('kk');
  t = i18next.t as unknown as T;
});

const TODAY = '2026-11-20';
const ACTS = [{ code: 'order-254-2020', signedOn: '2020-06-19' }];
const family = (part: Partial<FamilyRuleForm> = {}): FamilyRuleForm => ({
  id: 1,
  mark: 'm',
  state: 'in_force',
  regionId: null,
  validFrom: '2020-07-01',
  validTo: null,
  parentYearsOlder: 14,
  guardianYears: 18,
  registryAnswerDays: 30,
  legalAct: 'order-254-2020',
  verified: false,
  ...part,
});
const delivery = (part: Partial<DeliveryRuleForm> = {}): DeliveryRuleForm => ({
  id: 1,
  mark: 'm',
  state: 'in_force',
  regionId: null,
  validFrom: '2025-01-01',
  validTo: null,
  attempts: 8,
  firstRetrySeconds: 60,
  longestRetrySeconds: 21_600,
  leaseSeconds: 300,
  quietFrom: '21:00',
  quietTo: '09:00',
  quietChannels: ['sms', 'ed24'],
  ...part,
});

describe('a row of dated rules as a form', () => {
  it('reads back as it was', () => {
    const { id: _i, mark: _m, state: _s, ...limits } = family();
    expect(FAMILY_KIND.read(FAMILY_KIND.formOf(family()))).toEqual(limits);
    for (const one of [delivery(), delivery({ quietFrom: null, quietTo: null, quietChannels: [] })]) {
      const { id, mark, state, ...terms } = one;
      expect(DELIVERY_KIND.read(DELIVERY_KIND.formOf(one))).toEqual(terms);
    }
  });

  const familyFaults = (part: Partial<FamilyForm>) =>
    faultsOf(
      FAMILY_KIND,
      [family()],
      family(),
      { ...FAMILY_KIND.formOf(family()), validFrom: '2026-12-01', ...part },
      ACTS,
      TODAY,
    ).map(({ field, code }) => `${field} ${code}`);
  it.each([
    [{ guardianYears: '21' }, []],
    [{ guardianYears: '' }, ['guardianYears RULE_NUMBER']],
    [{ guardianYears: '15' }, ['guardianYears RULE_NUMBER']],
    [{ guardianYears: '9999999999' }, ['guardianYears RULE_NUMBER']],
    [{ parentYearsOlder: '1.5' }, ['parentYearsOlder RULE_NUMBER']],
    [{ guardianYears: '21', validFrom: null }, ['validFrom RULE_VALIDITY']],
    [{ guardianYears: '21', validFrom: TODAY }, ['validFrom RULE_BEGINS']],
    [{ guardianYears: '21', validTo: '2026-12-01' }, ['validTo RULE_VALIDITY']],
    [{ guardianYears: '21', validTo: '2027-12-01' }, ['validTo RULE_COUNTRY_ENDS']],
    [{ guardianYears: '21', legalAct: '' }, ['legalAct RULE_ACT']],
  ])('tells what is wrong under the field it is about: %o', (part, faults) => {
    expect(familyFaults(part)).toEqual(faults);
  });

  const deliveryFaults = (part: Partial<DeliveryForm>) =>
    faultsOf(
      DELIVERY_KIND,
      [delivery()],
      null,
      { ...DELIVERY_KIND.formOf(delivery()), validFrom: '2026-12-01', ...part },
      [],
      TODAY,
    ).map(({ field, code }) => `${field} ${code}`);
  it.each([
    [{ attempts: '0' }, ['attempts RULE_NUMBER']],
    [{ longestRetrySeconds: '604801' }, ['longestRetrySeconds RULE_NUMBER']],
    [{ longestRetrySeconds: '30' }, ['longestRetrySeconds RULE_RETRY']],
    [{ leaseSeconds: '' }, ['leaseSeconds RULE_NUMBER']],
    [{ quietTo: '' }, ['quietTo RULE_QUIET']],
    [{ quietFrom: '2' }, ['quietFrom RULE_QUIET']],
    [{ quietFrom: '', quietTo: '' }, []],
  ])('of sending: %o', (part, faults) => {
    expect(deliveryFaults(part)).toEqual(faults);
  });

  it('has words of its own for every fault, with the limits where it is about them', () => {
    const unknown = datedFaultText(t, 'NOT_A_CODE', null);
    for (const code of [
      'RULE_VALIDITY',
      'RULE_BEGINS',
      'RULE_OVERLAP',
      'RULE_REGION',
      'RULE_ENDED',
      'RULE_COUNTRY_ENDS',
      'RULE_ACT',
      'RULE_ACT_LATER',
      'RULE_RETRY',
      'RULE_QUIET',
    ]) {
      expect(datedFaultText(t, code, 'validFrom'), code).not.toBe(unknown);
    }
    expect(datedFaultText(t, 'RULE_NUMBER', 'guardianYears')).toContain('16–40');
    expect(limitsText(t, 'leaseSeconds')).toMatch(/^30–3.600$/);
  });
});

describe('what saving a row would do', () => {
  const form = (part: Partial<FamilyForm> = {}, row = family()): FamilyForm => ({
    ...FAMILY_KIND.formOf(row),
    ...part,
  });
  const coming = family({ id: 2, state: 'to_come', validFrom: '2026-12-01', guardianYears: 21 });

  it('follows a row in force, says its end, changes a row to come', () => {
    expect(saveKind(FAMILY_KIND, family(), form())).toBe('nothing');
    expect(saveKind(FAMILY_KIND, family(), form({ guardianYears: '21' }))).toBe('add');
    expect(saveKind(FAMILY_KIND, family(), form({ validFrom: '2026-12-01' }))).toBe('add');
    expect(saveKind(FAMILY_KIND, family(), form({ validTo: '2026-12-01' }))).toBe('end');
    expect(saveKind(FAMILY_KIND, coming, form({ guardianYears: '22' }, coming))).toBe('change');
    expect(saveKind(FAMILY_KIND, null, form())).toBe('add');
  });

  it('begins a new row with the terms of the region today, without its days', () => {
    const own = family({ id: 3, regionId: 7, guardianYears: 25 });
    expect(newForm(FAMILY_KIND, [family(), own], 7, TODAY)).toMatchObject({
      regionId: 7,
      guardianYears: '25',
      validFrom: null,
      validTo: null,
    });
    expect(newForm(FAMILY_KIND, [family(), own], 8, TODAY)).toMatchObject({
      regionId: 8,
      guardianYears: '18',
    });
    expect(newForm(FAMILY_KIND, [], 8, TODAY)).toBeNull();
  });

  it('tells what changes, against what would hold that day', () => {
    const rows = [family({ validTo: '2026-12-01' }), coming];
    const told = (old: FamilyRuleForm | null, part: Partial<FamilyForm>, from = old ?? family()) => {
      const effect = effectOf(FAMILY_KIND, rows, old, form(part, from));
      return effect === null
        ? null
        : [
            effect.from,
            ...changedFields(FAMILY_FIELDS, effect).map(
              (field) => `${field} ${effect.before?.[field]} ${effect.after[field]}`,
            ),
          ];
    };
    expect(told(rows[0] ?? null, {})).toBeNull();
    // A row to come that moves is compared with what would last without it.
    expect(told(coming, { guardianYears: '30', validFrom: '2027-03-01' })).toEqual([
      '2027-03-01',
      'guardianYears 18 30',
    ]);
    // One after it is compared with it; a region's first with the country's.
    expect(told(null, { validFrom: '2027-01-01', guardianYears: '30' })).toEqual([
      '2027-01-01',
      'guardianYears 21 30',
    ]);
    expect(told(null, { regionId: 7, validFrom: '2026-11-25', verified: true })).toEqual([
      '2026-11-25',
      'verified false true',
    ]);
    expect(told(null, { regionId: 7, validFrom: null })).toBeNull();
    // A region's that ends goes back to the country's.
    const own = family({ id: 3, regionId: 7, guardianYears: 25 });
    const end = effectOf(FAMILY_KIND, [...rows, own], own, form({ validTo: '2026-12-05' }, own));
    expect([end?.from, end?.before?.guardianYears, end?.after.guardianYears]).toEqual(['2026-12-05', 25, 21]);
  });

  it('in words', () => {
    const title = (code: string) => `«${code}»`;
    expect(FAMILY_FIELDS.map((field) => familyValue(t, family(), field, title))).toEqual([
      '14 жас',
      '18 жас',
      '30 күн',
      '«order-254-2020»',
      'салыстырылмаған',
    ]);
    expect(DELIVERY_FIELDS.map((field) => deliveryValue(t, delivery(), field))).toEqual([
      '8 рет',
      '1 мин',
      '6 сағ',
      '5 мин',
      '21:00',
      '09:00',
      'SMS, ed24 қосымшасы',
    ]);
    expect(deliveryValue(t, delivery({ quietChannels: [] }), 'quietChannels')).toBe('жоқ');
    expect([0, 59, 3661, Number.NaN].map((seconds) => lasting(t, seconds))).toEqual([
      '0 с',
      '59 с',
      '1 сағ 1 мин 1 с',
      '',
    ]);
    expect(tryingText(t, delivery())).toContain('2 сағ 7 мин');
    expect(tryingText(t, delivery({ attempts: Number.NaN }))).toBeNull();
    expect(tryingText(t, delivery({ attempts: 0 }))).toBeNull();
  });
});
