/** The decision document of version 4: a family registered at the counter (docs/decision-4.xsd). */
import { isCivilDate } from './civil-date.ts';
import type { DocumentAbout } from './data/document-kinds.ts';
import { OUTCOME_OF_ACT } from './decision-document.ts';
import {
  benefitNodes,
  branch,
  collectFaults,
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
import type { Relation } from './package.ts';
import { REGISTRATION_EVENTS, type RegistrationAct, signersOf } from './status.ts';

/** Namespace of version 4; versions 1 to 3 stay what they are. */
export const REGISTRATION_NAMESPACE = 'urn:kz:kezek:decision:4';
export type RegistrationOutcome = (typeof OUTCOME_OF_ACT)[RegistrationAct];

/**
 * How the family's consent is proved: the applicant's own signature on the package, the signed paper among the scans, or the signed
 * paper in the department's folder.
 */
export const CONSENT_PROOFS = ['signature', 'paper_scan', 'paper_kept'] as const;
export type ConsentProof = (typeof CONSENT_PROOFS)[number];

/** What a family asked for at the counter, as it is registered. */
export type RegistrationPart = {
  /** What the applicant is to the child. */
  readonly relation: Relation;
  /** The family's place in the queue begins here; Almaty time with its offset. */
  readonly submittedAt: string;
  readonly queueKind: 'general' | 'special';
  readonly correctionKind: string | null;
  readonly groupLanguage: 'kk' | 'ru';
  readonly desiredFrom: string | null;
  /** The most wanted first. */
  readonly kindergartens: readonly { readonly bin: string; readonly name: string }[];
  readonly notification: { readonly type: string; readonly language: 'kk' | 'ru' };
  /** `scanSha256`: the signed paper; exactly with paper_scan. */
  readonly consent: { readonly proof: ConsentProof; readonly scanSha256: string | null };
  /** SHA-256 of the application's package (docs/package-1.xsd), with the applicant's signature where it has one. */
  readonly packageSha256: string;
  readonly scans: readonly {
    readonly scanSha256: string;
    readonly documentKind: string;
    readonly about: DocumentAbout;
  }[];
};

/** Everything a clerk signs when registering a family. Element order of the XML is that of the schema. */
export type RegistrationDecision = DecisionCommon & {
  readonly act: RegistrationAct;
  readonly outcome: RegistrationOutcome;
  readonly reason: null;
  readonly registration: RegistrationPart;
};

/** As `decisionXml`, for version 4. Throws DecisionDocumentError for a document with a fault. */
export function registrationXml(doc: RegistrationDecision): string {
  const faults = registrationFaults(doc);
  if (faults.length > 0) throw new DecisionDocumentError(faults);
  return `<decision xmlns="${REGISTRATION_NAMESPACE}">${nodesOf(doc).map(write).join('')}</decision>`;
}

function nodesOf(doc: RegistrationDecision): readonly XmlNode[] {
  return [
    ...headNodes(doc),
    ...benefitNodes(doc.benefitCategory),
    branch('registration', partNodes(doc.registration)),
    ...tailNodes(doc),
  ];
}

function partNodes(part: RegistrationPart): readonly XmlNode[] {
  return [
    ['relation', part.relation],
    ['submittedAt', part.submittedAt],
    ['queueKind', part.queueKind],
    ...leaf('correctionKind', part.correctionKind),
    ['groupLanguage', part.groupLanguage],
    ...leaf('desiredFrom', part.desiredFrom),
    branch(
      'kindergartens',
      part.kindergartens.map(({ bin, name }) =>
        branch('kindergarten', [
          ['bin', bin],
          ['name', name],
        ]),
      ),
    ),
    branch('notification', [
      ['notificationType', part.notification.type],
      ['notificationLanguage', part.notification.language],
    ]),
    branch('consent', [['consentProof', part.consent.proof], ...leaf('scanSha256', part.consent.scanSha256)]),
    ['packageSha256', part.packageSha256],
    branch(
      'scans',
      part.scans.map((scan) =>
        branch('scan', [
          ['scanSha256', scan.scanSha256],
          ['documentKind', scan.documentKind],
          ['about', scan.about],
        ]),
      ),
    ),
  ];
}

/** What is wrong with a document; empty when it may be signed. */
export function registrationFaults(doc: RegistrationDecision): readonly DecisionFault[] {
  const faults = collectFaults((need) => {
    need(REGISTRATION_EVENTS.includes(doc.act), 'act');
    need(OUTCOME_OF_ACT.register_at_counter === doc.outcome, 'outcome', 'DECISION_OUTCOME');
    needCommon(doc, need);
    need((signersOf('register_at_counter') as readonly string[]).includes(doc.role), 'role');
    need(doc.reason === null, 'reason', 'DECISION_REASON');
    // It is the first act of an application's life.
    need(doc.applicationVersion === 1, 'applicationVersion', 'DECISION_REGISTRATION');
    need(doc.child.iin !== doc.applicant.iin, 'applicant.iin', 'DECISION_REGISTRATION');
    needPart(doc.registration, need);
  });
  return [...faults, ...textFaults(nodesOf(doc), '')];
}

function needPart(part: RegistrationPart, need: Need): void {
  const is = (fine: boolean, field: string): void =>
    need(fine, `registration.${field}`, 'DECISION_REGISTRATION');
  is(isDecidedAt(part.submittedAt), 'submittedAt');
  is(part.queueKind === 'general' || part.correctionKind !== null, 'correctionKind');
  is(part.desiredFrom === null || isCivilDate(part.desiredFrom), 'desiredFrom');
  const bins = part.kindergartens.map(({ bin }) => bin);
  is(bins.length > 0 && new Set(bins).size === bins.length, 'kindergartens');
  bins.forEach((bin, i) => {
    is(IDENTIFIER.test(bin), `kindergartens[${i}].bin`);
  });
  is((part.consent.proof === 'paper_scan') === (part.consent.scanSha256 !== null), 'consent.scanSha256');
  is(
    part.consent.scanSha256 === null ||
      part.scans.some(({ scanSha256 }) => scanSha256 === part.consent.scanSha256),
    'consent.scanSha256',
  );
  is(SHA256.test(part.packageSha256), 'packageSha256');
  part.scans.forEach(({ scanSha256 }, i) => {
    is(SHA256.test(scanSha256), `scans[${i}].scanSha256`);
  });
}
