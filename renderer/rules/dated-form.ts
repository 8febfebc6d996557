/** A row of dated rules as it is typed: text for every number, the faults by field, the row it becomes, what saving would do. Pure. */
import { planRule, type RuleSpan, type RuleState, ruleInForce, sameTerms } from '../../domain/dated-rule.ts';
import { deliveryRuleFaults } from '../../domain/delivery.ts';
import { familyRuleFaults } from '../../domain/family-rule.ts';
import type { DeliveryRuleDraft, FamilyRuleDraft } from '../../preload/contract/index.ts';
import { type Fault, firstOfEach } from './rule-fault.ts';

/** A row as the back end tells it. */
export type Row<Draft extends RuleSpan> = Draft & {
  readonly id: number;
  readonly state: RuleState;
  readonly mark: string;
};
export type LegalAct = { readonly code: string; readonly signedOn: string };

type Days = {
  readonly regionId: number | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
};
export type FamilyForm = Days &
  Readonly<Record<'parentYearsOlder' | 'guardianYears' | 'registryAnswerDays' | 'legalAct', string>> & {
    readonly verified: boolean;
  };
export type DeliveryForm = Days &
  Readonly<
    Record<
      'attempts' | 'firstRetrySeconds' | 'longestRetrySeconds' | 'leaseSeconds' | 'quietFrom' | 'quietTo',
      string
    >
  > & { readonly quietChannels: DeliveryRuleDraft['quietChannels'] };

/** One table of dated rules as a form. */
export interface DatedKind<Draft extends RuleSpan, Form extends Days> {
  readonly formOf: (rule: Draft) => Form;
  /** The row typed; a number that is none becomes NaN, which no limit lets by. */
  readonly read: (form: Form) => Draft;
  readonly faults: (rule: Draft, acts: readonly LegalAct[]) => readonly Fault<keyof Form & string>[];
}

const numberOf = (typed: string): number => (/^\d{1,7}$/.test(typed.trim()) ? Number(typed) : Number.NaN);
const spanOf = ({ regionId, validFrom, validTo }: Days): RuleSpan => ({
  regionId,
  validFrom: validFrom ?? '',
  validTo,
});

export const FAMILY_KIND: DatedKind<FamilyRuleDraft, FamilyForm> = {
  formOf: (rule) => ({
    regionId: rule.regionId,
    validFrom: rule.validFrom,
    validTo: rule.validTo,
    parentYearsOlder: String(rule.parentYearsOlder),
    guardianYears: String(rule.guardianYears),
    registryAnswerDays: String(rule.registryAnswerDays),
    legalAct: rule.legalAct,
    verified: rule.verified,
  }),
  read: (form) => ({
    ...spanOf(form),
    parentYearsOlder: numberOf(form.parentYearsOlder),
    guardianYears: numberOf(form.guardianYears),
    registryAnswerDays: numberOf(form.registryAnswerDays),
    legalAct: form.legalAct,
    verified: form.verified,
  }),
  faults: (rule, acts) =>
    familyRuleFaults(rule, acts.find(({ code }) => code === rule.legalAct) ?? null, rule.validFrom),
};

const timeOf = (typed: string): string | null => (typed.trim() === '' ? null : typed);

export const DELIVERY_KIND: DatedKind<DeliveryRuleDraft, DeliveryForm> = {
  formOf: (rule) => ({
    regionId: rule.regionId,
    validFrom: rule.validFrom,
    validTo: rule.validTo,
    attempts: String(rule.attempts),
    firstRetrySeconds: String(rule.firstRetrySeconds),
    longestRetrySeconds: String(rule.longestRetrySeconds),
    leaseSeconds: String(rule.leaseSeconds),
    quietFrom: rule.quietFrom ?? '',
    quietTo: rule.quietTo ?? '',
    quietChannels: rule.quietChannels,
  }),
  read: (form) => ({
    ...spanOf(form),
    attempts: numberOf(form.attempts),
    firstRetrySeconds: numberOf(form.firstRetrySeconds),
    longestRetrySeconds: numberOf(form.longestRetrySeconds),
    leaseSeconds: numberOf(form.leaseSeconds),
    quietFrom: timeOf(form.quietFrom),
    quietTo: timeOf(form.quietTo),
    quietChannels: form.quietChannels,
  }),
  faults: (rule) => deliveryRuleFaults(rule),
};

/** The form a new row begins with: the terms of the region today, without its days. */
export function newForm<Draft extends RuleSpan, Form extends Days>(
  kind: DatedKind<Draft, Form>,
  rows: readonly Row<Draft>[],
  regionId: number | null,
  today: string,
): Form | null {
  const now = ruleInForce(rows, regionId, today) ?? rows[0];
  return now === undefined ? null : { ...kind.formOf(now), regionId, validFrom: null, validTo: null };
}

/** The faults of the terms and of the days, by field; the back end judges both again. */
export function faultsOf<Draft extends RuleSpan, Form extends Days>(
  kind: DatedKind<Draft, Form>,
  rows: readonly Row<Draft>[],
  old: Row<Draft> | null,
  form: Form,
  acts: readonly LegalAct[],
  today: string,
): readonly Fault<keyof Form & string>[] {
  const rule = kind.read(form);
  const plan = planRule(rows, old, rule, isSame(kind, old, form), today);
  return firstOfEach([...(plan.ok ? [] : [plan.fault]), ...kind.faults(rule, acts)]);
}

export type SaveKind = 'add' | 'change' | 'end' | 'nothing';

/** What saving would do. */
export function saveKind<Draft extends RuleSpan, Form extends Days>(
  kind: DatedKind<Draft, Form>,
  old: Row<Draft> | null,
  form: Form,
): SaveKind {
  if (old === null) return 'add';
  if (JSON.stringify(kind.formOf(kind.read(form))) === JSON.stringify(kind.formOf(old))) return 'nothing';
  if (old.state === 'to_come') return 'change';
  return isSame(kind, old, form) && form.validFrom === old.validFrom ? 'end' : 'add';
}

/** Whether the terms are those of the row the form was opened on. */
function isSame<Draft extends RuleSpan, Form extends Days>(
  kind: DatedKind<Draft, Form>,
  old: Row<Draft> | null,
  form: Form,
): boolean {
  return old !== null && sameTerms(kind.read(kind.formOf(old)), kind.read(form));
}

export interface RuleEffect<Draft> {
  /** The first day of the change. */
  readonly from: string;
  /** What holds without it; null: nothing does. */
  readonly before: Draft | null;
  readonly after: Draft;
}

/** What saving changes for the region, and from which day; null while it changes nothing that could be told. */
export function effectOf<Draft extends RuleSpan, Form extends Days>(
  kind: DatedKind<Draft, Form>,
  rows: readonly Row<Draft>[],
  old: Row<Draft> | null,
  form: Form,
): RuleEffect<Draft> | null {
  const rule = kind.read(form);
  switch (saveKind(kind, old, form)) {
    case 'nothing':
      return null;
    case 'end': {
      if (old === null || rule.validTo === null) return null;
      const others = rows.filter(({ id }) => id !== old.id);
      const after = ruleInForce(others, rule.regionId, rule.validTo);
      return after === null ? null : { from: rule.validTo, before: old, after };
    }
    case 'add':
    case 'change': {
      if (rule.validFrom === '') return null;
      // What holds that day without it: of a row to come, the one before it, which would last.
      const moved = old?.state === 'to_come' ? old : null;
      const others = rows
        .filter((row) => row !== moved)
        .map((row) =>
          moved !== null && row.regionId === moved.regionId && row.validTo === moved.validFrom
            ? { ...row, validTo: moved.validTo }
            : row,
        );
      return {
        from: rule.validFrom,
        before: ruleInForce(others, rule.regionId, rule.validFrom),
        after: rule,
      };
    }
  }
}

/** Fields of the terms that differ, in the order of the form. */
export function changedFields<Draft extends object>(
  fields: readonly (keyof Draft)[],
  { before, after }: RuleEffect<Draft>,
): readonly (keyof Draft)[] {
  return fields.filter(
    (field) => before === null || JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
}
