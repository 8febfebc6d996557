/** The order of kindergartens in the table of occupancy. Pure. */
import type { KindergartenPlaces } from '../../preload/contract/index.ts';
import { percentOf } from './look.ts';

export type SortBy = 'name' | 'capacity' | 'taken' | 'promised' | 'free' | 'waiting' | 'percent';
export interface PlaceSort {
  readonly by: SortBy;
  readonly direction: 'asc' | 'desc';
}

/** Sorted; equal figures by name, whichever way the figures stand. */
export function sortKindergartens(
  rows: readonly KindergartenPlaces[],
  sort: PlaceSort,
): readonly KindergartenPlaces[] {
  const turn = sort.direction === 'asc' ? 1 : -1;
  const byName = (a: KindergartenPlaces, b: KindergartenPlaces): number =>
    a.name.localeCompare(b.name, 'kk') || a.id - b.id;
  if (sort.by === 'name') {
    return rows.toSorted((a, b) => turn * byName(a, b));
  }
  const { by } = sort;
  const value = (row: KindergartenPlaces): number =>
    by === 'percent' ? (percentOf(row.taken, row.capacity) ?? -1) : row[by];
  return rows.toSorted((a, b) => turn * (value(a) - value(b)) || byName(a, b));
}
