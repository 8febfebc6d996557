/** The daily bulletin of free places (бюллетень): of a chosen day, as a table and as PDF. */
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { BulletinDay } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { date, dateTime, number, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { useCatalogue } from '../query.ts';
import { Act, IconAct } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { EmptyState, ErrorState, Inline, SkeletonRows, useDelayed } from '../ui/States.tsx';
import { saveFile } from '../ui/save-file.ts';
import { useListCursor } from './cursor.ts';
import { useBulletin } from './data.ts';
import { Grid, type GridColumn } from './Grid.tsx';
import { ListKeys } from './ListKeys.tsx';
import { Pick } from './Pick.tsx';
import styles from './places.module.css';

type Row = BulletinDay['rows'][number];

const rowId = (row: Row): string => `${row.kindergarten}\u0000${row.groupName}\u0000${row.cohortYear}`;

export function BulletinTab() {
  const { t, locale } = useT();
  const errorText = useErrorText();
  const connected = useConnection().kind === 'open';
  const districts = useCatalogue().data?.districts ?? [];
  const [districtId, setDistrict] = useState<number | null>(null);
  const [onDate, setDate] = useState<string | null>(null);
  const query = useBulletin(districtId, onDate);
  const pdf = useMutation({
    mutationFn: () => api.places.bulletinPdf({ districtId, onDate }),
    onSuccess: ({ fileName, content }) => saveFile(fileName, content),
  });
  const dim = useDelayed(query.isPlaceholderData, 400);
  const day = query.data;
  const print = (): void => {
    if (!pdf.isPending && day !== undefined && connected) pdf.mutate();
  };
  return (
    <>
      <div className={styles.bar}>
        {districts.length > 1 ? (
          <Pick
            small
            label={t('places:filter.district')}
            value={String(day?.districtId ?? districtId ?? '')}
            options={districts.map((one) => ({ value: String(one.id), label: words(one.name, locale) }))}
            onChange={(value) => setDistrict(Number(value))}
          />
        ) : null}
        {day === undefined ? null : <DayChooser day={day} onDay={setDate} />}
        {day === undefined ? null : (
          <span className="small muted clip">
            {day.publishedAt === null
              ? t('places:bulletin.notYet')
              : t('places:bulletin.published', { at: dateTime(day.publishedAt) })}
          </span>
        )}
        <span className="gap" />
        <Act
          size="sm"
          icon="download"
          combo="KeyP"
          busy={pdf.isPending}
          disabled={day === undefined || !connected}
          onClick={print}
        >
          {t('places:bulletin.pdf')}
        </Act>
      </div>
      {pdf.error === null ? null : (
        <div className={styles.failure}>
          <Inline onClose={pdf.reset}>
            {t('places:bulletin.notSaved')} {errorText(pdf.error)}
          </Inline>
        </div>
      )}
      {query.isError && day === undefined ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : day === undefined ? (
        <div className={styles.fill}>
          <SkeletonRows rows={14} />
        </div>
      ) : (
        <Rows key={`${day.districtId} ${day.onDate}`} day={day} dim={dim} onPrint={print} />
      )}
    </>
  );
}

/** The day, and steps to the published one before and after it. */
function DayChooser(props: { day: BulletinDay; onDay: (day: string) => void }) {
  const { t } = useT();
  const { day } = props;
  // Newest first, as they are looked for.
  const days = useMemo(
    () => [...new Set([day.onDate, ...day.days])].toSorted().toReversed(),
    [day.onDate, day.days],
  );
  const at = days.indexOf(day.onDate);
  const older = days[at + 1];
  const newer = days[at - 1];
  return (
    <span className={styles.days}>
      <IconAct
        small
        icon="chevronLeft"
        label={t('places:bulletin.older')}
        disabled={older === undefined}
        onClick={() => older !== undefined && props.onDay(older)}
      />
      <Pick
        small
        label={t('places:bulletin.day')}
        value={day.onDate}
        options={days.map((one) => ({ value: one, label: date(one) }))}
        onChange={props.onDay}
      />
      <IconAct
        small
        icon="chevronRight"
        label={t('places:bulletin.newer')}
        disabled={newer === undefined}
        onClick={() => newer !== undefined && props.onDay(newer)}
      />
    </span>
  );
}

function Rows(props: { day: BulletinDay; dim: boolean; onPrint: () => void }) {
  const { t } = useT();
  const { day } = props;
  const ids = useMemo(() => day.rows.map(rowId), [day.rows]);
  const cursor = useListCursor(ids);
  const columns = useMemo(() => columnsOf(t, firstOfEach(day.rows)), [t, day.rows]);
  return (
    <>
      <ListKeys
        title={t('places:tabs.bulletin')}
        move={(step) => void cursor.move(step)}
        edge={cursor.edge}
        more={[{ combo: 'KeyP', label: t('places:bulletin.pdf'), run: props.onPrint }]}
      />
      {day.rows.length === 0 ? (
        <EmptyState icon="grid" title={t('places:bulletin.none')} />
      ) : (
        <Grid
          label={t('places:bulletin.label', { date: date(day.onDate) })}
          rows={day.rows}
          rowId={rowId}
          columns={columns}
          rowHeight={32}
          total={day.rows.length}
          cursor={cursor.id}
          onCursor={(row) => cursor.set(rowId(row))}
          stale={props.dim}
        />
      )}
      <div className={styles.foot}>
        <b className="ink">
          {t('places:bulletin.groups', { count: day.rows.length, number: number(day.rows.length) })}
        </b>
        <span className="acc-t">{t('places:total.free', { number: number(day.free) })}</span>
      </div>
    </>
  );
}

/** The first row of each kindergarten carries its name; the others repeat it in the background. */
function firstOfEach(rows: readonly Row[]): ReadonlySet<Row> {
  return new Set(rows.filter((row, index) => row.kindergarten !== rows[index - 1]?.kindergarten));
}

function columnsOf(t: T, first: ReadonlySet<Row>): readonly GridColumn<Row>[] {
  const text = (id: string, header: string, track: string, value: (row: Row) => string): GridColumn<Row> => ({
    id,
    header,
    track,
    cell: (row) => (
      <span className="clip" title={value(row)}>
        {value(row)}
      </span>
    ),
  });
  return [
    {
      id: 'kindergarten',
      header: t('places:kindergartenColumn.name'),
      track: 'minmax(0, 3fr)',
      cell: (row) => (
        <span className={first.has(row) ? 'strong clip' : 'muted clip'} title={row.kindergarten}>
          {row.kindergarten}
        </span>
      ),
    },
    text('group', t('places:column.group'), 'minmax(0, 2fr)', (row) => row.groupName),
    text('cohort', t('places:filter.cohort'), '128px', (row) => String(row.cohortYear)),
    text('language', t('places:filter.language'), '128px', (row) => t(`groupLanguage.${row.language}`)),
    text('kind', t('places:filter.kind'), '160px', (row) => t(`queueKind.${row.kind}`)),
    {
      id: 'free',
      header: t('places:column.free'),
      track: '96px',
      align: 'right',
      cell: (row) => <b className="num acc-t">{number(row.free)}</b>,
    },
  ];
}
