/** Columns of the register of notices. */
import type { NoticeRow } from '../../preload/contract/index.ts';
import { channelText } from '../decide/SignStep.tsx';
import { nameOf, shortDate, time } from '../format.ts';
import type { T } from '../i18n.ts';
import type { GridColumn } from '../places/Grid.tsx';
import { kindText, NoticeState, standingText } from './looks.tsx';
import css from './notices.module.css';

export function columnsOf(t: T, wide: boolean): readonly GridColumn<NoticeRow>[] {
  const state: GridColumn<NoticeRow> = {
    id: 'state',
    header: t('notices:column.state'),
    track: '132px',
    cell: (row) => <NoticeState state={row.state} />,
  };
  const about: GridColumn<NoticeRow> = {
    id: 'about',
    header: t('notices:column.about'),
    track: 'minmax(176px, 1.1fr)',
    cell: (row) => <About t={t} row={row} />,
  };
  const to: GridColumn<NoticeRow> = {
    id: 'to',
    header: t('notices:column.to'),
    track: 'minmax(150px, 0.8fr)',
    cell: (row) => <To t={t} row={row} />,
  };
  const queued: GridColumn<NoticeRow> = {
    id: 'queued',
    header: t('notices:column.queued'),
    track: '84px',
    cell: (row) => (
      <span className={`${css.two} num`}>
        <span>{shortDate(row.queuedAt)}</span>
        <span className={css.line2}>{time(row.queuedAt)}</span>
      </span>
    ),
  };
  const attempts: GridColumn<NoticeRow> = {
    id: 'attempts',
    header: t('notices:column.attempts'),
    track: '96px',
    align: 'right',
    cell: (row) => <span className="num">{row.attempts === 0 ? '—' : row.attempts}</span>,
  };
  const standing: GridColumn<NoticeRow> = {
    id: 'standing',
    header: t('notices:column.standing'),
    track: 'minmax(200px, 1.2fr)',
    cell: (row) => {
      const text = standingText(t, row);
      return (
        <span className={`clip small ${row.state === 'dead' ? 'bad-t' : 'sub'}`} title={text}>
          {text}
        </span>
      );
    },
  };
  return wide ? [state, about, to, queued, attempts, standing] : [state, about, to, queued];
}

function About({ t, row }: { readonly t: T; readonly row: NoticeRow }) {
  const kind = kindText(t, row.kind);
  const name = nameOf(row.child);
  return (
    <div className={css.two}>
      <span className="strong clip" title={kind}>
        {kind}
      </span>
      <span className={css.line2}>
        <span className="num">{row.applicationNumber}</span>
        <span className="clip" title={name}>
          {name}
        </span>
      </span>
    </div>
  );
}

function To({ t, row }: { readonly t: T; readonly row: NoticeRow }) {
  return (
    <div className={css.two}>
      <span className="clip">{channelText(t, row.channel)}</span>
      <span className={css.line2}>
        <span className="clip num" title={row.to}>
          {row.to}
        </span>
      </span>
    </div>
  );
}
