/** Columns of the register of interest: each list shows what it is worked through by. */
import type { InterestList, InterestRow } from '../../preload/contract/index.ts';
import { date, nameOf, shortDate } from '../format.ts';
import type { T } from '../i18n.ts';
import type { GridColumn } from '../places/Grid.tsx';
import places from '../places/places.module.css';
import { Light, type LightTone, StatusChip } from '../ui/Marks.tsx';
import css from './interest.module.css';

/** So many days before the day the light turns amber: about as long as a letter takes. */
const SOON_DAYS = 7;

export function columnsOf(t: T, list: InterestList): readonly GridColumn<InterestRow>[] {
  const first = list === 'removed' ? removed(t) : list === 'confirmed' ? confirmed(t) : due(t);
  return [
    first,
    child(t),
    applicant(t),
    queued(t),
    ...(list === 'removed' ? [restore(t)] : middle(t, list)),
    status(t),
  ];
}

function middle(t: T, list: InterestList): readonly GridColumn<InterestRow>[] {
  return list === 'confirmed' ? [taken(t), nextDue(t)] : [reminded(t), lost(t)];
}

function due(t: T): GridColumn<InterestRow> {
  return {
    id: 'due',
    header: t('interest:column.due'),
    track: '168px',
    cell: (row) => <Due t={t} row={row} />,
  };
}

function Due({ t, row }: { readonly t: T; readonly row: InterestRow }) {
  const tone: LightTone = row.daysLeft < 0 ? 'bad' : row.daysLeft <= SOON_DAYS ? 'warn' : 'ok';
  return (
    <div className={places.two}>
      <Light tone={tone}>
        {row.daysLeft < 0
          ? t('interest:daysOver', { count: -row.daysLeft })
          : row.daysLeft === 0
            ? t('interest:today')
            : t('interest:daysLeft', { count: row.daysLeft })}
      </Light>
      <span className={`${css.line2} num`}>{date(row.dueOn)}</span>
    </div>
  );
}

function child(t: T): GridColumn<InterestRow> {
  return {
    id: 'child',
    header: t('interest:column.child'),
    track: 'minmax(168px, 1.2fr)',
    cell: (row) => (
      <div className={places.two}>
        <span className="strong clip" title={nameOf(row.child)}>
          {nameOf(row.child)}
        </span>
        <span className={`${css.line2} num`}>{`${row.number} · ${row.child.iin}`}</span>
      </div>
    ),
  };
}

function applicant(t: T): GridColumn<InterestRow> {
  return {
    id: 'applicant',
    header: t('interest:column.applicant'),
    track: 'minmax(160px, 1fr)',
    cell: (row) => (
      <div className={places.two}>
        <span className="clip" title={row.applicant}>
          {row.applicant}
        </span>
        <span className={`${css.line2} num`}>{row.phone}</span>
      </div>
    ),
  };
}

function queued(t: T): GridColumn<InterestRow> {
  return {
    id: 'queued',
    header: t('interest:column.queued'),
    track: '104px',
    cell: (row) => <span className="num">{date(row.queuedOn)}</span>,
  };
}

function reminded(t: T): GridColumn<InterestRow> {
  return {
    id: 'reminded',
    header: t('interest:column.reminded'),
    track: '112px',
    cell: (row) => (
      <span className="small sub num">{row.remindedAt === null ? '—' : shortDate(row.remindedAt)}</span>
    ),
  };
}

function lost(t: T): GridColumn<InterestRow> {
  return {
    id: 'lost',
    header: t('interest:column.lost'),
    track: '136px',
    cell: (row) => <span className="num">{date(row.lostOn)}</span>,
  };
}

function confirmed(t: T): GridColumn<InterestRow> {
  return {
    id: 'confirmed',
    header: t('interest:column.confirmed'),
    track: '168px',
    cell: (row) =>
      row.confirmed === null ? null : (
        <div className={places.two}>
          <span>{t(`interest:how.${row.confirmed.how}`)}</span>
          <span className={`${css.line2} num`}>{date(row.confirmed.at)}</span>
        </div>
      ),
  };
}

function taken(t: T): GridColumn<InterestRow> {
  return {
    id: 'taken',
    header: t('interest:column.taken'),
    track: 'minmax(120px, 0.8fr)',
    cell: (row) => (
      <div className={places.two}>
        <span className="clip" title={row.confirmed?.by ?? undefined}>
          {row.confirmed?.by ?? '—'}
        </span>
        <span className={`${css.line2} clip`} title={row.confirmed?.note ?? undefined}>
          {row.confirmed?.note ?? ''}
        </span>
      </div>
    ),
  };
}

function nextDue(t: T): GridColumn<InterestRow> {
  return {
    id: 'next',
    header: t('interest:column.next'),
    track: '112px',
    cell: (row) => <span className="num">{date(row.dueOn)}</span>,
  };
}

function removed(t: T): GridColumn<InterestRow> {
  return {
    id: 'removed',
    header: t('interest:column.removed'),
    track: '168px',
    cell: (row) => (
      <div className={places.two}>
        <span className="num">{row.removedAt === null ? '—' : date(row.removedAt)}</span>
        <span className={`${css.line2} num`}>{t('interest:wasDue', { day: date(row.dueOn) })}</span>
      </div>
    ),
  };
}

function restore(t: T): GridColumn<InterestRow> {
  return {
    id: 'restore',
    header: t('interest:column.restore'),
    track: '160px',
    cell: (row) =>
      row.restorable && row.restoreUntil !== null ? (
        <Light tone="warn">{t('interest:until', { day: date(row.restoreUntil) })}</Light>
      ) : (
        <span className="small muted">{t('interest:notRestorable')}</span>
      ),
  };
}

function status(t: T): GridColumn<InterestRow> {
  return {
    id: 'status',
    header: t('interest:column.status'),
    track: '160px',
    cell: (row) => <StatusChip status={row.status} />,
  };
}
