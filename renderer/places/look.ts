/** How occupancy is drawn: squares in fives, five steps of heat, names of months. Pure. */
import type { Group, SeatLook } from '../../preload/contract/index.ts';

/** A seat square is 12 px, its neighbour 14 further on; every fifth is followed by 4 px more. */
export const SQUARE = 12;
const STEP = 14;
const FIVE_GAP = 4;

/** Left edge of the seat with this index (from 0), in px. */
export function seatX(index: number): number {
  return index * STEP + Math.floor(index / 5) * FIVE_GAP;
}

/** Width of a strip of so many seats, in px; 0 for none. */
export function stripWidth(count: number): number {
  return count === 0 ? 0 : seatX(count - 1) + SQUARE;
}

/** The order of looks in legends and in the words that stand for a strip. */
export const LOOKS = ['taken', 'temporary', 'referral', 'offer', 'free', 'reported', 'closed'] as const;

/** How many seats of each look, in the order of the legend, without those there are none of. */
export function countLooks(
  seats: readonly { readonly look: SeatLook }[],
): readonly { readonly look: SeatLook; readonly count: number }[] {
  return LOOKS.map((look) => ({ look, count: seats.filter((seat) => seat.look === look).length })).filter(
    (one) => one.count > 0,
  );
}

/** Step of heat for occupancy in percent: below 70, 85, 95, up to 100, above. */
export function heatStep(percent: number): 1 | 2 | 3 | 4 | 5 {
  return percent < 70 ? 1 : percent < 85 ? 2 : percent < 95 ? 3 : percent <= 100 ? 4 : 5;
}

/** Occupied seats in percent of the capacity, rounded; null where there is no capacity. */
export function percentOf(seats: number, capacity: number): number | null {
  return capacity === 0 ? null : Math.round((seats * 100) / capacity);
}

export const MONTHS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] as const;
export type MonthKey = (typeof MONTHS)[number];

/** Which month a first-of-month day is of, for its short name; September is shown as the day groups are formed. */
export function monthKey(day: string): MonthKey {
  return MONTHS[Number(day.slice(5, 7)) - 1] ?? '1';
}

/** Whether a column of the heat is 1 September, the day children change groups. */
export function isSeptember(day: string): boolean {
  return day.slice(5) === '09-01';
}

/** Groups as heads know them: youngest first, then by language and name; special ones last. */
export function sortGroups(groups: readonly Group[]): readonly Group[] {
  return groups.toSorted(
    (a, b) =>
      a.kind.localeCompare(b.kind) ||
      a.age - b.age ||
      a.language.localeCompare(b.language) ||
      a.name.localeCompare(b.name, 'kk'),
  );
}

export interface GroupTotals {
  readonly capacity: number;
  readonly taken: number;
  readonly promised: number;
  readonly free: number;
}

/** Sums over groups or kindergartens. */
export function totalsOf(rows: readonly GroupTotals[]): GroupTotals {
  const sum = (read: (row: GroupTotals) => number): number => rows.reduce((all, row) => all + read(row), 0);
  return {
    capacity: sum((row) => row.capacity),
    taken: sum((row) => row.taken),
    promised: sum((row) => row.promised),
    free: sum((row) => row.free),
  };
}

export type RequestKind = 'report' | 'close' | 'reopen' | 'temporary';
export const REQUEST_KINDS: readonly RequestKind[] = ['report', 'close', 'temporary', 'reopen'];

/** What may be asked about a seat that looks so; a seat that somebody holds can be asked nothing about. */
export function requestKindsOf(look: SeatLook): readonly RequestKind[] {
  switch (look) {
    case 'free':
      return ['close', 'temporary'];
    case 'temporary':
      return ['close', 'temporary'];
    case 'reported':
      return ['report', 'close'];
    case 'closed':
      return ['report', 'reopen'];
    default:
      return [];
  }
}
