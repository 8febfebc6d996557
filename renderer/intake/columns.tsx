/** Columns of the register of packages. */
import type { PackageRow } from '../../preload/contract/index.ts';
import { dateTime, nameOf } from '../format.ts';
import type { T } from '../i18n.ts';
import type { GridColumn } from '../places/Grid.tsx';
import css from './intake.module.css';
import { kindText, StateChip } from './looks.tsx';

export function columnsOf(
  t: T,
  portalName: (code: string | null) => string,
): readonly GridColumn<PackageRow>[] {
  return [
    {
      id: 'at',
      header: t('intake:column.at'),
      track: '128px',
      cell: (row) => <span className="small sub num">{dateTime(row.firstAt)}</span>,
    },
    {
      id: 'portal',
      header: t('intake:column.portal'),
      track: 'minmax(144px, 1fr)',
      cell: (row) => (
        <div className={css.two}>
          <span className="clip">{portalName(row.portal)}</span>
          <span className="small sub clip num" title={row.portalId ?? row.fileName ?? ''}>
            {row.portalId ?? row.fileName ?? '—'}
          </span>
        </div>
      ),
    },
    {
      id: 'application',
      header: t('intake:column.application'),
      track: 'minmax(152px, 1.1fr)',
      cell: (row) => (
        <div className={css.two}>
          <span className="clip">{row.child === null ? '—' : nameOf(row.child)}</span>
          <span className="small sub clip num">
            {row.applicationNumber ?? ''}
            {row.applicationNumber === null ? '' : ' · '}
            {kindText(t, row.kind)}
          </span>
        </div>
      ),
    },
    {
      id: 'state',
      header: t('intake:column.state'),
      track: '136px',
      cell: (row) => <StateChip state={row.state} />,
    },
  ];
}
