/**
 * What a kindergarten asks for when it admits (service 2 of order 254, domain.md A5): a closed list, the same for state
 * and private ones. A row may be dated anew; the list of a day is `admissionDocuments`.
 */
import type { QueueKind } from '../priority.ts';
import { isInForce } from '../rule-profile.ts';

export type AdmissionDocument = {
  readonly kind: string;
  /** Which groups ask for it; null: all. */
  readonly groupKind: QueueKind | null;
  readonly required: boolean;
  /** The desk has it itself: received when the referral comes, valid while the referral is. */
  readonly held: boolean;
  /** Days it lives from its issue; null: no term, or none found. */
  readonly validDays: number | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly legalAct: string;
  readonly source: string;
  /** What of it is not known; empty where nothing. */
  readonly doubts: string;
};

const SOURCE = 'bilim.expert; gov.kz/situations/58 (order 254, paragraphs 21-22)';
const COMMON = {
  groupKind: null,
  required: true,
  held: false,
  validDays: null,
  validFrom: '2020-07-01',
  validTo: null,
  legalAct: 'order-254-2020',
  source: SOURCE,
  doubts: '',
} as const;

export const ADMISSION_DOCUMENTS: readonly AdmissionDocument[] = [
  { ...COMMON, kind: 'referral', held: true },
  { ...COMMON, kind: 'admission_application', doubts: 'The number of the annex in the edition of 2024.' },
  { ...COMMON, kind: 'applicant_id' },
  { ...COMMON, kind: 'birth_certificate' },
  { ...COMMON, kind: 'health_passport' },
  {
    ...COMMON,
    kind: 'epidemiological_certificate',
    required: false,
    source: 'from memory',
    doubts: 'Whether it is on the list today and how many days it is good: marked, not demanded.',
  },
  { ...COMMON, kind: 'pmpc_conclusion', groupKind: 'special' },
];

/** The documents a group asks for on a day, in the order of the list. */
export function admissionDocuments(
  groupKind: QueueKind,
  on: string,
  documents: readonly AdmissionDocument[] = ADMISSION_DOCUMENTS,
): readonly AdmissionDocument[] {
  return documents.filter(
    (each) => (each.groupKind === null || each.groupKind === groupKind) && isInForce(each, on),
  );
}

/** Required documents not received yet; what the desk holds itself needs no receiving. */
export function missingAdmissionDocuments(
  asked: readonly AdmissionDocument[],
  received: readonly string[],
): readonly string[] {
  return asked
    .filter((each) => each.required && !each.held && !received.includes(each.kind))
    .map((each) => each.kind);
}
