/** Requests about seats: what is asked, of which seat, why, by whom, and what came of it. */
import type { ReactNode, RefObject } from 'react';
import { useMemo } from 'react';
import type { Locale, SeatRequest } from '../../preload/contract/index.ts';
import { date, dateTime, shortName, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { Chip } from '../ui/Marks.tsx';
import { Grid, type GridColumn, type GridHandle } from './Grid.tsx';
import styles from './places.module.css';

export function RequestGrid(props: {
  rows: readonly SeatRequest[];
  cursor: string | null;
  onCursor: (row: SeatRequest, how: { shift: boolean; toggle: boolean }) => void;
  /** Names of kindergartens are told: the officer looks after more than one. */
  kindergartens: boolean;
  /** Given: rows can be chosen; `all` says whether every one is. */
  choice?: {
    readonly chosen: ReadonlySet<string>;
    readonly toggle: (id: string) => void;
    readonly toggleAll: () => void;
  };
  /** What the last act did to a row, in the place of its state. */
  outcome?: (row: SeatRequest) => ReactNode;
  stale?: boolean;
  onNearEnd?: () => void;
  handle?: RefObject<GridHandle | null>;
}) {
  const { t, locale } = useT();
  const { choice, outcome, kindergartens } = props;
  const all = choice !== undefined && props.rows.length > 0 && choice.chosen.size === props.rows.length;
  const columns = useMemo(() => {
    const facts = factColumns(t, locale, kindergartens, outcome);
    return choice === undefined ? facts : [selectColumn(t, choice, all), ...facts];
  }, [t, locale, kindergartens, outcome, choice, all]);
  return (
    <Grid
      label={t('places:requests.label')}
      rows={props.rows}
      rowId={(row) => row.id}
      columns={columns}
      rowHeight={44}
      cursor={props.cursor}
      onCursor={props.onCursor}
      selected={choice?.chosen}
      stale={props.stale}
      onNearEnd={props.onNearEnd}
      handle={props.handle}
    />
  );
}

function selectColumn(
  t: T,
  choice: NonNullable<Parameters<typeof RequestGrid>[0]['choice']>,
  all: boolean,
): GridColumn<SeatRequest> {
  return {
    id: 'select',
    track: '40px',
    header: (
      <input
        type="checkbox"
        className="cb"
        aria-label={t('places:requests.selectAll')}
        checked={all}
        onChange={choice.toggleAll}
      />
    ),
    cell: (row) => (
      <input
        type="checkbox"
        className="cb"
        tabIndex={-1}
        aria-label={t('places:requests.select', { seat: seatText(t, row) })}
        checked={choice.chosen.has(row.id)}
        onClick={(event) => event.stopPropagation()}
        onChange={() => choice.toggle(row.id)}
      />
    ),
  };
}

/** 'Ботақан, 12-орын'. */
export function seatText(t: T, row: Pick<SeatRequest, 'groupName' | 'ordinal'>): string {
  return t('places:requests.seat', { group: row.groupName, number: row.ordinal });
}

function factColumns(
  t: T,
  locale: Locale,
  kindergartens: boolean,
  outcome: ((row: SeatRequest) => ReactNode) | undefined,
): readonly GridColumn<SeatRequest>[] {
  return [
    {
      id: 'kind',
      header: t('places:requests.column.kind'),
      track: '176px',
      cell: (row) => (
        <span className={styles.two}>
          <span className="strong clip" title={t(`places:request.${row.kind}`)}>
            {t(`places:request.${row.kind}`)}
          </span>
          <span className={styles.second}>
            {row.until === null ? '' : t('places:requests.until', { date: date(row.until) })}
          </span>
        </span>
      ),
    },
    {
      id: 'seat',
      header: t('places:requests.column.seat'),
      track: 'minmax(0, 2fr)',
      cell: (row) => (
        <span className={styles.two}>
          <span className="clip" title={kindergartens ? row.kindergarten : seatText(t, row)}>
            {kindergartens ? row.kindergarten : seatText(t, row)}
          </span>
          <span className={styles.second}>
            <span className="clip">
              {kindergartens ? seatText(t, row) : t(`groupLanguage.${row.language}`)}
              {row.groupKind === 'special' ? `, ${t('queueKind.special')}` : ''}
            </span>
          </span>
        </span>
      ),
    },
    {
      id: 'reason',
      header: t('places:requests.column.reason'),
      track: 'minmax(0, 3fr)',
      cell: (row) => {
        const reason = words(row.reason.text, locale);
        return (
          <span className={styles.two}>
            <span className="clip" title={reason}>
              {reason}
            </span>
            <span className={styles.second}>
              <span className="clip" title={row.note ?? undefined}>
                {row.note ?? ''}
              </span>
            </span>
          </span>
        );
      },
    },
    {
      id: 'asked',
      header: t('places:requests.column.asked'),
      track: '152px',
      cell: (row) => (
        <span className={styles.two}>
          <span className="clip" title={shortName(row.requestedBy)}>
            {shortName(row.requestedBy)}
          </span>
          <span className={`${styles.second} num`}>{dateTime(row.requestedAt)}</span>
        </span>
      ),
    },
    {
      id: 'answer',
      header: t('places:requests.column.answer'),
      track: '208px',
      cell: (row) => outcome?.(row) ?? <Answer row={row} />,
    },
  ];
}

function Answer(props: { row: SeatRequest }) {
  const { t } = useT();
  const { row } = props;
  if (row.verdict === null) {
    return (
      <Chip tone="neutral" icon="clock">
        {t('places:requests.waiting')}
      </Chip>
    );
  }
  const said = [
    row.decidedBy === null ? null : shortName(row.decidedBy),
    row.decidedAt === null ? null : date(row.decidedAt),
    row.decisionNote,
  ]
    .filter((part) => part !== null)
    .join(' · ');
  return (
    <span className={styles.two}>
      <Chip
        tone={row.verdict === 'accepted' ? 'ok' : 'bad'}
        icon={row.verdict === 'accepted' ? 'check' : 'x'}
      >
        {t(`places:requests.${row.verdict}`)}
      </Chip>
      <span className={styles.second}>
        <span className="clip" title={said}>
          {said}
        </span>
      </span>
    </span>
  );
}
