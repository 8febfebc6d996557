/**
 * The shipped catalogues as rows: legal acts, the calendar, rule profiles, kinds of documents, benefit categories with the
 * documents that prove them, reasons, the state machine, the words of notices. One function for an office and for the demo world.
 */
import { type RawBuilder, sql } from 'kysely';
import { BENEFIT_CATEGORIES } from '../domain/data/benefit-categories.ts';
import { DELIVERY_RULES } from '../domain/data/delivery-rules.ts';
import { DOCUMENT_KINDS } from '../domain/data/document-kinds.ts';
import { FAMILY_RULES, type FamilyRuleRow } from '../domain/data/family-rules.ts';
import { HOLIDAYS } from '../domain/data/holidays.ts';
import { LEGAL_ACTS } from '../domain/data/legal-acts.ts';
import { NOTICE_TEXTS } from '../domain/data/notice-templates.ts';
import { REASONS } from '../domain/data/reasons.ts';
import { RULE_PROFILES } from '../domain/data/rule-profiles.ts';
import type { DeliveryRules } from '../domain/delivery.ts';
import { kindOfText, limitsOf, NOTICE_LANGUAGES, NOTICE_TEXT_CODES } from '../domain/notice-template.ts';
import { REFERRAL_TRANSITIONS } from '../domain/referral.ts';
import type { RuleProfile } from '../domain/rule-profile.ts';
import { TRANSITIONS } from '../domain/status.ts';
import type { WriteTransaction } from './transaction.ts';
import type { Database } from './types.ts';

type Row = Readonly<Record<string, unknown>>;
type Table = keyof Database & string;

export interface ReferenceOptions {
  /**
   * Whether profiles and categories of real regions are added where a region of that code exists. False for a demo world: its
   * regions are invented.
   */
  readonly regional: boolean;
}

/**
 * Adds what is missing and changes nothing that is there: an administrator's own rows and dates stay. The state machine is the
 * program's and is brought to it exactly. May be run at every start; needs the owner's transaction.
 * @returns how many rows were added, changed or removed
 */
export async function installReference(tx: WriteTransaction, options: ReferenceOptions): Promise<number> {
  const regions = await tx.selectFrom('region').select(['id', 'code']).execute();
  const regionIds = new Map(options.regional ? regions.map((region) => [region.code, region.id]) : []);
  /** Null for the whole country, undefined where it does not apply here. */
  const placeOf = (code: string | null): number | null | undefined =>
    code === null ? null : regionIds.get(code);
  let added = await add(tx, 'legal_act', LEGAL_ACTS.map(legalActRow));
  added += await add(tx, 'calendar_day', HOLIDAYS.map(calendarDayRow));
  added += await add(
    tx,
    'rule_profile',
    RULE_PROFILES.flatMap((profile) => {
      const regionId = placeOf(profile.region);
      return regionId === undefined ? [] : [profileRow(profile, regionId)];
    }),
  );
  added += await linkVersions(tx);
  added += await add(tx, 'document_kind', DOCUMENT_KINDS.map(documentKindRow));
  added += await addCategories(tx, placeOf);
  added += await add(
    tx,
    'family_rule',
    FAMILY_RULES.flatMap((rule) => {
      const regionId = placeOf(rule.region);
      return regionId === undefined ? [] : [familyRuleRow(rule, regionId)];
    }),
  );
  added += await add(tx, 'reason', REASONS.map(reasonRow));
  added += (await setStateMachine(tx)) + (await setReferralMachine(tx)) + (await setNoticeTexts(tx));
  added += await add(tx, 'notice_template', shippedTemplates());
  return (
    added +
    (await add(
      tx,
      'delivery_rule',
      DELIVERY_RULES.flatMap((rule) => {
        const regionId = placeOf(rule.region);
        return regionId === undefined ? [] : [deliveryRuleRow(rule, regionId)];
      }),
    ))
  );
}

/** Adds one more profile, such as the one a demo world has for its own region. */
export async function addProfile(
  tx: WriteTransaction,
  profile: RuleProfile,
  regionId: number | null,
): Promise<void> {
  await add(tx, 'rule_profile', [profileRow(profile, regionId)]);
}

/** Names the profile that a shipped one is a new version of; both are rows by now. */
async function linkVersions(tx: WriteTransaction): Promise<number> {
  let linked = 0;
  for (const { code, supersedes } of RULE_PROFILES.filter((profile) => profile.supersedes !== null)) {
    const { numAffectedRows } =
      await sql`update kezek.rule_profile p set supersedes_id = o.id from kezek.rule_profile o
      where p.code = ${code} and o.code = ${supersedes} and p.supersedes_id is null`.execute(tx);
    linked += Number(numAffectedRows ?? 0n);
  }
  return linked;
}

async function addCategories(
  tx: WriteTransaction,
  placeOf: (code: string | null) => number | null | undefined,
): Promise<number> {
  const here = BENEFIT_CATEGORIES.flatMap((category) => {
    const regionId = placeOf(category.region);
    return regionId === undefined ? [] : [{ category, regionId }];
  });
  const known = await tx.selectFrom('benefit_category').select(['code', 'region_id']).execute();
  const missing = here.filter(
    ({ category, regionId }) =>
      !known.some((row) => row.code === category.code && row.region_id === regionId),
  );
  const added = await add(
    tx,
    'benefit_category',
    missing.map(({ category, regionId }) => categoryRow(category, regionId)),
  );
  const rows = await tx
    .selectFrom('benefit_category')
    .select(['id', 'code', 'region_id', 'valid_from'])
    .execute();
  // Documents come with their category and only then: an administrator may have taken one away since.
  const documents = missing.flatMap(({ category, regionId }) => {
    const own = rows.find(
      (row) =>
        row.code === category.code && row.region_id === regionId && row.valid_from === category.validFrom,
    );
    return own === undefined ? [] : category.documents.map((need) => requirementRow(own.id, need));
  });
  return added + (await add(tx, 'benefit_category_document', documents));
}

async function setStateMachine(tx: WriteTransaction): Promise<number> {
  const steps = JSON.stringify(
    TRANSITIONS.map(({ event, from, to, by }) => ({
      event,
      from_status: from,
      to_status: to,
      actors: [...by],
    })),
  );
  const asked = sql`json_populate_recordset(null::kezek.status_transition, ${steps}::json)`;
  const removed = await sql`delete from kezek.status_transition t
    where not exists (select 1 from ${asked} a where a.event = t.event and a.from_status = t.from_status)`.execute(
    tx,
  );
  const set = await sql`insert into kezek.status_transition select * from ${asked}
    on conflict (event, from_status) do update set to_status = excluded.to_status, actors = excluded.actors
    where (status_transition.to_status, status_transition.actors) is distinct from (excluded.to_status, excluded.actors)`.execute(
    tx,
  );
  return Number(removed.numAffectedRows ?? 0n) + Number(set.numAffectedRows ?? 0n);
}

/** The texts of notices that can be worded, with what they may and must name: the program's own list. */
async function setNoticeTexts(tx: WriteTransaction): Promise<number> {
  const texts = JSON.stringify(
    NOTICE_TEXT_CODES.map((code) => {
      const { may, must, most, oneLine } = limitsOf(code);
      return { code, kind: kindOfText(code), may, must, most, one_line: oneLine };
    }),
  );
  const set = await sql`insert into kezek.notice_text
    select * from json_populate_recordset(null::kezek.notice_text, ${texts}::json)
    on conflict (code) do update set kind = excluded.kind, may = excluded.may, must = excluded.must, most = excluded.most,
      one_line = excluded.one_line
    where (notice_text.kind, notice_text.may, notice_text.must, notice_text.most, notice_text.one_line)
      is distinct from (excluded.kind, excluded.may, excluded.must, excluded.most, excluded.one_line)`.execute(
    tx,
  );
  return Number(set.numAffectedRows ?? 0n);
}

/** The first day of every shipped wording: an office's own begin later and stand before them. */
const SHIPPED_SINCE = '2025-01-01';

function shippedTemplates(): readonly Row[] {
  return NOTICE_TEXT_CODES.flatMap((code) =>
    NOTICE_LANGUAGES.map((language) => ({
      code,
      language,
      channel: null,
      body: NOTICE_TEXTS[code][language],
      valid_from: SHIPPED_SINCE,
      made_at: `${SHIPPED_SINCE}T00:00:00+05:00`,
      made_by: 'shipped',
    })),
  );
}

function deliveryRuleRow(rule: DeliveryRules, regionId: number | null): Row {
  return {
    region_id: regionId,
    valid_from: rule.validFrom,
    valid_to: rule.validTo,
    attempts: rule.attempts,
    first_retry_seconds: rule.firstRetrySeconds,
    longest_retry_seconds: rule.longestRetrySeconds,
    lease_seconds: rule.leaseSeconds,
    quiet_from: rule.quietFrom,
    quiet_to: rule.quietTo,
    quiet_channels: [...rule.quietChannels],
  };
}

/** The states of referrals, brought to the program's own as those of applications are. */
async function setReferralMachine(tx: WriteTransaction): Promise<number> {
  const steps = JSON.stringify(
    REFERRAL_TRANSITIONS.map(({ event, from, to, benefit, benefitTo, actors }) => ({
      event,
      from_state: from ?? 'none',
      to_state: to,
      benefit: [...benefit],
      benefit_to: benefitTo,
      actors: [...actors],
    })),
  );
  const asked = sql`json_populate_recordset(null::kezek.referral_transition, ${steps}::json)`;
  const removed = await sql`delete from kezek.referral_transition t
    where not exists (select 1 from ${asked} a where a.event = t.event and a.from_state = t.from_state)`.execute(
    tx,
  );
  const set = await sql`insert into kezek.referral_transition select * from ${asked}
    on conflict (event, from_state) do update set to_state = excluded.to_state, benefit = excluded.benefit,
      benefit_to = excluded.benefit_to, actors = excluded.actors
    where (referral_transition.to_state, referral_transition.benefit, referral_transition.benefit_to, referral_transition.actors)
      is distinct from (excluded.to_state, excluded.benefit, excluded.benefit_to, excluded.actors)`.execute(
    tx,
  );
  return Number(removed.numAffectedRows ?? 0n) + Number(set.numAffectedRows ?? 0n);
}

/** Inserts rows in their order, passing over those that a unique or exclusion constraint finds already there. */
async function add(tx: WriteTransaction, table: Table, rows: readonly Row[]): Promise<number> {
  const [first] = rows;
  if (first === undefined) {
    return 0;
  }
  const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)));
  const target: RawBuilder<unknown> = sql.table(`kezek.${table}`);
  const { numAffectedRows } = await sql`insert into ${target} (${columns})
    select ${columns} from json_populate_recordset(null::${target}, ${JSON.stringify(rows)}::json)
    on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

function legalActRow(act: (typeof LEGAL_ACTS)[number]): Row {
  return {
    code: act.code,
    title_kk: act.titleKk,
    title_ru: act.titleRu,
    title_en: act.titleEn,
    signed_on: act.signedOn,
    url: act.url,
    verified: act.verified,
  };
}

function calendarDayRow(day: (typeof HOLIDAYS)[number]): Row {
  return {
    region_id: null,
    day: day.day,
    kind: day.kind,
    title_kk: day.titleKk,
    title_ru: day.titleRu,
    legal_act: day.legalAct,
    verified: day.verified,
  };
}

function profileRow(profile: RuleProfile, regionId: number | null): Row {
  return {
    code: profile.code,
    name_kk: profile.nameKk,
    name_ru: profile.nameRu,
    name_en: profile.nameEn,
    region_id: regionId,
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
    interest_opens_days: profile.interestOpensDays,
    interest_reminder_days: [...profile.interestReminderDays],
    interest_grace_days: profile.interestGraceDays,
    interest_restore_days: profile.interestRestoreDays,
    restore_days: profile.restoreDays,
    special_first_days: profile.specialFirstDays,
    benefit_confirm_working_days: profile.benefitConfirmWorkingDays,
    over_age_years: profile.overAgeYears,
    together: profile.together,
    after_decline: profile.afterDecline,
    after_expiry: profile.afterExpiry,
    extension_limit: profile.extensionLimit,
    restore_limit: profile.restoreLimit,
    bulletin_time: profile.bulletinTime,
    transfer_from: profile.transferFrom,
    transfer_to: profile.transferTo,
    companion_max_per_child: profile.companionMaxPerChild,
    companion_max_children: profile.companionMaxChildren,
    companion_min_age: profile.companionMinAge,
  };
}

function familyRuleRow(rule: FamilyRuleRow, regionId: number | null): Row {
  return {
    region_id: regionId,
    valid_from: rule.validFrom,
    valid_to: rule.validTo,
    parent_years_older: rule.parentYearsOlder,
    guardian_years: rule.guardianYears,
    registry_answer_days: rule.registryAnswerDays,
    legal_act: rule.legalAct,
    verified: rule.verified,
  };
}

function documentKindRow(kind: (typeof DOCUMENT_KINDS)[number]): Row {
  return {
    code: kind.code,
    name_kk: kind.nameKk,
    name_ru: kind.nameRu,
    name_en: kind.nameEn,
    short_kk: kind.shortKk,
    short_ru: kind.shortRu,
    short_en: kind.shortEn,
    names_child: kind.namesChild,
    names_adult: kind.namesAdult,
  };
}

function categoryRow(category: (typeof BENEFIT_CATEGORIES)[number], regionId: number | null): Row {
  return {
    code: category.code,
    region_id: regionId,
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
  };
}

function requirementRow(
  categoryId: number,
  need: (typeof BENEFIT_CATEGORIES)[number]['documents'][number],
): Row {
  return {
    benefit_category_id: categoryId,
    document_kind: need.kind,
    about: need.about,
    required: need.required,
    valid_days: need.validDays,
    signed_and_sealed: need.signedAndSealed,
  };
}

function reasonRow(reason: (typeof REASONS)[number]): Row {
  return {
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
  };
}
