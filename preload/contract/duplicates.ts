/** Possible duplicates: pairs of applications, what was found of them, and which may be removed for the other. */
import { z } from 'zod';
import {
  DUPLICATE_KINDS,
  DUPLICATE_STATES,
  DUPLICATE_VERDICTS,
  FINDINGS,
  NEAR_DATES,
  NEAR_NAMES,
} from '../../domain/duplicates.ts';
import { day, id, instant, officer, status, uuid, version, words } from './common.ts';
import { call } from './errors.ts';
import { count } from './journal.ts';

export const duplicateKind = z.enum(DUPLICATE_KINDS);
export const duplicateState = z.enum(DUPLICATE_STATES);
export const duplicateView = z.enum(['open', 'judged', 'removed']);

const finding = z.object({
  verdict: z.enum(DUPLICATE_VERDICTS),
  by: officer,
  at: instant,
  note: z.string().nullable(),
});

export const duplicatePair = z.object({
  id,
  version,
  kind: duplicateKind,
  /** How near the names and the dates of birth are; null for the other kinds. */
  near: z.object({ names: z.enum(NEAR_NAMES), date: z.enum(NEAR_DATES) }).nullable(),
  state: duplicateState,
  foundAt: instant,
  /** The latest. */
  finding: finding.nullable(),
  /** The one of the officer's districts that was asked about; of two of them the older. */
  mine: z.object({
    id,
    version,
    number: z.string(),
    status,
    submittedAt: instant,
    district: words,
    child: z.object({ surname: z.string(), givenName: z.string(), iin: z.string(), birthDate: day }),
  }),
  /** Of one beyond the scope only this is told: it names nobody. */
  other: z.object({
    id,
    number: z.string(),
    status,
    submittedAt: instant,
    district: words,
    readable: z.boolean(),
  }),
  scanIds: z.object({ mine: id, other: id.nullable() }).nullable(),
  /** Those of the two that this officer may remove for the other, with what stands against it today and the reasons it takes. */
  removable: z.array(
    z.object({
      applicationId: id,
      version,
      number: z.string(),
      otherId: id,
      otherNumber: z.string(),
      use: z.enum(['duplicate', 'duplicate_earlier']),
      obstacles: z.array(z.object({ code: z.string() })),
    }),
  ),
  /** Which of the two is off the queue for the other, by which decision; `version` where this officer may put it back. */
  removed: z
    .object({
      applicationId: id,
      number: z.string(),
      version: version.nullable(),
      at: instant,
      decisionNumber: z.string(),
    })
    .nullable(),
});

export const duplicatesContract = {
  /** A page of the register, the newest pair first; `after`: `next` of the page before. */
  page: call
    .input(
      z.strictObject({
        view: duplicateView,
        search: z.string().max(200),
        after: id.nullable(),
        limit: z.int().min(1).max(200),
      }),
    )
    .output(
      z.object({
        rows: z.array(duplicatePair),
        next: id.nullable(),
        counts: z.object({ open: count, judged: count, removed: count }),
      }),
    ),
  /** Open pairs of the scope, for the rail. */
  rail: call.output(z.object({ open: count })),
  /** One pair with everything that was ever found of it, the latest first. */
  card: call
    .input(z.strictObject({ pairId: id }))
    .output(z.object({ pair: duplicatePair, findings: z.array(finding) })),
  /** Says what an officer found, or asks again (`reopened`, with a note). CHANGED: somebody was quicker. */
  judge: call
    .input(
      z.strictObject({
        pairId: id,
        expectedVersion: version,
        verdict: z.enum(FINDINGS),
        note: z.string().max(1000).nullable(),
        idempotencyKey: uuid,
      }),
    )
    .output(duplicatePair),
};

export type DuplicatePair = z.infer<typeof duplicatePair>;
export type DuplicateView = z.infer<typeof duplicateView>;
export type DuplicateFinding = z.infer<typeof finding>;
