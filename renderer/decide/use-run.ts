import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ActTarget, PreparedDecision, SignRowResult } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { noteOwnVersion } from '../own-versions.ts';
import { keys } from '../query.ts';
import { signable } from './batch.ts';
import { SIGN_CALLS } from './sign-calls.ts';
import { signPart } from './sign-stream.ts';
import { type Intent, isPrepared } from './types.ts';

/** Areas of the contract whose answers a signed act makes stale. */
const TOUCHED = [
  'applications',
  'review',
  'decisions',
  'journal',
  'queue',
  'places',
  'referrals',
  'admissions',
  'interest',
  'duplicates',
] as const;
/** As many as one call prepares or signs: small enough for its progress to be seen. */
const AT_ONCE = 500;

export type Row = {
  readonly target: ActTarget;
  readonly prepared: PreparedDecision | null;
  readonly result: SignRowResult | null;
  /** When the result came, by this computer's clock. */
  readonly resultAt?: Date;
  /** One key for the whole life of the prepared decision: repeating a call whose answer was lost signs nothing twice. */
  readonly idempotencyKey: string;
};

export type Run = {
  readonly phase: 'idle' | 'preparing' | 'ready' | 'signing' | 'done';
  readonly rows: readonly Row[];
  /** Rows prepared so far, while preparing. */
  readonly prepared: number;
  /** Place in `rows` of the one being signed. */
  readonly at: number | null;
  /** Applications whose signing has begun and has no result yet: a group is signed and committed together. */
  readonly underWay: ReadonlySet<string>;
  /** Told to stop: the group under way is finished, its results are still to come. */
  readonly stopping: boolean;
  readonly stopped: boolean;
  /** What ended the call itself; errors of single rows stand in the rows. */
  readonly error: unknown;
  /** Epoch ms when signing began, for the time left. */
  readonly since: number | null;
};

const START: Run = {
  phase: 'idle',
  rows: [],
  prepared: 0,
  at: null,
  underWay: new Set(),
  stopping: false,
  stopped: false,
  error: null,
  since: null,
};

/** Targets of one intent; a plan may hold offers and referrals at once. */
export type Work = { readonly targets: readonly ActTarget[]; readonly intent: Intent };

/** Prepares and signs: one decision or five hundred, with a result for each. */
export function useRun(onResults: (results: readonly SignRowResult[]) => void) {
  const client = useQueryClient();
  const [run, setRun] = useState<Run>(START);
  const stop = useRef<AbortController | null>(null);
  /** Of several preparations asked one after another only the last one's answer counts. */
  const attempt = useRef(0);
  const gone = useRef(new AbortController());
  useEffect(() => {
    const here = new AbortController();
    gone.current = here;
    return () => {
      stop.current?.abort();
      here.abort();
    };
  }, []);
  const change = useCallback((part: Partial<Run>) => setRun((before) => ({ ...before, ...part })), []);

  const prepare = useCallback(
    async (...works: readonly Work[]): Promise<void> => {
      attempt.current += 1;
      const mine = attempt.current;
      setRun({ ...START, phase: 'preparing' });
      const rows: Row[] = [];
      try {
        for (const { part, intent } of works.flatMap(inParts)) {
          const answers = await api.decisions.prepare({ targets: [...part], intent });
          if (mine !== attempt.current) return;
          rows.push(...part.flatMap((target, i) => rowOf(target, answers[i])));
          change({ prepared: rows.length });
        }
        setRun({ ...START, phase: 'ready', rows, prepared: rows.length });
      } catch (error) {
        if (mine === attempt.current) setRun({ ...START, phase: 'idle', error });
      }
    },
    [change],
  );

  const sign = useCallback(
    async (rows: readonly Row[]): Promise<void> => {
      const wanted = rows.filter(signable);
      const abort = new AbortController();
      stop.current = abort;
      change({
        phase: 'signing',
        at: null,
        underWay: new Set(),
        stopping: false,
        stopped: false,
        error: null,
        since: Date.now(),
      });
      const results: SignRowResult[] = [];
      let failure: unknown = null;
      let halted = false;
      const told = {
        started: (id: string) =>
          setRun((before) => ({
            ...before,
            at: rows.findIndex((row) => row.target.id === id),
            underWay: new Set([...before.underWay, id]),
          })),
        result: (result: SignRowResult) => {
          results.push(result);
          if (result.version !== null) noteOwnVersion(result.applicationId, result.version);
          setRun((before) => ({
            ...before,
            rows: withResult(before.rows, result),
            underWay: new Set([...before.underWay].filter((one) => one !== result.applicationId)),
          }));
        },
      };
      const signals = { stop: abort.signal, gone: gone.current.signal };
      for (let from = 0; from < wanted.length && !halted && failure === null; from += AT_ONCE) {
        const part = wanted.slice(from, from + AT_ONCE).flatMap(toSign);
        const end = await signPart(SIGN_CALLS, part, signals, told);
        halted = end.stopped || abort.signal.aborted;
        failure = end.error;
      }
      stop.current = null;
      change({
        phase: 'done',
        at: null,
        underWay: new Set(),
        stopping: false,
        stopped: halted,
        error: failure,
      });
      for (const area of TOUCHED) {
        void client.invalidateQueries({ queryKey: [area] });
      }
      void client.invalidateQueries({ queryKey: keys.state });
      if (results.length > 0) onResults(results);
    },
    [change, client, onResults],
  );

  const reset = useCallback(() => {
    attempt.current += 1;
    setRun(START);
  }, []);

  return {
    run,
    prepare,
    sign,
    /** After those now being signed; what is signed stays signed and is told. */
    stop: () => {
      if (stop.current === null) return;
      change({ stopping: true });
      stop.current.abort();
    },
    reset,
    /** A row's decision verified anew. */
    replace: (result: SignRowResult) =>
      setRun((before) => ({ ...before, rows: withResult(before.rows, result) })),
  };
}

function withResult(rows: readonly Row[], result: SignRowResult): readonly Row[] {
  return rows.map((row) =>
    row.target.id === result.applicationId ? { ...row, result, resultAt: new Date() } : row,
  );
}

function toSign({ target, prepared, idempotencyKey }: Row) {
  return prepared === null ? [] : [{ id: target.id, preparedId: prepared.preparedId, idempotencyKey }];
}

function inParts({ targets, intent }: Work): readonly { part: readonly ActTarget[]; intent: Intent }[] {
  return Array.from({ length: Math.ceil(targets.length / AT_ONCE) }, (_, at) => ({
    part: targets.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
    intent,
  }));
}

function rowOf(target: ActTarget, answer: PreparedDecision | SignRowResult | undefined): readonly Row[] {
  if (answer === undefined) {
    return [];
  }
  const idempotencyKey = crypto.randomUUID();
  return [
    isPrepared(answer)
      ? { target, prepared: answer, result: null, idempotencyKey }
      : { target, prepared: null, result: answer, idempotencyKey },
  ];
}
