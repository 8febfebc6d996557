/** What the register of interest shows: kept outside React, forgotten on lock and sign-out. */
import type { InterestList } from '../../preload/contract/index.ts';
import { onForget } from '../forget.ts';
import { createStore } from '../ui/store.ts';

export const LISTS = ['due', 'overdue', 'confirmed', 'removed'] as const satisfies readonly InterestList[];

export interface InterestView {
  readonly list: InterestList;
  readonly search: string;
}

const START: InterestView = { list: 'due', search: '' };

export const interestView = createStore<InterestView>(START);

export function changeInterest(part: Partial<InterestView>): void {
  interestView.set({ ...interestView.get(), ...part });
}

onForget(() => interestView.set(START));
