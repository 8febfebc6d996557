/** The head's desk: referrals coming to one kindergarten, documents, admission, its groups and children. */
import { z } from 'zod';
import {
  day,
  deadline,
  groupLanguage,
  id,
  instant,
  person,
  relation,
  uuid,
  version,
  words,
} from './common.ts';
import { call } from './errors.ts';
import { benefitState, referralState } from './referrals.ts';

export const incomingRow = z.object({
  referralId: id,
  number: z.string(),
  applicationId: id,
  applicationVersion: version,
  child: z.object({ surname: z.string(), givenName: z.string(), iin: z.string(), age: z.int() }),
  language: groupLanguage,
  priorityClass: z.enum(['out_of_turn', 'priority', 'ordinary']),
  groupId: z.int(),
  groupName: z.string(),
  state: referralState,
  deadline,
  /** Extended: the first term ran out, this day is the new end. */
  extendedUntil: day.nullable(),
  documentsReceived: z.int(),
  documentsRequired: z.int(),
  issuedAt: instant,
});

export const incomingCard = z.object({
  row: incomingRow,
  child: person,
  applicant: person.extend({ relation }),
  phone: z.string(),
  permanentAddress: z.string(),
  benefitState,
  validUntil: instant,
  documents: z.array(
    z.object({
      kind: z.string(),
      name: words,
      required: z.boolean(),
      receivedOn: day.nullable(),
      /** Shown beside the document: 'valid_until' with a day, or nothing. */
      validUntil: day.nullable(),
    }),
  ),
  /** Groups of this kindergarten the child may be admitted to: same cohort, language, kind; its own seat first. */
  groups: z.array(z.object({ id: z.int(), name: z.string(), free: z.int(), own: z.boolean() })),
  permitted: z.array(z.string()),
});

export const enrolledChild = z.object({
  enrolmentId: id,
  applicationId: id,
  applicationVersion: version,
  child: z.object({ surname: z.string(), givenName: z.string(), iin: z.string(), birthDate: day }),
  applicantName: z.string(),
  phone: z.string(),
  groupId: z.int(),
  groupName: z.string(),
  contractNumber: z.string(),
  contractOn: day,
  enrolledOn: day,
  endedOn: day.nullable(),
  endReason: words.nullable(),
});

export const admissionsContract = {
  incoming: call
    .input(z.object({ search: z.string().max(200).nullable(), ended: z.boolean() }))
    .output(z.array(incomingRow)),
  card: call.input(z.object({ referralId: id })).output(incomingCard),
  /** Marks a document as received or, `receivedOn` null, takes the mark back. Not signed: admission is. */
  receiveDocument: call
    .input(
      z.object({
        referralId: id,
        expectedVersion: version,
        kind: z.string(),
        receivedOn: day.nullable(),
        idempotencyKey: uuid,
      }),
    )
    .output(incomingCard),
  children: call
    .input(
      z.object({
        groupId: z.int().nullable(),
        search: z.string().max(200).nullable(),
        ended: z.boolean(),
        after: z.string().nullable(),
        limit: z.int().min(1).max(200),
      }),
    )
    .output(z.object({ rows: z.array(enrolledChild), next: z.string().nullable(), total: z.int() })),
  rail: call.output(
    z.object({ incoming: z.int(), dueToday: z.int(), children: z.int(), freed: z.int(), requests: z.int() }),
  ),
};

export type IncomingRow = z.infer<typeof incomingRow>;
export type IncomingCard = z.infer<typeof incomingCard>;
export type EnrolledChild = z.infer<typeof enrolledChild>;
