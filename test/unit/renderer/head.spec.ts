import { describe, expect, it } from 'vitest';
import { transferFaults } from '../../../domain/admission-terms.ts';
import type { Group, IncomingCard, IncomingRow } from '../../../preload/contract/index.ts';
import {
  actObstacle,
  ageOn,
  endedState,
  fittingGroups,
  isDue,
  missingDocuments,
  nextAct,
  proposedGroup,
  rowState,
} from '../../../renderer/head/incoming.ts';

const TODAY = '2026-04-16';

const row = (part: Partial<IncomingRow>): IncomingRow => ({
  referralId: '7',
  number: '2026-Ж-000377',
  applicationId: '42',
  applicationVersion: 3,
  child: { surname: 'Бекежан', givenName: 'Ерасыл', iin: '220115500271', age: 4 },
  language: 'kk',
  priorityClass: 'ordinary',
  groupId: 5,
  groupName: 'Ботақан',
  state: 'issued',
  deadline: { light: 'green', at: new Date('2026-04-20T13:00:00Z'), days: 2, doneOn: null },
  extendedUntil: null,
  documentsReceived: 0,
  documentsRequired: 5,
  issuedAt: new Date('2026-04-10T05:00:00Z'),
  ...part,
});

describe('the state of a referral in the list', () => {
  it.each([
    [{}, { code: 'waiting' }],
    [{ issuedAt: new Date('2026-04-15T19:30:00Z') }, { code: 'fresh' }],
    [{ issuedAt: new Date('2026-04-15T18:30:00Z') }, { code: 'waiting' }],
    [{ extendedUntil: '2026-05-12' }, { code: 'extended' }],
    [
      { extendedUntil: '2026-05-12', documentsReceived: 2 },
      { code: 'documents', received: 2, required: 5 },
    ],
    [{ documentsReceived: 4 }, { code: 'documents', received: 4, required: 5 }],
    [{ state: 'refused', documentsReceived: 4 }, { code: 'refused' }],
    [{ state: 'admitted' }, { code: 'admitted' }],
  ] as const)('%o', (part, state) => {
    expect(rowState(row(part as Partial<IncomingRow>), TODAY)).toEqual(state);
  });
  it('is ended only after its end', () => {
    expect(endedState('documents')).toBeNull();
    expect(endedState('issued')).toBeNull();
    expect(endedState('expired')).toBe('expired');
  });
});

describe('due today', () => {
  const due = (days: number | null, light: IncomingRow['deadline']['light'], state?: IncomingRow['state']) =>
    isDue(row({ deadline: { light, at: null, days, doneOn: null }, state: state ?? 'issued' }));
  it('is what ends today or has run out, and is not over', () => {
    expect(due(0, 'amber')).toBe(true);
    expect(due(-2, 'red')).toBe(true);
    expect(due(1, 'amber')).toBe(false);
    expect(due(null, 'paused')).toBe(false);
    expect(due(0, 'done')).toBe(false);
    expect(due(0, 'amber', 'admitted')).toBe(false);
  });
});

const documents: IncomingCard['documents'] = [
  {
    kind: 'referral',
    name: words('Жолдама'),
    required: true,
    receivedOn: '2026-04-15',
    validUntil: '2026-04-17',
  },
  { kind: 'passport', name: words('Паспорт'), required: true, receivedOn: null, validUntil: null },
  { kind: 'other', name: words('Басқа'), required: false, receivedOn: null, validUntil: null },
];
function words(text: string) {
  return { kk: text, ru: text, en: text };
}
const whole = documents.map((one) => ({ ...one, receivedOn: '2026-04-15' }));
const draft = { number: '2026/118', on: TODAY, groupId: 5 };

describe('admission', () => {
  const obstacle = (part: Partial<Parameters<typeof actObstacle>[0]>) =>
    actObstacle({
      act: 'admit',
      connected: true,
      card: { documents: whole, permitted: ['admit', 'refuse_admission'] },
      draft,
      today: TODAY,
      ...part,
    });
  it('is free when everything is there', () => {
    expect(obstacle({})).toBeNull();
  });
  it('names the first thing in its way', () => {
    expect(missingDocuments(documents)).toBe(1);
    expect(obstacle({ connected: false })).toEqual({ code: 'offline' });
    expect(obstacle({ card: { documents, permitted: ['admit'] } })).toEqual({ code: 'documents', count: 1 });
    expect(obstacle({ draft: { ...draft, number: '  ' } })).toEqual({ code: 'number' });
    expect(obstacle({ draft: { ...draft, on: null } })).toEqual({ code: 'day' });
    expect(obstacle({ draft: { ...draft, on: '2026-04-17' } })).toEqual({ code: 'future' });
    expect(obstacle({ draft: { ...draft, groupId: null } })).toEqual({ code: 'group' });
    expect(obstacle({ card: { documents: whole, permitted: [] } })).toEqual({ code: 'notPermitted' });
  });
  it('follows the documents: these are signed for first, and need no contract', () => {
    expect(nextAct({ row: row({}), permitted: ['submit_documents', 'refuse_admission'] })).toBe(
      'submit_documents',
    );
    expect(nextAct({ row: row({}), permitted: ['refuse_admission'] })).toBe('submit_documents');
    expect(nextAct({ row: row({ state: 'documents' }), permitted: ['admit'] })).toBe('admit');
    expect(nextAct({ row: row({ state: 'documents' }), permitted: [] })).toBe('admit');
    const empty = { number: '', on: null, groupId: null };
    const card = { documents: whole, permitted: ['submit_documents'] };
    expect(obstacle({ act: 'submit_documents', draft: empty, card })).toBeNull();
    expect(
      obstacle({ act: 'submit_documents', card: { documents, permitted: ['submit_documents'] } }),
    ).toEqual({
      code: 'documents',
      count: 1,
    });
  });
  it('proposes the seat of the referral, else a group with room', () => {
    const group = (id: number, free: number, own: boolean) => ({ id, name: 'Т', free, own });
    expect(proposedGroup([group(1, 3, false), group(2, 0, true)])).toBe(2);
    expect(proposedGroup([group(1, 0, false), group(2, 1, false)])).toBe(2);
    expect(proposedGroup([group(1, 0, false)])).toBeNull();
  });
});

describe('transfer', () => {
  const group = (id: number, part: Partial<Group> = {}): Group => ({
    id,
    kindergartenId: 1,
    name: 'Т',
    cohortYear: 2022,
    age: 4,
    language: 'kk',
    kind: 'general',
    correctionKind: null,
    capacity: 25,
    taken: 0,
    promised: 0,
    free: 0,
    closed: 0,
    reported: 0,
    seats: [],
    months: [],
    ...part,
  });
  it('offers what the rule lets through: another group of the same cohort, language and kind', () => {
    const groups = [
      group(1),
      group(2),
      group(3, { cohortYear: 2021 }),
      group(4, { language: 'ru' }),
      group(5, { kind: 'special' }),
    ];
    expect(fittingGroups(groups, 1).map((one) => one.id)).toEqual([2]);
    expect(fittingGroups(groups, 9)).toEqual([]);
    for (const to of groups) {
      const terms = (one: Group) => ({ ...one, groupId: one.id, districtId: 1 });
      const faults = transferFaults(
        { status: 'enrolled', group: terms(group(1)) },
        terms(to),
        'head',
        { transferFrom: null, transferTo: null },
        TODAY,
      );
      expect(fittingGroups(groups, 1).includes(to)).toBe(faults.length === 0);
    }
  });
});

describe('age', () => {
  it('is of whole years on the day', () => {
    expect(ageOn('2022-01-15', '2026-01-14')).toBe(3);
    expect(ageOn('2022-01-15', '2026-01-15')).toBe(4);
    expect(ageOn('2024-02-29', '2026-02-28')).toBe(1);
    expect(ageOn('2024-02-29', '2026-03-01')).toBe(2);
  });
});
