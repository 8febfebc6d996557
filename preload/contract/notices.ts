/** Notices to families: the register, how each was sent, letters to print, the words of an office. */
import { z } from 'zod';
import { ATTEMPT_OUTCOMES, NOTICE_STATES } from '../../domain/delivery.ts';
import { NOTICE_CHANNELS, NOTICE_LANGUAGES, NOTICE_TEXT_CODES } from '../../domain/notice-template.ts';
import { blob, day, id, instant, uuid } from './common.ts';
import { call } from './errors.ts';
import { count } from './journal.ts';

export const noticeState = z.enum(NOTICE_STATES);
export const noticeChannel = z.enum(NOTICE_CHANNELS);
export const noticeTextCode = z.enum(NOTICE_TEXT_CODES as [string, ...string[]]);

export const noticeRow = z.object({
  id,
  applicationId: id,
  applicationNumber: z.string(),
  child: z.object({ surname: z.string(), givenName: z.string() }),
  /** Of the table notice_kind; its words are `notices:kind.<kind>`. */
  kind: z.string(),
  channel: noticeChannel,
  language: z.enum(['kk', 'ru']),
  /** Masked: enough to know one's own by. */
  to: z.string(),
  state: noticeState,
  queuedAt: instant,
  /** When it is sent next, or the running attempt's lease ends; null when it is sent or dead. */
  nextAt: instant.nullable(),
  endedAt: instant.nullable(),
  attempts: z.int(),
  /** Code of what the last attempt failed with. */
  error: z.string().nullable(),
  decisionNumber: z.string().nullable(),
  /** Why it waits, where it is not for its turn: its channel is not set up, the hours are quiet, a clerk must print it. */
  held: z.enum(['no_channel', 'quiet', 'print']).nullable(),
});

export const noticeAttempt = z.object({
  attempt: z.int(),
  round: z.int(),
  channel: noticeChannel,
  at: instant,
  endedAt: instant.nullable(),
  /** Null while it runs. */
  outcome: z.enum(ATTEMPT_OUTCOMES).nullable(),
  providerId: z.string().nullable(),
  error: z.string().nullable(),
  /** Who printed it; null for the desk. */
  by: z.string().nullable(),
});

/** A notice with what it said and every attempt, first to last. */
export const noticeDetail = noticeRow.extend({ body: z.string(), deliveries: z.array(noticeAttempt) });

/** Absent or empty: any. */
export const noticeFilter = z.strictObject({
  states: z.array(noticeState).max(4).optional(),
  channels: z.array(noticeChannel).max(4).optional(),
  kinds: z
    .array(z.string().regex(/^[a-z_]{1,40}$/))
    .max(60)
    .optional(),
  search: z.string().max(200).optional(),
});

export const templateVersion = z.object({
  id: z.int(),
  code: z.string(),
  language: z.enum(NOTICE_LANGUAGES),
  channel: noticeChannel.nullable(),
  body: z.string(),
  validFrom: day,
  madeAt: instant,
  /** The officer's name; null for the shipped. */
  madeBy: z.string().nullable(),
});

export const noticesContract = {
  /** A page of the register, newest first; `after`: `next` of the page before. */
  page: call
    .input(z.strictObject({ filter: noticeFilter, after: id.nullable(), limit: z.int().min(1).max(200) }))
    .output(z.object({ rows: z.array(noticeRow), next: id.nullable(), matching: count })),
  /** One notice with its text and attempts. Opening it is written to the history. */
  card: call.input(z.strictObject({ id })).output(noticeDetail),
  /** Notices of one application with their attempts, newest first. */
  ofApplication: call.input(z.strictObject({ applicationId: id })).output(z.array(noticeDetail)),
  /**
   * Sends a dead notice again, to where the family is told today. `seenAttempts`: as the screen showed it; CHANGED where somebody
   * was quicker.
   */
  resend: call
    .input(z.strictObject({ id, seenAttempts: z.int().min(0), idempotencyKey: uuid }))
    .output(noticeDetail),
  /** One PDF of these letters; those that wait are printed with it, once. Others come out again. */
  printLetters: call
    .input(z.strictObject({ ids: z.array(id).min(1).max(200), idempotencyKey: uuid }))
    .output(z.object({ fileName: z.string(), content: blob, first: z.int() })),
  /** Every wording of every text. */
  templates: call.output(z.object({ versions: z.array(templateVersion), today: day })),
  /** Words a text anew from a day on. REFUSED with the faults of domain/template.ts. */
  saveTemplate: call
    .input(
      z.strictObject({
        code: noticeTextCode,
        language: z.enum(NOTICE_LANGUAGES),
        channel: noticeChannel.nullable(),
        body: z.string().max(2000),
        validFrom: day,
        idempotencyKey: uuid,
      }),
    )
    .output(z.object({ id: z.int() })),
};

export type NoticeRow = z.infer<typeof noticeRow>;
export type NoticeDetail = z.infer<typeof noticeDetail>;
export type NoticeAttempt = z.infer<typeof noticeAttempt>;
export type NoticeFilter = z.infer<typeof noticeFilter>;
export type TemplateVersion = z.infer<typeof templateVersion>;
