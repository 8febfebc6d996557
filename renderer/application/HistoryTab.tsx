import { useInfiniteQuery } from '@tanstack/react-query';
import type { Catalogue, HistoryEntry } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { dateTime, shortName } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { keys } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { Icon } from '../ui/Icon.tsx';
import { OfficerAvatar, StatusChip } from '../ui/Marks.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import css from './application.module.css';
import { detailText, eventText } from './history-text.ts';

const PAGE = 100;

/** Everything that happened to the application, newest first, readings of it included. */
export function HistoryTab({ id, catalogue }: { readonly id: string; readonly catalogue: Catalogue }) {
  const { t } = useT();
  const pages = useInfiniteQuery({
    queryKey: keys.history(id),
    queryFn: ({ pageParam, signal }) =>
      api.applications.history({ id, after: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  if (pages.data === undefined) {
    return pages.error === null ? (
      <SkeletonRows rows={12} />
    ) : (
      <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
    );
  }
  const entries = pages.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) {
    return <EmptyState icon="clock" title={t('application:history.empty')} />;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={t('application:tabs.history')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th style={{ width: 136 }}>{t('application:history.when')}</th>
            <th style={{ width: 200 }}>{t('application:history.who')}</th>
            <th>{t('application:history.what')}</th>
            <th style={{ width: 320 }}>{t('application:history.status')}</th>
            <th className={css.num} style={{ width: 72 }}>
              {t('application:history.version')}
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Entry key={entry.seq} entry={entry} catalogue={catalogue} />
          ))}
        </tbody>
      </table>
      {pages.hasNextPage ? (
        <div className={css.more}>
          <Act size="sm" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('application:history.more')}
          </Act>
        </div>
      ) : null}
    </section>
  );
}

function Entry({ entry, catalogue }: { readonly entry: HistoryEntry; readonly catalogue: Catalogue }) {
  const { t, locale } = useT();
  const detail = detailText(t, locale, entry, catalogue);
  const moved = entry.toStatus !== null && entry.toStatus !== entry.fromStatus;
  return (
    <tr data-quiet={entry.event === 'read'}>
      <td>{dateTime(entry.at)}</td>
      <td>
        <span className={css.who}>
          {entry.officer === null ? (
            <>
              <Icon name="gear" size={14} />
              {actorText(t, entry.actorName)}
            </>
          ) : (
            <>
              <OfficerAvatar officer={entry.officer} />
              <span className="clip" title={shortName(entry.officer)}>
                {shortName(entry.officer)}
              </span>
            </>
          )}
        </span>
      </td>
      <td title={detail}>
        <span className="strong">{eventText(t, entry.event)}</span>
        {detail === '' ? null : <span className="sub small"> · {detail}</span>}
      </td>
      <td>
        {moved && entry.toStatus !== null ? (
          <span className={css.who}>
            {entry.fromStatus === null ? null : (
              <>
                <StatusChip status={entry.fromStatus} />
                <Icon name="forward" size={12} />
              </>
            )}
            <StatusChip status={entry.toStatus} />
          </span>
        ) : null}
      </td>
      <td className={css.num}>{entry.version}</td>
    </tr>
  );
}

const PROGRAMS = ['portal', 'registration', 'queue', 'claims', 'recheck'] as const;

/** Who acted: an officer's name as it is, a program by its work. */
function actorText(t: T, actorName: string): string {
  const isPortal = actorName.startsWith('portal:') || actorName === 'job:intake';
  const program = isPortal ? 'portal' : PROGRAMS.find((each) => actorName === `job:${each}`);
  if (program !== undefined) {
    return t(`application:history.actor.${program}`);
  }
  return actorName === 'system' || /^(?:job|cli):/.test(actorName) ? t('application:history.job') : actorName;
}
