/** Columns of the register; the wide ones come where the window has room. */
import type { ReferralRow } from '../../preload/contract/index.ts';
import { nameOf, shortDate } from '../format.ts';
import type { T } from '../i18n.ts';
import type { GridColumn } from '../places/Grid.tsx';
import { ClassTag } from '../ui/Marks.tsx';
import { BenefitChip, StateChip, TermLight } from './looks.tsx';
import css from './referrals.module.css';

export function columnsOf(t: T, wide: boolean): readonly GridColumn<ReferralRow>[] {
  const deadline: GridColumn<ReferralRow> = {
    id: 'deadline',
    header: t('referrals:column.deadline'),
    track: '120px',
    cell: (row) => <TermLight row={row} />,
  };
  const child: GridColumn<ReferralRow> = {
    id: 'child',
    header: t('referrals:column.child'),
    track: 'minmax(168px, 1.1fr)',
    cell: (row) => <ChildCell row={row} />,
  };
  const place: GridColumn<ReferralRow> = {
    id: 'place',
    header: t('referrals:column.place'),
    track: 'minmax(152px, 1fr)',
    cell: (row) => <PlaceCell t={t} row={row} />,
  };
  const state: GridColumn<ReferralRow> = {
    id: 'state',
    header: t('referrals:column.state'),
    track: '176px',
    cell: (row) => <StateChip state={row.state} />,
  };
  return wide
    ? [deadline, numberColumn(t), child, place, state, benefitColumn(t), issuedColumn(t), extendedColumn(t)]
    : [deadline, child, place, state];
}

function numberColumn(t: T): GridColumn<ReferralRow> {
  return {
    id: 'number',
    header: t('referrals:column.number'),
    track: '136px',
    cell: (row) => <span className="small num">{row.number ?? '—'}</span>,
  };
}

function benefitColumn(t: T): GridColumn<ReferralRow> {
  return {
    id: 'benefit',
    header: t('referrals:column.benefit'),
    track: '176px',
    cell: (row) => <BenefitChip benefit={row.benefitState} />,
  };
}

function issuedColumn(t: T): GridColumn<ReferralRow> {
  return {
    id: 'issued',
    header: t('referrals:column.issued'),
    track: '80px',
    cell: (row) => (
      <span className="small sub num">{row.issuedAt === null ? '—' : shortDate(row.issuedAt)}</span>
    ),
  };
}

function extendedColumn(t: T): GridColumn<ReferralRow> {
  return {
    id: 'extended',
    header: t('referrals:column.extended'),
    track: '96px',
    cell: (row) => <span className="small sub num">{row.extensions === 0 ? '—' : row.extensions}</span>,
  };
}

function ChildCell({ row }: { readonly row: ReferralRow }) {
  const name = nameOf(row.child);
  return (
    <div className={css.two}>
      <span className="strong clip" title={name}>
        {name}
      </span>
      <span className={css.line2}>
        <span className="num">{row.number ?? row.applicationNumber}</span>
        <ClassTag priorityClass={row.priorityClass} />
      </span>
    </div>
  );
}

function PlaceCell({ t, row }: { readonly t: T; readonly row: ReferralRow }) {
  const group = t('referrals:group', { name: row.groupName, year: row.cohortYear });
  return (
    <div className={css.two}>
      <span className="clip" title={row.kindergarten}>
        «{row.kindergarten}»
      </span>
      <span className={css.line2} title={group}>
        <span className="clip">{group}</span>
      </span>
    </div>
  );
}
