/** Limits on a child's people as an administrator writes them: what each may be, and what is wrong with them. */
import { isCivilDate } from './civil-date.ts';
import { isWithin, type Limits } from './dated-rule.ts';
import type { FamilyRule } from './link-rules.ts';

export const FAMILY_LIMITS = {
  parentYearsOlder: { least: 1, most: 40 },
  guardianYears: { least: 16, most: 40 },
  registryAnswerDays: { least: 1, most: 365 },
} as const satisfies Record<keyof FamilyRule, Limits>;

export type FamilyRuleFault = 'RULE_NUMBER' | 'RULE_ACT' | 'RULE_ACT_LATER';
export type FamilyRuleFinding = {
  readonly code: FamilyRuleFault;
  readonly field: keyof FamilyRule | 'legalAct';
};

/** What is wrong with limits that begin on a day; `act`: the legal act they cite, null where it is not known. */
export function familyRuleFaults(
  rule: FamilyRule,
  act: { readonly signedOn: string } | null,
  validFrom: string,
): readonly FamilyRuleFinding[] {
  const faults: FamilyRuleFinding[] = [];
  for (const field of ['parentYearsOlder', 'guardianYears', 'registryAnswerDays'] as const) {
    if (!isWithin(rule[field], FAMILY_LIMITS[field])) faults.push({ code: 'RULE_NUMBER', field });
  }
  if (act === null) faults.push({ code: 'RULE_ACT', field: 'legalAct' });
  else if (isCivilDate(validFrom) && act.signedOn > validFrom) {
    faults.push({ code: 'RULE_ACT_LATER', field: 'legalAct' });
  }
  return faults;
}
