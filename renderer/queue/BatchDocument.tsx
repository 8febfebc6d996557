import { useState } from 'react';
import type { PreparedDecision } from '../../preload/contract/index.ts';
import { DecisionWords, DecisionXml } from '../decide/DecisionWords.tsx';
import { Segment } from '../decide/Segment.tsx';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import css from './batch.module.css';

/** Exactly what would be signed for one row. */
export function BatchDocument(props: { decision: PreparedDecision; onBack: () => void }) {
  const { t } = useT();
  const [view, setView] = useState<'words' | 'xml'>('words');
  return (
    <section
      className={css.document}
      aria-label={t('decide:batch.show')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
      tabIndex={0}
    >
      <div className={css.documentHead}>
        <Act size="sm" tone="quiet" icon="back" combo="Escape" onClick={props.onBack}>
          {t('decide:batch.backToList')}
        </Act>
        <span className="gap" />
        <Segment
          label={t('decide:sign.view')}
          value={view}
          options={[
            { value: 'words', label: t('decide:sign.words') },
            { value: 'xml', label: t('decide:sign.xml') },
          ]}
          onChange={setView}
        />
      </div>
      {view === 'words' ? (
        <DecisionWords decision={props.decision} />
      ) : (
        <DecisionXml xml={props.decision.xml} />
      )}
    </section>
  );
}
