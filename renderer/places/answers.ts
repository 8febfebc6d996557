/** A clerk's answers to requests: several at once, a result per row that stays in the row until the next act. */
import { useMutation } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { SeatRequest } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { useAsking } from '../use-asking.ts';
import { useReadSeatsAgain } from './data.ts';

export type Verdict = 'accepted' | 'refused';
type Result = Awaited<ReturnType<typeof api.places.decide>>[number];
export interface AnswerOutcome {
  readonly verdict: Verdict;
  readonly note: string | null;
  readonly result: Result;
}

interface Asked {
  readonly rows: readonly SeatRequest[];
  readonly verdict: Verdict;
  readonly note: string | null;
}

/**
 * Rows of the list with those just answered kept where they stood, although the list no longer has them; new ones follow.
 * `before`: ids in the order they were shown last.
 */
export function keepAnswered<R extends { readonly id: string }>(
  rows: readonly R[],
  answered: ReadonlyMap<string, R>,
  before: readonly string[],
): readonly R[] {
  const now = new Map(rows.map((row) => [row.id, row]));
  const kept = before.flatMap((id) => {
    const row = now.get(id) ?? answered.get(id);
    return row === undefined ? [] : [row];
  });
  const known = new Set(kept.map((row) => row.id));
  return [...kept, ...rows.filter((row) => !known.has(row.id))];
}

export function useAnswers(loaded: readonly SeatRequest[]) {
  const readAgain = useReadSeatsAgain();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, AnswerOutcome>>(new Map());
  const [answered, setAnswered] = useState<ReadonlyMap<string, SeatRequest>>(new Map());
  const before = useRef<readonly string[]>([]);
  const rows = useMemo(() => {
    const next = keepAnswered(loaded, answered, before.current);
    before.current = next.map((row) => row.id);
    return next;
  }, [loaded, answered]);
  const ask = useAsking(api.places.decide);
  const send = useMutation({
    mutationFn: ({ rows: asked, verdict, note }: Asked) => {
      const requests = asked.map((row) => ({ id: row.id, seatVersion: row.seatVersion }));
      return ask({ requests, verdict, note }, { ids: asked.map((row) => row.id), verdict, note });
    },
    onSuccess: (results, { rows: asked, verdict, note }) => {
      setAnswered(new Map(asked.map((row) => [row.id, row])));
      setOutcomes(new Map(results.map((result) => [result.id, { verdict, note, result }])));
    },
    onSettled: readAgain,
  });
  const { mutate, variables } = send;
  const answer = useCallback(
    (asked: readonly SeatRequest[], verdict: Verdict, note: string | null) =>
      mutate({ rows: asked, verdict, note }),
    [mutate],
  );
  const failed = rows.filter((row) => outcomes.get(row.id)?.result.ok === false);
  const done = [...outcomes.values()].filter((one) => one.result.ok).length;
  return {
    rows,
    outcomes,
    done,
    failed,
    busy: send.isPending,
    /** The call itself failed: nothing is known of any row, the same wish may be sent again. */
    error: send.error,
    answer,
    again: () => {
      if (variables !== undefined) mutate(variables);
    },
    retryFailed: () => {
      const [first] = outcomes.values();
      if (first !== undefined) answer(failed, first.verdict, first.note);
    },
    forget: () => {
      setOutcomes(new Map());
      setAnswered(new Map());
      send.reset();
    },
  };
}
