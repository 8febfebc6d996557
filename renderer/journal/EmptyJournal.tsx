/** Nothing in the list: what is true of it, and the next useful act. */
import { useQuery } from '@tanstack/react-query';
import type { JournalFilter } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { count } from '../format.ts';
import { useT } from '../i18n.ts';
import { keys } from '../query.ts';
import { type ListRoute, navigate } from '../router.ts';
import { Act } from '../ui/Act.tsx';
import { EmptyState } from '../ui/States.tsx';
import { sameFilter } from './views.ts';

export function EmptyJournal(props: {
  route: ListRoute;
  filter: JournalFilter;
  preset: JournalFilter;
  onFilter: (filter: JournalFilter) => void;
}) {
  const { t } = useT();
  const rail = useQuery({
    queryKey: keys.rail,
    queryFn: ({ signal }) => api.journal.rail(undefined, { signal }),
  }).data;
  const { search } = props.filter;
  if (search !== undefined) {
    const { search: _, ...rest } = props.filter;
    const narrowed = Object.keys(rest).length > 0;
    return (
      <EmptyState
        icon="search"
        title={t('journal:empty.search', { text: search })}
        action={
          <Act icon={narrowed ? 'search' : 'x'} onClick={() => props.onFilter(narrowed ? { search } : {})}>
            {narrowed ? t('journal:empty.searchAll') : t('journal:clearSearch')}
          </Act>
        }
      >
        {narrowed ? t('journal:empty.searchNarrowed') : t('journal:empty.searchHint')}
      </EmptyState>
    );
  }
  if (props.route === 'journal' || !sameFilter(props.filter, props.preset)) {
    return (
      <EmptyState
        icon="list"
        title={t('journal:empty.filtered')}
        action={
          <Act onClick={() => props.onFilter(props.route === 'journal' ? {} : props.preset)}>
            {t('journal:empty.clear')}
          </Act>
        }
      >
        {t('journal:empty.filteredHint')}
      </EmptyState>
    );
  }
  const title = {
    my: t('journal:empty.mine'),
    scans: t('journal:empty.scans'),
    due: t('journal:empty.due'),
    unclaimed: t('journal:empty.unclaimed'),
  }[props.route];
  const free = rail?.unclaimed.value ?? 0;
  return (
    <EmptyState
      icon="checkCircle"
      title={title}
      action={
        props.route !== 'unclaimed' && free > 0 ? (
          <Act onClick={() => navigate({ name: 'unclaimed' })}>{t('journal:empty.goUnclaimed')}</Act>
        ) : undefined
      }
    >
      {props.route !== 'unclaimed' && rail !== undefined
        ? t('journal:empty.mineHint', { count: count(rail.unclaimed) })
        : undefined}
    </EmptyState>
  );
}
