/** Preparing and signing the registration: the same calls that sign every decision, for an application that does not exist yet. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ConsentProof } from '../../domain/registration-decision.ts';
import type { WalkInForm } from '../../domain/walk-in.ts';
import type { Decision, PreparedDecision, SignRowResult } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { SIGN_CALLS } from '../decide/sign-calls.ts';
import { signPart } from '../decide/sign-stream.ts';
import { errorOf } from '../decide/types.ts';
import { DeskError } from '../desk-error.ts';
import { sentForm } from './data.ts';

const TOUCHED = ['applications', 'journal', 'decisions', 'intake', 'notices', 'queue', 'session'] as const;

export interface Registration {
  readonly prepared: PreparedDecision | null;
  readonly preparing: boolean;
  readonly prepareError: unknown;
  readonly signing: boolean;
  readonly signError: unknown;
  prepare(consent: ConsentProof): void;
  sign(): void;
  leave(): void;
}

/** `onDone` gets the decision as it was stored and verified. */
export function useRegistration(form: WalkInForm, onDone: (decision: Decision) => void): Registration {
  const client = useQueryClient();
  const [prepared, setPrepared] = useState<{ readonly one: PreparedDecision; readonly key: string } | null>(
    null,
  );
  const gone = useRef(new AbortController());
  useEffect(() => {
    const here = new AbortController();
    gone.current = here;
    return () => here.abort();
  }, []);
  const prepare = useMutation({
    mutationFn: (consent: ConsentProof) => api.walkIn.prepare({ form: sentForm(form), consent }),
    onSuccess: (one) => {
      sign.reset();
      // One key for the life of what was prepared: a repeat whose answer was lost registers nobody twice.
      setPrepared({ one, key: crypto.randomUUID() });
    },
  });
  const sign = useMutation({
    mutationFn: async ({ one, key }: NonNullable<typeof prepared>): Promise<Decision> => {
      const row = { id: one.applicationId, preparedId: one.preparedId, idempotencyKey: key };
      const told: SignRowResult[] = [];
      const end = await signPart(
        SIGN_CALLS,
        [row],
        { stop: new AbortController().signal, gone: gone.current.signal },
        { started: () => undefined, result: (result) => void told.push(result) },
      );
      const [result] = told;
      if (result === undefined) throw end.error ?? new DeskError('CONNECTION_LOST');
      if (!result.ok || result.decisionId === null) throw errorOf(result);
      return result.decision ?? (await api.decisions.get({ id: result.decisionId }));
    },
    onSuccess: (decision) => {
      for (const area of TOUCHED) void client.invalidateQueries({ queryKey: [area] });
      onDone(decision);
    },
  });
  return {
    prepared: prepared?.one ?? null,
    preparing: prepare.isPending,
    prepareError: prepare.error,
    signing: sign.isPending,
    signError: sign.error,
    prepare: (consent) => {
      if (!prepare.isPending) prepare.mutate(consent);
    },
    sign: () => {
      if (prepared !== null && !sign.isPending) sign.mutate(prepared);
    },
    leave: () => setPrepared(null),
  };
}
