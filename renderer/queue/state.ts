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
  /** The moment of the plan being signed: who is served leaves the queue, and is still explained as it stood. */
  readonly batchAt: Date | null;
  /** What kept the chosen row of the batch from being signed, whole; null: nothing did. */
  readonly batchTold: string | null;
}

const START: QueueView = {
  key: null,
  at: null,
  search: '',
  chosen: null,
  batch: false,
  batchAt: null,
  batchTold: null,
};

export const queueView = createStore<QueueView>(START);

export function changeView(part: Partial<QueueView>): void {
  const next = { ...queueView.get(), ...part };
  queueView.set(next.batch ? next : { ...next, batchAt: null, batchTold: null });
}

/** The moment a place is explained at; null: now. */
export function explainedAt(view: QueueView): Date | null {
  return view.batch ? view.batchAt : view.at;
}

onForget(() => queueView.set(START));
