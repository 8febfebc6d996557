/** A family at the counter: five steps, kept as they are typed, and the number they end with. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Decision } from '../../preload/contract/index.ts';
import { useT } from '../i18n.ts';
import { useCatalogue } from '../query.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { Counter } from './Counter.tsx';
import { Done } from './Done.tsx';
import { DRAFT_KEY, useDraft } from './data.ts';
import css from './walk-in.module.css';

export default function WalkInScreen() {
  const { t } = useT();
  const draft = useDraft();
  const catalogue = useCatalogue();
  const [done, setDone] = useState<Decision | null>(null);
  const title = t('nav.walkIn');
  const error = draft.error ?? catalogue.error;
  const client = useQueryClient();
  const finish = (decision: Decision): void => {
    setDone(decision);
    // The draft went into the application: the next family begins with an empty one.
    void client.resetQueries({ queryKey: DRAFT_KEY });
  };
  return (
    <>
      <ScreenHeader title={title} />
      {done !== null ? (
        <div className={css.page}>
          <Done decision={done} onNext={() => setDone(null)} />
        </div>
      ) : draft.data !== undefined && catalogue.data !== undefined ? (
        <Counter draft={draft.data} catalogue={catalogue.data} onDone={finish} />
      ) : error === null ? (
        <SkeletonRows rows={12} />
      ) : (
        <ErrorState error={error} onRetry={() => void draft.refetch()} />
      )}
    </>
  );
}
