/** The yearly confirmation of interest: who is due, who confirmed and how, who left the queue without it. */
import { z } from 'zod';
import { day, id, instant, status, uuid, version } from './common.ts';
import { call } from './errors.ts';
import { count } from './journal.ts';

export const interestList = z.enum(['due', 'overdue', 'confirmed', 'removed']);
export const interestConfirmedBy = z.enum(['portal', 'counter', 'phone']);

export const interestRow = z.object({
  applicationId: id,
  number: z.string(),
  version,
  status,
  child: z.object({ surname: z.string(), givenName: z.string(), iin: z.string() }),
  applicant: z.string(),
  phone: z.string(),
  queuedOn: day,
  dueOn: day,
  /** Calendar days to the due day; negative once it has passed. */
  daysLeft: z.int(),
  /** The day on which the job takes the application out of the queue. */
  lostOn: day,
  remindedAt: instant.nullable(),
  confirmed: z
    .object({
      at: instant,
      how: interestConfirmedBy,
      note: z.string().nullable(),
      /** An officer's short name; null: it came by a portal. */
      by: z.string().nullable(),
    })
    .nullable(),
  removedAt: instant.nullable(),
  /** The last day to put it back at its date. */
  restoreUntil: day.nullable(),
  /** Whether this officer may confirm, and put back, now. */
  confirmable: z.boolean(),
  restorable: z.boolean(),
});

export const interestContract = {
  page: call
    .input(
      z.object({
        list: interestList,
        search: z.string().max(200),
        after: z.string().nullable(),
        limit: z.int().min(1).max(200),
      }),
    )
    .output(z.object({ rows: z.array(interestRow), next: z.string().nullable(), matching: count })),
  counts: call.output(z.object({ due: count, overdue: count, confirmed: count, removed: count })),
  /** The family said it still wants a place. By telephone the note says who called. Errors: CHANGED, REFUSED (INTEREST_*). */
  confirm: call
    .input(
      z.object({
        applicationId: id,
        expectedVersion: version,
        how: z.enum(['counter', 'phone']),
        note: z.string().max(1000).nullable(),
        idempotencyKey: uuid,
      }),
    )
    .output(z.object({ version, dueOn: day })),
};

export type InterestList = z.infer<typeof interestList>;
export type InterestRow = z.infer<typeof interestRow>;
