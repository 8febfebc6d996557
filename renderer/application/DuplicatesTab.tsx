import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Application, Catalogue, Duplicate, Scan } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { Segment } from '../decide/Segment.tsx';
import { date, shortName, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { keys, useSession } from '../query.ts';
import { navigate } from '../router.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Icon } from '../ui/Icon.tsx';
import { StatusChip } from '../ui/Marks.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import css from './application.module.css';
import { CompareScans } from './CompareScans.tsx';
import { type Compared, compareApplications } from './compare.ts';

type Pair = { readonly application: Application; readonly catalogue: Catalogue };

/** Applications that may be of the same child or hold the same scan; each pair compared and judged. */
export function DuplicatesTab(props: Pair & { found: UseQueryResult<Duplicate[]> }) {
  const { t } = useT();
  const { found } = props;
  const [picked, setPicked] = useState<string | null>(null);
  if (found.data === undefined) {
    return found.error === null ? (
      <SkeletonRows rows={6} height={44} />
    ) : (
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    );
  }
  const shown = found.data.find((each) => keyOf(each) === picked) ?? found.data[0];
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
            key={keyOf(each)}
            duplicate={each}
            current={each === shown}
            onPick={() => setPicked(keyOf(each))}
          />
        ))}
      </nav>
      <Comparison key={keyOf(shown)} {...props} duplicate={shown} />
    </div>
  );
}

function keyOf(duplicate: Duplicate): string {
  return `${duplicate.otherId}:${duplicate.kind}:${duplicate.scanIds?.mine ?? ''}`;
}

function DuplicateRow(props: { duplicate: Duplicate; current: boolean; onPick: () => void }) {
  const { t, locale } = useT();
  const { duplicate } = props;
  const { finding } = duplicate;
  return (
    <button type="button" className={css.decisionRow} aria-current={props.current} onClick={props.onPick}>
      <Icon name={duplicate.kind === 'same_child' ? 'user' : 'copy'} />
      <span className={css.two}>
        <span className="strong clip">
          {t(`application:duplicates.kind.${duplicate.kind}`)}
          <span className="muted"> {duplicate.number}</span>
        </span>
        <span className="small muted clip">
          {words(duplicate.districtName, locale)} · {date(duplicate.submittedAt)}
        </span>
      </span>
      <span className={`small nowrap ${finding === null ? 'warn-t' : 'muted'}`}>
        {finding === null
          ? t('application:duplicates.open')
          : t(`application:duplicates.finding.${finding.verdict}`)}
      </span>
    </button>
  );
}

function Comparison(props: Pair & { duplicate: Duplicate }) {
  const { t } = useT();
  const { application, duplicate } = props;
  const [view, setView] = useState<'data' | 'scans'>(duplicate.kind === 'same_scan' ? 'scans' : 'data');
  const other = useQuery<Application>({
    queryKey: keys.application(duplicate.otherId),
    queryFn: ({ signal }) => api.applications.get({ id: duplicate.otherId }, { signal }),
    enabled: duplicate.readable,
  });
  const mineScans = useScans(application.id, true);
  const otherScans = useScans(duplicate.otherId, duplicate.readable);
  return (
    <article className={css.decision}>
      <div className={css.compareHead}>
        <Segment
          label={t('application:duplicates.view')}
          value={view}
          options={[
            { value: 'data', label: t('application:duplicates.data') },
            { value: 'scans', label: t('application:duplicates.scans') },
          ]}
          onChange={setView}
        />
        <StatusChip status={duplicate.status} />
        <span className="gap" />
        {duplicate.readable ? (
          <Act
            size="sm"
            tone="quiet"
            icon="forward"
            onClick={() => navigate({ name: 'application', id: duplicate.otherId, tab: null })}
          >
            {t('application:duplicates.openOther')}
          </Act>
        ) : null}
      </div>
      <div className={css.compareBody}>
        {!duplicate.readable ? (
          <EmptyState icon="lock" title={duplicate.number}>
            {t('application:duplicates.notReadable')}
          </EmptyState>
        ) : other.error !== null ? (
          <ErrorState error={other.error} onRetry={() => void other.refetch()} />
        ) : other.data === undefined ? (
          <SkeletonRows rows={10} />
        ) : view === 'data' ? (
          <DataTable mine={application} other={other.data} catalogue={props.catalogue} />
        ) : mineScans.data === undefined || otherScans.data === undefined ? (
          <SkeletonRows rows={10} />
        ) : (
          <CompareScans
            mine={mineScans.data}
            other={otherScans.data}
            start={duplicate.scanIds}
            catalogue={props.catalogue}
            names={[application.number, duplicate.number]}
          />
        )}
      </div>
      <Judge application={application} duplicate={duplicate} />
    </article>
  );
}

function useScans(id: string, enabled: boolean) {
  return useQuery<Scan[]>({
    queryKey: keys.scans(id),
    queryFn: ({ signal }) => api.applications.scans({ id }, { signal }),
    enabled,
  });
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

/** What the officer finds about the pair; a later finding replaces the earlier one. */
function Judge(props: { application: Application; duplicate: Duplicate }) {
  const { t } = useT();
  const client = useQueryClient();
  const errorText = useErrorText();
  const { post } = useSession();
  const connected = useConnection().kind === 'open';
  const { application, duplicate } = props;
  const { finding } = duplicate;
  const judge = useMutation({
    mutationFn: (verdict: 'not_duplicate' | 'duplicate') =>
      api.applications.judgeDuplicate({
        id: application.id,
        otherId: duplicate.otherId,
        kind: duplicate.kind,
        verdict,
        idempotencyKey: crypto.randomUUID(),
      }),
    onSuccess: (all) => {
      client.setQueryData(keys.duplicates(application.id), all);
      void client.invalidateQueries({ queryKey: keys.history(application.id) });
      void client.invalidateQueries({ queryKey: keys.journal });
    },
  });
  const may = post.role === 'clerk' && connected && duplicate.readable;
  return (
    <div className={css.judge}>
      <span className="small sub clip" role="status">
        {judge.error !== null
          ? t('application:act.failed', { error: errorText(judge.error) })
          : finding === null
            ? null
            : `${t(`application:duplicates.finding.${finding.verdict}`)} · ${shortName(finding.by)}, ${date(finding.at)}`}
      </span>
      <span className="gap" />
      <Act
        icon="check"
        pressed={finding?.verdict === 'not_duplicate'}
        disabled={!may}
        busy={judge.isPending && judge.variables === 'not_duplicate'}
        onClick={() => judge.mutate('not_duplicate')}
      >
        {t('application:duplicates.markNot')}
      </Act>
      <Act
        tone="danger"
        icon="copy"
        pressed={finding?.verdict === 'duplicate'}
        disabled={!may}
        busy={judge.isPending && judge.variables === 'duplicate'}
        onClick={() => judge.mutate('duplicate')}
      >
        {t('application:duplicates.mark')}
      </Act>
    </div>
  );
}
