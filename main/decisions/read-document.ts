import { DECISION_NAMESPACE } from '../../domain/decision-document.ts';
import { FAMILY_DECISION_NAMESPACE } from '../../domain/family-decision.ts';
import { PLACE_DECISION_NAMESPACE } from '../../domain/place-decision.ts';
import { REGISTRATION_NAMESPACE } from '../../domain/registration-decision.ts';
import { FAMILY_EVENTS, REFERRAL_EVENTS, REGISTRATION_EVENTS, REVIEW_EVENTS } from '../../domain/status.ts';
import { parseXml } from '../eds/xml/structure.ts';

/** The fields of a signed decision that are compared with the rows around it. Absent parts are null. */
export interface SignedDecision {
  readonly act: string | null;
  readonly outcome: string | null;
  readonly decisionNumber: string | null;
  readonly applicationNumber: string | null;
  readonly applicationVersion: string | null;
  readonly factsSha256: string | null;
  readonly childIin: string | null;
  readonly childName: string | null;
  readonly applicantIin: string | null;
  readonly reasonCode: string | null;
  readonly reasonTextKk: string | null;
  readonly reasonTextRu: string | null;
  readonly note: string | null;
  readonly correctionDue: string | null;
  readonly legalAct: string | null;
  readonly ruleProfile: string | null;
  readonly officerIin: string | null;
  readonly role: string | null;
  readonly organisationBin: string | null;
  readonly decidedAt: string | null;
  readonly corrects: string | null;
  /** Of version 2: the referral, where it leads, and its turn of the ratio; of version 3: the companion's kindergarten. */
  readonly referralNumber: string | null;
  readonly kindergartenBin: string | null;
  readonly turn: string | null;
  readonly stream: string | null;
  /** Of version 3: whom the act is about: the parent, the companion, who asked through a portal. */
  readonly subjectIin: string | null;
  /** Of version 4: since when the family stands in the queue, how its consent is proved, and by which package. */
  readonly submittedAt: string | null;
  readonly consentProof: string | null;
  readonly packageSha256: string | null;
  /** Of version 3: the application that stays for the child. */
  readonly keptNumber: string | null;
  /** Of version 3: the request of a portal that was refused, by the portal's own number of it. */
  readonly requestPortal: string | null;
  readonly requestPortalId: string | null;
  readonly requestRole: string | null;
  readonly requestAskedAt: string | null;
}

const ACTS_OF_VERSION: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  [DECISION_NAMESPACE, REVIEW_EVENTS],
  [PLACE_DECISION_NAMESPACE, REFERRAL_EVENTS],
  [FAMILY_DECISION_NAMESPACE, FAMILY_EVENTS],
  [REGISTRATION_NAMESPACE, REGISTRATION_EVENTS],
]);

interface ElementLike {
  readonly childNodes: ArrayLike<unknown>;
  readonly localName: string | null;
  readonly namespaceURI: string | null;
  readonly textContent: string | null;
}

/**
 * Reads a decision from the canonical XML that a good signature covers (`signedRootXml`), and from nothing else. Null
 * when it is not a decision document.
 */
export function readSignedDecision(signedRootXml: string): SignedDecision | null {
  let root: ElementLike;
  try {
    root = parseXml(signedRootXml).root;
  } catch {
    return null;
  }
  const acts = ACTS_OF_VERSION.get(root.namespaceURI ?? '');
  // Each version has its acts: one written in another's form is no decision.
  const act = textAt(root, 'act');
  if (root.localName !== 'decision' || act === null || acts?.includes(act) !== true) {
    return null;
  }
  return {
    act,
    outcome: textAt(root, 'outcome'),
    decisionNumber: textAt(root, 'decisionNumber'),
    applicationNumber: textAt(root, 'applicationNumber'),
    applicationVersion: textAt(root, 'applicationVersion'),
    factsSha256: textAt(root, 'factsSha256'),
    childIin: textAt(root, 'child', 'iin'),
    childName: textAt(root, 'child', 'fullName'),
    applicantIin: textAt(root, 'applicant', 'iin'),
    reasonCode: textAt(root, 'reason', 'code'),
    reasonTextKk: textAt(root, 'reason', 'textKk'),
    reasonTextRu: textAt(root, 'reason', 'textRu'),
    note: textAt(root, 'note'),
    correctionDue: textAt(root, 'correctionDue'),
    legalAct: textAt(root, 'legalAct', 'code'),
    ruleProfile: textAt(root, 'ruleProfile', 'code'),
    officerIin: textAt(root, 'officer', 'iin'),
    role: textAt(root, 'role'),
    organisationBin: textAt(root, 'organisation', 'bin'),
    decidedAt: textAt(root, 'decidedAt'),
    corrects: textAt(root, 'corrects'),
    referralNumber: textAt(root, 'referral', 'number'),
    kindergartenBin:
      textAt(root, 'referral', 'kindergarten', 'bin') ?? textAt(root, 'companion', 'kindergarten', 'bin'),
    turn: textAt(root, 'queue', 'turn'),
    stream: textAt(root, 'queue', 'stream'),
    keptNumber: textAt(root, 'duplicate', 'keptApplication'),
    subjectIin:
      textAt(root, 'link', 'person', 'iin') ??
      textAt(root, 'companion', 'person', 'iin') ??
      textAt(root, 'linkRequest', 'person', 'iin'),
    requestPortal: textAt(root, 'linkRequest', 'portal'),
    requestPortalId: textAt(root, 'linkRequest', 'portalId'),
    requestRole: textAt(root, 'linkRequest', 'linkRole'),
    requestAskedAt: textAt(root, 'linkRequest', 'askedAt'),
    submittedAt: textAt(root, 'registration', 'submittedAt'),
    consentProof: textAt(root, 'registration', 'consent', 'consentProof'),
    packageSha256: textAt(root, 'registration', 'packageSha256'),
  };
}

/** Text of the one child of that name, along a path of children; a name that occurs twice is no answer. */
function textAt(root: ElementLike, ...path: readonly string[]): string | null {
  let element = root;
  for (const name of path) {
    const found = Array.from(element.childNodes as ArrayLike<ElementLike>).filter(
      (node) => node.localName === name && node.namespaceURI === root.namespaceURI,
    );
    const [only] = found;
    if (only === undefined || found.length !== 1) return null;
    element = only;
  }
  return element.textContent;
}
