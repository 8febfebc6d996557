/** Acts on many rows: one call, a result per row that stays in the row; what failed stays chosen. */
import { useMutation } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { JournalRow, RowResult, SignRowResult, Target } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { noteOwnVersion } from '../own-versions.ts';
import { useAsking } from '../use-asking.ts';
import type { ResultKind, RowOutcome } from './JournalRowView.tsx';
import type { Selection } from './selection.ts';

export type BulkAct =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'handed'; readonly to: string }
  | { readonly kind: 'released'; readonly reason: string; readonly note: string | null };

interface Run {
  readonly act: BulkAct;
  readonly targets: Target[];
  /** As it was asked before, because the call failed as a whole. */
  readonly again?: true;
}

const NO_OUTCOMES: ReadonlyMap<string, RowOutcome> = new Map();

function useSend(): (act: BulkAct, targets: Target[]) => Promise<RowResult[]> {
  const claim = useAsking(api.journal.claim);
  const release = useAsking(api.journal.release);
  return (act, targets) => {
    const wanted = { act, ids: targets.map(({ id }) => id) };
    switch (act.kind) {
      case 'claimed':
        return claim({ targets, to: null }, wanted);
      case 'handed':
        return claim({ targets, to: act.to }, wanted);
      case 'released':
        return release({ targets, reason: act.reason, note: act.note }, wanted);
    }
  };
}

/**
 * Rows that an act took out of the list (claimed ones leave «Бөлінбеген») stand where they stood, with their result, until the
 * results are given up: the officer sees what became of what was chosen.
 */
export function withHeldRows(
  rows: readonly JournalRow[],
  before: readonly JournalRow[],
  outcomes: ReadonlyMap<string, RowOutcome>,
): readonly JournalRow[] {
  if (outcomes.size === 0) {
    return rows;
  }
  const here = new Set(rows.map((row) => row.id));
  const merged = [...rows];
  before.forEach((row, index) => {
    if (outcomes.has(row.id) && !here.has(row.id)) {
      merged.splice(Math.min(index, merged.length), 0, row);
    }
  });
  return merged;
}

export function useBulk(selection: Selection, rows: readonly JournalRow[]) {
  const [before, setBefore] = useState<readonly JournalRow[]>([]);
  const [outcomes, setOutcomes] = useState(NO_OUTCOMES);
  const [last, setLast] = useState<BulkAct | null>(null);

  const shown = useMemo(() => withHeldRows(rows, before, outcomes), [rows, before, outcomes]);
  const show = (
    kind: ResultKind,
    results: readonly { id: string; ok: boolean; error: RowResult['error'] }[],
  ): void => {
    setOutcomes(new Map(results.map((result) => [result.id, { kind, result }])));
    selection.only(results.filter((result) => !result.ok).map((result) => result.id));
  };
  const send = useSend();
  const run = useMutation({
    mutationFn: async ({ act, targets }: Run) => send(act, targets),
    onMutate: ({ act, again }) => {
      setOutcomes(NO_OUTCOMES);
      // What nobody answered may have been done, and its rows gone from the list since.
      if (again !== true) setBefore(shown);
      setLast(act);
    },
    onSuccess: (results, { act }) => {
      for (const { id, version } of results) {
        if (version !== null) noteOwnVersion(id, version);
      }
      show(act.kind, results);
    },
  });
  const forget = useCallback(() => {
    setOutcomes(NO_OUTCOMES);
    setLast(null);
  }, []);
  const values = [...outcomes.values()];
  return {
    /** The rows to draw: those of the list and those an act has just taken out of it. */
    rows: shown,
    outcomes,
    ok: values.filter((one) => one.result.ok).length,
    failed: values.filter((one) => !one.result.ok).length,
    busy: run.isPending,
    error: run.error,
    run: (act: BulkAct, targets: Target[]) => {
      if (targets.length > 0 && !run.isPending) run.mutate({ act, targets });
    },
    retry: () => {
      if (run.isPending) return;
      if (run.error !== null) run.mutate({ ...run.variables, again: true });
      else if (last !== null) run.mutate({ act: last, targets: selection.targets() });
    },
    canRetry: last !== null,
    /** Results of the decide dialog, shown like the others. */
    decided: (results: readonly SignRowResult[]) => {
      setLast(null);
      setBefore(shown);
      show(
        'decided',
        results.map((result) => ({ id: result.applicationId, ok: result.ok, error: result.error })),
      );
    },
    forget: () => {
      forget();
      run.reset();
    },
  };
}

export type Bulk = ReturnType<typeof useBulk>;
