import { useState } from 'react';
import type { SignRowResult, Target } from '../../preload/contract/index.ts';
import type { ReviewAct } from './DecisionBar.tsx';

/** The decision being signed from this screen: none, open, or signed with its result on the screen. */
export function useSigning() {
  const [target, setTarget] = useState<{ readonly target: Target; readonly act: ReviewAct } | null>(null);
  const [signed, setSigned] = useState(false);
  return {
    target,
    signed,
    open: (next: Target, act: ReviewAct) => {
      setSigned(false);
      setTarget({ target: next, act });
    },
    done: (results: readonly SignRowResult[]) => setSigned(results.some((result) => result.ok)),
    close: () => setTarget(null),
  };
}
