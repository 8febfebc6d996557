/** The lists of the rail and the built-in views of the log, as filters; they agree with the counts of the back end's rail. */
import type { JournalFilter, SavedView } from '../../preload/contract/index.ts';
import type { ListRoute } from '../router.ts';

const RUNNING = ['registered', 'in_review', 'answered'] as const;

export const BUILT_IN_VIEWS = [
  { id: 'mine', filter: { claimed: 'mine', statuses: ['in_review', 'answered'] } },
  { id: 'benefit14', filter: { benefit: 'with', submittedLastDays: 14 } },
  { id: 'unread', filter: { unreadScans: true, statuses: [...RUNNING] } },
  { id: 'unclaimed', filter: { claimed: 'nobody', statuses: ['registered', 'answered'] } },
  { id: 'duplicates', filter: { possibleDuplicates: true } },
  { id: 'all', filter: {} },
] as const satisfies readonly { readonly id: string; readonly filter: JournalFilter }[];

export type BuiltInView = (typeof BUILT_IN_VIEWS)[number]['id'];

/** The filter of a list of the rail. `today` is the Almaty day 'YYYY-MM-DD'. */
export function presetOf(route: ListRoute, today: string): JournalFilter {
  switch (route) {
    case 'my':
      return BUILT_IN_VIEWS[0].filter;
    case 'scans':
      return { benefit: 'with', unreadScans: true, statuses: [...RUNNING] };
    case 'due':
      return { lights: ['red', 'amber'], deadlineTo: today };
    case 'unclaimed':
      return BUILT_IN_VIEWS[3].filter;
    case 'journal':
      return BUILT_IN_VIEWS[1].filter;
  }
}

/** A filter without its empty lists, undefined fields and blank search, keys in order: equal filters are equal texts. */
export function normalFilter(filter: JournalFilter): JournalFilter {
  const entries = Object.entries(filter).filter(
    ([, value]) =>
      value !== undefined &&
      !(Array.isArray(value) && value.length === 0) &&
      !(typeof value === 'string' && value.trim() === ''),
  );
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether two filters ask for the same rows. */
export function sameFilter(a: JournalFilter, b: JournalFilter): boolean {
  const text = (filter: JournalFilter): string =>
    JSON.stringify(normalFilter(filter), (_, value: unknown) =>
      Array.isArray(value) ? value.toSorted() : value,
    );
  return text(a) === text(b);
}

/** The view a filter is exactly, built-in first. */
export function viewOf(filter: JournalFilter, saved: readonly SavedView[]): string | null {
  const found =
    BUILT_IN_VIEWS.find((view) => sameFilter(view.filter, filter)) ??
    saved.find((view) => sameFilter(view.filter, filter));
  return found?.id ?? null;
}
