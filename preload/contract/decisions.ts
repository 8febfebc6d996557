/** Decide, sign, verify. */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { blob, day, id, instant, officer, sha256, status, uuid, version, words } from './common.ts';
import { call } from './errors.ts';
import { target } from './journal.ts';

export const act = z.enum(['approve', 'return', 'refuse', 'correct']);
export const outcome = z.enum(['approved', 'returned', 'refused', 'reopened']);

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
  notification: z.object({ channel: z.string(), language: z.enum(['kk', 'ru']) }),
  /** The four checks before signing, each with its evidence as a short value. */
  checks: z.array(
    z.object({
      code: z.enum(['scans_reviewed', 'unchanged', 'certificate', 'claimed']),
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
      state: z.enum(['waiting', 'sent', 'failed']),
    })
    .nullable(),
  /** Text of the QR code. */
  qr: z.string(),
  verification: z.object({ ok: z.boolean(), verifiedAt: instant, lines: z.array(verificationLine) }),
});

export const signRowResult = z.object({
  applicationId: id,
  ok: z.boolean(),
  decision: decision.nullable(),
  status: status.nullable(),
  version: version.nullable(),
  error: z.object({ code: z.string(), data: z.unknown() }).nullable(),
});

export const signEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), applicationId: id, index: z.int() }),
  z.object({ type: z.literal('result'), index: z.int(), result: signRowResult }),
  z.object({ type: z.literal('done'), signed: z.int(), failed: z.int(), stopped: z.boolean() }),
]);

const intent = z.object({
  act,
  reason: z.string().nullable(),
  note: z.string().max(2000).nullable(),
});

export const decisionsContract = {
  /** Builds what would be signed for each target. Prepared decisions live in memory for 30 minutes. */
  prepare: call
    .input(z.object({ targets: z.array(target).min(1).max(500), intent }))
    .output(z.array(z.union([preparedDecision, signRowResult]))),
  /** Signs prepared decisions one by one while the key is open; leaving the iterator stops after the current one. */
  sign: call
    .input(
      z.object({
        prepared: z
          .array(z.object({ preparedId: uuid, idempotencyKey: uuid }))
          .min(1)
          .max(500),
      }),
    )
    .output(eventIterator(signEvent)),
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

export type PreparedDecision = z.infer<typeof preparedDecision>;
export type Decision = z.infer<typeof decision>;
export type SignEvent = z.infer<typeof signEvent>;
export type SignRowResult = z.infer<typeof signRowResult>;
export type VerificationLine = z.infer<typeof verificationLine>;
