import { BENEFIT_CATEGORIES } from '../../../domain/data/benefit-categories.ts';
import { DOCUMENT_KINDS } from '../../../domain/data/document-kinds.ts';
import { HOLIDAYS } from '../../../domain/data/holidays.ts';
import { LEGAL_ACTS } from '../../../domain/data/legal-acts.ts';
import { REASONS } from '../../../domain/data/reasons.ts';
import { RULE_PROFILES } from '../../../domain/data/rule-profiles.ts';
import type { RuleProfile } from '../../../domain/rule-profile.ts';
import { TRANSITIONS } from '../../../domain/status.ts';
import type { WriteTransaction } from '../../transaction.ts';
import { insertRows } from './bulk.ts';

/** The shipped catalogues as rows: acts, calendar, profiles, document kinds, categories, reasons, state machine. */
export type Catalogues = {
  /** Id of each category by its code. */
  readonly categoryIds: ReadonlyMap<string, number>;
};

/** Categories' ids begin here, so that the plan knows them before the load. */
export function categoryIds(): ReadonlyMap<string, number> {
  return new Map(nationalCategories().map((category, i) => [category.code, i + 1]));
}

/** Those of the whole country: categories and profiles of real regions have no place in invented ones. */
function nationalCategories() {
  return BENEFIT_CATEGORIES.filter((category) => category.region === null);
}

export async function insertCatalogues(
  tx: WriteTransaction,
  profiles: readonly (RuleProfile & { readonly regionId: number | null })[],
): Promise<Catalogues> {
  await insertRows(
    tx,
    'legal_act',
    LEGAL_ACTS.map((act) => ({
      code: act.code,
      title_kk: act.titleKk,
      title_ru: act.titleRu,
      title_en: act.titleEn,
      signed_on: act.signedOn,
      url: act.url,
      verified: act.verified,
    })),
  );
  await insertRows(
    tx,
    'calendar_day',
    HOLIDAYS.map((day, i) => ({
      id: i + 1,
      region_id: null,
      day: day.day,
      kind: day.kind,
      title_kk: day.titleKk,
      title_ru: day.titleRu,
      legal_act: day.legalAct,
      verified: day.verified,
    })),
  );
  const national = RULE_PROFILES.filter((profile) => profile.region === null).map((profile) => ({
    ...profile,
    regionId: null,
  }));
  await insertRows(
    tx,
    'rule_profile',
    [...national, ...profiles].map((profile, i) => profileRow(profile, i + 1)),
  );
  await insertReview(tx);
  await insertRows(
    tx,
    'status_transition',
    TRANSITIONS.map(({ event, from, to, by }) => ({
      event,
      from_status: from,
      to_status: to,
      actors: [...by],
    })),
  );
  return { categoryIds: categoryIds() };
}

function profileRow(profile: RuleProfile & { readonly regionId: number | null }, id: number) {
  return {
    id,
    code: profile.code,
    name_kk: profile.nameKk,
    name_ru: profile.nameRu,
    name_en: profile.nameEn,
    region_id: profile.regionId,
    service: profile.service,
    valid_from: profile.validFrom,
    valid_to: profile.validTo,
    legal_act: profile.legalAct,
    verified: profile.verified,
    decision_working_days: profile.decisionWorkingDays,
    correction_working_days: profile.correctionWorkingDays,
    workday_ends: profile.workdayEnds,
    claim_lease_minutes: profile.claimLeaseMinutes,
    benefit_places: profile.benefitPlaces,
    ordinary_places: profile.ordinaryPlaces,
    offer_days: profile.offerDays,
    offer_day_unit: profile.offerDayUnit,
    referral_working_days: profile.referralWorkingDays,
    extension_calendar_days: profile.extensionCalendarDays,
    stop_list_days: profile.stopListDays,
    interest_months: profile.interestMonths,
    restore_days: profile.restoreDays,
    special_first_days: profile.specialFirstDays,
    benefit_confirm_working_days: profile.benefitConfirmWorkingDays,
    over_age_years: profile.overAgeYears,
  };
}

/** What review needs: kinds of documents, categories with the documents that prove them, reasons. */
async function insertReview(tx: WriteTransaction): Promise<void> {
  await insertRows(
    tx,
    'document_kind',
    DOCUMENT_KINDS.map((kind) => ({
      code: kind.code,
      name_kk: kind.nameKk,
      name_ru: kind.nameRu,
      name_en: kind.nameEn,
      short_kk: kind.shortKk,
      short_ru: kind.shortRu,
      short_en: kind.shortEn,
      names_child: kind.namesChild,
      names_adult: kind.namesAdult,
    })),
  );
  const categories = nationalCategories();
  await insertRows(
    tx,
    'benefit_category',
    categories.map((category, i) => ({
      id: i + 1,
      code: category.code,
      region_id: null,
      valid_from: category.validFrom,
      valid_to: category.validTo,
      priority_class: category.priorityClass,
      name_kk: category.nameKk,
      name_ru: category.nameRu,
      name_en: category.nameEn,
      short_kk: category.shortKk,
      short_ru: category.shortRu,
      short_en: category.shortEn,
      legal_act: category.legalAct,
      verified: category.verified,
    })),
  );
  await insertRows(
    tx,
    'benefit_category_document',
    categories.flatMap((category, i) =>
      category.documents.map((need) => ({
        benefit_category_id: i + 1,
        document_kind: need.kind,
        about: need.about,
        required: need.required,
        valid_days: need.validDays,
        signed_and_sealed: need.signedAndSealed,
      })),
    ),
  );
  await insertRows(
    tx,
    'reason',
    REASONS.map((reason) => ({
      code: reason.code,
      used_for: reason.use,
      check_code: reason.suggestedByCheck,
      position: reason.position,
      short_kk: reason.shortKk,
      short_ru: reason.shortRu,
      short_en: reason.shortEn,
      full_kk: reason.fullKk,
      full_ru: reason.fullRu,
      full_en: reason.fullEn,
      message_kk: reason.messageKk,
      message_ru: reason.messageRu,
      correctable: reason.correctable,
      valid_from: reason.validFrom,
      valid_to: reason.validTo,
      legal_act: reason.legalAct,
      verified: reason.verified,
    })),
  );
}
