/** Where an enrolled child moves by a clerk's act: the frame both dialogs share, and the transfer to a free place of the district. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import type { ActDetails, Application } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { date, nameOf } from '../format.ts';
import { useT } from '../i18n.ts';
import { keys } from '../query.ts';
import { useToday } from '../review/use-today.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { ErrorState, Inline, SkeletonRows } from '../ui/States.tsx';
import css from './application.module.css';

export interface MoveProps {
  readonly application: Application;
  readonly onClose: () => void;
  /** What the act is to say besides its reason: its document is made next. */
  readonly onDetails: (details: ActDetails) => void;
}

/** Who moves from where; whether children move today at all; on with Ctrl+Enter once nothing is missing. */
export function MoveDialog(props: {
  application: Application;
  title: string;
  /** What is still missing, in words beside the button; null when the document can be made. */
  missing: string | null;
  onNext: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useT();
  const { application } = props;
  const closed = useClosedWindow(application);
  const why = closed ?? props.missing;
  const next = (): void => {
    if (why === null) props.onNext();
  };
  useHotkeys(props.title, [{ combo: 'Ctrl+Enter', label: t('application:move.next'), run: next }], {
    level: 2,
  });
  return (
    <Dialog
      title={props.title}
      width={560}
      onClose={props.onClose}
      footer={
        <>
          <span className="muted small" role="status">
            {closed === null ? why : null}
          </span>
          <span className="gap" />
          <Act combo="Escape" autoFocus={closed !== null} onClick={props.onClose}>
            {t('act.cancel')}
          </Act>
          <Act tone="primary" combo="Ctrl+Enter" disabled={why !== null} onClick={next}>
            {t('application:move.next')}
          </Act>
        </>
      }
    >
      <p className="dlg-lead">
        <b>{nameOf(application.child)}</b>
        <span className="muted">
          {' · '}
          {application.enrolled === null
            ? null
            : t('application:move.from', {
                kindergarten: application.enrolled.kindergarten,
                group: application.enrolled.groupName,
              })}
        </span>
      </p>
      {closed === null ? (
        props.children
      ) : (
        <div className="dlg-lead">
          <Inline tone="warn">{closed}</Inline>
        </div>
      )}
    </Dialog>
  );
}

/** Why children do not move today by the rules in force; null when they do. */
function useClosedWindow({ enrolled }: Application): string | null {
  const { t } = useT();
  const today = useToday();
  if (enrolled === null || enrolled.open) {
    return null;
  }
  return enrolled.window === null
    ? null
    : t('application:move.closed', {
        from: date(enrolled.window.from),
        to: date(enrolled.window.to),
        today: date(today),
      });
}

/** One of the things to choose, as a radio in a list. */
export function Choice(props: {
  name: string;
  checked: boolean;
  autoFocus?: boolean;
  onChange: () => void;
  first: string;
  second: string;
  /** Why it is a good choice. */
  mark: string | null;
}) {
  return (
    <label className={css.choice}>
      <input
        type="radio"
        className="rb"
        name={props.name}
        // biome-ignore lint/a11y/noAutofocus: the first thing to choose of its dialog
        autoFocus={props.autoFocus}
        checked={props.checked}
        onChange={props.onChange}
      />
      <span className={css.choiceWords}>
        <span className="strong clip" title={props.first}>
          {props.first}
        </span>
        <span className="small muted clip" title={props.second}>
          {props.second}
        </span>
      </span>
      <span className="gap" />
      {props.mark === null ? null : <span className="small acc-t nowrap">{props.mark}</span>}
    </label>
  );
}

/** A free place of another group of the district, alike in cohort, language and kind. */
export function TransferDialog(props: MoveProps) {
  const { t } = useT();
  const name = useId();
  const { application } = props;
  const [to, setTo] = useState<number | null>(null);
  const query = useQuery({
    queryKey: [...keys.referrals, 'transferable', application.id],
    queryFn: ({ signal }) => api.referrals.transferable({ applicationId: application.id }, { signal }),
    enabled: application.enrolled?.open === true,
  });
  const groups = query.data;
  return (
    <MoveDialog
      application={application}
      title={t('application:move.transfer')}
      missing={
        groups?.length === 0
          ? t('application:move.noGroups')
          : to === null
            ? t('application:move.chooseGroup')
            : null
      }
      onNext={() => {
        if (to !== null) props.onDetails({ groupId: to });
      }}
      onClose={props.onClose}
    >
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : groups === undefined ? (
        <SkeletonRows rows={4} height={44} />
      ) : (
        <fieldset className={css.choices}>
          <legend className="fl">{t('application:move.toGroup')}</legend>
          {groups.map((group, index) => (
            <Choice
              key={group.groupId}
              name={name}
              autoFocus={index === 0}
              checked={to === group.groupId}
              onChange={() => setTo(group.groupId)}
              first={group.kindergarten}
              second={`${group.groupName} · ${t('places:freeSeats', { count: group.free })}`}
              mark={group.wanted ? t('application:move.wanted') : null}
            />
          ))}
          {groups.length === 0 ? <p className="muted">{t('application:move.noGroups')}</p> : null}
        </fieldset>
      )}
    </MoveDialog>
  );
}
