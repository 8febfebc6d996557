/** A signed act begun on a pair. Kept by the screen: the pair may leave its list before its result was read. */
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { ActDetails } from '../../preload/contract/index.ts';
import { targetAt } from '../own-versions.ts';
import { useReadPairsAgain } from './data.ts';

const DecideDialog = lazy(() => import('../decide/DecideDialog.tsx'));

export interface Deciding {
  readonly act: 'remove_duplicate' | 'reinstate_duplicate';
  readonly target: { readonly id: string; readonly version: number };
  readonly details: ActDetails;
}

/** The dialog of the act that was begun, and what begins one. */
export function usePairDecision(): readonly [dialog: ReactNode, begin: (deciding: Deciding) => void] {
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const readAgain = useReadPairsAgain();
  const dialog =
    deciding === null ? null : (
      <Suspense fallback={null}>
        <DecideDialog
          targets={[targetAt(deciding.target.id, deciding.target.version)]}
          intent={deciding.act}
          details={deciding.details}
          onClose={() => setDeciding(null)}
          onDone={readAgain}
        />
      </Suspense>
    );
  return [dialog, setDeciding];
}
