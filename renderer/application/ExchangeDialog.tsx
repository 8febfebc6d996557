/** Two families change places: with whom, and on which day each consented in writing. Both are asked; the rules judge both. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import type { ExchangeChoice } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { nameOf } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { SearchBox } from '../journal/SearchBox.tsx';
import { keys } from '../query.ts';
import { useToday } from '../review/use-today.ts';
import { DateField } from '../ui/Fields.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import css from './application.module.css';
import { Choice, MoveDialog, type MoveProps } from './MoveDialog.tsx';

/** As many as are looked through by eye; a search finds the others. */
const SHOWN = 50;

export function ExchangeDialog(props: MoveProps) {
  const { t } = useT();
  const { application } = props;
  const today = useToday();
  const [search, setSearch] = useState('');
  const [other, setOther] = useState<ExchangeChoice | null>(null);
  const [own, setOwn] = useState<string | null>(null);
  const [theirs, setTheirs] = useState<string | null>(null);
  const future = (day: string | null): string | null =>
    day !== null && day > today ? t('application:move.future') : null;
  const missing = missingWords(t, { other, own, theirs, today });
  return (
    <MoveDialog
      application={application}
      title={t('application:move.exchange')}
      missing={missing}
      onNext={() => {
        if (other === null || own === null || theirs === null) return;
        props.onDetails({
          otherApplicationId: other.applicationId,
          otherExpectedVersion: other.version,
          consents: { own, other: theirs },
        });
      }}
      onClose={props.onClose}
    >
      <Others
        applicationId={application.id}
        search={search}
        onSearch={setSearch}
        other={other}
        onOther={setOther}
      />
      <div className={css.consents}>
        <DateField
          label={t('application:move.consentOf', { name: nameOf(application.child) })}
          value={own}
          error={future(own)}
          onChange={setOwn}
        />
        <DateField
          label={t('application:move.consentOf', {
            name: other?.childName ?? t('application:move.otherChild'),
          })}
          value={theirs}
          error={future(theirs)}
          onChange={setTheirs}
        />
      </div>
    </MoveDialog>
  );
}

/** Children of groups alike; those whose families asked for each other's kindergarten first. */
function Others(props: {
  applicationId: string;
  search: string;
  onSearch: (text: string) => void;
  other: ExchangeChoice | null;
  onOther: (other: ExchangeChoice) => void;
}) {
  const { t } = useT();
  const name = useId();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLFieldSetElement>(null);
  const search = props.search.trim();
  useEffect(() => field.current?.focus(), []);
  useHotkeys(
    t('application:move.exchange'),
    [{ combo: 'Slash', label: t('journal:keys.search'), run: () => field.current?.focus() }],
    { level: 2 },
  );
  const query = useQuery({
    queryKey: [...keys.referrals, 'exchangeable', props.applicationId, search],
    queryFn: ({ signal }) =>
      api.referrals.exchangeable(
        { applicationId: props.applicationId, search: search === '' ? null : search, limit: SHOWN },
        { signal },
      ),
    placeholderData: keepPreviousData,
  });
  const { other } = props;
  const found = query.data?.rows ?? [];
  // Who was chosen stays in sight whatever is searched for next.
  const rows =
    other === null || found.some((row) => row.applicationId === other.applicationId)
      ? found
      : [other, ...found];
  return (
    <>
      <SearchBox
        field={field}
        value={props.search}
        placeholder={t('application:move.search')}
        onSearch={props.onSearch}
        onLeave={() => list.current?.querySelector<HTMLInputElement>('input')?.focus()}
      />
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <SkeletonRows rows={4} height={44} />
      ) : (
        <fieldset ref={list} className={css.choices}>
          <legend className="fl">{t('application:move.with')}</legend>
          {rows.map((row) => (
            <Choice
              key={row.applicationId}
              name={name}
              checked={other?.applicationId === row.applicationId}
              onChange={() => props.onOther(row)}
              first={`${row.childName} · ${row.number}`}
              second={`${row.kindergarten} · ${row.groupName}`}
              mark={markOf(t, row)}
            />
          ))}
          {rows.length === 0 ? (
            <p className="muted">
              {search === '' ? t('application:move.nobody') : t('head:empty.search', { text: search })}
            </p>
          ) : null}
          {query.data.more ? (
            <p className="small muted">{t('application:move.more', { count: SHOWN })}</p>
          ) : null}
        </fieldset>
      )}
    </>
  );
}

function markOf(t: T, row: ExchangeChoice): string | null {
  return row.wantsOurs && row.wanted
    ? t('application:move.bothWant')
    : row.wanted
      ? t('application:move.wanted')
      : row.wantsOurs
        ? t('application:move.wantsOurs')
        : null;
}

/** What is still missing, in words; null when the document can be made. */
function missingWords(
  t: T,
  given: { other: ExchangeChoice | null; own: string | null; theirs: string | null; today: string },
): string | null {
  const { other, own, theirs, today } = given;
  if (other === null) {
    return t('application:move.chooseChild');
  }
  if (own === null || theirs === null) {
    return t('application:move.needConsents');
  }
  return own > today || theirs > today ? t('application:move.future') : null;
}
