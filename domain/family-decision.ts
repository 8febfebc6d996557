/** The decision document of version 3: signed acts on a child's people, its parents, who asks to be one, companions (docs/decision-3.xsd). */
import { isCivilDate } from './civil-date.ts';
import { needsReason } from './data/reasons.ts';
import { OUTCOME_OF_ACT } from './decision-document.ts';
import {
  APPLICATION_NUMBER,
  branch,
  collectFaults,
  DECISION_NUMBER,
  type DecisionCommon,
  DecisionDocumentError,
  type DecisionFault,
  headNodes,
  IDENTIFIER,
  isDecidedAt,
  leaf,
  type Need,
  needCommon,
  SHA256,
  tailNodes,
  textFaults,
  write,
  type XmlNode,
} from './decision-xml.ts';
import { STANDING_STATUSES } from './duplicates.ts';
import type { LinkEvidence, LinkRole, LinkState, RegistryAnswer } from './kinship.ts';
import { PORTAL_ID } from './package-values.ts';
import {
  type ApplicationStatus,
  type CompanionAct,
  DUPLICATE_EVENTS,
  type DuplicateAct,
  FAMILY_EVENTS,
  type FamilyAct,
  LINK_EVENTS,
  LINK_REQUEST_EVENTS,
  type LinkAct,
  type LinkRequestAct,
  signersOf,
} from './status.ts';

/** Namespace of version 3; versions 1 and 2 stay what they are. */
export const FAMILY_DECISION_NAMESPACE = 'urn:kz:kezek:decision:3';
export type FamilyOutcome = (typeof OUTCOME_OF_ACT)[FamilyAct];

/** A person as a document names it. */
export type NamedPerson = { readonly iin: string; readonly fullName: string };

/** A parent's link as it stands after the act; with replace_applicant, the link of the parent who becomes the applicant. */
export type LinkPart = {
  readonly person: NamedPerson;
  readonly role: LinkRole;
  readonly state: LinkState;
  readonly evidence: {
    readonly kind: LinkEvidence;
    /** What the registry said, and when ('2026-04-16T12:07:42+05:00'); null: it was not asked. */
    readonly registryAnswer: RegistryAnswer | null;
    readonly checkedAt: string | null;
    /** SHA-256 of the birth certificate's scan; exactly with evidence of that kind. */
    readonly scanSha256: string | null;
  };
  /** Exactly with a guardian's link and with evidence of a court. `validUntil` null: without a term. */
  readonly courtDocument: {
    readonly number: string;
    readonly court: string;
    readonly on: string;
    readonly validUntil: string | null;
  } | null;
  readonly validFrom: string;
  /** Exactly where it ended. */
  readonly validTo: string | null;
  /** Who was the applicant before, and whether that person stays the child's parent; exactly with replace_applicant. */
  readonly replaced: (NamedPerson & { readonly relation: LinkRole; readonly stays: boolean }) | null;
};

/** How a companion's permit stands after an act. */
export type CompanionState = 'approved' | 'refused' | 'suspended';

/** A companion's permit for the child as it stands after the act. */
export type CompanionPart = {
  readonly person: NamedPerson;
  /** Code of the catalogue: 'grandmother'. */
  readonly relation: string;
  /** Where the child is. */
  readonly kindergarten: { readonly bin: string; readonly name: string };
  readonly state: CompanionState;
  readonly validFrom: string;
  /** Null: without a term. */
  readonly validTo: string | null;
};

/** The application that stays for the child; with reinstate_duplicate the one for which this one had been removed. */
export type DuplicatePart = {
  /** '2026-004817' */
  readonly keptApplication: string;
  readonly department: { readonly bin: string; readonly name: string };
  readonly keptStatus: ApplicationStatus;
  /** Almaty time; beside it that of the application the document is about: whose date is the earlier is seen in it. */
  readonly keptSubmittedAt: string;
  readonly submittedAt: string;
  /** `same_child`: one IIN; `judged`: an officer found two records to be one child. */
  readonly ground: 'same_child' | 'judged';
  /** Number of the decision that removed it; exactly with reinstate_duplicate. */
  readonly removedBy: string | null;
};

/** Who asked through a portal to be linked to the child, as it was asked; the portal and its own id name the request. */
export type LinkRequestPart = {
  readonly person: NamedPerson;
  readonly role: LinkRole;
  /** The only answer that is signed about the request itself: yes is a link. */
  readonly state: 'refused';
  readonly portal: string;
  readonly portalId: string;
  /** Almaty time. */
  readonly askedAt: string;
};

/** The parts a document of version 3 may have. */
export type FamilyParts = {
  readonly link: LinkPart;
  readonly companion: CompanionPart;
  readonly duplicate: DuplicatePart;
  readonly linkRequest: LinkRequestPart;
};
type PartName = keyof FamilyParts;
type OnlyPart<Name extends PartName> = Pick<FamilyParts, Name> & {
  readonly [Other in Exclude<PartName, Name>]: null;
};

/** What a document of version 3 is about: exactly one of its parts. */
export type FamilyPart = { readonly [Name in PartName]: OnlyPart<Name> }[PartName];

const NO_PART = { link: null, companion: null, duplicate: null, linkRequest: null } as const;

/** The one part of a document beside the absence of the others. */
export function onlyPart<Name extends PartName>(name: Name, part: FamilyParts[Name]): FamilyPart {
  const parts: { readonly [Other in PartName]: FamilyParts[Other] | null } = { ...NO_PART, [name]: part };
  return parts as FamilyPart;
}

/** Everything an officer signs about a child's people. Element order of the XML is that of the schema. */
export type FamilyDecision = DecisionCommon & {
  readonly act: FamilyAct;
  readonly outcome: FamilyOutcome;
  /** No act of version 3 looks at a benefit. */
  readonly benefitCategory: null;
} & FamilyPart;

const STATE_AFTER: Readonly<Record<LinkAct, LinkState>> = {
  link: 'live',
  unlink: 'ended',
  dispute: 'disputed',
  resolve_dispute: 'live',
  replace_applicant: 'live',
};
const PERMIT_AFTER: Readonly<Record<CompanionAct, CompanionState>> = {
  approve_companion: 'approved',
  refuse_companion: 'refused',
  suspend_companion: 'suspended',
  resume_companion: 'approved',
};

/** How a link stands after an act on it. */
export function linkStateAfter(act: LinkAct): LinkState {
  return STATE_AFTER[act];
}

/** How a companion's permit stands after an act on it. */
export function companionStateAfter(act: CompanionAct): CompanionState {
  return PERMIT_AFTER[act];
}

export function isDuplicateAct(act: string): act is DuplicateAct {
  return (DUPLICATE_EVENTS as readonly string[]).includes(act);
}

export function isLinkRequestAct(act: string): act is LinkRequestAct {
  return (LINK_REQUEST_EVENTS as readonly string[]).includes(act);
}

export function isLinkAct(act: string): act is LinkAct {
  return (LINK_EVENTS as readonly string[]).includes(act);
}

/** As `decisionXml`, for version 3. Throws DecisionDocumentError for a document with a fault. */
export function familyDecisionXml(doc: FamilyDecision): string {
  const faults = familyDecisionFaults(doc);
  if (faults.length > 0) {
    throw new DecisionDocumentError(faults);
  }
  return `<decision xmlns="${FAMILY_DECISION_NAMESPACE}">${nodesOf(doc).map(write).join('')}</decision>`;
}

function nodesOf(doc: FamilyDecision): readonly XmlNode[] {
  return [
    ...headNodes(doc),
    ...(doc.link === null ? [] : [branch('link', linkNodes(doc.link))]),
    ...(doc.companion === null ? [] : [branch('companion', companionNodes(doc.companion))]),
    ...(doc.duplicate === null ? [] : [branch('duplicate', duplicateNodes(doc.duplicate))]),
    ...(doc.linkRequest === null ? [] : [branch('linkRequest', linkRequestNodes(doc.linkRequest))]),
    ...tailNodes(doc),
  ];
}

function personNodes({ iin, fullName }: NamedPerson): readonly XmlNode[] {
  return [
    ['iin', iin],
    ['fullName', fullName],
  ];
}

function linkNodes(part: LinkPart): readonly XmlNode[] {
  const { evidence, courtDocument: court, replaced } = part;
  return [
    branch('person', personNodes(part.person)),
    ['linkRole', part.role],
    ['state', part.state],
    branch('evidence', [
      ['evidenceKind', evidence.kind],
      ...leaf('registryAnswer', evidence.registryAnswer),
      ...leaf('checkedAt', evidence.checkedAt),
      ...leaf('scanSha256', evidence.scanSha256),
    ]),
    ...(court === null
      ? []
      : [
          branch('courtDocument', [
            ['documentNumber', court.number],
            ['court', court.court],
            ['issuedOn', court.on],
            ...leaf('validUntil', court.validUntil),
          ]),
        ]),
    ['validFrom', part.validFrom],
    ...leaf('validTo', part.validTo),
    ...(replaced === null
      ? []
      : [
          branch('replaced', [
            ...personNodes(replaced),
            ['relation', replaced.relation],
            ['stays', String(replaced.stays)],
          ]),
        ]),
  ];
}

function companionNodes(part: CompanionPart): readonly XmlNode[] {
  return [
    branch('person', personNodes(part.person)),
    ['relation', part.relation],
    branch('kindergarten', [
      ['bin', part.kindergarten.bin],
      ['name', part.kindergarten.name],
    ]),
    ['state', part.state],
    ['validFrom', part.validFrom],
    ...leaf('validTo', part.validTo),
  ];
}

function duplicateNodes(part: DuplicatePart): readonly XmlNode[] {
  return [
    ['keptApplication', part.keptApplication],
    branch('department', [
      ['bin', part.department.bin],
      ['name', part.department.name],
    ]),
    ['keptStatus', part.keptStatus],
    ['keptSubmittedAt', part.keptSubmittedAt],
    ['submittedAt', part.submittedAt],
    ['ground', part.ground],
    ...leaf('removedBy', part.removedBy),
  ];
}

function linkRequestNodes(part: LinkRequestPart): readonly XmlNode[] {
  return [
    branch('person', personNodes(part.person)),
    ['linkRole', part.role],
    ['state', part.state],
    ['portal', part.portal],
    ['portalId', part.portalId],
    ['askedAt', part.askedAt],
  ];
}

/** What is wrong with a document; empty when it may be signed. */
export function familyDecisionFaults(doc: FamilyDecision): readonly DecisionFault[] {
  const faults = collectFaults((need) => {
    const isKnown = FAMILY_EVENTS.includes(doc.act);
    need(isKnown, 'act');
    if (!isKnown) return;
    need(OUTCOME_OF_ACT[doc.act] === doc.outcome, 'outcome', 'DECISION_OUTCOME');
    needCommon(doc, need);
    need((signersOf(doc.act) as readonly string[]).includes(doc.role), 'role');
    need(needsReason(doc.act) === (doc.reason !== null), 'reason', 'DECISION_REASON');
    needPart(doc, need);
  });
  return [...faults, ...textFaults(nodesOf(doc), '')];
}

/** The part of the act, and no other. */
function needPart(doc: FamilyDecision, need: Need): void {
  const { act, link, companion, duplicate, linkRequest } = doc;
  const only = (part: unknown): boolean =>
    part !== null && [link, companion, duplicate, linkRequest].filter((one) => one !== null).length === 1;
  if (isDuplicateAct(act)) {
    need(only(duplicate), 'duplicate', 'DECISION_DUPLICATE');
    if (duplicate !== null) needDuplicate(act, doc.applicationNumber, duplicate, need);
  } else if (isLinkAct(act)) {
    need(only(link), 'link', 'DECISION_LINK');
    if (link !== null) needLink(act, link, need);
    need(doc.link?.person.iin !== doc.child.iin, 'link.person.iin', 'DECISION_LINK');
  } else if (isLinkRequestAct(act)) {
    need(only(linkRequest), 'linkRequest', 'DECISION_LINK_REQUEST');
    if (linkRequest !== null) needLinkRequest(linkRequest, need);
    need(doc.linkRequest?.person.iin !== doc.child.iin, 'linkRequest.person.iin', 'DECISION_LINK_REQUEST');
  } else {
    need(only(companion), 'companion', 'DECISION_COMPANION');
    if (companion !== null) needCompanion(act, companion, need);
    need(doc.companion?.person.iin !== doc.child.iin, 'companion.person.iin', 'DECISION_COMPANION');
  }
}

function needLinkRequest(part: LinkRequestPart, need: Need): void {
  need(IDENTIFIER.test(part.person.iin), 'linkRequest.person.iin');
  need(part.state === 'refused', 'linkRequest.state', 'DECISION_LINK_REQUEST');
  need(PORTAL_ID.test(part.portalId), 'linkRequest.portalId');
  need(isDecidedAt(part.askedAt), 'linkRequest.askedAt');
}

function needLink(act: LinkAct, part: LinkPart, need: Need): void {
  const is = (fine: boolean, field: string): void => need(fine, `link.${field}`, 'DECISION_LINK');
  const { evidence, courtDocument: court, replaced } = part;
  need(IDENTIFIER.test(part.person.iin), 'link.person.iin');
  is(part.state === STATE_AFTER[act], 'state');
  is((evidence.registryAnswer === null) === (evidence.checkedAt === null), 'evidence.checkedAt');
  need(evidence.checkedAt === null || isDecidedAt(evidence.checkedAt), 'link.evidence.checkedAt');
  is((evidence.kind === 'registry') === (evidence.registryAnswer === 'confirmed'), 'evidence.registryAnswer');
  is((evidence.kind === 'birth_certificate') === (evidence.scanSha256 !== null), 'evidence.scanSha256');
  need(evidence.scanSha256 === null || SHA256.test(evidence.scanSha256), 'link.evidence.scanSha256');
  // Nobody is linked by an application: whoever applied is a parent of it anyway.
  is(act !== 'link' || evidence.kind !== 'application', 'evidence.kind');
  is(evidence.kind !== 'court_document' || court !== null, 'courtDocument');
  // A guardian stands by a court's document alone, or was the applicant before.
  is(part.role !== 'guardian' || court !== null || evidence.kind === 'application', 'courtDocument');
  if (court !== null) {
    need(isCivilDate(court.on), 'link.courtDocument.on');
    need(court.validUntil === null || isCivilDate(court.validUntil), 'link.courtDocument.validUntil');
    is(court.validUntil === null || court.validUntil >= court.on, 'courtDocument.validUntil');
  }
  need(isCivilDate(part.validFrom), 'link.validFrom');
  is((part.state === 'ended') === (part.validTo !== null), 'validTo');
  need(part.validTo === null || isCivilDate(part.validTo), 'link.validTo');
  is(part.validTo === null || part.validTo >= part.validFrom, 'validTo');
  is((act === 'replace_applicant') === (replaced !== null), 'replaced');
  if (replaced !== null) {
    need(IDENTIFIER.test(replaced.iin), 'link.replaced.iin');
    is(replaced.iin !== part.person.iin, 'replaced.iin');
  }
}

function needCompanion(act: CompanionAct, part: CompanionPart, need: Need): void {
  const is = (fine: boolean, field: string): void => need(fine, `companion.${field}`, 'DECISION_COMPANION');
  need(IDENTIFIER.test(part.person.iin), 'companion.person.iin');
  need(IDENTIFIER.test(part.kindergarten.bin), 'companion.kindergarten.bin');
  is(part.state === PERMIT_AFTER[act], 'state');
  need(isCivilDate(part.validFrom), 'companion.validFrom');
  need(part.validTo === null || isCivilDate(part.validTo), 'companion.validTo');
  is(part.validTo === null || part.validTo >= part.validFrom, 'validTo');
}

function needDuplicate(act: DuplicateAct, own: string, part: DuplicatePart, need: Need): void {
  const is = (fine: boolean, field: string): void => need(fine, `duplicate.${field}`, 'DECISION_DUPLICATE');
  need(APPLICATION_NUMBER.test(part.keptApplication), 'duplicate.keptApplication');
  is(part.keptApplication !== own, 'keptApplication');
  need(IDENTIFIER.test(part.department.bin), 'duplicate.department.bin');
  need(isDecidedAt(part.keptSubmittedAt), 'duplicate.keptSubmittedAt');
  need(isDecidedAt(part.submittedAt), 'duplicate.submittedAt');
  is(act === 'reinstate_duplicate' || STANDING_STATUSES.includes(part.keptStatus), 'keptStatus');
  is((act === 'reinstate_duplicate') === (part.removedBy !== null), 'removedBy');
  need(part.removedBy === null || DECISION_NUMBER.test(part.removedBy), 'duplicate.removedBy');
}
