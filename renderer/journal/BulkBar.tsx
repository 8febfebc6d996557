/** The bar of acts in the footer's place, and the footer itself. */
import { numberWith } from '../../domain/kazakh.ts';
import type { Count, Locale } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { count, number } from '../format.ts';
import { useT } from '../i18n.ts';
import { useSession } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Icon } from '../ui/Icon.tsx';
import { KeyCaps } from '../ui/KeyCaps.tsx';
import { type Store, useStore } from '../ui/store.ts';
import type { Bulk } from './bulk.ts';
import type { RowRange } from './JournalTable.tsx';
import styles from './journal.module.css';
import type { Selection } from './selection.ts';

export interface FootProps {
  readonly range: Store<RowRange>;
  /** How many match; null while it loads. */
  readonly of: Count | null;
}

/** «128-ден», «6-дан»: Kazakh puts the ending on the number itself; a count that stopped takes none. */
function outOf(of: Count, locale: Locale): string {
  return locale === 'kk' && !of.capped
    ? `${count(of)}-${numberWith(of.value, 'ablative').split('-').at(-1)}`
    : count(of);
}

/** «128-ден 1–18»; draws alone while the list scrolls. */
function RangeText(props: FootProps) {
  const { t, locale } = useT();
  const { from, to: last } = useStore(props.range);
  // Rows an act took out of the list still stand in it, and are not counted.
  const to = props.of === null || props.of.capped ? last : Math.min(last, props.of.value);
  return props.of === null || to === 0
    ? null
    : t('journal:foot.range', { of: outOf(props.of, locale), from: number(from), to: number(to) });
}

export function Foot(props: FootProps & { bulk: Bulk }) {
  const { t } = useT();
  return (
    <div className={styles.foot}>
      {props.bulk.ok > 0 ? (
        <span className={styles.footResult}>
          <Icon name="check" size={14} className="ok-m" />
          {t('journal:bulk.resultOk', { count: props.bulk.ok, number: number(props.bulk.ok) })}
        </span>
      ) : null}
      <span className={styles.footKeys}>
        {(
          [
            ['KeyJ KeyK', 'journal:foot.row'],
            ['Space', 'journal:keys.select'],
            ['Enter', 'journal:keys.open'],
            ['KeyF', 'journal:keys.filter'],
          ] as const
        ).map(([combo, label]) => (
          <span key={combo}>
            <KeyCaps combo={combo} />
            {t(label)}
          </span>
        ))}
      </span>
      <span className="gap" />
      <span>
        <RangeText range={props.range} of={props.of} />
      </span>
    </div>
  );
}

export function BulkBar(
  props: FootProps & {
    selection: Selection;
    bulk: Bulk;
    onClaim: () => void;
    onHand: () => void;
    onRelease: () => void;
    onDecide: () => void;
  },
) {
  const { t } = useT();
  const errorText = useErrorText();
  const { post } = useSession();
  const lost = useConnection().kind !== 'open';
  const { selection, bulk } = props;
  const off = lost || bulk.busy;
  const clerk = post.role === 'clerk';
  const chosen = selection.capped
    ? t('journal:bulk.capped', { number: number(selection.size) })
    : t('journal:bulk.selected', { count: selection.size, number: number(selection.size) });
  return (
    <div className={styles.bulk} role="toolbar" aria-label={t('journal:bulk.label')}>
      <b>{chosen}</b>
      <span className="vr" />
      {clerk ? (
        <Act size="sm" icon="user" combo="KeyC" busy={bulk.busy} disabled={off} onClick={props.onClaim}>
          {t('journal:bulk.claim')}
        </Act>
      ) : null}
      <Act size="sm" icon="split" hasPopup="dialog" disabled={off} onClick={props.onHand}>
        {t('journal:bulk.handTo')}
      </Act>
      <Act size="sm" icon="return" combo="KeyU" hasPopup="dialog" disabled={off} onClick={props.onRelease}>
        {t('journal:bulk.release')}
      </Act>
      {clerk ? (
        <Act size="sm" icon="shieldCheck" hasPopup="dialog" disabled={off} onClick={props.onDecide}>
          {t('journal:bulk.decide')}
        </Act>
      ) : null}
      <span className={`gap small ${styles.bulkNote}`} role="status">
        <BulkNote bulk={bulk} lost={lost} errorText={errorText} />
      </span>
      {bulk.error !== null || (bulk.failed > 0 && bulk.canRetry) ? (
        <Act size="sm" tone="quiet" icon="cycle" disabled={off} onClick={bulk.retry}>
          {t('journal:bulk.retryFailed')}
        </Act>
      ) : lost ? null : (
        <span className="muted small">
          <RangeText range={props.range} of={props.of} />
        </span>
      )}
      <Act
        size="sm"
        tone="quiet"
        combo="Escape"
        onClick={() => {
          selection.clear();
          bulk.forget();
        }}
      >
        {t('journal:bulk.clear')}
      </Act>
    </div>
  );
}

function BulkNote(props: { bulk: Bulk; lost: boolean; errorText: (error: unknown) => string }) {
  const { t } = useT();
  const { bulk } = props;
  if (props.lost) {
    return <span className="warn-t">{t('connection.lost')}</span>;
  }
  if (bulk.error !== null) {
    return <span className="bad-t">{props.errorText(bulk.error)}</span>;
  }
  if (bulk.failed > 0) {
    return (
      <span className="bad-t">
        {t('journal:bulk.result', { ok: number(bulk.ok), failed: number(bulk.failed) })}
      </span>
    );
  }
  return bulk.busy ? <span className="muted">{t('journal:bulk.working')}</span> : null;
}
