/** Decide, sign, verify. */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { LINK_EVIDENCE, LINK_ROLES, LINK_STATES, REGISTRY_ANSWERS } from '../../domain/kinship.ts';
import { DECISION_EVENTS } from '../../domain/status.ts';
import { blob, day, id, instant, officer, sha256, status, uuid, version, words } from './common.ts';
import { call } from './errors.ts';
import { target } from './journal.ts';
import { placeCause, queueKey, stream } from './queue.ts';
import { preparedRegistration } from './registration.ts';

/** The signed acts of domain/status.ts. */
export const act = z.enum(DECISION_EVENTS);
export const outcome = z.enum([
  'approved',
  'returned',
  'refused',
  'reopened',
  'offered',
  'accepted',
  'declined',
  'referred',
  'extended',
  'cancelled',
  'benefit_confirmed',
  'benefit_rejected',
  'restored',
  'transferred',
  'exchanged',
  'documents_received',
  'admitted',
  'admission_refused',
  'withdrawn',
  'linked',
  'unlinked',
  'link_disputed',
  'dispute_resolved',
  'applicant_replaced',
  'companion_approved',
  'companion_refused',
  'companion_suspended',
  'companion_resumed',
  'registered',
  'duplicate_removed',
  'duplicate_reinstated',
  'link_request_refused',
]);

/** How a family's answer came. */
export const answeredBy = z.enum(['counter', 'phone', 'portal']);

/** The place an act is about, as it will stand after the act. Null terms do not run. */
export const preparedReferral = z.object({
  /** Null before the first act on it. */
  id: id.nullable(),
  /** Taken when it is issued. */
  number: z.string().nullable(),
  /** Of referrals.ts; null for an act on an enrolled child. */
  state: z.string().nullable(),
  benefitState: z.string().nullable(),
  kindergarten: z.string(),
  kindergartenBin: z.string(),
  groupId: z.int(),
  groupName: z.string(),
  cohortYear: z.int(),
  seatId: id,
  ordinal: z.int(),
  offerUntil: instant.nullable(),
  benefitUntil: instant.nullable(),
  validUntil: instant.nullable(),
  answeredBy: answeredBy.nullable(),
  contractNumber: z.string().nullable(),
  contractOn: day.nullable(),
  /** Where a transfer or exchange moves the child from. */
  from: z.object({ kindergarten: z.string(), groupName: z.string() }).nullable(),
  /** The other child of an exchange. */
  other: z.object({ applicationNumber: z.string(), childName: z.string() }).nullable(),
  /** Documents received and asked for; null where the act does not look at them. */
  documents: z.object({ received: z.int(), required: z.int() }).nullable(),
});

/** The proof of order an offer or a direct referral carries. */
export const preparedQueue = z.object({
  key: queueKey,
  place: z.int(),
  total: z.int(),
  turn: z.int(),
  stream,
  cause: placeCause,
  benefitPlaces: z.int(),
  ordinaryPlaces: z.int(),
  /** Who waits ahead, wants this kindergarten and is passed over; signed only with a reason. */
  passed: z.array(z.object({ applicationId: id, number: z.string(), place: z.int(), why: z.string() })),
  outOfOrderReason: z.string().nullable(),
});

const namedPerson = z.object({ iin: z.string(), fullName: z.string() });

/** The parent's link as it will stand after the act: what the document says. Instants and days as the document writes them. */
export const preparedLink = z.object({
  person: namedPerson,
  role: z.enum(LINK_ROLES),
  state: z.enum(LINK_STATES),
  evidence: z.object({
    kind: z.enum(LINK_EVIDENCE),
    registryAnswer: z.enum(REGISTRY_ANSWERS).nullable(),
    checkedAt: z.string().nullable(),
    scanSha256: sha256.nullable(),
  }),
  courtDocument: z
    .object({ number: z.string(), court: z.string(), on: day, validUntil: day.nullable() })
    .nullable(),
  validFrom: day,
  validTo: day.nullable(),
  replaced: namedPerson.extend({ relation: z.enum(LINK_ROLES), stays: z.boolean() }).nullable(),
});

/** A companion's permit as it will stand after the act. */
export const preparedCompanion = z.object({
  person: namedPerson,
  relation: z.string(),
  kindergarten: z.object({ bin: z.string(), name: z.string() }),
  state: z.enum(['approved', 'refused', 'suspended']),
  validFrom: day,
  validTo: day.nullable(),
});

/** The application that stays for the child, as the document names it. */
export const preparedDuplicate = z.object({
  keptApplication: z.string(),
  department: z.object({ bin: z.string(), name: z.string() }),
  keptStatus: status,
  keptSubmittedAt: z.string(),
  submittedAt: z.string(),
  ground: z.enum(['same_child', 'judged']),
  removedBy: z.string().nullable(),
});

/** Who asked through a portal to be linked, as the document says it. */
export const preparedLinkRequest = z.object({
  person: namedPerson,
  role: z.enum(LINK_ROLES),
  state: z.literal('refused'),
  portal: z.string(),
  portalId: z.string(),
  askedAt: z.string(),
});

/** What will be signed, twice: as words for the screen and as the very XML. */
export const preparedDecision = z.object({
  preparedId: uuid,
  applicationId: id,
  act,
  outcome,
  number: z.string().nullable(),
  organisation: words,
  application: z.object({ number: z.string(), version, submittedAt: instant }),
  child: z.object({ fullName: z.string(), iin: z.string() }),
  applicant: z.object({ fullName: z.string(), iin: z.string() }),
  reason: z.object({ code: z.string(), textKk: z.string(), textRu: z.string() }).nullable(),
  note: z.string().nullable(),
  correctionDue: day.nullable(),
  correctionWorkingDays: z.int().nullable(),
  legalAct: z.object({ code: z.string(), title: words }),
  ruleProfile: z.object({ code: z.string(), name: words }),
  scans: z.object({ total: z.int(), valid: z.int(), invalid: z.int() }),
  officer,
  decidedAt: instant,
  factsSha256: sha256,
  xml: z.string(),
  /** The text the family will get. */
  messageKk: z.string(),
  messageRu: z.string(),
  /** `phone`: of who asked through a portal, who is told instead of the family. */
  notification: z.object({
    channel: z.string(),
    language: z.enum(['kk', 'ru']),
    phone: z.string().optional(),
  }),
  /** Null for the acts of review. */
  referral: preparedReferral.nullable(),
  /** Null for every act but an offer and a direct referral. */
  queue: preparedQueue.nullable(),
  /** Exactly one of link, companion, duplicate and linkRequest for acts on the child's people and its other applications. */
  link: preparedLink.nullable(),
  companion: preparedCompanion.nullable(),
  /** Exactly with a registration at the counter, whose application does not exist yet: `applicationId` is 0. */
  registration: preparedRegistration.nullable(),
  duplicate: preparedDuplicate.nullable(),
  linkRequest: preparedLinkRequest.nullable(),
  /**
   * The checks before signing, each with its evidence as short values: `scans_reviewed`, `claimed` for the acts of review;
   * `queue_order` { place, passed }, `seat_free` { by, at } for offers and direct referrals; `term` { until } where a term
   * must still run; `benefit` { state, category, expiredOn }, `documents` { received, required }, `consents` { own, other },
   * `window` { from, to } for transfers and exchanges; of acts on the child's people `kinship` { answer, at, evidence },
   * `role_free` { by }, `age_gap` { years, least }, `court` { until }, `companion_rules` { rule }; of a registration at the counter `consent` { proof, by }, `elsewhere` { count };
   * of removing for another application `duplicate_stands` { number, status }, `duplicate_keeps` { by, own, kept }; `unchanged` { version } and `certificate` for all.
   */
  checks: z.array(
    z.object({
      code: z.enum([
        'scans_reviewed',
        'unchanged',
        'certificate',
        'claimed',
        'queue_order',
        'seat_free',
        'benefit',
        'documents',
        'term',
        'consents',
        'window',
        'kinship',
        'role_free',
        'age_gap',
        'court',
        'companion_rules',
        'consent',
        'elsewhere',
        'duplicate_stands',
        'duplicate_keeps',
      ]),
      ok: z.boolean(),
      evidence: z.record(z.string(), z.unknown()),
    }),
  ),
  /** Codes that forbid signing; empty when it may be signed. */
  obstacles: z.array(z.object({ code: z.string(), count: z.int().optional() })),
});

/** One line of a verification: a tick, a cross or a dash, and its evidence. */
export const verificationLine = z.object({
  code: z.enum(['document', 'signature', 'chain', 'revocation', 'authority', 'timestamp']),
  state: z.enum(['ok', 'failed', 'not_checked']),
  reason: z.string().nullable(),
  evidence: z.record(z.string(), z.unknown()),
});

export const decision = z.object({
  id,
  number: z.string(),
  applicationId: id,
  applicationNumber: z.string(),
  applicationVersion: z.int(),
  childName: z.string(),
  act,
  outcome,
  reason: z.object({ code: z.string(), textKk: z.string(), textRu: z.string() }).nullable(),
  note: z.string().nullable(),
  correctionDue: day.nullable(),
  officer,
  role: z.string(),
  organisation: words,
  decidedAt: instant,
  corrects: z.string().nullable(),
  correctedBy: z.string().nullable(),
  algorithm: z.enum(['rsa-sha256', 'gost-2015-512']),
  trustPurpose: z.enum(['production', 'test', 'demo']),
  messageKk: z.string(),
  messageRu: z.string(),
  notice: z
    .object({
      channel: z.string(),
      language: z.enum(['kk', 'ru']),
      state: z.enum(['waiting', 'sending', 'sent', 'dead']),
    })
    .nullable(),
  /** Text of the QR code. */
  qr: z.string(),
  verification: z.object({ ok: z.boolean(), verifiedAt: instant, lines: z.array(verificationLine) }),
});

export const signRowResult = z.object({
  applicationId: id,
  ok: z.boolean(),
  /** What was signed, verified anew; null where the row failed, and in a large batch: ask `get` for the one to look at. */
  decision: decision.nullable(),
  decisionId: id.nullable(),
  decisionNumber: z.string().nullable(),
  status: status.nullable(),
  version: version.nullable(),
  error: z.object({ code: z.string(), data: z.unknown() }).nullable(),
});

export const signEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), applicationId: id, index: z.int() }),
  z.object({ type: z.literal('result'), index: z.int(), result: signRowResult }),
  z.object({ type: z.literal('done'), signed: z.int(), failed: z.int(), stopped: z.boolean() }),
]);

/** What an act on a parent's link needs. */
export const linkDetails = z.object({
  /** Every act but `link`: the link it is about. */
  linkId: id.optional(),
  /** link: who is linked, as what, and on what evidence. */
  personIin: z
    .string()
    .regex(/^[0-9]{12}$/)
    .optional(),
  role: z.enum(LINK_ROLES).optional(),
  /** As the clerk read it in the certificate or the court's document; used where neither desk nor registry knows the IIN. */
  person: z
    .object({
      surname: z.string().trim().min(1).max(80),
      givenName: z.string().trim().min(1).max(80),
      patronymic: z.string().trim().max(80).nullable(),
      birthDate: day,
      sex: z.enum(['male', 'female']),
    })
    .optional(),
  evidence: z.enum(['registry', 'birth_certificate', 'court_document']).optional(),
  /** The registry's answer this rests on (`links.check`); needed with every evidence but a court's document. */
  checkId: id.optional(),
  /** The birth certificate's scan the clerk read. */
  scanId: id.optional(),
  court: z
    .object({
      number: z.string().trim().min(1).max(60),
      court: z.string().trim().min(1).max(200),
      on: day,
      validUntil: day.nullable(),
    })
    .optional(),
  /** replace_applicant: whether who applied stays linked as a parent. */
  formerStays: z.boolean().optional(),
});

/** What an act on a companion needs. */
export const companionDetails = z.object({ permitId: id });

/** remove_duplicate: the one that stays; `use`: which reasons the screen offers, judged anew by the act. */
export const duplicateDetails = z.object({
  otherId: id,
  use: z.enum(['duplicate', 'duplicate_earlier']).optional(),
});

/** refuse_link_request: which of the requests that wait. */
export const linkRequestDetails = z.object({ requestId: id });

/** What an act needs besides its reason; absent means not given. */
export const actDetails = z.object({
  /** accept, decline: how the family answered. */
  how: answeredBy.optional(),
  /** offer, issue_referral out of order: a reason of the catalogue with use `out_of_order`. */
  outOfOrderReason: z.string().optional(),
  /** extend: the new last day; absent: the longest the profile permits. */
  until: day.optional(),
  /** admit. */
  contractNumber: z.string().trim().min(1).max(40).optional(),
  contractOn: day.optional(),
  /** admit: another group of the kindergarten than the referral's; transfer: the group to move to. */
  groupId: z.int().optional(),
  /** transfer: a certain free seat instead of any of the group. */
  seatId: id.optional(),
  /** exchange: the other child's application, and when each family consented in writing. */
  otherApplicationId: id.optional(),
  otherExpectedVersion: version.optional(),
  consents: z.object({ own: day, other: day }).optional(),
  /** Acts on a parent's link. */
  link: linkDetails.optional(),
  /** Acts on a companion. */
  companion: companionDetails.optional(),
  /** Removing an application for another one. */
  duplicate: duplicateDetails.optional(),
  /** Refusing a portal's request. */
  linkRequest: linkRequestDetails.optional(),
});

const toSign = z
  .array(z.object({ preparedId: uuid, idempotencyKey: uuid }))
  .min(1)
  .max(2000);

const intent = z.object({
  act,
  reason: z.string().nullable(),
  note: z.string().max(2000).nullable(),
  details: actDetails.optional(),
});

/** `seatId` and `turn` come from a plan: the seat and the turn of the ratio that were shown. Without them the next ones. */
export const actTarget = target.extend({ seatId: id.optional(), turn: z.int().positive().optional() });

export const decisionsContract = {
  /** Builds what would be signed for each target. Prepared decisions live in memory for 30 minutes. */
  prepare: call
    .input(z.object({ targets: z.array(actTarget).min(1).max(2000), intent }))
    .output(z.array(z.union([preparedDecision, signRowResult]))),
  /** Signs prepared decisions while the key is open; leaving the iterator stops after those under way: ask `signed` then. */
  sign: call.input(z.object({ prepared: toSign })).output(eventIterator(signEvent)),
  /**
   * What `sign` came to for each: its result, or null where it was not begun. Asked after stopping and after a lost line; a
   * signing of these that still goes on ends with the group under way. Signs nothing.
   */
  signed: call.input(z.object({ prepared: toSign })).output(z.array(signRowResult.nullable())),
  /** Decisions of one application, newest first, each verified anew. */
  list: call.input(z.object({ applicationId: id })).output(z.array(decision)),
  get: call.input(z.object({ id })).output(decision),
  /** Verifies anew and asks for revocation again. */
  verify: call.input(z.object({ id })).output(decision),
  xml: call.input(z.object({ id })).output(z.object({ fileName: z.string(), content: blob })),
  noticePdf: call.input(z.object({ id })).output(z.object({ fileName: z.string(), content: blob })),
  /** The verification protocol as a bilingual PDF. */
  protocolPdf: call.input(z.object({ id })).output(z.object({ fileName: z.string(), content: blob })),
};

export type DecisionActName = z.infer<typeof act>;
export type ActDetails = z.infer<typeof actDetails>;
export type ActTarget = z.infer<typeof actTarget>;
export type ActIntent = z.infer<typeof intent>;
export type PreparedReferral = z.infer<typeof preparedReferral>;
export type PreparedLink = z.infer<typeof preparedLink>;
export type PreparedCompanion = z.infer<typeof preparedCompanion>;
export type LinkDetails = z.infer<typeof linkDetails>;
export type PreparedQueue = z.infer<typeof preparedQueue>;
export type PreparedDecision = z.infer<typeof preparedDecision>;
export type Decision = z.infer<typeof decision>;
export type SignEvent = z.infer<typeof signEvent>;
export type SignRowResult = z.infer<typeof signRowResult>;
export type VerificationLine = z.infer<typeof verificationLine>;
