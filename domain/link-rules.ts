/** What stands against an act on a parent's link. Limits come from the dated family rule; the database judges the same. */
import { addMonths, type CivilDate, partsOf } from './civil-date.ts';
import type { LinkEvidence, LinkRole, LinkState, RegistryAnswer } from './kinship.ts';

/** Dated limits (table `family_rule`). */
export type FamilyRule = {
  /** A mother or father is older than the child by at least so many years. */
  readonly parentYearsOlder: number;
  /** A guardian is at least so old on the day. */
  readonly guardianYears: number;
  /** For how many days an answer of the registry may be relied on. */
  readonly registryAnswerDays: number;
};

export type LinkObstacle =
  | 'LINK_SELF'
  | 'LINK_AGE'
  | 'LINK_ALREADY'
  | 'LINK_APPLICANT'
  | 'LINK_ROLE_TAKEN'
  | 'LINK_GUARDIAN_BESIDE'
  | 'LINK_KINSHIP_NOT_ASKED'
  | 'LINK_KINSHIP_OLD'
  | 'LINK_KINSHIP_DIFFERS'
  | 'LINK_KINSHIP_OTHER_ROLE'
  | 'LINK_KINSHIP_SILENT'
  | 'LINK_REGISTRY_CONFIRMS'
  | 'LINK_CERTIFICATE_NEEDED'
  | 'LINK_CERTIFICATE_NOT_VALID'
  | 'LINK_COURT_NEEDED'
  | 'LINK_COURT_DATES';

/** A stored answer of the registry about this very person and child. */
export type KinshipCheck = {
  readonly answer: RegistryAnswer;
  readonly role: LinkRole | null;
  readonly at: Date;
};

/** Everything a new link is judged by. */
export type NewLinkCase = {
  readonly child: { readonly iin: string; readonly birthDate: CivilDate };
  readonly person: { readonly iin: string; readonly birthDate: CivilDate };
  readonly applicantIin: string;
  readonly role: LinkRole;
  readonly evidence: Exclude<LinkEvidence, 'application'>;
  readonly check: KinshipCheck | null;
  /** Verdict on the chosen scan of the birth certificate; null: none is chosen, 'unread': nobody judged it. */
  readonly certificate: 'valid' | 'invalid' | 'unread' | null;
  readonly court: { readonly on: CivilDate; readonly validUntil: CivilDate | null } | null;
  /** Links of the child that did not end. */
  readonly links: readonly { readonly iin: string; readonly role: LinkRole; readonly state: LinkState }[];
  /** Whether somebody else holds the role, by a link or as an applicant, wherever. */
  readonly roleTaken: boolean;
  /** Whether a guardian without a court's document is an applicant for the child. */
  readonly guardianByWord: boolean;
  readonly rule: FamilyRule;
  readonly now: Date;
  /** The Almaty day. */
  readonly on: CivilDate;
};

/** What stands against linking, worst first; empty when it may be signed. */
export function newLinkObstacles(link: NewLinkCase): readonly LinkObstacle[] {
  if (link.person.iin === link.child.iin) return ['LINK_SELF'];
  return [
    ...standing(link),
    ...(isOldEnough(link) ? [] : (['LINK_AGE'] as const)),
    ...evidenceObstacles(link),
    ...courtObstacles(link),
  ];
}

function standing({ links, person, role, ...link }: NewLinkCase): readonly LinkObstacle[] {
  if (person.iin === link.applicantIin) return ['LINK_APPLICANT'];
  if (links.some((one) => one.iin === person.iin)) return ['LINK_ALREADY'];
  if (role === 'guardian') return [];
  const other = role === 'mother' ? 'father' : 'mother';
  return [
    ...(link.roleTaken ? (['LINK_ROLE_TAKEN'] as const) : []),
    ...(link.guardianByWord && links.some((one) => one.role === other)
      ? (['LINK_GUARDIAN_BESIDE'] as const)
      : []),
  ];
}

function isOldEnough({ child, person, role, rule, on }: NewLinkCase): boolean {
  return role === 'guardian'
    ? addMonths(person.birthDate, rule.guardianYears * 12) <= on
    : addMonths(person.birthDate, rule.parentYearsOlder * 12) <= child.birthDate;
}

/** Whole years between two birth dates, for telling how much too young somebody is. */
export function yearsOlder(parent: CivilDate, child: CivilDate): number {
  const [p, c] = [partsOf(parent), partsOf(child)];
  return c.year - p.year - (c.month < p.month || (c.month === p.month && c.day < p.day) ? 1 : 0);
}

/** Whether an answer may still be relied on. */
export function isFresh(check: KinshipCheck, rule: FamilyRule, now: Date): boolean {
  return now.getTime() - check.at.getTime() < rule.registryAnswerDays * 86_400_000;
}

function evidenceObstacles({
  evidence,
  check,
  role,
  rule,
  now,
  certificate,
}: NewLinkCase): readonly LinkObstacle[] {
  if (evidence === 'court_document') return [];
  if (check === null) return ['LINK_KINSHIP_NOT_ASKED'];
  if (!isFresh(check, rule, now)) return ['LINK_KINSHIP_OLD'];
  if (check.answer === 'differs') return ['LINK_KINSHIP_DIFFERS'];
  if (evidence === 'registry') {
    if (check.answer !== 'confirmed') return ['LINK_KINSHIP_SILENT'];
    return check.role === role ? [] : ['LINK_KINSHIP_OTHER_ROLE'];
  }
  // The registry speaks: its word is the evidence, and a paper is not asked for.
  if (check.answer === 'confirmed') return ['LINK_REGISTRY_CONFIRMS'];
  if (certificate === null) return ['LINK_CERTIFICATE_NEEDED'];
  return certificate === 'valid' ? [] : ['LINK_CERTIFICATE_NOT_VALID'];
}

function courtObstacles({ role, evidence, court, on }: NewLinkCase): readonly LinkObstacle[] {
  if (court === null) {
    return role === 'guardian' || evidence === 'court_document' ? ['LINK_COURT_NEEDED'] : [];
  }
  const inForce = court.on <= on && (court.validUntil === null || court.validUntil >= on);
  const inOrder = court.validUntil === null || court.validUntil >= court.on;
  return inForce && inOrder ? [] : ['LINK_COURT_DATES'];
}

/** Acts on a link that stands: from which states each may be signed. */
const FROM: Readonly<
  Record<'unlink' | 'dispute' | 'resolve_dispute' | 'replace_applicant', readonly LinkState[]>
> = {
  unlink: ['live', 'disputed'],
  dispute: ['live'],
  resolve_dispute: ['disputed'],
  replace_applicant: ['live'],
};

/** Whether an act may be signed on a link in this state. */
export function mayStep(act: keyof typeof FROM, state: LinkState): boolean {
  return FROM[act].includes(state);
}
