/** The address of a screen is the hash: `#/journal`, `#/application/42`. Small on purpose: no nesting. */
import { useSyncExternalStore } from 'react';

export type Route =
  | { readonly name: 'home' }
  | { readonly name: 'journal' }
  | { readonly name: 'my' }
  | { readonly name: 'scans' }
  | { readonly name: 'due' }
  | { readonly name: 'unclaimed' }
  | { readonly name: 'application'; readonly id: string; readonly tab: string | null }
  | { readonly name: 'review'; readonly id: string }
  /** `id`: the kindergarten whose groups are open. */
  | { readonly name: 'places'; readonly tab: PlacesTab; readonly id: string | null }
  /** `id`: the application whose place is explained. */
  | { readonly name: 'queue'; readonly id: string | null }
  /** `id`: the referral that is open. */
  | { readonly name: 'referrals'; readonly id: string | null }
  /** `id`: the permit that is open. */
  | { readonly name: 'companions'; readonly id: string | null }
  /** `id`: the pair that is open. */
  | { readonly name: 'duplicates'; readonly id: string | null }
  /** `id`: the application whose family is open. */
  | { readonly name: 'links'; readonly id: string | null }
  | { readonly name: 'rules'; readonly tab: RulesTab }
  | { readonly name: 'intake' }
  | { readonly name: 'walkIn' }
  | { readonly name: 'notices' }
  | { readonly name: 'templates' }
  | { readonly name: 'interest' }
  | { readonly name: HeadRoute };

export type RouteName = Route['name'];
export const LIST_ROUTES = ['my', 'scans', 'due', 'unclaimed', 'journal'] as const;
export type ListRoute = (typeof LIST_ROUTES)[number];
/** The desk of a kindergarten's head. */
export const HEAD_ROUTES = ['incoming', 'incomingDue', 'groups', 'children', 'freed'] as const;
export type HeadRoute = (typeof HEAD_ROUTES)[number];
export const PLACES_TABS = ['occupancy', 'requests', 'bulletin'] as const;
export type PlacesTab = (typeof PLACES_TABS)[number];
export const RULES_TABS = ['profiles', 'family', 'delivery'] as const;
export type RulesTab = (typeof RULES_TABS)[number];

const ID = /^[0-9]{1,19}$/;

/** Reads a hash; anything unknown is home. */
export function parseRoute(hash: string): Route {
  const [name, id, tab] = hash.replace(/^#?\/?/, '').split('/');
  const list = LIST_ROUTES.find((route) => route === name);
  if (list !== undefined) {
    return { name: list };
  }
  if (name === 'application' && id !== undefined && ID.test(id)) {
    return { name: 'application', id, tab: tab ?? null };
  }
  if (name === 'review' && id !== undefined && ID.test(id)) {
    return { name: 'review', id };
  }
  if (name === 'places') {
    const place = PLACES_TABS.find((one) => one === id) ?? 'occupancy';
    return { name, tab: place, id: place === 'occupancy' && tab !== undefined && ID.test(tab) ? tab : null };
  }
  if (
    name === 'queue' ||
    name === 'referrals' ||
    name === 'companions' ||
    name === 'links' ||
    name === 'duplicates'
  ) {
    return { name, id: id !== undefined && ID.test(id) ? id : null };
  }
  if (name === 'rules') {
    return { name, tab: RULES_TABS.find((one) => one === id) ?? 'profiles' };
  }
  if (
    name === 'intake' ||
    name === 'walkIn' ||
    name === 'notices' ||
    name === 'templates' ||
    name === 'interest'
  ) {
    return { name };
  }
  const head = HEAD_ROUTES.find((route) => route === name);
  return { name: head ?? 'home' };
}

/** Writes a route as a hash address, also for `href`. */
export function hrefOf(route: Route): string {
  switch (route.name) {
    case 'application':
      return route.tab === null ? `#/application/${route.id}` : `#/application/${route.id}/${route.tab}`;
    case 'review':
      return `#/review/${route.id}`;
    case 'places':
      return `#/places/${route.tab}${route.id === null ? '' : `/${route.id}`}`;
    case 'rules':
      return `#/rules/${route.tab}`;
    case 'queue':
    case 'referrals':
    case 'companions':
    case 'links':
    case 'duplicates':
      return route.id === null ? `#/${route.name}` : `#/${route.name}/${route.id}`;
    case 'home':
      return '#/';
    default:
      return `#/${route.name}`;
  }
}

let current: Route = typeof location === 'undefined' ? { name: 'home' } : parseRoute(location.hash);
const listeners = new Set<() => void>();
let depth = 0;

if (typeof window !== 'undefined') {
  window.addEventListener('hashchange', () => {
    current = parseRoute(location.hash);
    for (const listener of listeners) listener();
  });
}

/** Goes to a screen. `replace` leaves no step to go back to. */
export function navigate(route: Route, options: { replace?: boolean } = {}): void {
  const href = hrefOf(route);
  if (location.hash === href) {
    return;
  }
  if (options.replace === true) {
    location.replace(href);
  } else {
    depth += 1;
    location.hash = href;
  }
}

/** Back to where one came from; to `fallback` when this screen was the first. */
export function goBack(fallback: Route): void {
  if (depth > 0) {
    depth -= 1;
    history.back();
  } else {
    navigate(fallback, { replace: true });
  }
}

export function useRoute(): Route {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
