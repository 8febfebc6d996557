/** Limits on a child's people: the table `family_rule`. */
import type { WriteTransaction } from '../../db/open.ts';
import {
  type FamilyRuleRecord,
  familyRuleRows,
  insertFamilyRule,
  updateFamilyRule,
} from '../../db/queries/dated-rules.ts';
import { familyRuleFaults } from '../../domain/family-rule.ts';
import type { FamilyRuleDraft } from '../../preload/contract/rules.ts';
import type { DatedRules } from './dated.ts';

export const FAMILY: DatedRules<FamilyRuleDraft> = {
  table: 'family_rule',
  act: 'rules.saveFamily',
  rows: async (tx) => (await familyRuleRows(tx)).map((row) => ({ id: row.id, draft: draftOf(row) })),
  insert: (tx: WriteTransaction, draft) => insertFamilyRule(tx, columnsOf(draft)),
  update: (tx: WriteTransaction, id, draft) => updateFamilyRule(tx, id, columnsOf(draft)),
  faults(reference, draft) {
    const act = reference.legalActs.get(draft.legalAct);
    return familyRuleFaults(draft, act === undefined ? null : { signedOn: act.signed_on }, draft.validFrom);
  },
};

function draftOf(row: FamilyRuleRecord): FamilyRuleDraft {
  return {
    regionId: row.region_id,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    parentYearsOlder: row.parent_years_older,
    guardianYears: row.guardian_years,
    registryAnswerDays: row.registry_answer_days,
    legalAct: row.legal_act,
    verified: row.verified,
  };
}

function columnsOf(draft: FamilyRuleDraft) {
  return {
    region_id: draft.regionId,
    valid_from: draft.validFrom,
    valid_to: draft.validTo,
    parent_years_older: draft.parentYearsOlder,
    guardian_years: draft.guardianYears,
    registry_answer_days: draft.registryAnswerDays,
    legal_act: draft.legalAct,
    verified: draft.verified,
  };
}
