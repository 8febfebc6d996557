/** A rule profile in its three shapes: the row of the table, the rule of the domain, the form of the screen. */
import type { RuleProfile } from '../../domain/rule-profile.ts';
import type { ProfileLine, RuleProfileDraft, RuleProfileForm } from '../../preload/contract/queue.ts';
import { nameOf, titleOf } from '../desk/catalogue.ts';
import type { Reference, RuleProfileRow } from '../reference.ts';
import { markOf } from '../rules/office.ts';

/** 'HH:MM' of a `time` column. */
const minutesOf = (time: string): string => time.slice(0, 5);

/** The profile as the form shows it, without what only the table knows. */
function draftOf(row: RuleProfileRow): RuleProfileDraft {
  return {
    code: row.code,
    name: nameOf(row),
    regionId: row.region_id,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    legalAct: row.legal_act,
    verified: row.verified,
    decisionWorkingDays: row.decision_working_days,
    correctionWorkingDays: row.correction_working_days,
    workdayEnds: minutesOf(row.workday_ends),
    claimLeaseMinutes: row.claim_lease_minutes,
    benefitPlaces: row.benefit_places,
    ordinaryPlaces: row.ordinary_places,
    offerDays: row.offer_days,
    offerDayUnit: row.offer_day_unit,
    referralWorkingDays: row.referral_working_days,
    extensionCalendarDays: row.extension_calendar_days,
    extensionLimit: row.extension_limit,
    stopListDays: row.stop_list_days,
    interestMonths: row.interest_months,
    interestOpensDays: row.interest_opens_days,
    interestReminderDays: row.interest_reminder_days,
    interestGraceDays: row.interest_grace_days,
    interestRestoreDays: row.interest_restore_days,
    restoreDays: row.restore_days,
    restoreLimit: row.restore_limit,
    specialFirstDays: row.special_first_days,
    benefitConfirmWorkingDays: row.benefit_confirm_working_days,
    overAgeYears: row.over_age_years,
    together: row.together,
    afterDecline: row.after_decline,
    afterExpiry: row.after_expiry,
    bulletinTime: row.bulletin_time === null ? null : minutesOf(row.bulletin_time),
    transferFrom: row.transfer_from,
    transferTo: row.transfer_to,
    companionMaxPerChild: row.companion_max_per_child,
    companionMaxChildren: row.companion_max_children,
    companionMinAge: row.companion_min_age,
  };
}

/** The form of a stored profile. `mark` is a digest of it: another one means that somebody saved meanwhile. */
export function formOf(row: RuleProfileRow, used: boolean): RuleProfileForm {
  const draft = draftOf(row);
  return { id: row.id, used, supersedesId: row.supersedes_id, mark: markOf(row.id, draft), ...draft };
}

/** The columns of a draft. */
export function columnsOf(draft: RuleProfileDraft) {
  return {
    code: draft.code,
    name_kk: draft.name.kk.trim(),
    name_ru: draft.name.ru.trim(),
    name_en: draft.name.en.trim(),
    region_id: draft.regionId,
    service: 'preschool_queue' as const,
    valid_from: draft.validFrom,
    valid_to: draft.validTo,
    legal_act: draft.legalAct,
    verified: draft.verified,
    decision_working_days: draft.decisionWorkingDays,
    correction_working_days: draft.correctionWorkingDays,
    workday_ends: draft.workdayEnds,
    claim_lease_minutes: draft.claimLeaseMinutes,
    benefit_places: draft.benefitPlaces,
    ordinary_places: draft.ordinaryPlaces,
    offer_days: draft.offerDays,
    offer_day_unit: draft.offerDayUnit,
    referral_working_days: draft.referralWorkingDays,
    extension_calendar_days: draft.extensionCalendarDays,
    extension_limit: draft.extensionLimit,
    stop_list_days: draft.stopListDays,
    interest_months: draft.interestMonths,
    interest_opens_days: draft.interestOpensDays,
    interest_reminder_days: [...draft.interestReminderDays],
    interest_grace_days: draft.interestGraceDays,
    interest_restore_days: draft.interestRestoreDays,
    restore_days: draft.restoreDays,
    restore_limit: draft.restoreLimit,
    special_first_days: draft.specialFirstDays,
    benefit_confirm_working_days: draft.benefitConfirmWorkingDays,
    over_age_years: draft.overAgeYears,
    together: draft.together,
    after_decline: draft.afterDecline,
    after_expiry: draft.afterExpiry,
    bulletin_time: draft.bulletinTime,
    transfer_from: draft.transferFrom,
    transfer_to: draft.transferTo,
    companion_max_per_child: draft.companionMaxPerChild,
    companion_max_children: draft.companionMaxChildren,
    companion_min_age: draft.companionMinAge,
  };
}

/** The draft as the domain judges it; regions are compared by id there, written as text. */
export function ruleOf(draft: RuleProfileDraft, supersedes: string | null): RuleProfile {
  const { name, regionId, ...terms } = draft;
  return {
    ...terms,
    nameKk: name.kk,
    nameRu: name.ru,
    nameEn: name.en,
    region: regionId === null ? null : String(regionId),
    service: 'preschool_queue',
    supersedes,
  };
}

/** A stored profile as the domain judges it. */
export function ruleOfRow(row: RuleProfileRow, rows: readonly RuleProfileRow[]): RuleProfile {
  return ruleOf(draftOf(row), rows.find((one) => one.id === row.supersedes_id)?.code ?? null);
}

/** The rules of a queue as the profile line shows them. */
export function lineOf(reference: Reference, row: RuleProfileRow): ProfileLine {
  const act = reference.legalActs.get(row.legal_act);
  return {
    code: row.code,
    name: nameOf(row),
    legalAct: act === undefined ? { kk: row.legal_act, ru: row.legal_act, en: row.legal_act } : titleOf(act),
    validFrom: row.valid_from,
    benefitPlaces: row.benefit_places,
    ordinaryPlaces: row.ordinary_places,
    offerDays: row.offer_days,
    offerDayUnit: row.offer_day_unit,
    referralWorkingDays: row.referral_working_days,
    together: row.together,
  };
}
