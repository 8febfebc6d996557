import { lazy, Suspense } from 'react';
import type { ReviewBundle } from '../../preload/contract/index.ts';
import type { TypedDecision } from './draft.ts';
import type { useSigning } from './use-signing.ts';

const DecideDialog = lazy(() => import('../decide/DecideDialog.tsx'));

/** The decision dialog over the review screen; once signed, it leads on to the next application or back to the list. */
export function SigningStep(props: {
  signing: ReturnType<typeof useSigning>;
  typed: TypedDecision;
  onTyped: (typed: TypedDecision) => void;
  next: ReviewBundle['next'][number] | undefined;
  onNext: () => void;
  onBack: () => void;
}) {
  const { signing, next } = props;
  if (signing.target === null) {
    return null;
  }
  return (
    <Suspense fallback={null}>
      <DecideDialog
        targets={[signing.target.target]}
        intent={signing.target.act}
        typed={props.typed}
        onTyped={props.onTyped}
        next={
          next === undefined
            ? null
            : {
                name: next.name,
                go: () => {
                  signing.close();
                  props.onNext();
                },
              }
        }
        onDone={signing.done}
        onClose={() => {
          signing.close();
          if (signing.signed) props.onBack();
        }}
      />
    </Suspense>
  );
}
