/** What the counter's screen asks: the draft, the registry, what stands against the form. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isIin } from '../../domain/iin.ts';
import type { WalkInForm } from '../../domain/walk-in.ts';
import type { WalkInCheckView, WalkInDraftView, WalkInScanView } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { keys } from '../query.ts';

/** The form as the contract takes it. */
export function sentForm(form: WalkInForm): WalkInDraftView['form'] {
  return { ...form, kindergartens: [...form.kindergartens], consents: [...form.consents] };
}

/** Typing that has paused so long is kept. */
const SAVE_AFTER_MS = 500;
const CHECK_AFTER_MS = 600;

export const DRAFT_KEY = [...keys.walkIn, 'draft'] as const;

export function useDraft() {
  return useQuery({
    queryKey: DRAFT_KEY,
    queryFn: ({ signal }) => api.walkIn.draft(undefined, { signal }),
    // What is typed is newer than what was read.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/**
 * The form as this window holds it: what is typed is in it at once, and at the back end after a pause. It is React's own state, for a
 * field must hold a letter before the next one comes; the cache follows, so that leaving the screen and coming back finds it.
 */
export function useDraftForm(draft: WalkInDraftView) {
  const client = useQueryClient();
  const [form, setForm] = useState(draft.form);
  const [error, setError] = useState<unknown>(null);
  const latest = useRef(form);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const put = useCallback(
    (change: (now: WalkInDraftView) => WalkInDraftView) =>
      client.setQueryData<WalkInDraftView>(DRAFT_KEY, (now) => (now === undefined ? now : change(now))),
    [client],
  );
  const mirrored = useRef(form);
  useLayoutEffect(() => {
    latest.current = form;
    if (mirrored.current === form) return;
    mirrored.current = form;
    // A signature is on what it was on.
    put((now) => ({ ...now, form, signedBy: null }));
  }, [form, put]);
  const save = useCallback(async (): Promise<void> => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    try {
      const { savedAt } = await api.walkIn.saveDraft({ form: latest.current });
      put((held) => ({ ...held, savedAt }));
      setError(null);
    } catch (thrown) {
      setError(thrown);
    }
  }, [put]);
  // What could not be kept while the line was broken is kept once it is back.
  const isOpen = useConnection().kind === 'open';
  const isUnkept = useRef(false);
  isUnkept.current = error !== null;
  useEffect(() => {
    if (isOpen && isUnkept.current) void save();
  }, [isOpen, save]);
  // Leaving the screen keeps what was typed a moment ago.
  useEffect(
    () => () => {
      if (timer.current !== null) void save();
    },
    [save],
  );
  const change = useCallback(
    (next: (now: WalkInForm) => WalkInForm): void => {
      setForm((now) => {
        const after = next(now);
        return after === now ? now : sentForm(after);
      });
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), SAVE_AFTER_MS);
    },
    [save],
  );
  return {
    form,
    error,
    change,
    save,
    putScans: (scans: WalkInScanView[]) => put((now) => ({ ...now, scans, signedBy: null })),
    putDraft: (next: WalkInDraftView) => {
      // What the back end says of the draft is said with it: nothing was typed.
      mirrored.current = next.form;
      setForm(next.form);
      put(() => next);
    },
  };
}

/** The registry's answer and the desk's own record of a whole IIN. */
export function useLookUp(iin: string) {
  return useQuery({
    queryKey: [...keys.walkIn, 'lookUp', iin],
    queryFn: ({ signal }) => api.walkIn.lookUp({ iin }, { signal }),
    enabled: isIin(iin),
    staleTime: 5 * 60_000,
  });
}

export function useKinship(parentIin: string, childIin: string) {
  return useQuery({
    queryKey: [...keys.walkIn, 'kinship', parentIin, childIin],
    queryFn: ({ signal }) => api.walkIn.kinship({ parentIin, childIin }, { signal }),
    enabled: isIin(parentIin) && isIin(childIin) && parentIin !== childIin,
    staleTime: 5 * 60_000,
  });
}

/**
 * What the office says of the form, after a pause in typing. `faults` are of the form as it stands now or not told at all: what was
 * mended a moment ago must not hold up the next step.
 */
export function useCheck(form: WalkInForm, scans: readonly WalkInScanView[]) {
  const settled = useSettled(form, CHECK_AFTER_MS);
  const check = useQuery({
    queryKey: [...keys.walkIn, 'check', settled, scans.map((scan) => `${scan.id}${scan.kind}${scan.about}`)],
    queryFn: ({ signal }) => api.walkIn.check({ form: sentForm(settled) }, { signal }),
    enabled: isIin(settled.child.iin),
    placeholderData: (before) => before,
    staleTime: 0,
    gcTime: 0,
  });
  const isCurrent = settled === form && !check.isPlaceholderData;
  return { data: check.data, faults: (isCurrent ? check.data?.faults : undefined) ?? NO_FAULTS };
}

const NO_FAULTS: WalkInCheckView['faults'] = [];

function useSettled<V>(value: V, ms: number): V {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const waiting = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(waiting);
  }, [value, ms]);
  return settled;
}
