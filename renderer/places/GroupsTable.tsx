/** Groups of one kindergarten: a square per seat, children, promised and free places, six months of heat. */
import type { Group } from '../../preload/contract/index.ts';
import { date, number } from '../format.ts';
import { useT } from '../i18n.ts';
import { HeatCell, monthName } from './Heat.tsx';
import { isSeptember } from './look.ts';
import styles from './places.module.css';
import { SeatStrip } from './SeatStrip.tsx';

const WIDTHS = [124, 100, 382, 72, 60, 52] as const;
const MONTH_WIDTH = 58;
const EDGE = 16;
/** The months the table has room for; the last of them is the coming September. */
const MONTHS_SHOWN = 6;

/** `onSelect`: rows are chosen, one at a time; else they are only read. `onOpen`: Enter or a double click on a row. */
export function GroupsTable(props: {
  groups: readonly Group[];
  selected?: number | null;
  onSelect?: (id: number) => void;
  label: string;
}) {
  const { t } = useT();
  const months = props.groups[0]?.months.slice(-MONTHS_SHOWN) ?? [];
  return (
    <table className={styles.groups} aria-label={props.label}>
      <colgroup>
        {WIDTHS.map((width) => (
          <col key={width} style={{ width }} />
        ))}
        {months.map(({ month }, index) => (
          <col key={month} style={{ width: MONTH_WIDTH + (index === months.length - 1 ? EDGE : 0) }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('places:column.group')}</th>
          <th scope="col">{t('places:column.age')}</th>
          <th scope="col">{t('places:column.seats')}</th>
          <th scope="col" className={styles.num}>
            {t('places:column.children')}
          </th>
          <th scope="col" className={styles.num} title={t('places:column.promisedLong')}>
            {t('places:column.promised')}
          </th>
          <th scope="col" className={styles.num}>
            {t('places:column.free')}
          </th>
          {months.map(({ month }, index) => (
            <th
              key={month}
              scope="col"
              className={styles.monthHead}
              title={isSeptember(month) ? t('places:septemberLong', { date: date(month) }) : date(month)}
            >
              {monthName(t, month, index === months.length - 1)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.groups.map((group) => (
          <GroupRow key={group.id} group={group} {...props} />
        ))}
      </tbody>
    </table>
  );
}

function GroupRow(props: { group: Group; selected?: number | null; onSelect?: (id: number) => void }) {
  const { t } = useT();
  const { group, onSelect } = props;
  const chosen = group.id === props.selected;
  const name = group.kind === 'special' ? t('places:specialGroup', { name: group.name }) : group.name;
  return (
    <tr
      className={chosen ? styles.chosen : undefined}
      onClick={onSelect === undefined ? undefined : () => onSelect(group.id)}
    >
      <td>
        {onSelect === undefined ? (
          <span className={styles.groupName} title={name}>
            <span className="strong clip">{name}</span>
          </span>
        ) : (
          <button type="button" className={styles.groupName} title={name} aria-pressed={chosen}>
            <span className="strong clip">{name}</span>
          </button>
        )}
      </td>
      <td className="small sub">
        {t('places:ageLanguage', {
          age: t('places:age', { count: group.age }),
          language: t(`groupLanguageShort.${group.language}`),
        })}
      </td>
      <td className={styles.strips}>
        <SeatStrip seats={group.seats} />
      </td>
      <td className={styles.num}>
        <b>{number(group.taken)}</b>
        <span className="muted"> / {number(group.capacity)}</span>
      </td>
      <td className={styles.num}>{group.promised === 0 ? <Dash /> : number(group.promised)}</td>
      <td className={styles.num}>
        {group.free === 0 ? <Dash /> : <b className="acc-t">{number(group.free)}</b>}
      </td>
      {group.months.slice(-MONTHS_SHOWN).map(({ month, percent }) => (
        <td key={month} className={styles.heatCell}>
          <HeatCell percent={percent} />
        </td>
      ))}
    </tr>
  );
}

/** Nothing to count. */
export function Dash() {
  const { t } = useT();
  return (
    <span className="muted" role="img" aria-label={t('places:none')}>
      —
    </span>
  );
}
