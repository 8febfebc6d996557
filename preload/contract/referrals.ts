/** Referrals (жолдама): from the offer of a seat to admission or its end. Signed acts go through `decisions`. */
import { z } from 'zod';
import {
  blob,
  day,
  deadline,
  groupLanguage,
  id,
  instant,
  priorityClass,
  queueKind,
  status,
  version,
  words,
} from './common.ts';
import { call } from './errors.ts';
import { count } from './journal.ts';
import { placeCause, queueKey, stream } from './queue.ts';

export const referralState = z.enum([
  'offered',
  'accepted',
  'issued',
  'documents',
  'admitted',
  'declined',
  'lapsed',
  'expired',
  'refused',
  'cancelled',
]);
export const benefitState = z.enum(['not_needed', 'pending', 'confirmed', 'rejected']);

export const referralRow = z.object({
  id,
  number: z.string().nullable(),
  applicationId: id,
  applicationNumber: z.string(),
  applicationVersion: version,
  applicationStatus: status,
  child: z.object({ surname: z.string(), givenName: z.string(), iin: z.string() }),
  priorityClass,
  category: z.string().nullable(),
  kindergarten: z.string(),
  groupName: z.string(),
  cohortYear: z.int(),
  language: groupLanguage,
  kind: queueKind,
  state: referralState,
  benefitState,
  offeredAt: instant.nullable(),
  issuedAt: instant.nullable(),
  /** What runs now: the offer's, the benefit's or the referral's term. */
  deadline,
  validUntil: day.nullable(),
  extensions: z.int(),
  endedAt: instant.nullable(),
});

/** Empty or absent means "any". */
export const referralFilter = z.object({
  search: z.string().max(200).optional(),
  states: z.array(referralState).optional(),
  benefit: z.array(benefitState).optional(),
  kindergartenIds: z.array(z.int()).optional(),
  cohortYears: z.array(z.int()).optional(),
  languages: z.array(groupLanguage).optional(),
  kinds: z.array(queueKind).optional(),
  lights: z.array(z.enum(['green', 'amber', 'red'])).optional(),
});

export const referralStep = z.object({
  event: z.string(),
  at: instant,
  /** An officer's short name, or null for a job named in `job`. */
  by: z.string().nullable(),
  job: z.string().nullable(),
  decisionId: id.nullable(),
  decisionNumber: z.string().nullable(),
  reason: words.nullable(),
});

export const referralCard = z.object({
  row: referralRow,
  turn: z.int(),
  stream,
  cause: placeCause,
  outOfOrderReason: z.string().nullable(),
  passed: z.int(),
  offerUntil: instant.nullable(),
  benefitUntil: instant.nullable(),
  validUntilAt: instant.nullable(),
  documents: z.array(
    z.object({ kind: z.string(), name: words, required: z.boolean(), receivedOn: day.nullable() }),
  ),
  steps: z.array(referralStep),
  /** Signed acts of domain `DECISION_EVENTS` this officer may do now. */
  permitted: z.array(z.string()),
});

/** Why a child or a seat stayed out of a plan. */
export const planLeft = z.object({ code: z.string(), count: z.int() });
export const planRow = z.object({
  applicationId: id,
  expectedVersion: version,
  number: z.string(),
  childName: z.string(),
  /** Its place in the queue; 0 where an accepted offer is issued: it waits no more. */
  place: z.int(),
  priorityClass,
  /** 'offer' where the profile knows an offer, 'issue_referral' for who accepted or where it knows none. */
  act: z.enum(['offer', 'issue_referral']),
  turn: z.int(),
  stream,
  cause: placeCause,
  kindergarten: z.string(),
  groupName: z.string(),
  age: z.int(),
  seatId: id,
  /** Its rank among the family's desired kindergartens. */
  rank: z.int(),
  until: instant,
  benefitPending: z.boolean(),
  together: z.boolean(),
});

/** An enrolled child with whom another may change places, should both families consent. */
export const exchangeChoice = z.object({
  applicationId: id,
  version,
  number: z.string(),
  childName: z.string(),
  kindergarten: z.string(),
  groupName: z.string(),
  /** Its family asked for the kindergarten of the child the list is for, and the other way round. */
  wantsOurs: z.boolean(),
  wanted: z.boolean(),
});

/** A group an enrolled child may be moved to. `wanted`: of a kindergarten its family asked for. */
export const transferChoice = z.object({
  groupId: z.int(),
  groupName: z.string(),
  kindergarten: z.string(),
  free: z.int(),
  wanted: z.boolean(),
});

/** A run of a job as itself: the last one of each kind. */
export const jobRun = z.object({
  job: z.string(),
  lastDueAt: instant.nullable(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  outcome: z.enum(['done', 'failed', 'running']).nullable(),
  done: z.int(),
  nextDueAt: instant.nullable(),
});

export const referralsContract = {
  page: call
    .input(z.object({ filter: referralFilter, after: z.string().nullable(), limit: z.int().min(1).max(200) }))
    .output(z.object({ rows: z.array(referralRow), next: z.string().nullable(), matching: count })),
  card: call.input(z.object({ id })).output(referralCard),
  /**
   * Who gets what and why, over one queue or every queue of the scope: free seats against the order, accepted offers to be
   * issued. Nothing is written. The rows are signed through `decisions.prepare` and `decisions.sign`, whose targets carry
   * the planned seat and turn.
   */
  plan: call
    .input(
      z.object({
        key: queueKey.nullable(),
        act: z.enum(['offer', 'issue_referral']),
        limit: z.int().min(1).max(2000),
      }),
    )
    .output(
      z.object({
        madeAt: instant,
        /** Seats the children of the queue planned for, or of any queue where all are, may be given. */
        freeSeats: z.int(),
        rows: z.array(planRow),
        childrenLeft: z.array(planLeft),
        seatsLeft: z.array(planLeft),
      }),
    ),
  /**
   * For an exchange of places: children of other groups of the district alike in cohort, language and kind; whose wishes
   * cross first. `more`: a search finds the others.
   */
  exchangeable: call
    .input(
      z.object({ applicationId: id, search: z.string().max(200).nullable(), limit: z.int().min(1).max(100) }),
    )
    .output(z.object({ rows: z.array(exchangeChoice), more: z.boolean() })),
  /** For a transfer: groups of the district alike with free seats, those the family asked for first. */
  transferable: call.input(z.object({ applicationId: id })).output(z.array(transferChoice)),
  /** The bilingual referral with its number and QR code. */
  pdf: call.input(z.object({ id })).output(z.object({ fileName: z.string(), content: blob })),
  jobs: call.output(z.array(jobRun)),
};

export type ReferralState = z.infer<typeof referralState>;
export type ReferralRow = z.infer<typeof referralRow>;
export type ReferralFilter = z.infer<typeof referralFilter>;
export type ReferralCard = z.infer<typeof referralCard>;
export type ExchangeChoice = z.infer<typeof exchangeChoice>;
export type TransferChoice = z.infer<typeof transferChoice>;
export type PlanRow = z.infer<typeof planRow>;
export type JobRun = z.infer<typeof jobRun>;
