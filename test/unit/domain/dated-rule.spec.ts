import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../domain/civil-date.ts';
import { FAMILY_RULES } from '../../../domain/data/family-rules.ts';
import { LEGAL_ACTS } from '../../../domain/data/legal-acts.ts';
import {
  type DatedRule,
  planRule,
  type RuleSpan,
  ruleInForce,
  ruleState,
} from '../../../domain/dated-rule.ts';
import { familyRuleFaults } from '../../../domain/family-rule.ts';

const TODAY = '2026-11-20';
const day = (n: number): string => addDays(TODAY, n);
const row = (id: number, from: number, to: number | null, regionId: number | null = null): DatedRule => ({
  id,
  regionId,
  validFrom: day(from),
  validTo: to === null ? null : day(to),
});
const span = (from: number, to: number | null, regionId: number | null = null): RuleSpan => {
  const { id, ...rest } = row(0, from, to, regionId);
  return rest;
};
const COUNTRY = row(1, -300, null);

/** What the plan says, in a word. */
function told(
  rows: readonly DatedRule[],
  old: DatedRule | null,
  next: RuleSpan,
  sameTerms = false,
): string | object {
  const plan = planRule(rows, old, next, sameTerms, TODAY);
  return plan.ok ? { [plan.step]: plan.ends.map((end) => [end.id, end.validTo]) } : plan.fault.code;
}

describe('rows of dated rules', () => {
  it('stand in force, before, or to come; the region’s own before the country’s', () => {
    expect([row(1, 1, null), row(2, 0, null), row(3, -9, 0)].map((one) => ruleState(one, TODAY))).toEqual([
      'to_come',
      'in_force',
      'past',
    ]);
    const rows = [COUNTRY, row(2, -5, 5, 7)];
    expect(ruleInForce(rows, 7, TODAY)?.id).toBe(2);
    expect(ruleInForce(rows, 7, day(5))?.id).toBe(1);
    expect(ruleInForce(rows, 8, TODAY)?.id).toBe(1);
    expect(ruleInForce([row(2, -5, 5, 7)], 8, TODAY)).toBeNull();
  });

  it('a new one begins tomorrow at the earliest and ends the one before it that day', () => {
    expect(told([COUNTRY], COUNTRY, span(1, null))).toEqual({ added: [[1, day(1)]] });
    expect(told([COUNTRY], null, span(1, null))).toEqual({ added: [[1, day(1)]] });
    expect(told([COUNTRY], COUNTRY, span(0, null))).toBe('RULE_BEGINS');
    expect(told([COUNTRY], null, span(-3, null, 7))).toBe('RULE_BEGINS');
    expect(told([COUNTRY], null, span(2, null, 7))).toEqual({ added: [] });
    expect(told([COUNTRY, row(2, -5, null, 7)], null, span(2, 9, 7))).toEqual({ added: [[2, day(2)]] });
  });

  it('between two, only within the days of the first', () => {
    const [first, second] = [row(1, -300, 20), row(2, 20, null)];
    expect(told([first, second], first, span(10, 20))).toEqual({ added: [[1, day(10)]] });
    expect(told([first, second], first, span(10, null))).toBe('RULE_OVERLAP');
    expect(told([first, second], first, span(10, 15))).toBe('RULE_COUNTRY_ENDS');
    expect(told([first, second], null, span(30, null))).toEqual({ added: [[2, day(30)]] });
    expect(told([first, second], null, span(20, null))).toBe('RULE_OVERLAP');
  });

  it('one to come moves, and the one before it lasts until then', () => {
    const [first, second] = [row(1, -300, 20), row(2, 20, null)];
    expect(told([first, second], second, span(20, null))).toEqual({ changed: [] });
    expect(told([first, second], second, span(5, null))).toEqual({ changed: [[1, day(5)]] });
    expect(told([first, second], second, span(40, null))).toEqual({ changed: [[1, day(40)]] });
    expect(told([first, second], second, span(0, null))).toBe('RULE_BEGINS');
    expect(told([first, second], second, span(5, null, 7))).toBe('RULE_REGION');
  });

  it('the end alone of one in force: a day to come, and never the country’s last', () => {
    const own = row(2, -5, null, 7);
    const rows = [COUNTRY, own];
    expect(told(rows, own, span(-5, 3, 7), true)).toEqual({ ended: [] });
    expect(told(rows, own, span(-5, 0, 7), true)).toBe('RULE_VALIDITY');
    expect(told(rows, own, span(-5, -9, 7), true)).toBe('RULE_VALIDITY');
    expect(told(rows, COUNTRY, span(-300, 3), true)).toBe('RULE_COUNTRY_ENDS');
    // Other terms are another row: the day must be another too.
    expect(told(rows, own, span(-5, 3, 7), false)).toBe('RULE_BEGINS');
    expect(
      told([COUNTRY, row(2, -5, 9, 7), row(3, 9, null, 7)], row(2, -5, 9, 7), span(-5, null, 7), true),
    ).toBe('RULE_OVERLAP');
  });

  it('nothing follows from one that is over, or from a day that is none', () => {
    const over = row(2, -9, -3, 7);
    expect(told([COUNTRY, over], over, span(4, null, 7))).toBe('RULE_ENDED');
    expect(told([COUNTRY], null, { ...span(4, null), validFrom: '' })).toBe('RULE_VALIDITY');
    expect(told([COUNTRY], null, { ...span(4, null), validTo: '2026-02-30' })).toBe('RULE_VALIDITY');
  });

  it('whatever is saved, one row of a region is in force on a day, today’s stays, and the country has one', () => {
    const asked = fc.record({
      from: fc.integer({ min: -5, max: 40 }),
      to: fc.option(fc.integer({ min: -5, max: 60 })),
      regionId: fc.constantFrom(null, 7),
      old: fc.integer({ min: -1, max: 6 }),
      sameTerms: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 8 }), (saves) => {
        let rows: DatedRule[] = [COUNTRY];
        for (const { from, to, regionId, old: index, sameTerms } of saves) {
          const old = rows[index] ?? null;
          const next = span(from, to, regionId);
          const plan = planRule(rows, old, next, sameTerms, TODAY);
          if (!plan.ok) continue;
          const ended = new Map(plan.ends.map((end) => [end.id, end.validTo]));
          const before = rows;
          rows = rows.map((one) => ({ ...one, validTo: ended.get(one.id) ?? one.validTo }));
          if (plan.step === 'added') rows.push({ id: rows.length + 1, ...next });
          else rows = rows.map((one) => (one.id === old?.id ? { id: one.id, ...next } : one));
          for (const region of [null, 7, 8]) {
            expect(ruleInForce(rows, region, TODAY)?.id).toBe(ruleInForce(before, region, TODAY)?.id);
          }
          for (let n = -5; n <= 80; n++) {
            const on = rows.filter((one) => ruleState(one, day(n)) === 'in_force');
            expect(on.filter((one) => one.regionId === null)).toHaveLength(1);
            expect(on.filter((one) => one.regionId === 7).length).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });
});

describe('limits on a child’s people', () => {
  const rule = { parentYearsOlder: 14, guardianYears: 18, registryAnswerDays: 30 };
  const act = { signedOn: '2020-06-19' };

  it('the shipped ones are sound', () => {
    for (const one of FAMILY_RULES) {
      const cited = LEGAL_ACTS.find(({ code }) => code === one.legalAct) ?? null;
      expect(familyRuleFaults(one, cited, one.validFrom)).toEqual([]);
    }
  });

  it.each([
    [{ parentYearsOlder: 0 }, 'RULE_NUMBER parentYearsOlder'],
    [{ parentYearsOlder: 41 }, 'RULE_NUMBER parentYearsOlder'],
    [{ guardianYears: 15 }, 'RULE_NUMBER guardianYears'],
    [{ registryAnswerDays: 366 }, 'RULE_NUMBER registryAnswerDays'],
    [{ registryAnswerDays: 1.5 }, 'RULE_NUMBER registryAnswerDays'],
  ])('%j is %s', (change, fault) => {
    const faults = familyRuleFaults({ ...rule, ...change }, act, '2026-01-01');
    expect(faults.map(({ code, field }) => `${code} ${field}`)).toEqual([fault]);
  });

  it('rest on an act that is known and was signed by their first day', () => {
    expect(familyRuleFaults(rule, null, '2026-01-01')).toEqual([{ code: 'RULE_ACT', field: 'legalAct' }]);
    expect(familyRuleFaults(rule, act, '2020-06-19')).toEqual([]);
    expect(familyRuleFaults(rule, act, '2020-06-18')).toEqual([
      { code: 'RULE_ACT_LATER', field: 'legalAct' },
    ]);
  });
});
