/** Two applications of a pair side by side: their data, their scans on two stages, what was found of them so far. */
import { useQuery } from '@tanstack/react-query';
import type {
  Application,
  Catalogue,
  DuplicateFinding,
  DuplicatePair,
  Scan,
} from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import css from '../application/application.module.css';
import { CompareScans } from '../application/CompareScans.tsx';
import { type Compared, compareApplications } from '../application/compare.ts';
import { dateTime, shortName, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { keys } from '../query.ts';
import { Icon } from '../ui/Icon.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import own from './duplicates.module.css';
import { kindText } from './looks.tsx';

export type CompareView = 'data' | 'scans' | 'log';

/** What is shown of a pair. Of an application beyond the scope only what agrees is told. */
export function Compare(props: {
  pair: DuplicatePair;
  catalogue: Catalogue;
  view: CompareView;
  findings: readonly DuplicateFinding[];
}) {
  const { pair, view } = props;
  const { readable } = pair.other;
  const mine = useApplication(pair.mine.id, view === 'data');
  const other = useApplication(pair.other.id, view === 'data' && readable);
  const mineScans = useScans(pair.mine.id, view === 'scans');
  const otherScans = useScans(pair.other.id, view === 'scans' && readable);
  if (view === 'log') return <Log findings={props.findings} />;
  if (!readable) return <Beyond pair={pair} />;
  const asked = view === 'data' ? ([mine, other] as const) : ([mineScans, otherScans] as const);
  const failed = asked.find((each) => each.error !== null);
  if (failed !== undefined) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (view === 'data') {
    return mine.data === undefined || other.data === undefined ? (
      <SkeletonRows rows={10} />
    ) : (
      <DataTable mine={mine.data} other={other.data} catalogue={props.catalogue} />
    );
  }
  return mineScans.data === undefined || otherScans.data === undefined ? (
    <SkeletonRows rows={10} />
  ) : (
    <CompareScans
      key={pair.id}
      mine={mineScans.data}
      other={otherScans.data}
      start={pair.scanIds}
      catalogue={props.catalogue}
      names={[pair.mine.number, pair.other.number]}
    />
  );
}

function useApplication(id: string, enabled: boolean) {
  return useQuery<Application>({
    queryKey: keys.application(id),
    queryFn: ({ signal }) => api.applications.get({ id }, { signal }),
    enabled,
  });
}

function useScans(id: string, enabled: boolean) {
  return useQuery<Scan[]>({
    queryKey: keys.scans(id),
    queryFn: ({ signal }) => api.applications.scans({ id }, { signal }),
    enabled,
  });
}

/** The other one lies in another district: how near the two are, and which of them came first. */
function Beyond({ pair }: { readonly pair: DuplicatePair }) {
  const { t, locale } = useT();
  const { mine, other } = pair;
  const rows: readonly (readonly [string, string, string])[] = [
    [t('duplicates:row.number'), mine.number, other.number],
    [t('duplicates:row.district'), words(mine.district, locale), words(other.district, locale)],
    [t('application:info.submitted'), dateTime(mine.submittedAt), dateTime(other.submittedAt)],
    [t('application:info.status'), t(`status.${mine.status}`), t(`status.${other.status}`)],
  ];
  return (
    <>
      <table className={css.table}>
        <thead>
          <tr>
            <th style={{ width: 184 }}>{t('application:duplicates.field')}</th>
            <th>{t('application:duplicates.this')}</th>
            <th>{t('application:duplicates.other')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([field, left, right]) => (
            <tr key={field}>
              <td className="sub">{field}</td>
              <td title={left}>{left}</td>
              <td title={right}>{right}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={own.beyond}>
        <Icon name="lock" size={14} />
        <span>
          {kindText(t, pair)}. {t('application:duplicates.notReadable')}
        </span>
      </p>
    </>
  );
}

/** Everything that was found of the pair, the latest first. */
function Log({ findings }: { readonly findings: readonly DuplicateFinding[] }) {
  const { t } = useT();
  if (findings.length === 0) return <EmptyState icon="clock" title={t('duplicates:log.none')} />;
  return (
    <ol className={own.log} aria-label={t('duplicates:log.title')}>
      {findings.map((one) => (
        <li key={one.at.getTime()}>
          <b>{t(`duplicates:verdict.${one.verdict}`)}</b>
          <span className="muted">
            {shortName(one.by)}, {dateTime(one.at)}
          </span>
          {one.note === null ? null : <p>{one.note}</p>}
        </li>
      ))}
    </ol>
  );
}

function fieldText(t: T, field: Compared): string {
  switch (field) {
    case 'child':
      return t('application:info.child');
    case 'childIin':
      return `${t('application:info.child')}, ${t('application:info.iin')}`;
    case 'childBirth':
      return t('application:info.birth');
    case 'birthAct':
      return t('application:info.birthAct');
    case 'applicant':
      return t('application:info.applicant');
    case 'applicantIin':
      return `${t('application:info.applicant')}, ${t('application:info.iin')}`;
    case 'secondParent':
      return t('application:info.secondParent');
    case 'phone':
      return t('application:info.phone');
    case 'address':
      return t('application:info.permanent');
    case 'category':
      return t('application:info.benefit');
    case 'submitted':
      return t('application:info.submitted');
  }
}

function DataTable(props: { mine: Application; other: Application; catalogue: Catalogue }) {
  const { t, locale } = useT();
  const { mine, other, catalogue } = props;
  const shown = (field: Compared, value: string | null): string => {
    if (value === null) return '—';
    const category =
      field === 'category' ? catalogue.categories.find((each) => each.code === value) : undefined;
    return category === undefined ? value : words(category.name, locale);
  };
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th style={{ width: 184 }}>{t('application:duplicates.field')}</th>
          <th>
            {t('application:duplicates.this')}, {mine.number}
          </th>
          <th>
            {t('application:duplicates.other')}, {other.number}
          </th>
          <th style={{ width: 112 }} />
        </tr>
      </thead>
      <tbody>
        {compareApplications(mine, other).map(({ field, mine: left, other: right, same }) => (
          <tr key={field}>
            <td className="sub">{fieldText(t, field)}</td>
            <td title={left ?? ''}>{shown(field, left)}</td>
            <td title={right ?? ''}>{shown(field, right)}</td>
            <td>
              {same === null ? null : (
                <span className={`small ${css.verdictMark} ${same ? 'muted' : 'warn-t'}`}>
                  <Icon name={same ? 'check' : 'alert'} size={14} />
                  {t(same ? 'application:duplicates.same' : 'application:duplicates.differs')}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
