import { useEffect, useRef, useState } from 'react';
import { api } from '../api.ts';

const PAUSE_MS = 600;

/**
 * Keeps what is typed: a pause after the last change, at once when the screen goes or the window hides. `body` must be
 * the same object while nothing changed; the first one is what the screen began with and is not written back.
 * Answers the error of the last try, null while all is kept.
 */
export function useDraft(
  id: string,
  kind: 'review' | 'decision',
  body: Record<string, unknown> | null,
  enabled: boolean,
): unknown {
  const [error, setError] = useState<unknown>(null);
  const state = useRef({ saved: body, latest: body, enabled });
  state.current.latest = body;
  state.current.enabled = enabled;
  const saver = useRef<() => void>(() => {});
  useEffect(() => {
    const save = (): void => {
      const { saved, latest, enabled: on } = state.current;
      if (!on || saved === latest) {
        return;
      }
      state.current.saved = latest;
      api.review.saveDraft({ id, kind, body: latest }).then(
        () => setError(null),
        (thrown: unknown) => {
          // Not kept: the next change, or leaving, tries again.
          state.current.saved = saved;
          setError(thrown);
        },
      );
    };
    const onHide = (): void => {
      if (document.visibilityState === 'hidden') save();
    };
    saver.current = save;
    document.addEventListener('visibilitychange', onHide);
    window.addEventListener('pagehide', save);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [id, kind]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of what was typed is the trigger, and the line's return
  useEffect(() => {
    const timer = setTimeout(() => saver.current(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [body, enabled]);
  return error;
}
