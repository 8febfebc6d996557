/** The list of referrals: days left, child, group, state; rows of 44. */
import { type RefObject, useMemo } from 'react';
import type { IncomingRow } from '../../preload/contract/index.ts';
import { nameOf, shortDate } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { Grid, type GridColumn, type GridHandle } from '../places/Grid.tsx';
import { ClassTag, DeadlineLight, Light } from '../ui/Marks.tsx';
import styles from './head.module.css';
import { rowState } from './incoming.ts';

export function IncomingList(props: {
  rows: readonly IncomingRow[];
  today: string;
  cursor: string | null;
  onCursor: (id: string) => void;
  stale: boolean;
  handle: RefObject<GridHandle | null>;
}) {
  const { t } = useT();
  const { today } = props;
  const columns = useMemo(() => columnsOf(t, today), [t, today]);
  return (
    <Grid
      label={t('head:referrals')}
      rows={props.rows}
      rowId={(row) => row.referralId}
      columns={columns}
      rowHeight={44}
      total={props.rows.length}
      cursor={props.cursor}
      onCursor={(row) => props.onCursor(row.referralId)}
      stale={props.stale}
      handle={props.handle}
    />
  );
}

function columnsOf(t: T, today: string): readonly GridColumn<IncomingRow>[] {
  return [
    {
      id: 'term',
      header: t('head:column.term'),
      track: '116px',
      cell: (row) =>
        row.state === 'documents' ? (
          <Light tone="done">{t('head:handedIn')}</Light>
        ) : row.extendedUntil !== null && row.deadline.light === 'green' ? (
          <Light tone="pause">{t('head:until', { date: shortDate(row.extendedUntil) })}</Light>
        ) : (
          <DeadlineLight deadline={row.deadline} />
        ),
    },
    {
      id: 'child',
      header: t('head:column.child'),
      track: 'minmax(0, 212fr)',
      cell: (row) => (
        <span className={styles.two}>
          <span className="strong clip" title={nameOf(row.child)}>
            {nameOf(row.child)}
          </span>
          <span className={styles.second}>
            {t('head:ageLanguage', {
              age: t('places:age', { count: row.child.age }),
              language: t(`groupLanguageShort.${row.language}`),
            })}
            <ClassTag priorityClass={row.priorityClass} />
          </span>
        </span>
      ),
    },
    {
      id: 'group',
      header: t('head:column.group'),
      track: 'minmax(0, 92fr)',
      cell: (row) => (
        <span className="clip" title={row.groupName}>
          {row.groupName}
        </span>
      ),
    },
    {
      id: 'state',
      header: t('head:column.state'),
      track: '136px',
      cell: (row) => <span className="small sub num">{stateText(t, row, today)}</span>,
    },
  ];
}

function stateText(t: T, row: IncomingRow, today: string): string {
  const state = rowState(row, today);
  switch (state.code) {
    case 'documents':
      return t('head:state.documents', { received: state.received, required: state.required });
    case 'fresh':
    case 'waiting':
    case 'extended':
      return t(`head:state.${state.code}`);
    default:
      return t(`head:ended.${state.code}`);
  }
}
