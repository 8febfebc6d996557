/** What the head's desk says of a referral, and what stands in the way of admission. Pure. */
import { ADMISSION_DOCUMENTS } from '../../domain/data/admission-documents.ts';
import type { Group, IncomingCard, IncomingRow } from '../../preload/contract/index.ts';
import { almatyDay } from '../format.ts';

/** States after which nothing is done here any more. */
const ENDED = ['admitted', 'declined', 'lapsed', 'expired', 'refused', 'cancelled'] as const;
export type EndedState = (typeof ENDED)[number];

export function endedState(state: IncomingRow['state']): EndedState | null {
  return ENDED.find((one) => one === state) ?? null;
}

export type RowState =
  | { readonly code: EndedState }
  | { readonly code: 'fresh' | 'waiting' | 'extended' }
  | { readonly code: 'documents'; readonly received: number; readonly required: number };

/** The last column of the list. A referral issued today that nobody has begun is new. */
export function rowState(row: IncomingRow, today: string): RowState {
  const ended = endedState(row.state);
  if (ended !== null) {
    return { code: ended };
  }
  if (row.documentsReceived > 0) {
    return { code: 'documents', received: row.documentsReceived, required: row.documentsRequired };
  }
  if (row.extendedUntil !== null) {
    return { code: 'extended' };
  }
  return { code: almatyDay(row.issuedAt) === today ? 'fresh' : 'waiting' };
}

/** Whether the term ends today or has run out: the list «Мерзімі бүгін». */
export function isDue(row: Pick<IncomingRow, 'deadline' | 'state'>): boolean {
  const { days, light } = row.deadline;
  return endedState(row.state) === null && light !== 'done' && days !== null && days <= 0;
}

const HELD: ReadonlySet<string> = new Set(
  ADMISSION_DOCUMENTS.filter((one) => one.held).map((one) => one.kind),
);

/** Whether the desk has the document itself, the referral: nobody brings it, so nobody marks it. */
export function isHeld(kind: string): boolean {
  return HELD.has(kind);
}

/** Required documents that nobody has marked as received. */
export function missingDocuments(documents: IncomingCard['documents']): number {
  return documents.filter((one) => one.required && one.receivedOn === null).length;
}

/** What the contract with the family says; kept while the referral is open. */
export interface ContractDraft {
  readonly number: string;
  readonly on: string | null;
  readonly groupId: number | null;
}

/** What the head signs next: that every document came (the term stops), then the admission itself. */
export type NextAct = 'submit_documents' | 'admit';

export function nextAct(card: Pick<IncomingCard, 'row' | 'permitted'>): NextAct {
  return !card.permitted.includes('admit') &&
    (card.permitted.includes('submit_documents') || card.row.state === 'issued')
    ? 'submit_documents'
    : 'admit';
}

export type ActObstacle =
  | { readonly code: 'offline' | 'notPermitted' | 'number' | 'day' | 'future' | 'group' }
  | { readonly code: 'documents'; readonly count: number };

/** The first thing in the way of the next act, to be said beside its button; null when the head may go on to sign. */
export function actObstacle(input: {
  readonly act: NextAct;
  readonly connected: boolean;
  readonly card: Pick<IncomingCard, 'documents' | 'permitted'>;
  readonly draft: ContractDraft;
  readonly today: string;
}): ActObstacle | null {
  const { act, card } = input;
  if (!input.connected) {
    return { code: 'offline' };
  }
  const count = missingDocuments(card.documents);
  if (count > 0) {
    return { code: 'documents', count };
  }
  const ofContract = act === 'admit' ? contractObstacle(input.draft, input.today) : null;
  return ofContract ?? (card.permitted.includes(act) ? null : { code: 'notPermitted' });
}

function contractObstacle(draft: ContractDraft, today: string): ActObstacle | null {
  if (draft.number.trim() === '') {
    return { code: 'number' };
  }
  if (draft.on === null) {
    return { code: 'day' };
  }
  if (draft.on > today) {
    return { code: 'future' };
  }
  return draft.groupId === null ? { code: 'group' } : null;
}

/** The group to propose: the referral's own seat, else the first with a free place. */
export function proposedGroup(groups: IncomingCard['groups']): number | null {
  return (groups.find((one) => one.own) ?? groups.find((one) => one.free > 0))?.id ?? null;
}

/** Whole years of a child on a day, both 'YYYY-MM-DD'. */
export function ageOn(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** Groups a child of this group may move to: the same cohort, language and kind (domain/admission-terms.ts asks again). */
export function fittingGroups(groups: readonly Group[], fromId: number): readonly Group[] {
  const from = groups.find((one) => one.id === fromId);
  return from === undefined
    ? []
    : groups.filter(
        (one) =>
          one.id !== from.id &&
          one.cohortYear === from.cohortYear &&
          one.language === from.language &&
          one.kind === from.kind,
      );
}
