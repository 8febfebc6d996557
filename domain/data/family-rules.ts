/** The shipped limits on a child's people. No act states them: a proposal, `verified` false, changed by an administrator. */
export type FamilyRuleRow = {
  /** Region code; null: the whole country. */
  readonly region: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly parentYearsOlder: number;
  readonly guardianYears: number;
  readonly registryAnswerDays: number;
  readonly legalAct: string;
  readonly verified: boolean;
};

export const FAMILY_RULES: readonly FamilyRuleRow[] = [
  {
    region: null,
    validFrom: '2020-07-01',
    validTo: null,
    parentYearsOlder: 14,
    guardianYears: 18,
    registryAnswerDays: 30,
    legalAct: 'order-254-2020',
    verified: false,
  },
];
