/** The queue (кезек): its order, why a child stands where it stands, the order at a past moment, rule profiles. */
import { z } from 'zod';
import { blob, day, groupLanguage, id, instant, priorityClass, queueKind, uuid, words } from './common.ts';
import { call } from './errors.ts';

/** Children of different keys never compete. */
export const queueKey = z.object({
  districtId: z.int(),
  service: z.literal('preschool_queue'),
  queueKind,
  cohortYear: z.int(),
  language: groupLanguage,
});
export const stream = z.enum(['benefit', 'ordinary']);
export const placeCause = z.enum(['ratio', 'other_stream_empty']);

/** One queue of the officer's scope, for the chooser. `freeSeats`: seats its children could be offered now. */
export const queueSummary = z.object({
  key: queueKey,
  waiting: z.int(),
  offered: z.int(),
  freeSeats: z.int(),
});

/** The rules a queue is ordered by, as the profile line shows them. */
export const profileLine = z.object({
  code: z.string(),
  name: words,
  legalAct: words,
  validFrom: day,
  benefitPlaces: z.int(),
  ordinaryPlaces: z.int(),
  offerDays: z.int().nullable(),
  offerDayUnit: z.enum(['working', 'calendar']).nullable(),
  referralWorkingDays: z.int().nullable(),
  together: z.enum(['none', 'twins', 'siblings']),
});

export const queueRow = z.object({
  applicationId: id,
  number: z.string(),
  place: z.int(),
  /** The ratio's turn this place would be served at, and whose turn it is. */
  turn: z.int(),
  stream,
  cause: placeCause,
  priorityClass,
  category: z.string().nullable(),
  child: z.object({ surname: z.string(), givenName: z.string(), iin: z.string() }),
  /** ISO 8601 with microseconds and the Almaty offset: the order is by them. */
  submittedAt: z.string(),
  desired: z.array(z.object({ kindergartenId: z.int(), name: z.string() })),
  twins: z.boolean(),
});

/** One place of the strip of sixteen around a child. */
export const stripPlace = z.object({ place: z.int(), stream, mine: z.boolean(), waiting: z.boolean() });

/** Reasons as codes and values; the sentences are in `renderer/locales` and, for prints, in domain/queue-words.ts. */
export const placeReason = z.object({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});

export const neighbour = z.object({
  applicationId: id,
  place: z.int(),
  priorityClass,
  childName: z.string(),
  submittedAt: z.string(),
  /** How it stands to the child in question: before it by class, by ratio, by time; or behind. */
  relation: z.enum(['class', 'ratio', 'earlier', 'together', 'self', 'later']),
});

export const placeExplanation = z.object({
  applicationId: id,
  applicationVersion: z.int(),
  number: z.string(),
  child: z.object({ fullName: z.string(), iin: z.string(), birthDate: day }),
  key: queueKey,
  profile: profileLine,
  /** The moment the order is of. */
  at: instant,
  place: z.int(),
  total: z.int(),
  turn: z.int(),
  stream,
  cause: placeCause,
  ahead: z.int(),
  benefitAhead: z.int(),
  ordinaryAhead: z.int(),
  benefitTotal: z.int(),
  benefitBehind: z.int(),
  higherClassAhead: z.int(),
  earlierAhead: z.int(),
  reasons: z.array(placeReason),
  strip: z.array(stripPlace),
  neighbours: z.array(neighbour),
  /** The next free seats this child could get, by its desired kindergartens; empty for a past moment. */
  seats: z.array(
    z.object({ kindergartenId: z.int(), name: z.string(), free: z.int(), wantedAhead: z.int() }),
  ),
});

/** The place over time: a step whenever it changed, with what changed it. */
export const placeStep = z.object({
  at: instant,
  place: z.int(),
  total: z.int(),
  /**
   * `served_ahead`: children ahead got a place; `left_ahead`: they left otherwise; `entered_ahead`: by class or an earlier date;
   * `ratio`: a turn was taken by a child behind, or came back; `rules`: another class, queue or profile of its own.
   */
  change: z.enum(['entered', 'served_ahead', 'left_ahead', 'entered_ahead', 'ratio', 'rules', 'now']),
  /** How many children did it; 0 for `entered`, `rules` and `now`. */
  count: z.int(),
});

export const passedOver = z.object({
  applicationId: id,
  number: z.string(),
  place: z.int(),
  /**
   * `ahead` of the child in its stream, `ratio`: its stream's turn it was, `together`: waits for seats for all of its family and
   * is told, not passed over. And the signed decision that says so.
   */
  why: z.enum(['ahead', 'ratio', 'together']),
  decisionNumber: z.string().nullable(),
});

/** Proof that the child was next, or who was passed over and by which signed act. */
export const replay = z.object({
  referralId: id,
  referralNumber: z.string().nullable(),
  applicationId: id,
  applicationNumber: z.string(),
  at: instant,
  key: queueKey,
  profile: profileLine,
  turn: z.int(),
  stream,
  cause: placeCause,
  kindergarten: z.string(),
  verdict: z.enum(['was_next', 'passed_over', 'not_proven']),
  /** What the proof lacks: codes of domain/replay.ts; empty unless `not_proven`. */
  faults: z.array(z.string()),
  place: z.int(),
  total: z.int(),
  /** Children ahead who did not ask for this kindergarten, or held a seat: they were not passed over. */
  aheadNotWanting: z.int(),
  passed: z.array(passedOver),
  /** The reason signed for passing others over. */
  outOfOrderReason: words.nullable(),
  /** The signed act that began the referral; null: none did. */
  decisionNumber: z.string().nullable(),
});

/** A rule profile as the form shows it. Null terms: the rules do not know them. */
export const ruleProfile = z.object({
  id: z.int(),
  code: z.string(),
  name: words,
  regionId: z.int().nullable(),
  validFrom: day,
  validTo: day.nullable(),
  legalAct: z.string(),
  verified: z.boolean(),
  used: z.boolean(),
  supersedesId: z.int().nullable(),
  decisionWorkingDays: z.int(),
  correctionWorkingDays: z.int(),
  workdayEnds: z.string(),
  claimLeaseMinutes: z.int(),
  benefitPlaces: z.int(),
  ordinaryPlaces: z.int(),
  offerDays: z.int().nullable(),
  offerDayUnit: z.enum(['working', 'calendar']).nullable(),
  referralWorkingDays: z.int().nullable(),
  extensionCalendarDays: z.int().nullable(),
  extensionLimit: z.int(),
  stopListDays: z.int().nullable(),
  interestMonths: z.int(),
  interestOpensDays: z.int(),
  interestReminderDays: z.array(z.int()).max(10),
  interestGraceDays: z.int(),
  interestRestoreDays: z.int().nullable(),
  restoreDays: z.int().nullable(),
  restoreLimit: z.int(),
  specialFirstDays: z.int().nullable(),
  benefitConfirmWorkingDays: z.int().nullable(),
  overAgeYears: z.int(),
  together: z.enum(['none', 'twins', 'siblings']),
  afterDecline: z.enum(['queue', 'stop_list', 'inactive']),
  afterExpiry: z.enum(['queue', 'stop_list', 'inactive']),
  bulletinTime: z.string().nullable(),
  transferFrom: z.string().nullable(),
  transferTo: z.string().nullable(),
  companionMaxPerChild: z.int(),
  companionMaxChildren: z.int(),
  companionMinAge: z.int(),
  /** Changes with the profile: sent back when saving, so that a change made meanwhile is not lost. */
  mark: z.string(),
});
/** A profile as it is typed into the form. */
export const ruleProfileDraft = ruleProfile.omit({ id: true, used: true, supersedesId: true, mark: true });

export const queueContract = {
  list: call.output(z.array(queueSummary)),
  profile: call.input(z.object({ key: queueKey })).output(profileLine),
  /** The order from a place on; `at` shows it as it was at a past moment. */
  page: call
    .input(
      z.object({
        key: queueKey,
        fromPlace: z.int().min(1),
        limit: z.int().min(1).max(200),
        at: instant.nullable(),
        search: z.string().max(200).nullable(),
      }),
    )
    .output(z.object({ rows: z.array(queueRow), total: z.int() })),
  explain: call.input(z.object({ applicationId: id, at: instant.nullable() })).output(placeExplanation),
  steps: call.input(z.object({ applicationId: id })).output(z.array(placeStep)),
  replay: call.input(z.object({ referralId: id })).output(replay),
  /** The parent's print: the same reasons, kk and ru, without other children's names. */
  parentPdf: call
    .input(z.object({ applicationId: id, at: instant.nullable() }))
    .output(z.object({ fileName: z.string(), content: blob })),
  profiles: call.output(
    z.object({
      profiles: z.array(ruleProfile),
      regions: z.array(z.object({ id: z.int(), name: words })),
      legalActs: z.array(z.object({ code: z.string(), title: words })),
    }),
  ),
  /**
   * A used profile is never changed: saving one makes a version that begins on `validFrom` and ends the old one there (a
   * `code` left as it was gets the next version number). Errors: REFUSED whose obstacles name the field, CHANGED.
   */
  saveProfile: call
    .input(
      z.object({
        /** Null: a new profile; then `mark` is null too. */
        id: z.int().nullable(),
        mark: z.string().nullable(),
        profile: ruleProfileDraft,
        idempotencyKey: uuid,
      }),
    )
    .output(ruleProfile),
};

export type QueueKey = z.infer<typeof queueKey>;
export type QueueSummary = z.infer<typeof queueSummary>;
export type QueueRow = z.infer<typeof queueRow>;
export type ProfileLine = z.infer<typeof profileLine>;
export type PlaceExplanation = z.infer<typeof placeExplanation>;
export type PlaceReason = z.infer<typeof placeReason>;
export type PlaceStep = z.infer<typeof placeStep>;
export type Replay = z.infer<typeof replay>;
export type RuleProfileForm = z.infer<typeof ruleProfile>;
export type RuleProfileDraft = z.infer<typeof ruleProfileDraft>;
