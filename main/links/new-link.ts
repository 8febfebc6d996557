/** Linking a parent: who, as what, on what evidence; what stands against it; what it writes. */
import {
  type CertificateRow,
  type CheckRow,
  certificatesOf,
  checkById,
  familyRule,
  insertLink,
  type LinkRow,
  linkPerson,
  linksOfChild,
  personToLink,
  type RoleHolder,
  roleHolder,
} from '../../db/queries/links.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { almatyIso } from '../../domain/calendar.ts';
import { isCivilDate } from '../../domain/civil-date.ts';
import { type LinkPart, onlyPart } from '../../domain/family-decision.ts';
import { isIin } from '../../domain/iin.ts';
import type { LinkRole } from '../../domain/kinship.ts';
import { type FamilyRule, isFresh, newLinkObstacles, yearsOlder } from '../../domain/link-rules.ts';
import { addressName, fullName, searchKeys } from '../../domain/names.ts';
import type { LinkDetails } from '../../preload/contract/decisions.ts';
import { refused } from '../errors.ts';
import {
  type Check,
  type FamilyBuilt,
  type FamilyCommit,
  type FamilyFacts,
  type FamilyGround,
  type FamilyWorld,
  hindered,
} from '../family/module.ts';
import { linkFacts } from './part.ts';

/** Who is linked: as the desk knows the person, else the registry, else as the clerk read it in a paper. */
export interface LinkedPerson {
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
}

type Evidence = NonNullable<LinkDetails['evidence']>;

/** What is asked for, and everything read for it. */
interface Case {
  readonly world: FamilyWorld;
  readonly ground: FamilyGround;
  readonly person: LinkedPerson;
  readonly role: LinkRole;
  readonly evidence: Evidence;
  readonly court: NonNullable<LinkDetails['court']> | null;
  readonly links: readonly LinkRow[];
  readonly check: CheckRow | null;
  readonly certificate: CertificateRow | null;
  readonly holder: RoleHolder | null;
  readonly rule: FamilyRule;
}

/** Reads what a new link rests on. Throws REFUSED RULES_MISSING where the district has no rule. */
export async function readNewLink(
  tx: Reader,
  world: FamilyWorld,
  ground: FamilyGround,
): Promise<FamilyFacts> {
  const { application } = ground;
  const { personIin, role, evidence, checkId, scanId, court, person } = world.intent.details.link ?? {};
  if (personIin === undefined || role === undefined || evidence === undefined || !isIin(personIin)) {
    return nothing('LINK_IIN');
  }
  const rule = await familyRule(tx, application.district_id);
  if (rule === undefined) throw refused({ code: 'RULES_MISSING' });
  const links = await linksOfChild(tx, application.child_id);
  const check = await checkFor(tx, ground, personIin, checkId);
  const certificates = scanId === undefined ? [] : await certificatesOf(tx, application.child_id);
  const whole: Omit<Case, 'person'> = {
    world,
    ground,
    role,
    evidence,
    court: court ?? null,
    links,
    check,
    certificate: certificates.find((one) => one.id === scanId) ?? null,
    holder: (await roleHolder(tx, application.id, role, personIin)) ?? null,
    rule,
  };
  const known = await personToLink(tx, application.id, personIin);
  const linked = personOf(personIin, known, check, person);
  if (linked === null) return nothing('LINK_PERSON_UNKNOWN');
  const found = { ...whole, person: linked };
  return { facts: factsOf(found), build: () => build(found) };
}

function nothing(code: string): FamilyFacts {
  return { facts: null, build: () => hindered([{ code }]) };
}

/** The stored answer, if it is of this application, child and person. */
async function checkFor(
  tx: Reader,
  { application }: FamilyGround,
  personIin: string,
  checkId: string | undefined,
): Promise<CheckRow | null> {
  const check = checkId === undefined ? undefined : await checkById(tx, checkId);
  const isOfThis =
    check?.application_id === application.id &&
    check.parent_iin === personIin &&
    check.child_iin === application.child_iin;
  return check !== undefined && isOfThis ? check : null;
}

function personOf(
  iin: string,
  known: Awaited<ReturnType<typeof personToLink>>,
  check: CheckRow | null,
  typed: LinkDetails['person'],
): LinkedPerson | null {
  const row = known ?? check;
  if (
    row !== null &&
    row.surname !== null &&
    row.given_name !== null &&
    row.birth_date !== null &&
    row.sex !== null
  ) {
    return {
      iin,
      surname: row.surname,
      givenName: row.given_name,
      patronymic: row.patronymic,
      birthDate: row.birth_date,
      sex: row.sex,
    };
  }
  if (typed === undefined || !isCivilDate(typed.birthDate)) return null;
  const patronymic = typed.patronymic?.trim() ?? '';
  return { iin, ...typed, patronymic: patronymic === '' ? null : patronymic };
}

function factsOf({ person, check, certificate, ...found }: Case) {
  return {
    person: {
      iin: person.iin,
      surname: person.surname,
      givenName: person.givenName,
      patronymic: person.patronymic,
      birthDate: person.birthDate,
    },
    role: found.role,
    evidence: found.evidence,
    registry:
      check === null
        ? null
        : { answer: check.answer, role: check.role, source: check.source, at: almatyIso(check.checked_at) },
    certificate: certificate === null ? null : { sha256: certificate.sha256, verdict: certificate.verdict },
    links: linkFacts(found.links),
    roleHeldSince: found.holder === null ? null : almatyIso(found.holder.linked_at),
    rule: { ...found.rule },
  };
}

function build(found: Case): FamilyBuilt {
  const { world, ground, person, role } = found;
  const { application } = ground;
  const { rule } = found;
  const check =
    found.check === null
      ? null
      : { answer: found.check.answer, role: found.check.role, at: found.check.checked_at };
  const codes = newLinkObstacles({
    child: { iin: application.child_iin, birthDate: application.child_birth_date },
    person: { iin: person.iin, birthDate: person.birthDate },
    applicantIin: application.applicant_iin,
    role,
    evidence: found.evidence,
    check,
    certificate: verdictOf(found.certificate),
    court: found.court,
    links: found.links.filter((link) => link.state !== 'ended'),
    roleTaken: role !== 'guardian' && found.holder !== null,
    guardianByWord:
      application.applicant_relation === 'guardian' && !hasCourt(found, application.applicant_iin),
    rule,
    now: world.now,
    on: world.on,
  });
  const years = yearsOlder(person.birthDate, application.child_birth_date);
  const checks: readonly Check[] = [
    {
      code: 'kinship',
      ok: !codes.some((code) => code.startsWith('LINK_KINSHIP') || code.startsWith('LINK_CERTIFICATE')),
      evidence: {
        answer: check?.answer ?? null,
        at: check?.at ?? null,
        evidence: found.evidence,
        fresh: check !== null && isFresh(check, rule, world.now),
      },
    },
    {
      code: 'role_free',
      ok: !codes.includes('LINK_ROLE_TAKEN') && !codes.includes('LINK_GUARDIAN_BESIDE'),
      evidence: { since: found.holder?.linked_at ?? null },
    },
    {
      code: 'age_gap',
      ok: !codes.includes('LINK_AGE'),
      evidence: { years, least: role === 'guardian' ? rule.guardianYears : rule.parentYearsOlder },
    },
    ...(found.court === null
      ? []
      : [
          {
            code: 'court' as const,
            ok: !codes.includes('LINK_COURT_DATES'),
            evidence: { until: found.court.validUntil },
          },
        ]),
  ];
  const name = { surname: person.surname, givenName: person.givenName, patronymic: person.patronymic };
  const shown = {
    checks,
    part: onlyPart('link', partOf(found)),
    subject: { iin: person.iin, fullName: fullName(name), addressed: addressName(name) },
  };
  if (codes.length > 0)
    return hindered(
      codes.map((code) => ({ code })),
      shown,
    );
  return {
    obstacles: [],
    ...shown,
    detail: { role, evidence: found.evidence },
    apply: (at) => apply(found, at),
  };
}

function verdictOf(certificate: CertificateRow | null): 'valid' | 'invalid' | 'unread' | null {
  if (certificate === null) return null;
  return certificate.verdict === 'valid' || certificate.verdict === 'invalid'
    ? certificate.verdict
    : 'unread';
}

function hasCourt({ links }: Case, iin: string): boolean {
  return links.some((link) => link.iin === iin && link.state === 'live' && link.court_number !== null);
}

function partOf({ world, person, role, evidence, check, certificate, court }: Case): LinkPart {
  return {
    person: { iin: person.iin, fullName: fullName(person) },
    role,
    state: 'live',
    evidence: {
      kind: evidence,
      registryAnswer: check?.answer ?? null,
      checkedAt: check === null ? null : almatyIso(check.checked_at),
      scanSha256: evidence === 'birth_certificate' ? (certificate?.sha256 ?? null) : null,
    },
    courtDocument: court,
    validFrom: world.on,
    validTo: null,
    replaced: null,
  };
}

async function apply(found: Case, { tx, now }: FamilyCommit): Promise<void> {
  const { application } = found.ground;
  const { person, evidence } = found;
  const personId = await linkPerson(tx, application.id, person);
  await insertLink(tx, {
    childId: application.child_id,
    personId,
    role: found.role,
    evidence,
    checkId: found.check?.id ?? null,
    scanId: evidence === 'birth_certificate' ? (found.certificate?.id ?? null) : null,
    court: found.court,
    applicationId: application.id,
    applicationVersion: application.version,
    on: found.world.on,
    at: now,
    searchName: searchKeys(fullName(person)),
  });
}
