/** What the register of notices shows: kept outside React, forgotten on lock and sign-out. */
import type { NoticeFilter } from '../../preload/contract/index.ts';
import { onForget } from '../forget.ts';
import { createStore } from '../ui/store.ts';

/** What needs a person, what is on its way, what is done, all: the first choice of the register. */
export const PARTS = ['dead', 'open', 'sent', 'all'] as const;
export type Part = (typeof PARTS)[number];

const STATES = {
  dead: ['dead'],
  open: ['waiting', 'sending'],
  sent: ['sent'],
  all: [],
} as const satisfies Readonly<Record<Part, readonly string[]>>;

export interface NoticesView {
  readonly part: Part;
  readonly channel: NonNullable<NoticeFilter['channels']>[number] | null;
  readonly kind: string | null;
  readonly search: string;
  /** The notice under the cursor; null: the first. */
  readonly chosen: string | null;
}

const START: NoticesView = { part: 'all', channel: null, kind: null, search: '', chosen: null };

export const noticesView = createStore<NoticesView>(START);

export function changeNotices(part: Partial<NoticesView>): void {
  noticesView.set({ ...noticesView.get(), ...part });
}

/** The filter as the back end takes it: nothing where any will do. */
export function filterOf(view: NoticesView): NoticeFilter {
  const states = STATES[view.part];
  return {
    ...(states.length === 0 ? {} : { states: [...states] }),
    ...(view.channel === null ? {} : { channels: [view.channel] }),
    ...(view.kind === null ? {} : { kinds: [view.kind] }),
    ...(view.search.trim() === '' ? {} : { search: view.search.trim() }),
  };
}

export function isNarrowed(view: NoticesView): boolean {
  return view.part !== 'all' || view.channel !== null || view.kind !== null || view.search.trim() !== '';
}

onForget(() => noticesView.set(START));
