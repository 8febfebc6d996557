// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual grid are laid out by CSS grid
/** One row of the log: a memo component over plain values, so that scrolling and choosing draw only what changed. */
import { memo } from 'react';
import type { Catalogue, JournalRow, RowResult } from '../../preload/contract/index.ts';
import { DeskError } from '../desk-error.ts';
import { date, nameOf, shortDate, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { hrefOf, type Route } from '../router.ts';
import { errorText } from '../ui/errors.ts';
import { Icon } from '../ui/Icon.tsx';
import { Chip, ClaimAvatar, ClassTag, DeadlineLight, StatusChip } from '../ui/Marks.tsx';
import type { ColumnId } from './columns.ts';
import styles from './journal.module.css';

export type ResultKind = 'claimed' | 'handed' | 'released' | 'decided';
/** What the last act did to a row; stays in the row until the next act or the selection is given up. */
export interface RowOutcome {
  readonly kind: ResultKind;
  readonly result: Pick<RowResult, 'ok' | 'error'>;
}

const RUNNING: ReadonlySet<string> = new Set(['registered', 'in_review', 'answered']);

/** Where Enter leads: the review where there is something to judge, else the whole application. */
export function routeOf(row: Pick<JournalRow, 'id' | 'status' | 'scansTotal'>, judges: boolean): Route {
  return judges && row.scansTotal > 0 && RUNNING.has(row.status)
    ? { name: 'review', id: row.id }
    : { name: 'application', id: row.id, tab: null };
}

export const JournalRowView = memo(function JournalRowView(props: {
  row: JournalRow;
  index: number;
  domId: string;
  top: number;
  columns: readonly ColumnId[];
  catalogue: Catalogue | undefined;
  cursor: boolean;
  selected: boolean;
  changed: boolean;
  judges: boolean;
  outcome: RowOutcome | undefined;
  onPick: (id: string, how: { shift: boolean; toggle: boolean }) => void;
  onOpen: (row: JournalRow) => void;
}) {
  const { row } = props;
  const className = [
    styles.row,
    props.cursor ? styles.cursor : '',
    props.selected ? styles.selected : '',
    row.deadline.light === 'done' ? styles.done : '',
  ].join(' ');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys act through the grid, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names the row
    <div
      id={props.domId}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={props.selected}
      className={className}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={(event) =>
        props.onPick(row.id, { shift: event.shiftKey, toggle: event.ctrlKey || event.metaKey })
      }
      onDoubleClick={() => props.onOpen(row)}
    >
      {props.columns.map((id) => (
        // biome-ignore lint/a11y/useFocusableInteractive: cells are read, not entered
        <div key={id} role="gridcell" className={`${styles.cell} ${styles[id] ?? ''}`}>
          <JournalCell id={id} {...props} />
        </div>
      ))}
    </div>
  );
});

type CellProps = Parameters<typeof JournalRowView>[0] & { id: ColumnId };

function JournalCell(props: CellProps) {
  const { t, locale } = useT();
  const { row } = props;
  switch (props.id) {
    case 'select':
      return (
        <input
          type="checkbox"
          className="cb"
          tabIndex={-1}
          checked={props.selected}
          aria-label={t('journal:row.select', { number: row.number })}
          onClick={(event) => {
            event.stopPropagation();
            props.onPick(row.id, { shift: event.shiftKey, toggle: true });
          }}
          onChange={() => {}}
        />
      );
    case 'deadline':
      return <DeadlineLight deadline={row.deadline} />;
    case 'number':
      return <ApplicationNumber number={row.number} />;
    case 'child':
      return <ChildCell {...props} />;
    case 'iin':
      return <span className="small sub num">{row.child.iin}</span>;
    case 'category':
      return <CategoryCell row={row} catalogue={props.catalogue} />;
    case 'scans':
      return <ScansCell row={row} />;
    case 'age':
      return (
        <span className="small num">
          {row.age} · {t(`groupLanguageShort.${row.language}`)}
        </span>
      );
    case 'status':
      return props.outcome === undefined ? (
        <StatusChip status={row.status} />
      ) : (
        <OutcomeChip outcome={props.outcome} />
      );
    case 'submitted':
      return (
        <span className="small sub num" title={date(row.submittedAt)}>
          {shortDate(row.submittedAt)}
        </span>
      );
    case 'who':
      return <ClaimAvatar claim={row.claim} />;
    case 'district': {
      const district = props.catalogue?.districts.find((one) => one.id === row.districtId);
      const name = district === undefined ? '' : words(district.name, locale);
      return (
        <span className="small clip" title={name}>
          {name}
        </span>
      );
    }
    case 'channel':
      return <span className="small clip">{t(`channel.${row.channel}`)}</span>;
    case 'queueKind':
      return <span className="small clip">{t(`queueKind.${row.queueKind}`)}</span>;
    case 'cohort':
      return <span className="small">{row.cohortYear}</span>;
  }
}

/** '2026-004741' with figures in columns and a hyphen of its own width. */
function ApplicationNumber(props: { number: string }) {
  const [year, ...rest] = props.number.split('-');
  return (
    <span className="small num">
      {year}
      <span className="hy">-</span>
      {rest.join('-')}
    </span>
  );
}

function ChildCell(props: CellProps) {
  const { t } = useT();
  const { row } = props;
  const name = nameOf(row.child);
  return (
    <span className={styles.name}>
      <a
        className={`clip ${styles.link}`}
        href={hrefOf(routeOf(row, props.judges))}
        tabIndex={-1}
        title={name}
        onClick={(event) => {
          // Plain clicks only: the rest is the browser's and the row's.
          if (event.ctrlKey || event.shiftKey || event.metaKey) {
            event.preventDefault();
            return;
          }
          event.preventDefault();
          event.stopPropagation();
          props.onOpen(row);
        }}
      >
        {name}
      </a>
      {row.twins ? <Sign icon="twins" label={t('journal:row.twins')} /> : null}
      {row.duplicate ? <Sign icon="copy" label={t('journal:row.duplicate')} /> : null}
      {props.changed ? (
        <span
          className="dot"
          role="img"
          aria-label={t('journal:row.changed')}
          title={t('journal:row.changed')}
        />
      ) : null}
    </span>
  );
}

function Sign(props: { icon: 'twins' | 'copy'; label: string }) {
  return (
    <span className={styles.sign} role="img" aria-label={props.label} title={props.label}>
      <Icon name={props.icon} size={14} />
    </span>
  );
}

function CategoryCell(props: { row: JournalRow; catalogue: Catalogue | undefined }) {
  const { t, locale } = useT();
  const { row } = props;
  if (row.category === null) {
    return <span className="muted clip">{t('journal:row.noCategory')}</span>;
  }
  const category = props.catalogue?.categories.find((one) => one.code === row.category);
  const short = category === undefined ? row.category : words(category.short, locale);
  return (
    <span className={styles.categoryIn}>
      <ClassTag priorityClass={row.priorityClass} />
      <span className="clip" title={category === undefined ? undefined : words(category.name, locale)}>
        {short}
      </span>
    </span>
  );
}

function ScansCell(props: { row: JournalRow }) {
  const { t } = useT();
  const { scansRead: read, scansTotal: total } = props.row;
  if (total === 0) {
    return <span className="small muted">–</span>;
  }
  const unread = read < total;
  return (
    <span
      className={unread ? `num ${styles.unread}` : 'small muted num'}
      title={t('journal:row.scans', { read, total })}
    >
      {read}/{total}
    </span>
  );
}

const FAILURES = ['CHANGED', 'CLAIMED', 'NOT_CLAIMED', 'FORBIDDEN', 'NOT_FOUND', 'REFUSED'] as const;

/** An error of a row result as the screens' own error. */
export function rowError(error: NonNullable<RowResult['error']>): DeskError {
  const known = FAILURES.find((one) => one === error.code);
  return new DeskError(known ?? (isOther(error.code) ? error.code : 'INTERNAL'), error.data);
}

function isOther(
  code: string,
): code is 'KEY' | 'KEY_CLOSED' | 'SIGNED_OUT' | 'DB_UNREACHABLE' | 'KEY_REUSED' | 'FILE' {
  return ['KEY', 'KEY_CLOSED', 'SIGNED_OUT', 'DB_UNREACHABLE', 'KEY_REUSED', 'FILE'].includes(code);
}

function failureText(t: T, code: string): string {
  const known = FAILURES.find((one) => one === code);
  return t(`journal:failure.${known ?? 'other'}`);
}

function OutcomeChip(props: { outcome: RowOutcome }) {
  const { t } = useT();
  const { result, kind } = props.outcome;
  if (result.ok) {
    return (
      <Chip tone="ok" icon="check">
        {t(`journal:result.${kind}`)}
      </Chip>
    );
  }
  const error = result.error ?? { code: 'INTERNAL', data: undefined };
  return (
    <span className="lamp-wrap" title={errorText(t, rowError(error))}>
      <Chip tone="bad" icon="alert">
        {failureText(t, error.code)}
      </Chip>
    </span>
  );
}
