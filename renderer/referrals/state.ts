/** What the register of referrals shows: kept outside React, forgotten on lock and sign-out. */
import { LIVE_REFERRAL_STATES, REFERRAL_STATES } from '../../domain/referral.ts';
import type { ReferralFilter, ReferralState } from '../../preload/contract/index.ts';
import { onForget } from '../forget.ts';
import { createStore } from '../ui/store.ts';

/** Under way, ended, or all: the first choice of the register. */
export const PARTS = ['live', 'ended', 'all'] as const;
export type Part = (typeof PARTS)[number];

export interface RegisterView {
  readonly part: Part;
  /** All but the states and the search. */
  readonly filter: Omit<ReferralFilter, 'states' | 'search'>;
  /** One state within the part; null: any. */
  readonly state: ReferralState | null;
  readonly search: string;
  /** The referral under the cursor; null: the first. */
  readonly chosen: string | null;
}

const START: RegisterView = { part: 'live', filter: {}, state: null, search: '', chosen: null };

export const registerView = createStore<RegisterView>(START);

export function changeRegister(part: Partial<RegisterView>): void {
  registerView.set({ ...registerView.get(), ...part });
}

/** States of a part, in the order of a referral's life. */
export function statesOf(part: Part): readonly ReferralState[] {
  return REFERRAL_STATES.filter((state) => part === 'all' || isLive(state) === (part === 'live'));
}

export function isLive(state: ReferralState): boolean {
  return LIVE_REFERRAL_STATES.includes(state);
}

/** The filter as the back end takes it: nothing where any will do. A search looks through the whole part. */
export function filterOf(view: RegisterView): ReferralFilter {
  const states = view.state !== null ? [view.state] : view.part === 'all' ? [] : statesOf(view.part);
  return {
    ...view.filter,
    ...(states.length === 0 ? {} : { states: [...states] }),
    ...(view.search.trim() === '' ? {} : { search: view.search.trim() }),
  };
}

/** Whether anything but the part narrows the list. */
export function isNarrowed(view: RegisterView): boolean {
  return view.state !== null || view.search.trim() !== '' || Object.keys(view.filter).length > 0;
}

onForget(() => registerView.set(START));
