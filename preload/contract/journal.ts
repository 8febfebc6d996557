/** The application log (өтініштер журналы): filters, keyset pages, counts, saved views, claiming many. */
import { z } from 'zod';
import {
  channel,
  claim,
  day,
  deadline,
  groupLanguage,
  id,
  instant,
  light,
  officer,
  priorityClass,
  queueKind,
  rowResult,
  status,
  uuid,
  version,
} from './common.ts';
import { call } from './errors.ts';

/** Empty or absent means "any". Lists are "one of". */
export const journalFilter = z.object({
  search: z.string().max(200).optional(),
  districts: z.array(z.int()).optional(),
  queueKinds: z.array(queueKind).optional(),
  cohortYears: z.array(z.int()).optional(),
  statuses: z.array(status).optional(),
  /** Category codes; 'any' benefit or 'none' by `benefit`. */
  categories: z.array(z.string()).optional(),
  benefit: z.enum(['with', 'without']).optional(),
  channels: z.array(channel).optional(),
  languages: z.array(groupLanguage).optional(),
  submittedFrom: day.optional(),
  submittedTo: day.optional(),
  /** Submitted within this many days to today; excludes `submittedFrom`. */
  submittedLastDays: z.int().min(1).max(3660).optional(),
  lights: z.array(light).optional(),
  deadlineFrom: day.optional(),
  deadlineTo: day.optional(),
  claimed: z.enum(['mine', 'nobody', 'others', 'anybody']).optional(),
  claimedBy: z.array(z.string()).optional(),
  unreadScans: z.boolean().optional(),
  possibleDuplicates: z.boolean().optional(),
});

export const journalSort = z.object({
  by: z.enum(['deadline', 'submitted', 'number', 'child', 'status']),
  direction: z.enum(['asc', 'desc']),
});

export const journalRow = z.object({
  id,
  version,
  number: z.string(),
  child: z.object({ surname: z.string(), givenName: z.string(), iin: z.string() }),
  category: z.string().nullable(),
  priorityClass,
  scansRead: z.int(),
  scansTotal: z.int(),
  age: z.int(),
  cohortYear: z.int(),
  language: groupLanguage,
  queueKind,
  channel,
  districtId: z.int(),
  status,
  submittedAt: instant,
  deadline,
  claim: claim.nullable(),
  twins: z.boolean(),
  duplicate: z.boolean(),
});

/** `value` above the cap is the cap itself with `capped: true` ("10 000+"). */
export const count = z.object({ value: z.int(), capped: z.boolean() });

export const journalCounts = z.object({
  matching: count,
  all: count,
  lights: z.object({ red: count, amber: count, green: count, paused: count, done: count }),
});

export const railCounts = z.object({
  mine: count,
  benefitScans: count,
  dueToday: count,
  overdue: count,
  unclaimed: count,
  /** Seats free to be offered, referrals and offers under way, what heads asked and nobody answered. */
  freeSeats: count,
  referrals: count,
  seatRequests: count,
});

/** Built-in views are recomputed by the screen; saved ones are the officer's own. */
export const savedView = z.object({
  id: uuid,
  name: z.string().min(1).max(60),
  filter: journalFilter,
  sort: journalSort,
  columns: z.array(z.object({ id: z.string(), visible: z.boolean(), width: z.number() })),
});

export const target = z.object({ id, expectedVersion: version });

export const journalContract = {
  page: call
    .input(
      z.object({
        filter: journalFilter,
        sort: journalSort,
        after: z.string().nullable(),
        limit: z.int().min(1).max(200),
      }),
    )
    .output(z.object({ rows: z.array(journalRow), next: z.string().nullable() })),
  counts: call.input(z.object({ filter: journalFilter })).output(journalCounts),
  /** Counts of several filters at once, for the view tabs. */
  viewCounts: call.input(z.object({ filters: z.array(journalFilter).max(20) })).output(z.array(count)),
  rail: call.output(railCounts),
  /** Ids and versions of every application under a filter, in order, at most 5000: for "all in view". */
  select: call
    .input(z.object({ filter: journalFilter, sort: journalSort }))
    .output(z.object({ targets: z.array(target), capped: z.boolean() })),
  /** Takes applications for oneself, or hands them to a colleague of the district. A result per row. */
  claim: call
    .input(
      z.object({
        targets: z.array(target).min(1).max(5000),
        to: z.string().nullable(),
        idempotencyKey: uuid,
      }),
    )
    .output(z.array(rowResult)),
  release: call
    .input(
      z.object({
        targets: z.array(target).min(1).max(5000),
        reason: z.string(),
        note: z.string().max(500).nullable(),
        idempotencyKey: uuid,
      }),
    )
    .output(z.array(rowResult)),
  /** Officers of the same scope, for "hand to" and the "who has it" filter. */
  colleagues: call.output(z.array(officer)),
  views: call.output(z.array(savedView)),
  saveView: call.input(savedView).output(z.array(savedView)),
  deleteView: call.input(z.object({ id: uuid })).output(z.array(savedView)),
  /** The rows in view as CSV-safe XLSX is an export (issue of reports); here: the filtered list as UTF-8 CSV, formulas defused. */
  exportCsv: call
    .input(
      z.object({
        filter: journalFilter,
        sort: journalSort,
        /** The screen's words, keyed 'column.number', 'status.queued', 'channel.egov', 'queueKind.general', 'groupLanguage.kk', and 'language'. */
        words: z.record(z.string().max(40), z.string().max(120)).optional(),
      }),
    )
    .output(
      z.object({
        fileName: z.string(),
        content: z.custom<Blob>((v) => v instanceof Blob),
        rows: z.int(),
        capped: z.boolean(),
      }),
    ),
};

export type JournalFilter = z.infer<typeof journalFilter>;
export type JournalSort = z.infer<typeof journalSort>;
export type JournalRow = z.infer<typeof journalRow>;
export type JournalCounts = z.infer<typeof journalCounts>;
export type RailCounts = z.infer<typeof railCounts>;
export type SavedView = z.infer<typeof savedView>;
export type Count = z.infer<typeof count>;
export type Target = z.infer<typeof target>;
