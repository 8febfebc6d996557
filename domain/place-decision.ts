/** The decision document of version 2: signed acts on places, referrals and admissions (docs/decision-2.xsd). */
import { isCivilDate } from './civil-date.ts';
import { needsReason } from './data/reasons.ts';
import { OUTCOME_OF_ACT } from './decision-document.ts';
import {
  APPLICATION_NUMBER,
  benefitNodes,
  branch,
  collectFaults,
  type DecisionCommon,
  DecisionDocumentError,
  type DecisionFault,
  type DecisionReason,
  headNodes,
  IDENTIFIER,
  isDecidedAt,
  leaf,
  type Need,
  needCommon,
  reasonNodes,
  tailNodes,
  textFaults,
  write,
  type XmlNode,
} from './decision-xml.ts';
import type { PlaceCause, QueueKind, Stream } from './priority.ts';
import { BENEFIT_STATES, type BenefitState, REFERRAL_TRANSITIONS, type ReferralState } from './referral.ts';
import { REFERRAL_EVENTS, type ReferralAct, signersOf } from './status.ts';

/** Namespace of version 2; the acts of review keep version 1 (decision-document.ts). */
export const PLACE_DECISION_NAMESPACE = 'urn:kz:kezek:decision:2';
export type PlaceOutcome = (typeof OUTCOME_OF_ACT)[ReferralAct];

/** How a family's answer came. */
export const ANSWERED_BY = ['counter', 'phone', 'portal'] as const;
export type AnsweredBy = (typeof ANSWERED_BY)[number];

/** A seat as a document names it. */
export type NamedSeat = {
  readonly kindergarten: { readonly bin: string; readonly name: string };
  readonly group: {
    readonly name: string;
    readonly cohortYear: number;
    readonly language: 'kk' | 'ru';
    readonly kind: QueueKind;
  };
  /** Number of the seat in its group, from 1. */
  readonly seat: number;
};

/** The place the act is about, as it stands after the act. Instants are ISO 8601 with the Almaty offset, to the second. */
export type ReferralPart = NamedSeat & {
  /** '2026-Ж-000412'; null before it is issued, and for an enrolled child's acts where it is not known. */
  readonly number: string | null;
  /** Null for acts on an enrolled child. */
  readonly state: ReferralState | null;
  readonly benefitState: BenefitState | null;
  readonly offerUntil: string | null;
  readonly benefitUntil: string | null;
  readonly validUntil: string | null;
  /** Exactly with an answer of the family: accept, decline. */
  readonly answeredBy: AnsweredBy | null;
  /** Documents received: with submit_documents and admit. */
  readonly documents: readonly { readonly kind: string; readonly receivedOn: string }[] | null;
  /** Exactly with admit. */
  readonly contract: { readonly number: string; readonly on: string } | null;
  /** Where a transfer or an exchange moves the child from. */
  readonly from: NamedSeat | null;
  /** The other child of an exchange, and the days both families consented. */
  readonly exchange: {
    readonly applicationNumber: string;
    readonly ownConsent: string;
    readonly otherConsent: string;
  } | null;
};

/** The proof of order: with every offer, and with a referral that is issued without one. */
export type QueuePart = {
  readonly district: string;
  readonly service: string;
  readonly queueKind: QueueKind;
  readonly cohortYear: number;
  readonly language: 'kk' | 'ru';
  readonly place: number;
  readonly total: number;
  readonly turn: number;
  readonly stream: Stream;
  readonly cause: PlaceCause;
  readonly benefitPlaces: number;
  readonly ordinaryPlaces: number;
  /** Who stood before it for this kindergarten: passed over, or `together` waiting for seats for a whole family. */
  readonly passed: readonly {
    readonly applicationNumber: string;
    readonly place: number;
    readonly why: 'ahead' | 'ratio' | 'together';
  }[];
  /** Exactly where somebody is passed over. */
  readonly outOfOrder: DecisionReason | null;
};

/** Everything an officer signs about a place. Element order of the XML is that of the schema. */
export type PlaceDecision = DecisionCommon & {
  readonly act: ReferralAct;
  readonly outcome: PlaceOutcome;
  /** Null only with restore: an application that waits again has no place. */
  readonly referral: ReferralPart | null;
  readonly queue: QueuePart | null;
};

const REFERRAL_NUMBER = /^[0-9]{4}-Ж-[0-9]{6,7}$/;
/** Acts on a child that is in a group already. */
const OF_ENROLLED: readonly ReferralAct[] = ['transfer', 'exchange', 'withdraw_child'];

/** As `decisionXml`, for version 2. Throws DecisionDocumentError for a document with a fault. */
export function placeDecisionXml(doc: PlaceDecision): string {
  const faults = placeDecisionFaults(doc);
  if (faults.length > 0) {
    throw new DecisionDocumentError(faults);
  }
  return `<decision xmlns="${PLACE_DECISION_NAMESPACE}">${nodesOf(doc).map(write).join('')}</decision>`;
}

function nodesOf(doc: PlaceDecision): readonly XmlNode[] {
  return [
    ...headNodes(doc),
    ...benefitNodes(doc.benefitCategory),
    ...(doc.referral === null ? [] : [branch('referral', referralNodes(doc.referral))]),
    ...(doc.queue === null ? [] : [branch('queue', queueNodes(doc.queue))]),
    ...tailNodes(doc),
  ];
}

function referralNodes(part: ReferralPart): readonly XmlNode[] {
  return [
    ...leaf('number', part.number),
    ...leaf('state', part.state),
    ...leaf('benefitState', part.benefitState),
    ...seatNodes(part),
    ...leaf('offerUntil', part.offerUntil),
    ...leaf('benefitUntil', part.benefitUntil),
    ...leaf('validUntil', part.validUntil),
    ...leaf('answeredBy', part.answeredBy),
    ...(part.documents === null
      ? []
      : [
          branch(
            'documents',
            part.documents.map(({ kind, receivedOn }) =>
              branch('document', [
                ['documentKind', kind],
                ['receivedOn', receivedOn],
              ]),
            ),
          ),
        ]),
    ...(part.contract === null
      ? []
      : [
          branch('contract', [
            ['contractNumber', part.contract.number],
            ['contractOn', part.contract.on],
          ]),
        ]),
    ...(part.from === null ? [] : [branch('from', seatNodes(part.from))]),
    ...(part.exchange === null
      ? []
      : [
          branch('exchange', [
            ['applicationNumber', part.exchange.applicationNumber],
            ['ownConsent', part.exchange.ownConsent],
            ['otherConsent', part.exchange.otherConsent],
          ]),
        ]),
  ];
}

function seatNodes({ kindergarten, group, seat }: NamedSeat): readonly XmlNode[] {
  return [
    branch('kindergarten', [
      ['bin', kindergarten.bin],
      ['name', kindergarten.name],
    ]),
    branch('group', [
      ['name', group.name],
      ['cohortYear', String(group.cohortYear)],
      ['language', group.language],
      ['kind', group.kind],
    ]),
    ['seat', String(seat)],
  ];
}

function queueNodes(part: QueuePart): readonly XmlNode[] {
  return [
    branch('key', [
      ['district', part.district],
      ['service', part.service],
      ['queueKind', part.queueKind],
      ['cohortYear', String(part.cohortYear)],
      ['language', part.language],
    ]),
    ['place', String(part.place)],
    ['total', String(part.total)],
    ['turn', String(part.turn)],
    ['stream', part.stream],
    ['cause', part.cause],
    ['benefitPlaces', String(part.benefitPlaces)],
    ['ordinaryPlaces', String(part.ordinaryPlaces)],
    ...part.passed.map(({ applicationNumber, place, why }) =>
      branch('passed', [
        ['applicationNumber', applicationNumber],
        ['place', String(place)],
        ['why', why],
      ]),
    ),
    ...reasonNodes('outOfOrder', part.outOfOrder),
  ];
}

/** What is wrong with a document; empty when it may be signed. */
export function placeDecisionFaults(doc: PlaceDecision): readonly DecisionFault[] {
  const faults = collectFaults((need) => {
    const isKnown = REFERRAL_EVENTS.includes(doc.act);
    need(isKnown, 'act');
    if (!isKnown) return;
    need(OUTCOME_OF_ACT[doc.act] === doc.outcome, 'outcome', 'DECISION_OUTCOME');
    needCommon(doc, need);
    need((signersOf(doc.act) as readonly string[]).includes(doc.role), 'role');
    need(needsReason(doc.act) === (doc.reason !== null), 'reason', 'DECISION_REASON');
    need((doc.act === 'restore') === (doc.referral === null), 'referral', 'DECISION_REFERRAL');
    if (doc.referral !== null) needReferral(doc.act, doc.referral, need);
    need(
      doc.act === 'issue_referral' || (doc.act === 'offer') === (doc.queue !== null),
      'queue',
      'DECISION_QUEUE',
    );
    if (doc.queue !== null) needQueue(doc.queue, need);
  });
  return [...faults, ...textFaults(nodesOf(doc), '')];
}

function needReferral(act: ReferralAct, part: ReferralPart, need: Need): void {
  const is = (fine: boolean, field: string): void => need(fine, `referral.${field}`, 'DECISION_REFERRAL');
  const ofEnrolled = OF_ENROLLED.includes(act);
  const ends = REFERRAL_TRANSITIONS.filter((row) => row.event === act).map((row) => row.to);
  is(ofEnrolled ? part.state === null : part.state !== null && ends.includes(part.state), 'state');
  is(
    ofEnrolled
      ? part.benefitState === null
      : part.benefitState !== null && BENEFIT_STATES.includes(part.benefitState),
    'benefitState',
  );
  const isIssued = ['issued', 'documents', 'admitted', 'refused'].includes(part.state ?? '');
  is(part.number === null ? !isIssued : !['offered', 'accepted'].includes(part.state ?? ''), 'number');
  need(part.number === null || REFERRAL_NUMBER.test(part.number), 'referral.number');
  needSeat(part, 'referral', need);
  for (const field of ['offerUntil', 'benefitUntil', 'validUntil'] as const) {
    const value = part[field];
    need(value === null || isDecidedAt(value), `referral.${field}`);
  }
  is(act !== 'offer' || part.offerUntil !== null, 'offerUntil');
  is((act !== 'issue_referral' && act !== 'extend') || part.validUntil !== null, 'validUntil');
  is((act === 'accept' || act === 'decline') === (part.answeredBy !== null), 'answeredBy');
  is((act === 'submit_documents' || act === 'admit') === (part.documents !== null), 'documents');
  part.documents?.forEach(({ receivedOn }, i) => {
    need(isCivilDate(receivedOn), `referral.documents[${i}].receivedOn`);
  });
  is((act === 'admit') === (part.contract !== null), 'contract');
  need(part.contract === null || isCivilDate(part.contract.on), 'referral.contract.on');
  is((act === 'transfer' || act === 'exchange') === (part.from !== null), 'from');
  if (part.from !== null) needSeat(part.from, 'referral.from', need);
  is((act === 'exchange') === (part.exchange !== null), 'exchange');
  if (part.exchange !== null) {
    need(APPLICATION_NUMBER.test(part.exchange.applicationNumber), 'referral.exchange.applicationNumber');
    need(isCivilDate(part.exchange.ownConsent), 'referral.exchange.ownConsent');
    need(isCivilDate(part.exchange.otherConsent), 'referral.exchange.otherConsent');
  }
}

function needSeat({ kindergarten, group, seat }: NamedSeat, field: string, need: Need): void {
  need(IDENTIFIER.test(kindergarten.bin), `${field}.kindergarten.bin`);
  need(isYear(group.cohortYear), `${field}.group.cohortYear`);
  need(isCount(seat), `${field}.seat`);
}

function needQueue(part: QueuePart, need: Need): void {
  need(isYear(part.cohortYear), 'queue.cohortYear');
  for (const field of ['place', 'total', 'turn', 'ordinaryPlaces'] as const) {
    need(isCount(part[field]), `queue.${field}`);
  }
  need(Number.isInteger(part.benefitPlaces) && part.benefitPlaces >= 0, 'queue.benefitPlaces');
  need(part.place <= part.total, 'queue.place');
  part.passed.forEach(({ applicationNumber, place }, i) => {
    need(APPLICATION_NUMBER.test(applicationNumber), `queue.passed[${i}].applicationNumber`);
    need(isCount(place), `queue.passed[${i}].place`);
  });
  // Nobody is passed over without a reason, and no reason without somebody: a family that waits is told, not passed over.
  const isDeprived = part.passed.some(({ why }) => why !== 'together');
  need(isDeprived === (part.outOfOrder !== null), 'queue.outOfOrder', 'DECISION_ORDER');
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= 1900 && value <= 2999;
}
