/** One application: its data, history, documents, decisions, possible duplicates; the scans and their verdicts. */
import { z } from 'zod';
import {
  blob,
  channel,
  claim,
  day,
  deadline,
  groupLanguage,
  id,
  instant,
  officer,
  person,
  priorityClass,
  queueKind,
  relation,
  sha256,
  status,
  uuid,
  version,
} from './common.ts';
import { duplicatePair } from './duplicates.ts';
import { call } from './errors.ts';

export const checkCode = z.enum(['kind', 'person', 'child', 'not_expired', 'readable', 'signed_sealed']);
export const checks = z.partialRecord(checkCode, z.boolean().nullable());

export const verdict = z.object({
  verdict: z.enum(['valid', 'invalid', 'later']),
  checks,
  issuedOn: day.nullable(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  pagesSeen: z.int(),
  answeredAtOnce: z.boolean(),
  by: officer,
  at: instant,
});

export const scan = z.object({
  id,
  position: z.int(),
  documentKind: z.string(),
  about: z.enum(['child', 'applicant', 'second_parent']),
  benefitClaimId: id.nullable(),
  sha256,
  mediaType: z.string(),
  byteSize: z.int(),
  pageCount: z.int().nullable(),
  fileName: z.string(),
  uploadedAt: instant,
  /** Which checks apply to this kind under the claimed category, and the term its kind lives. */
  applicableChecks: z.array(checkCode),
  validDays: z.int().nullable(),
  required: z.boolean(),
  /** Other applications hold the same bytes. */
  sharedWith: z.int(),
  verdict: verdict.nullable(),
});

/** What the screen may offer on this application now: the rule decides, the screen obeys. */
export const permitted = z.array(
  z.enum([
    'claim',
    'release',
    'hand_over',
    'judge',
    'approve',
    'return',
    'refuse',
    'correct',
    'restore',
    'transfer',
    'exchange',
  ]),
);

export const contact = z.object({ value: z.string(), verifiedBy: z.string().nullable() });

export const application = z.object({
  id,
  version,
  number: z.string(),
  service: z.string(),
  districtId: z.int(),
  queueKind,
  correctionKind: z.string().nullable(),
  channel,
  status,
  statusSince: instant,
  language: groupLanguage,
  cohortYear: z.int(),
  age: z.int(),
  desiredFrom: day.nullable(),
  submittedAt: instant,
  registeredAt: instant.nullable(),
  decidedAt: instant.nullable(),
  correctionDue: day.nullable(),
  deadline,
  child: person,
  applicant: person,
  applicantRelation: relation,
  secondParent: person.nullable(),
  secondParentRelation: relation.nullable(),
  /** Warnings of domain/iin.ts: the IIN and the data differ. They never block. */
  warnings: z.array(z.object({ subject: z.enum(['child', 'applicant', 'second_parent']), code: z.string() })),
  phone: contact,
  email: contact.nullable(),
  notificationType: z.enum(['sms', 'email', 'ed24', 'letter']),
  notificationLanguage: z.enum(['kk', 'ru']),
  permanentAddress: z.string(),
  temporaryAddress: z.string().nullable(),
  birthActNumber: z.string().nullable(),
  dataConsentAt: instant,
  desired: z.array(z.object({ rank: z.int(), name: z.string(), kind: z.string(), address: z.string() })),
  benefit: z
    .object({
      claimId: id,
      category: z.string(),
      priorityClass,
      state: z.enum(['claimed', 'confirmed', 'rejected', 'withdrawn']),
    })
    .nullable(),
  twins: z.array(z.object({ id, number: z.string(), name: z.string(), status })),
  siblings: z.array(z.object({ id, number: z.string(), name: z.string(), status })),
  /** An inactive one: until which day it may return to the queue, and what stands against it, a code of the obstacles. */
  restore: z.object({ until: day.nullable(), obstacle: z.string().nullable() }).nullable(),
  /** Where an enrolled child is, and the days of this year on which children may move; without `window` any day is one. */
  enrolled: z
    .object({
      kindergarten: z.string(),
      groupId: z.int(),
      groupName: z.string(),
      window: z.object({ from: day, to: day }).nullable(),
      open: z.boolean(),
    })
    .nullable(),
  claim: claim.nullable(),
  permitted,
});

export const historyEntry = z.object({
  seq: z.string(),
  at: instant,
  /** Null: a job or a portal, named by `actorName`. */
  officer: officer.nullable(),
  actorName: z.string(),
  event: z.string(),
  fromStatus: status.nullable(),
  toStatus: status.nullable(),
  version: z.int().nullable(),
  decisionNumber: z.string().nullable(),
  /** Field → [before, after] for data changes; other detail as text values. */
  detail: z.record(z.string(), z.unknown()),
});

/** All the review screen needs in one answer, so that the next application can be fetched ahead. */
export const reviewBundle = z.object({
  application,
  scans: z.array(scan),
  /** Draft of what was typed and not signed, if any. */
  draft: z.record(z.string(), z.unknown()).nullable(),
  suggestion: z.enum(['approve', 'return', 'refuse']).nullable(),
  /** 1-based place in the officer's own queue, and its length; null when it is not in it. */
  place: z.object({ at: z.int(), of: z.int() }).nullable(),
  previous: id.nullable(),
  next: z.array(
    z.object({
      id,
      name: z.string(),
      category: z.string().nullable(),
      scans: z.int(),
      deadline,
      twinOfThis: z.boolean(),
    }),
  ),
});

export const applicationsContract = {
  /** Opening is a read of personal data and is written to history. */
  get: call.input(z.object({ id })).output(application),
  history: call
    .input(z.object({ id, after: z.string().nullable(), limit: z.int().min(1).max(200) }))
    .output(z.object({ entries: z.array(historyEntry), next: z.string().nullable() })),
  scans: call.input(z.object({ id })).output(z.array(scan)),
  duplicates: call.input(z.object({ id })).output(z.array(duplicatePair)),
};

export const reviewContract = {
  /** `claim: true` takes a free application on opening it (CLAIMED when another has it). */
  open: call.input(z.object({ id, ahead: z.boolean() })).output(reviewBundle),
  /** Where "next application of my queue" leads: mine by deadline, then the free ones of the benefit-scan list. */
  start: call.output(z.object({ id: id.nullable() })),
  /** A range of a scan's bytes; at most 1 MB a call. */
  bytes: call
    .input(z.object({ scanId: id, offset: z.int().min(0), length: z.int().min(1).max(1048576) }))
    .output(blob),
  saveVerdict: call
    .input(
      z.object({
        scanId: id,
        expectedVersion: version,
        verdict: z.enum(['valid', 'invalid', 'later']),
        checks,
        issuedOn: day.nullable(),
        reason: z.string().nullable(),
        note: z.string().max(2000).nullable(),
        pagesSeen: z.int().min(0),
        answeredAtOnce: z.boolean(),
        idempotencyKey: uuid,
      }),
    )
    .output(
      z.object({
        application,
        scans: z.array(scan),
        suggestion: z.enum(['approve', 'return', 'refuse']).nullable(),
      }),
    ),
  /** Takes a verdict back (Ctrl+Z before signing). */
  clearVerdict: call.input(z.object({ scanId: id, expectedVersion: version, idempotencyKey: uuid })).output(
    z.object({
      application,
      scans: z.array(scan),
      suggestion: z.enum(['approve', 'return', 'refuse']).nullable(),
    }),
  ),
  saveDraft: call
    .input(
      z.object({
        id,
        kind: z.enum(['review', 'decision']),
        body: z.record(z.string(), z.unknown()).nullable(),
      }),
    )
    .output(z.object({ savedAt: instant })),
};

export type Application = z.infer<typeof application>;
export type Scan = z.infer<typeof scan>;
export type Verdict = z.infer<typeof verdict>;
export type Checks = z.infer<typeof checks>;
export type CheckCode = z.infer<typeof checkCode>;
export type HistoryEntry = z.infer<typeof historyEntry>;
export type ReviewBundle = z.infer<typeof reviewBundle>;
