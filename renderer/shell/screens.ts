/** The screens an officer goes to, by post: the rail, the G keys and the palette read this one list. */
import type { Role } from '../../preload/contract/index.ts';
import type { Route } from '../router.ts';
import type { IconName } from '../ui/Icon.tsx';

/** A screen of the rail; its name in words is `nav.<id>`. */
export interface ScreenEntry {
  readonly id:
    | 'my'
    | 'scans'
    | 'due'
    | 'unclaimed'
    | 'journal'
    | 'places'
    | 'queue'
    | 'referrals'
    | 'links'
    | 'interest'
    | 'duplicates'
    | 'rules'
    | 'intake'
    | 'walkIn'
    | 'notices'
    | 'templates'
    | 'incoming'
    | 'incomingDue'
    | 'groups'
    | 'children'
    | 'freed'
    | 'companions';
  readonly route: Route;
  readonly icon: IconName;
  /** Pressed after G. */
  readonly key: string;
  readonly group: 'work' | 'registers' | 'kindergarten';
}

const READS: readonly ScreenEntry[] = [
  { id: 'my', route: { name: 'my' }, icon: 'inbox', key: 'KeyM', group: 'work' },
  { id: 'scans', route: { name: 'scans' }, icon: 'shieldCheck', key: 'KeyB', group: 'work' },
  { id: 'due', route: { name: 'due' }, icon: 'clock', key: 'KeyT', group: 'work' },
  { id: 'unclaimed', route: { name: 'unclaimed' }, icon: 'dashed', key: 'KeyU', group: 'work' },
  { id: 'journal', route: { name: 'journal' }, icon: 'list', key: 'KeyJ', group: 'registers' },
  { id: 'queue', route: { name: 'queue', id: null }, icon: 'queue', key: 'KeyQ', group: 'registers' },
  {
    id: 'places',
    route: { name: 'places', tab: 'occupancy', id: null },
    icon: 'grid',
    key: 'KeyS',
    group: 'registers',
  },
  {
    id: 'referrals',
    route: { name: 'referrals', id: null },
    icon: 'ticket',
    key: 'KeyR',
    group: 'registers',
  },
  {
    id: 'companions',
    route: { name: 'companions', id: null },
    icon: 'users',
    key: 'KeyE',
    group: 'registers',
  },
  { id: 'links', route: { name: 'links', id: null }, icon: 'link', key: 'KeyL', group: 'registers' },
  { id: 'intake', route: { name: 'intake' }, icon: 'download', key: 'KeyI', group: 'registers' },
  { id: 'notices', route: { name: 'notices' }, icon: 'send', key: 'KeyN', group: 'registers' },
  { id: 'interest', route: { name: 'interest' }, icon: 'calendar', key: 'KeyY', group: 'registers' },
  {
    id: 'duplicates',
    route: { name: 'duplicates', id: null },
    icon: 'copy',
    key: 'KeyD',
    group: 'registers',
  },
];

/** Families are taken by clerks alone. */
const WALK_IN: ScreenEntry = {
  id: 'walkIn',
  route: { name: 'walkIn' },
  icon: 'user',
  key: 'KeyW',
  group: 'work',
};

const ADMIN: readonly ScreenEntry[] = [
  { id: 'rules', route: { name: 'rules', tab: 'profiles' }, icon: 'scroll', key: 'KeyP', group: 'registers' },
  { id: 'templates', route: { name: 'templates' }, icon: 'send', key: 'KeyN', group: 'registers' },
];

const HEAD: readonly ScreenEntry[] = [
  { id: 'incoming', route: { name: 'incoming' }, icon: 'ticket', key: 'KeyR', group: 'work' },
  { id: 'incomingDue', route: { name: 'incomingDue' }, icon: 'clock', key: 'KeyT', group: 'work' },
  { id: 'groups', route: { name: 'groups' }, icon: 'grid', key: 'KeyS', group: 'kindergarten' },
  { id: 'children', route: { name: 'children' }, icon: 'user', key: 'KeyC', group: 'kindergarten' },
  {
    id: 'companions',
    route: { name: 'companions', id: null },
    icon: 'users',
    key: 'KeyE',
    group: 'kindergarten',
  },
  { id: 'freed', route: { name: 'freed' }, icon: 'inbox', key: 'KeyF', group: 'kindergarten' },
];

const SCREENS: Readonly<Record<Role, readonly ScreenEntry[]>> = {
  clerk: [...READS.slice(0, 4), WALK_IN, ...READS.slice(4)],
  supervisor: READS,
  head: HEAD,
  admin: ADMIN,
};

/** Screens of a post in the order of the rail; empty: the post has none yet. */
export function screensOf(role: Role): readonly ScreenEntry[] {
  return SCREENS[role];
}

/** Where a post lands after sign-in. */
export function homeOf(role: Role): Route | null {
  const first = role === 'supervisor' ? READS.find((one) => one.id === 'journal') : SCREENS[role][0];
  return first?.route ?? null;
}

/** Whether a screen belongs to a post: an address of another post's screen leads home. */
export function mayOpen(role: Role, route: Route): boolean {
  switch (route.name) {
    case 'application':
    case 'review':
      return role === 'clerk' || role === 'supervisor';
    case 'home':
      return false;
    default:
      return SCREENS[role].some((one) => one.route.name === route.name);
  }
}
