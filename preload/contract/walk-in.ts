/** A family at the counter: the draft in five steps, its scans, the papers, the parent's own key, and what would be signed. */
import { z } from 'zod';
import { REGISTRY_ANSWERS } from '../../domain/kinship.ts';
import { CONSENT_KINDS, NOTIFICATION_TYPES, PACKAGE_FAULTS } from '../../domain/package.ts';
import { CONSENT_PROOFS } from '../../domain/registration-decision.ts';
import { blob, day, groupLanguage, id, instant, queueKind, relation, status, uuid, words } from './common.ts';
import { preparedDecision } from './decisions.ts';
import { call } from './errors.ts';

const text = (most: number) => z.string().max(most);
const sex = z.enum(['male', 'female']);
const about = z.enum(['child', 'applicant', 'second_parent']);

const typedPerson = z.object({
  iin: text(20),
  surname: text(80),
  givenName: text(80),
  patronymic: text(80),
  birthDate: day.nullable(),
  sex: sex.nullable(),
});

/** What was typed, however little: `WalkInForm` of domain/walk-in.ts. */
export const walkInForm = z.object({
  applicant: typedPerson.extend({ relation: relation.nullable() }),
  phone: text(40),
  phoneProved: z.boolean(),
  email: text(260),
  child: typedPerson,
  birthAct: text(60),
  permanentAddress: text(400),
  temporaryAddress: text(400),
  queueKind: queueKind.nullable(),
  correctionKind: text(300),
  benefitCategory: text(60).nullable(),
  kindergartens: z.array(text(12)).max(8),
  language: groupLanguage.nullable(),
  desiredFrom: day.nullable(),
  notificationType: z.enum(NOTIFICATION_TYPES).nullable(),
  notificationLanguage: groupLanguage.nullable(),
  consents: z.array(z.enum(CONSENT_KINDS)).max(4),
});

export const walkInScan = z.object({
  id,
  kind: z.string(),
  about,
  fileName: z.string(),
  sha256: z.string(),
  mediaType: z.string(),
  /** Null: a PDF that does not tell. */
  pages: z.int().nullable(),
  byteSize: z.int(),
});

export const walkInDraft = z.object({
  ref: uuid,
  form: walkInForm,
  scans: z.array(walkInScan),
  /** Null: nothing was kept yet. */
  savedAt: instant.nullable(),
  /** The parent's signature on exactly what the draft says now; null: none, or something has changed since. */
  signedBy: z.object({ fullName: z.string(), iin: z.string(), at: instant }).nullable(),
});

const registryPerson = z.object({
  surname: z.string(),
  givenName: z.string(),
  patronymic: z.string().nullable(),
  birthDate: day,
  sex,
});

/** What the registry and the desk's own records say of a person. Unreachable: not confirmed. */
export const walkInPerson = z.object({
  iin: z.string(),
  answer: z.enum(REGISTRY_ANSWERS),
  source: z.enum(['local', 'gateway']),
  person: registryPerson.nullable(),
  /** As this desk already knows the person: that is what a registration says. */
  known: registryPerson.nullable(),
});

export const walkInCheck = z.object({
  /** Everything that stands against taking the application, with the field it is about. */
  faults: z.array(z.object({ code: z.enum(PACKAGE_FAULTS), place: z.string() })),
  /** Where the child waits or sits already; of another district only where and since when. */
  elsewhere: z.array(
    z.object({
      applicationId: id.nullable(),
      number: z.string().nullable(),
      status: status.nullable(),
      district: words,
      submittedAt: instant,
    }),
  ),
  /** Persons whom this desk knows otherwise than was typed: the registration takes what is known. */
  recorded: z.array(z.object({ who: z.enum(['applicant', 'child']), person: registryPerson })),
});

const paper = z.object({ fileName: z.string(), content: blob });

export const walkInContract = {
  /** The clerk's draft; an empty one where nothing was kept. */
  draft: call.output(walkInDraft),
  saveDraft: call.input(z.object({ form: walkInForm })).output(z.object({ savedAt: instant })),
  /** Throws the draft and its scans away. */
  discard: call.output(walkInDraft),
  /**
   * One part of a scan, at most PACKAGE_LIMITS.partBytes; the answer to the last one is the draft's scans (before that null). FILE where it is no scan:
   * SCAN_SIZE, SCAN_TYPE, SCAN_TWICE, SCAN_COUNT.
   */
  addScan: call
    .input(
      z.object({
        upload: uuid,
        part: z.int().nonnegative(),
        parts: z.int().min(1).max(3),
        content: blob,
        name: z.string().min(1).max(1000),
        kind: z.string().max(60),
        about,
      }),
    )
    .output(z.array(walkInScan).nullable()),
  describeScan: call.input(z.object({ id, kind: z.string().max(60), about })).output(z.array(walkInScan)),
  removeScan: call.input(z.object({ id })).output(z.array(walkInScan)),
  /** Asks the registry who a person is; outside of any transaction, told to the history. */
  lookUp: call.input(z.object({ iin: z.string().regex(/^[0-9]{12}$/) })).output(walkInPerson),
  /** Whether the registry knows the applicant as the child's parent. */
  kinship: call
    .input(
      z.object({ parentIin: z.string().regex(/^[0-9]{12}$/), childIin: z.string().regex(/^[0-9]{12}$/) }),
    )
    .output(z.object({ answer: z.enum(REGISTRY_ANSWERS), role: relation.nullable() })),
  /** Judges the form as it stands by the rules of every package. Writes nothing. */
  check: call.input(z.object({ form: walkInForm })).output(walkInCheck),
  /** The application with its consent in Kazakh and Russian, to be signed on paper. REFUSED with what it lacks. */
  formPdf: call.input(z.object({ form: walkInForm })).output(paper),
  /**
   * The parent signs the application with a key file of its own: its bytes go to a signer process of their own, which ends as soon as it has
   * signed. KEY where the key will not do: KEY_NOT_APPLICANT when it is not the applicant's.
   */
  signByParent: call
    .input(z.object({ form: walkInForm, content: blob, password: z.string().max(256) }))
    .output(walkInDraft),
  /** What the clerk would sign (`decisions.sign`). REFUSED with what stands against it. */
  prepare: call
    .input(z.object({ form: walkInForm, consent: z.enum(CONSENT_PROOFS) }))
    .output(preparedDecision),
};

export type WalkInDraftView = z.infer<typeof walkInDraft>;
export type WalkInScanView = z.infer<typeof walkInScan>;
export type WalkInPersonView = z.infer<typeof walkInPerson>;
export type WalkInCheckView = z.infer<typeof walkInCheck>;
