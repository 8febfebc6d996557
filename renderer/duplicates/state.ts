/** What the register of possible duplicates shows: kept outside React, forgotten on lock and sign-out. */
import type { DuplicateView } from '../../preload/contract/index.ts';
import { onForget } from '../forget.ts';
import { createStore } from '../ui/store.ts';

export const VIEWS = ['open', 'judged', 'removed'] as const satisfies readonly DuplicateView[];

export interface PairsView {
  readonly view: DuplicateView;
  readonly search: string;
}

const START: PairsView = { view: 'open', search: '' };

export const pairsView = createStore<PairsView>(START);

export function changePairs(part: Partial<PairsView>): void {
  pairsView.set({ ...pairsView.get(), ...part });
}

onForget(() => pairsView.set(START));
