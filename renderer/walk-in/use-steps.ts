/** Which of the five steps is in hand, which were tried, and what each still lacks. */
import { useState } from 'react';
import { WALK_IN_STEPS, type WalkInStep } from '../../domain/walk-in.ts';
import { type Faults, faultsOf } from './faults.ts';

export interface Steps {
  readonly step: WalkInStep;
  readonly at: number;
  /** Of the step in hand. */
  readonly lacking: Faults;
  /** The same, once the step was tried: an empty field is not told of before. */
  readonly told: Faults;
  readonly isLast: boolean;
  go(to: WalkInStep): void;
  /** To the next one, where this one lacks nothing. */
  onwards(): void;
  back(): void;
  begin(): void;
}

/** `leave`: what is typed is kept before another step is shown. */
export function useSteps(first: () => WalkInStep, faults: Faults, leave: () => void): Steps {
  const [step, setStep] = useState<WalkInStep>(first);
  const [tried, setTried] = useState<ReadonlySet<WalkInStep>>(new Set());
  const at = WALK_IN_STEPS.indexOf(step);
  const lacking = faultsOf(faults, step);
  const tell = (): void => setTried((now) => new Set([...now, step]));
  const go = (to: WalkInStep): void => {
    tell();
    leave();
    setStep(to);
  };
  return {
    step,
    at,
    lacking,
    told: tried.has(step) ? lacking : [],
    isLast: step === 'sign',
    go,
    onwards: () => {
      const next = WALK_IN_STEPS[at + 1];
      if (next !== undefined && lacking.length === 0) go(next);
      else tell();
    },
    back: () => go(WALK_IN_STEPS[at - 1] ?? 'contacts'),
    begin: () => {
      setTried(new Set());
      setStep('contacts');
    },
  };
}
