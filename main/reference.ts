/** The catalogues in memory: they change by administration only, and every act reads them. */

import type { OpenDatabase } from '../db/open.ts';
import { deliveryRules, noticeTemplates } from '../db/queries/notices.ts';
import {
  benefitCategories,
  calendarDays,
  categoryDocuments,
  districtsOf,
  documentKinds,
  installation,
  legalActs,
  reasons,
  ruleProfiles,
} from '../db/queries/reference.ts';
import { almatyDate, type CalendarDay, type WorkingCalendar, workingCalendar } from '../domain/calendar.ts';
import { ruleInForce } from '../domain/dated-rule.ts';
import type { DeliveryTerms } from '../domain/delivery.ts';
import { type NoticeChannel, type NoticeTexts, textsInForce } from '../domain/notice-template.ts';
import type { DocumentRequirement } from '../domain/review.ts';
import type { Clock } from './clock.ts';
import { type Held, holdFresh } from './held.ts';

type Rows<T extends (...args: never[]) => Promise<readonly unknown[]>> = Awaited<ReturnType<T>>[number];
export type District = Rows<typeof districtsOf>;
export type RuleProfileRow = Rows<typeof ruleProfiles>;
export type LegalActRow = Rows<typeof legalActs>;
export type DocumentKindRow = Rows<typeof documentKinds>;
export type CategoryRow = Rows<typeof benefitCategories>;
export type CategoryDocumentRow = Rows<typeof categoryDocuments>;
export type ReasonRow = Rows<typeof reasons>;
export type InstallationRow = NonNullable<Awaited<ReturnType<typeof installation>>>;

export interface Reference {
  readonly installation: InstallationRow;
  /** Whether what is printed here is a sample: a demo database, or one where test keys are taken. */
  readonly isSample: boolean;
  readonly districts: ReadonlyMap<number, District>;
  readonly legalActs: ReadonlyMap<string, LegalActRow>;
  readonly documentKinds: ReadonlyMap<string, DocumentKindRow>;
  readonly categories: readonly CategoryRow[];
  readonly categoryDocuments: ReadonlyMap<number, readonly CategoryDocumentRow[]>;
  readonly reasons: readonly ReasonRow[];
  /** The working calendar of a region: the country's days, then the region's own over them. Null: the country's. */
  calendar(regionId: number | null): WorkingCalendar;
  /** The profile in force for a region and day: its own, else the national one; null when there is none. */
  profile(regionId: number | null, on: string): RuleProfileRow | null;
  profileById(id: number): RuleProfileRow | null;
  /** Every profile there is, the one that begins last first. */
  readonly profiles: readonly RuleProfileRow[];
  /** Documents a category asks for, as the rules of review want them. */
  requirements(categoryId: number): readonly DocumentRequirement[];
  reason(code: string): ReasonRow | null;
  /** The words of notices in force on a day for a channel (null: for all channels): the office's, else the shipped. */
  texts(on: string, channel: NoticeChannel | null): NoticeTexts;
  /** Terms of sending in force for a region and day; null: nothing is sent. */
  delivery(regionId: number, on: string): DeliveryTerms | null;
}

export type ReferenceCache = Held<Reference>;

/** Holds the catalogues of a database. */
export function createReferenceCache(db: OpenDatabase, clock: Clock): ReferenceCache {
  return holdFresh(db, clock, () => load(db));
}

async function load(db: OpenDatabase): Promise<Reference> {
  // 'system': catalogues are no personal data, and they are needed before anyone has signed in.
  const rows = await db.read('system', async (tx) => ({
    installation: await installation(tx),
    districts: await districtsOf(tx),
    days: await calendarDays(tx),
    profiles: await ruleProfiles(tx),
    legalActs: await legalActs(tx),
    documentKinds: await documentKinds(tx),
    categories: await benefitCategories(tx),
    categoryDocuments: await categoryDocuments(tx),
    reasons: await reasons(tx),
    templates: await noticeTemplates(tx),
    deliveryRules: await deliveryRules(tx),
  }));
  if (rows.installation === undefined) {
    throw new Error('DATABASE_NOT_INSTALLED');
  }
  return assemble({ ...rows, installation: rows.installation });
}

type Loaded = {
  readonly installation: InstallationRow;
  readonly districts: readonly District[];
  readonly days: Awaited<ReturnType<typeof calendarDays>>;
  readonly profiles: readonly RuleProfileRow[];
  readonly legalActs: readonly LegalActRow[];
  readonly documentKinds: readonly DocumentKindRow[];
  readonly categories: readonly CategoryRow[];
  readonly categoryDocuments: readonly CategoryDocumentRow[];
  readonly reasons: readonly ReasonRow[];
  readonly templates: Awaited<ReturnType<typeof noticeTemplates>>;
  readonly deliveryRules: Awaited<ReturnType<typeof deliveryRules>>;
};

function assemble(rows: Loaded): Reference {
  const calendars = new Map<number | null, WorkingCalendar>();
  const documents = Map.groupBy(rows.categoryDocuments, (row) => row.benefit_category_id);
  const reasonByCode = new Map(rows.reasons.map((row) => [row.code, row]));
  return {
    installation: rows.installation,
    isSample: rows.installation.kind === 'demo' || rows.installation.test_ca_enabled,
    districts: new Map(rows.districts.map((row) => [row.id, row])),
    legalActs: new Map(rows.legalActs.map((row) => [row.code, row])),
    documentKinds: new Map(rows.documentKinds.map((row) => [row.code, row])),
    categories: rows.categories,
    categoryDocuments: documents,
    reasons: rows.reasons,
    calendar(regionId) {
      const known = calendars.get(regionId);
      if (known !== undefined) return known;
      const pick = (region: number | null): CalendarDay[] =>
        rows.days
          .filter((day) => day.region_id === region)
          .map((day) => ({ day: day.day, kind: day.kind === 'working' ? 'working' : 'holiday' }));
      const made = workingCalendar([...pick(null), ...(regionId === null ? [] : pick(regionId))]);
      calendars.set(regionId, made);
      return made;
    },
    profile(regionId, on) {
      const inForce = rows.profiles.filter(
        (row) =>
          row.service === 'preschool_queue' &&
          row.valid_from <= on &&
          (row.valid_to === null || on < row.valid_to),
      );
      return (
        inForce.find((row) => row.region_id === regionId) ??
        inForce.find((row) => row.region_id === null) ??
        null
      );
    },
    profiles: rows.profiles,
    profileById: (id) => rows.profiles.find((row) => row.id === id) ?? null,
    requirements: (categoryId) =>
      (documents.get(categoryId) ?? []).map((row) => ({
        kind: row.document_kind,
        about: row.about as DocumentRequirement['about'],
        required: row.required,
        validDays: row.valid_days,
        signedAndSealed: row.signed_and_sealed,
      })),
    reason: (code) => reasonByCode.get(code) ?? null,
    ...noticesOf(rows),
  };
}

function noticesOf(rows: Pick<Loaded, 'templates' | 'deliveryRules'>): Pick<Reference, 'texts' | 'delivery'> {
  const versions = rows.templates.map((row) => ({ ...row, validFrom: row.valid_from }));
  const made = new Map<string, NoticeTexts>();
  return {
    texts(on, channel) {
      const key = `${on} ${channel ?? ''}`;
      const texts = made.get(key) ?? textsInForce(versions, on, channel);
      made.set(key, texts);
      return texts;
    },
    delivery(regionId, on) {
      const spans = rows.deliveryRules.map((row) => ({
        row,
        regionId: row.region_id,
        validFrom: row.valid_from,
        validTo: row.valid_to,
      }));
      const found = ruleInForce(spans, regionId, on);
      return found === null ? null : deliveryTerms(found.row);
    },
  };
}

/** Terms of sending as the rules have them. */
export function deliveryTerms(row: Loaded['deliveryRules'][number]): DeliveryTerms {
  return {
    attempts: row.attempts,
    firstRetrySeconds: row.first_retry_seconds,
    longestRetrySeconds: row.longest_retry_seconds,
    leaseSeconds: row.lease_seconds,
    quietFrom: row.quiet_from?.slice(0, 5) ?? null,
    quietTo: row.quiet_to?.slice(0, 5) ?? null,
    quietChannels: row.quiet_channels as NoticeChannel[],
  };
}

/** Today in Almaty by the injected clock. */
export function today(clock: Clock): string {
  return almatyDate(clock.now());
}
