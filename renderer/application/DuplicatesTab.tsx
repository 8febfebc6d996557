import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Catalogue, DuplicatePair } from '../../preload/contract/index.ts';
import { usePairDecision } from '../duplicates/Deciding.tsx';
import { usePair } from '../duplicates/data.ts';
import { KIND_ICONS, kindText } from '../duplicates/looks.tsx';
import { PairPane } from '../duplicates/PairPane.tsx';
import { date, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { Icon } from '../ui/Icon.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import css from './application.module.css';

/** Applications that may be of the same child or hold the same scan; each pair compared and judged. */
export function DuplicatesTab(props: { catalogue: Catalogue; found: UseQueryResult<DuplicatePair[]> }) {
  const { t } = useT();
  const { found } = props;
  const [picked, setPicked] = useState<string | null>(null);
  const shown = found.data?.find((each) => each.id === picked) ?? found.data?.[0];
  const card = usePair(shown?.id ?? null);
  const [dialog, begin] = usePairDecision();
  if (found.data === undefined) {
    return found.error === null ? (
      <SkeletonRows rows={6} height={44} />
    ) : (
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    );
  }
  if (shown === undefined) {
    return (
      <EmptyState icon="checkCircle" title={t('application:duplicates.none')}>
        {t('application:duplicates.noneDetail')}
      </EmptyState>
    );
  }
  return (
    <div className={`${css.split} ${css.narrow}`}>
      <nav className={css.list} aria-label={t('application:duplicates.list')}>
        {found.data.map((each) => (
          <DuplicateRow
            key={each.id}
            duplicate={each}
            current={each === shown}
            onPick={() => setPicked(each.id)}
          />
        ))}
      </nav>
      <PairPane
        key={shown.id}
        pair={shown}
        findings={card.data?.pair.id === shown.id ? card.data.findings : []}
        catalogue={props.catalogue}
        onDecide={begin}
      />
      {dialog}
    </div>
  );
}

function DuplicateRow(props: { duplicate: DuplicatePair; current: boolean; onPick: () => void }) {
  const { t, locale } = useT();
  const { duplicate } = props;
  const { state, other } = duplicate;
  return (
    <button type="button" className={css.decisionRow} aria-current={props.current} onClick={props.onPick}>
      <Icon name={KIND_ICONS[duplicate.kind]} />
      <span className={css.two}>
        <span className="strong clip" title={kindText(t, duplicate)}>
          {kindText(t, duplicate)}
          <span className="muted"> {other.number}</span>
        </span>
        <span className="small muted clip">
          {words(other.district, locale)} · {date(other.submittedAt)}
        </span>
      </span>
      <span className={`small nowrap ${state === 'open' ? 'warn-t' : 'muted'}`}>
        {t(`duplicates:state.${state}`)}
      </span>
    </button>
  );
}
