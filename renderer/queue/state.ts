/** Which queue is open, at which moment, whose place is explained: kept outside React, forgotten on lock and sign-out. */
import type { QueueKey } from '../../preload/contract/index.ts';
import { onForget } from '../forget.ts';
import { createStore } from '../ui/store.ts';

export interface QueueView {
  readonly key: QueueKey | null;
  /** A past moment; null: now. */
  readonly at: Date | null;
  readonly search: string;
  /** The application whose place is explained; null: the first of the list. */
  readonly chosen: string | null;
  readonly batch: boolean;
}

const START: QueueView = { key: null, at: null, search: '', chosen: null, batch: false };

export const queueView = createStore<QueueView>(START);

export function changeView(part: Partial<QueueView>): void {
  queueView.set({ ...queueView.get(), ...part });
}

onForget(() => queueView.set(START));
