/** Schemas shared by the areas of the contract. Instants are `Date`, business dates are 'YYYY-MM-DD', ids are text. */
import { z } from 'zod';

export const instant = z.date();
export const day = z.iso.date();
export const id = z.string().regex(/^[0-9]{1,19}$/);
export const uuid = z.uuid();
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const version = z.int().positive();
/** A Blob: the transport carries no Uint8Array. */
export const blob = z.custom<Blob>((v) => v instanceof Blob);

export const locale = z.enum(['kk', 'ru', 'en']);
export const role = z.enum(['clerk', 'head', 'supervisor', 'admin']);

/** One thing named in the three languages. */
export const words = z.object({ kk: z.string(), ru: z.string(), en: z.string() });

export const queueKind = z.enum(['general', 'special']);
export const channel = z.enum(['indigo', 'akmola', 'astana', 'egov', 'con', 'walk_in']);
export const groupLanguage = z.enum(['kk', 'ru']);
export const priorityClass = z.enum(['out_of_turn', 'priority', 'ordinary']);
export const relation = z.enum(['mother', 'father', 'guardian']);
export const status = z.enum([
  'submitted',
  'registered',
  'in_review',
  'returned',
  'answered',
  'queued',
  'refused',
  'suspended',
  'stop_list',
  'inactive',
  'offered',
  'benefit_review',
  'referral_issued',
  'docs_submitted',
  'enrolled',
  'declined',
  'expired',
  'cancelled',
  'removed_no_interest',
  'archived',
]);

/** A person as the officer sees one. Full name is surname, given name, patronymic. */
export const person = z.object({
  iin: z.string(),
  surname: z.string(),
  givenName: z.string(),
  patronymic: z.string().nullable(),
  birthDate: day,
  sex: z.enum(['male', 'female']),
});

/** An officer, for avatars and "changed by". */
export const officer = z.object({
  iin: z.string(),
  surname: z.string(),
  givenName: z.string(),
  patronymic: z.string().nullable(),
});

export const light = z.enum(['green', 'amber', 'red', 'paused', 'done']);
/** The deadline light, judged by the back end's clock and the profile's calendar. `days`: working days left, negative when overdue. */
export const deadline = z.object({
  light,
  at: instant.nullable(),
  days: z.int().nullable(),
  doneOn: day.nullable(),
});

/** Who holds an application. */
export const claim = z.object({ by: officer, since: instant, until: instant, mine: z.boolean() });

/** One row's outcome in an act over several applications. */
export const rowResult = z.object({
  id,
  ok: z.boolean(),
  version: version.nullable(),
  /** An `ErrorCode` and its data when not ok. */
  error: z.object({ code: z.string(), data: z.unknown() }).nullable(),
});

export type Words = z.infer<typeof words>;
export type Person = z.infer<typeof person>;
export type Officer = z.infer<typeof officer>;
export type Deadline = z.infer<typeof deadline>;
export type Claim = z.infer<typeof claim>;
export type Status = z.infer<typeof status>;
export type Role = z.infer<typeof role>;
export type Locale = z.infer<typeof locale>;
export type RowResult = z.infer<typeof rowResult>;
