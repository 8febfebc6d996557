/** What was typed of a contract, by referral: going to another child and back loses nothing; lock and sign-out forget it. */
import { useSyncExternalStore } from 'react';
import { onForget } from '../forget.ts';
import type { ContractDraft } from './incoming.ts';

let drafts: ReadonlyMap<string, ContractDraft> = new Map();
const listeners = new Set<() => void>();

function publish(next: ReadonlyMap<string, ContractDraft>): void {
  drafts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The draft of a referral; `start` until something was typed. */
export function useContractDraft(
  referralId: string,
  start: ContractDraft,
): readonly [ContractDraft, (part: Partial<ContractDraft>) => void] {
  const all = useSyncExternalStore(subscribe, () => drafts);
  const draft = all.get(referralId) ?? start;
  return [
    draft,
    (part) => publish(new Map([...drafts, [referralId, { ...(drafts.get(referralId) ?? start), ...part }]])),
  ];
}

/** Once the child is admitted or refused, what was typed is of no use. */
export function dropContractDraft(referralId: string): void {
  const next = new Map(drafts);
  if (next.delete(referralId)) {
    publish(next);
  }
}

onForget(() => publish(new Map()));
