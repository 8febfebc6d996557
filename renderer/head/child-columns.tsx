/** What the list of children shows of each. */
import { showPhone } from '../../domain/phone.ts';
import type { EnrolledChild } from '../../preload/contract/index.ts';
import { date, nameOf, words } from '../format.ts';
import { currentLocale, type T } from '../i18n.ts';
import type { GridColumn } from '../places/Grid.tsx';

type Column = GridColumn<EnrolledChild>;

export function childColumns(t: T, ended: boolean): readonly Column[] {
  const figures = (
    id: string,
    header: string,
    track: string,
    value: (row: EnrolledChild) => string,
  ): Column => ({
    id,
    header,
    track,
    cell: (row) => <span className="small sub num clip">{value(row)}</span>,
  });
  const text = (
    id: string,
    header: string,
    track: string,
    value: (row: EnrolledChild) => string,
    strong = false,
  ): Column => ({
    id,
    header,
    track,
    cell: (row) => (
      <span className={strong ? 'strong clip' : 'clip'} title={value(row)}>
        {value(row)}
      </span>
    ),
  });
  const who: readonly Column[] = [
    text('child', t('head:column.child'), 'minmax(0, 5fr)', (row) => nameOf(row.child), true),
    figures('iin', t('iin.label'), '112px', (row) => row.child.iin),
    figures('birth', t('head:column.birth'), '96px', (row) => date(row.child.birthDate)),
    text('group', t('head:column.group'), 'minmax(0, 3fr)', (row) => row.groupName),
  ];
  if (ended) {
    return [
      ...who,
      figures('enrolled', t('head:column.enrolled'), '104px', (row) => date(row.enrolledOn)),
      figures('ended', t('head:column.ended'), '104px', (row) =>
        row.endedOn === null ? '' : date(row.endedOn),
      ),
      text('reason', t('head:column.reason'), 'minmax(0, 5fr)', (row) =>
        row.endReason === null ? '' : words(row.endReason, currentLocale()),
      ),
    ];
  }
  return [
    ...who,
    text('parent', t('head:column.parent'), 'minmax(0, 4fr)', (row) => row.applicantName),
    figures('phone', t('head:column.phone'), '136px', (row) => showPhone(row.phone)),
    text('contract', t('head:column.contract'), '104px', (row) => row.contractNumber),
    figures('enrolled', t('head:column.enrolled'), '104px', (row) => date(row.enrolledOn)),
  ];
}
