/** A child's parents: links, what the registry said, and what may be signed on them (decisions.prepare with `details.link`). */
import { z } from 'zod';
import {
  LINK_EVIDENCE,
  LINK_REQUEST_STATES,
  LINK_ROLES,
  LINK_STATES,
  REGISTRY_ANSWERS,
} from '../../domain/kinship.ts';
import { PHONE_PROOFS } from '../../domain/package.ts';
import { day, id, instant, officer, person, relation, status, version, words } from './common.ts';
import { call } from './errors.ts';

const iin = z.string().regex(/^[0-9]{12}$/);
const name = z.object({ surname: z.string(), givenName: z.string(), patronymic: z.string().nullable() });
export const linkRole = z.enum(LINK_ROLES);
export const linkState = z.enum(LINK_STATES);
export const linkRequestState = z.enum(LINK_REQUEST_STATES);
const scanVerdict = z.enum(['valid', 'invalid', 'later']).nullable();
export const registryAnswer = z.enum(REGISTRY_ANSWERS);

/** An application of the child, or of a parent, that this officer reads. */
export const familyApplication = z.object({
  id,
  number: z.string(),
  version,
  status,
  childName: z.string(),
  childIin: z.string(),
  districtName: words,
});

/** What the registry answered, when it was asked for an application. Not fresh: too old to be relied on. */
export const kinshipCheck = z.object({
  id,
  personIin: z.string(),
  /** As the registry or this desk knows the person; null: neither does. */
  person: name.extend({ birthDate: day, sex: z.enum(['male', 'female']) }).nullable(),
  answer: registryAnswer,
  role: linkRole.nullable(),
  source: z.enum(['local', 'gateway']),
  checkedAt: instant,
  fresh: z.boolean(),
});

export const linkStep = z.object({
  act: z.string(),
  state: linkState,
  at: instant,
  by: officer.nullable(),
  decisionId: id.nullable(),
  decisionNumber: z.string().nullable(),
});

export const parentLink = z.object({
  id,
  person: name.extend({ iin: z.string(), birthDate: day }),
  role: linkRole,
  state: linkState,
  evidence: z.enum(LINK_EVIDENCE),
  answer: registryAnswer.nullable(),
  checkedAt: instant.nullable(),
  scanId: id.nullable(),
  court: z
    .object({ number: z.string(), court: z.string(), on: day, validUntil: day.nullable(), over: z.boolean() })
    .nullable(),
  validFrom: day,
  validTo: day.nullable(),
  endReason: words.nullable(),
  linkedAt: instant,
  steps: z.array(linkStep),
  /** Applications this person is a parent of, as far as the officer reads them. */
  applications: z.array(familyApplication),
  /** Acts this officer may sign on the link now. */
  permitted: z.array(z.enum(['unlink', 'dispute', 'resolve_dispute', 'replace_applicant'])),
});

/** A request of a portal to be linked to a child, as it was asked. */
export const linkRequest = z.object({
  id,
  /** The application it was asked on, one of the child's: it is refused on that one. */
  applicationId: id,
  person: person,
  role: linkRole,
  phone: z.string(),
  /** How the portal proved the phone. */
  phoneVerifiedBy: z.enum(PHONE_PROOFS),
  email: z.string().nullable(),
  portal: words,
  /** By the asking person's own key, found good when it came. */
  signed: z.boolean(),
  askedAt: instant,
  state: linkRequestState,
  reason: words.nullable(),
  /** That linked or refused it; null of one refused before refusals were signed. */
  decisionNumber: z.string().nullable(),
  answeredAt: instant.nullable(),
  answeredBy: officer.nullable(),
  scans: z.array(
    z.object({ scanId: id, applicationId: id, kind: words, fileName: z.string(), verdict: scanVerdict }),
  ),
});

/** A request in the list of those that wait. */
export const linkRequestRow = z.object({
  id,
  applicationId: id,
  applicationNumber: z.string(),
  childName: z.string(),
  childIin: z.string(),
  personName: z.string(),
  personIin: z.string(),
  role: linkRole,
  portal: words,
  askedAt: instant,
});

export const familyCard = z.object({
  application: familyApplication,
  child: person,
  applicant: person.extend({ relation }),
  /** `linked`: by a link that lives; else merely named in the application. */
  secondParent: person.extend({ relation, linked: z.boolean() }).nullable(),
  links: z.array(parentLink),
  checks: z.array(kinshipCheck),
  /** Birth certificates among the scans of the child's applications. */
  certificates: z.array(
    z.object({
      scanId: id,
      applicationId: id,
      verdict: scanVerdict,
      pageCount: z.int().nullable(),
      /** It came with a request that waits: this officer may judge it now, though nobody reviews the application. */
      judged: z.boolean(),
    }),
  ),
  /** Other applications of the child that this officer reads. */
  others: z.array(familyApplication),
  /** What portals asked about this child, those that wait first. */
  requests: z.array(linkRequest),
  registryIs: z.enum(['local', 'gateway']),
  mayLink: z.boolean(),
});

/** One link in the list. */
export const linkRow = z.object({
  id,
  applicationId: id,
  applicationNumber: z.string(),
  childName: z.string(),
  childIin: z.string(),
  personName: z.string(),
  personIin: z.string(),
  role: linkRole,
  state: linkState,
  evidence: z.enum(LINK_EVIDENCE),
  changedAt: instant,
});

export const linksContract = {
  /** Applications of a child by IIN, live ones first. */
  find: call.input(z.object({ childIin: iin })).output(z.array(familyApplication)),
  /** A child's people, from one of its applications. Opening it is written to the history. */
  card: call.input(z.object({ applicationId: id })).output(familyCard),
  /** Links of the officer's districts, those changed last first. */
  page: call
    .input(
      z.object({
        states: z.array(linkState),
        after: z.string().max(40).nullable(),
        limit: z.int().min(1).max(200),
      }),
    )
    .output(z.object({ rows: z.array(linkRow), next: z.string().nullable(), total: z.int() })),
  /** Requests of portals that wait in the officer's departments, the oldest first. */
  requests: call
    .input(z.object({ after: id.nullable(), limit: z.int().min(1).max(200) }))
    .output(z.object({ rows: z.array(linkRequestRow), next: id.nullable(), total: z.int() })),
  /** Asks the registry who the person is and whether that is the child's parent; the answer is kept. */
  check: call.input(z.object({ applicationId: id, personIin: iin })).output(kinshipCheck),
};

export type FamilyApplication = z.infer<typeof familyApplication>;
export type KinshipCheck = z.infer<typeof kinshipCheck>;
export type ParentLink = z.infer<typeof parentLink>;
export type FamilyCard = z.infer<typeof familyCard>;
export type LinkRow = z.infer<typeof linkRow>;
export type LinkRequest = z.infer<typeof linkRequest>;
export type LinkRequestRow = z.infer<typeof linkRequestRow>;
export type LinkAct = ParentLink['permitted'][number];
