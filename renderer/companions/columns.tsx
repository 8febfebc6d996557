/** What the list of companions shows of each, in rows of 44. */
import type { CompanionRow } from '../../preload/contract/index.ts';
import { nameOf } from '../format.ts';
import type { T } from '../i18n.ts';
import type { GridColumn } from '../places/Grid.tsx';
import styles from './companions.module.css';
import { ExportLight, PermitChip } from './looks.tsx';

export function companionColumns(t: T, ownKindergarten: boolean): readonly GridColumn<CompanionRow>[] {
  return [
    {
      id: 'state',
      header: t('companions:column.state'),
      track: '148px',
      cell: (row) => <PermitChip state={row.state} />,
    },
    {
      id: 'companion',
      header: t('companions:column.companion'),
      track: 'minmax(0, 5fr)',
      cell: (row) => (
        <Two
          first={nameOf(row.companion)}
          second={row.isApplicant ? t('companions:applicant') : t(`companions:relation.${row.relation}`)}
        />
      ),
    },
    {
      id: 'child',
      header: t('companions:column.child'),
      track: 'minmax(0, 5fr)',
      cell: (row) => (
        <Two
          first={nameOf(row.child)}
          second={
            ownKindergarten
              ? (row.groupName ?? '')
              : [row.kindergarten, row.groupName].filter((part) => part !== null).join(' · ')
          }
        />
      ),
    },
    {
      id: 'export',
      header: t('companions:column.export'),
      track: '124px',
      cell: (row) => <ExportLight value={row.export} />,
    },
  ];
}

function Two(props: { first: string; second: string }) {
  return (
    <span className={styles.two}>
      <span className="strong clip" title={props.first}>
        {props.first}
      </span>
      <span className={`${styles.second} clip`} title={props.second}>
        {props.second}
      </span>
    </span>
  );
}
