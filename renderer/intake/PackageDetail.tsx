/** One package of the register: what it was, why it was set aside and what to do. */
import type { PackageRow } from '../../preload/contract/index.ts';
import { dateTime, number } from '../format.ts';
import { useT } from '../i18n.ts';
import { navigate } from '../router.ts';
import { Act } from '../ui/Act.tsx';
import { EmptyState, Inline } from '../ui/States.tsx';
import css from './intake.module.css';
import { kindText, reasonWords, StateChip, usePortalName } from './looks.tsx';

export function PackageDetail({ row }: { readonly row: PackageRow | null }) {
  const { t, locale } = useT();
  if (row === null) return <EmptyState icon="download" title={t('intake:detail.none')} />;
  const told = row.reason === null ? null : reasonWords(row.reason, locale);
  return (
    <section
      className={css.detail}
      aria-label={t('intake:detail.label')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
      tabIndex={0}
    >
      <div className={css.counts}>
        <StateChip state={row.state} />
        <span className="muted">{kindText(t, row.kind)}</span>
      </div>
      {told === null ? null : (
        <div className={css.why}>
          <Inline tone="warn">
            <b>{told.why}</b> {told.todo}
          </Inline>
        </div>
      )}
      <Facts row={row} />
      {row.applicationId === null ? null : <OpenApplication id={row.applicationId} />}
    </section>
  );
}

function OpenApplication({ id }: { readonly id: string }) {
  const { t } = useT();
  return (
    <Act icon="forward" combo="Enter" onClick={() => navigate({ name: 'application', id, tab: null })}>
      {t('intake:detail.open')}
    </Act>
  );
}

function Facts({ row }: { readonly row: PackageRow }) {
  const { t } = useT();
  const portalName = usePortalName();
  const facts: readonly (readonly [string, string | null])[] = [
    [t('intake:filter.portal'), row.portal === null ? null : portalName(row.portal)],
    ['№', row.portalId],
    [t('intake:column.application'), row.applicationNumber],
    [t('intake:detail.place'), row.place],
    [t('intake:detail.code'), row.reason],
    [t('intake:detail.file'), row.fileName],
    [t('intake:detail.source'), t(`intake:source.${row.source}`)],
    [t('intake:detail.by'), row.broughtBy ?? t('intake:detail.program')],
    [t('intake:detail.first'), dateTime(row.firstAt)],
    [t('intake:detail.last'), row.arrivals === 1 ? null : dateTime(row.lastAt)],
    [t('intake:detail.arrivals'), row.arrivals === 1 ? null : number(row.arrivals)],
    [
      t('intake:detail.signature'),
      row.state === 'taken' ? t(row.signed ? 'intake:detail.signed' : 'intake:detail.unsigned') : null,
    ],
  ];
  return (
    <dl className={css.facts}>
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
