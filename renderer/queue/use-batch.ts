/** A plan from its making to its last signature: made, prepared for the eye, signed row by row, told row by row. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ActTarget, PlanRow, QueueKey } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { type Row, useRun, type Work } from '../decide/use-run.ts';

export type PlanAct = PlanRow['act'];
export type Plan = Awaited<ReturnType<typeof api.referrals.plan>>;
/** What the plan is over: one queue or every queue of the officer, and at most how many. */
export interface Asked {
  readonly act: PlanAct;
  readonly key: QueueKey | null;
  readonly limit: number;
}

export const LIMITS = [12, 50, 200, 2000] as const;

export interface Batch {
  readonly asked: Asked;
  readonly plan: Plan | null;
  readonly planning: boolean;
  readonly error: unknown;
  readonly run: ReturnType<typeof useRun>['run'];
  /** The row of the run that belongs to a row of the plan; null while it is being prepared. */
  rowOf(row: PlanRow): Row | null;
  ask(part: Partial<Asked>): void;
  /** A new plan over what has changed since. */
  again(): void;
  sign(): void;
  stop(): void;
}

/** Targets with the seat and the turn that were shown, by act: one call of `prepare` holds one act. */
export function worksOf(rows: readonly PlanRow[]): readonly Work[] {
  const acts: readonly PlanAct[] = ['offer', 'issue_referral'];
  return acts.flatMap((act) => {
    const targets = rows.filter((row) => row.act === act).map(targetOf);
    return targets.length === 0 ? [] : [{ targets, intent: { act, reason: null, note: null } }];
  });
}

function targetOf(row: PlanRow): ActTarget {
  return {
    id: row.applicationId,
    expectedVersion: row.expectedVersion,
    seatId: row.seatId,
    turn: row.turn,
  };
}

export function useBatch(first: Asked): Batch {
  const [asked, setAsked] = useState(first);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [planning, setPlanning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { run, prepare, sign, stop, reset } = useRun(noResults);
  const attempt = useRef(0);

  const make = useCallback(
    async (wanted: Asked): Promise<void> => {
      attempt.current += 1;
      const mine = attempt.current;
      reset();
      setPlanning(true);
      setError(null);
      try {
        const made = await api.referrals.plan({ ...wanted });
        if (mine !== attempt.current) return;
        setPlan(made);
        setPlanning(false);
        if (made.rows.length > 0) void prepare(...worksOf(made.rows));
      } catch (thrown) {
        if (mine === attempt.current) {
          setError(thrown);
          setPlanning(false);
        }
      }
    },
    [prepare, reset],
  );
  useEffect(() => {
    void make(asked);
  }, [asked, make]);

  const byId = useMemo(() => new Map(run.rows.map((row) => [row.target.id, row])), [run.rows]);
  return {
    asked,
    plan,
    planning,
    error: error ?? run.error,
    run,
    rowOf: (row) => byId.get(row.applicationId) ?? null,
    ask: (part) => setAsked((now) => ({ ...now, ...part })),
    again: () => void make(asked),
    sign: () => void sign(run.rows),
    stop,
  };
}

/** Results stand in the rows; nothing else waits for them here. */
function noResults(): void {}
