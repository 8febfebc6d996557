/**
 * Rules of which one row is in force on a day, by region: limits on a child's people (`family_rule`), terms of sending notices
 * (`delivery_rule`). A row that has begun never changes but for its end; a new one begins on a day to come and ends the one
 * before it that day. The database refuses the same.
 */
import { type CivilDate, isCivilDate } from './civil-date.ts';
import { isInForce } from './rule-profile.ts';

/** What a number of the rules may be; the database refuses the same. */
export type Limits = { readonly least: number; readonly most: number };

/** Whether a number is whole and within its limits. */
export function isWithin(value: number, { least, most }: Limits): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** Where and when a row is in force. */
export type RuleSpan = {
  /** Null: the whole country, where a region has no row of its own. */
  readonly regionId: number | null;
  readonly validFrom: CivilDate;
  /** First day no longer in force; null while it lasts. */
  readonly validTo: CivilDate | null;
};
export type DatedRule = RuleSpan & { readonly id: number };

export type RuleState = 'to_come' | 'in_force' | 'past';

/** Where a row stands on a day. */
export function ruleState(row: RuleSpan, on: CivilDate): RuleState {
  if (row.validFrom > on) return 'to_come';
  return isInForce(row, on) ? 'in_force' : 'past';
}

/** The row of a region on a day: its own, else the country's, else null. */
export function ruleInForce<R extends RuleSpan>(
  rows: readonly R[],
  regionId: number | null,
  on: CivilDate,
): R | null {
  const inForce = rows.filter((row) => isInForce(row, on));
  return (
    inForce.find((row) => row.regionId === regionId) ?? inForce.find((row) => row.regionId === null) ?? null
  );
}

export type RuleFault =
  | 'RULE_VALIDITY'
  | 'RULE_BEGINS'
  | 'RULE_OVERLAP'
  | 'RULE_REGION'
  | 'RULE_ENDED'
  | 'RULE_COUNTRY_ENDS';
export type RuleFinding = { readonly code: RuleFault; readonly field: keyof RuleSpan };

/** What saving does: a new row, a row to come changed, the last day of a row said. */
export type RuleStep = 'added' | 'changed' | 'ended';
/** A row before the saved one whose last day moves. */
export type RuleEnd = { readonly id: number; readonly was: CivilDate | null; readonly validTo: CivilDate };
export type RulePlan =
  | { readonly ok: true; readonly step: RuleStep; readonly ends: readonly RuleEnd[] }
  | { readonly ok: false; readonly fault: RuleFinding };

/** Whether two rows say the same but for their days. */
export function sameTerms<R extends RuleSpan>(one: R, other: R): boolean {
  const text = (row: R): string => {
    const { regionId, validFrom, validTo, ...terms } = row;
    return JSON.stringify(Object.entries(terms).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  };
  return text(one) === text(other);
}

const fault = (code: RuleFault, field: keyof RuleSpan): RulePlan => ({ ok: false, fault: { code, field } });

/**
 * What becomes of the rows of a table when `next` is saved. `old`: the row the form was opened on, null for a new one. Of a row
 * that has begun whose terms stay (`sameTerms`) the end alone is said; with other terms a new row follows it.
 */
export function planRule(
  rows: readonly DatedRule[],
  old: DatedRule | null,
  next: RuleSpan,
  sameTerms: boolean,
  today: CivilDate,
): RulePlan {
  if (!isCivilDate(next.validFrom)) return fault('RULE_VALIDITY', 'validFrom');
  if (next.validTo !== null && (!isCivilDate(next.validTo) || next.validTo <= next.validFrom)) {
    return fault('RULE_VALIDITY', 'validTo');
  }
  if (old !== null && old.regionId !== next.regionId) return fault('RULE_REGION', 'regionId');
  const state = old === null ? null : ruleState(old, today);
  if (state === 'past') return fault('RULE_ENDED', 'validFrom');
  const own = rows.filter((row) => row.regionId === next.regionId);
  const others = own.filter((row) => row.id !== old?.id);
  if (old !== null && state === 'in_force' && sameTerms && next.validFrom === old.validFrom) {
    if (next.validTo !== null && next.validTo <= today) return fault('RULE_VALIDITY', 'validTo');
    return settled(own, others, next, 'ended');
  }
  if (next.validFrom <= today) return fault('RULE_BEGINS', 'validFrom');
  if (old === null || state === 'in_force') {
    return settled(own, endedBefore(own, next.validFrom), next, 'added');
  }
  // A row to come that moves lets the one before it last until its new day.
  const free = others.map((row) => (row.validTo === old.validFrom ? { ...row, validTo: old.validTo } : row));
  return settled(own, endedBefore(free, next.validFrom), next, 'changed');
}

/** The rows with the one in force on that day ended there. */
function endedBefore(rows: readonly DatedRule[], on: CivilDate): readonly DatedRule[] {
  return rows.map((row) => (row.validFrom < on && isInForce(row, on) ? { ...row, validTo: on } : row));
}

/** Whether the other rows of the region, as they would stand, have room for the one to be saved. */
function settled(
  own: readonly DatedRule[],
  others: readonly DatedRule[],
  next: RuleSpan,
  step: RuleStep,
): RulePlan {
  const over = others.some(
    (row) =>
      (row.validTo === null || row.validTo > next.validFrom) &&
      (next.validTo === null || next.validTo > row.validFrom),
  );
  if (over) return fault('RULE_OVERLAP', step === 'ended' ? 'validTo' : 'validFrom');
  // A region without a row has the country's to fall back on; the country has nothing.
  const gap =
    next.regionId === null && next.validTo !== null && !others.some((row) => row.validFrom === next.validTo);
  if (gap) return fault('RULE_COUNTRY_ENDS', 'validTo');
  const ends = others.flatMap(({ id, validTo }) => {
    const was = own.find((row) => row.id === id)?.validTo ?? null;
    return validTo === null || validTo === was ? [] : [{ id, was, validTo }];
  });
  return { ok: true, step, ends };
}
