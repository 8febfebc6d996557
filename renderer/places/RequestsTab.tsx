/** Requests of heads: a clerk accepts or refuses, one or many; a supervisor reads. */
import { useCallback, useMemo, useRef, useState } from 'react';
import type { SeatRequest } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { Segment } from '../decide/Segment.tsx';
import { deskErrorOf } from '../desk-error.ts';
import { number } from '../format.ts';
import { useT } from '../i18n.ts';
import { fetchMore, useSession } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Chip } from '../ui/Marks.tsx';
import { EmptyState, ErrorState, Inline, SkeletonRows } from '../ui/States.tsx';
import { type AnswerOutcome, useAnswers } from './answers.ts';
import { useListCursor } from './cursor.ts';
import { useRequests } from './data.ts';
import { seatErrorText } from './errors.ts';
import { ListKeys } from './ListKeys.tsx';
import styles from './places.module.css';
import { RefuseDialog } from './RefuseDialog.tsx';
import { RequestGrid } from './RequestGrid.tsx';

export function RequestsTab() {
  const { t } = useT();
  const answers = useSession().post.role === 'clerk';
  const [open, setOpen] = useState<'open' | 'answered'>('open');
  return (
    <>
      <div className={styles.bar}>
        <Segment
          label={t('places:requests.label')}
          value={open}
          options={[
            { value: 'open', label: t('places:requests.open') },
            { value: 'answered', label: t('places:requests.answered') },
          ]}
          onChange={setOpen}
        />
      </div>
      <Requests key={open} open={open === 'open'} answers={answers && open === 'open'} />
    </>
  );
}

function Requests(props: { open: boolean; answers: boolean }) {
  const { t } = useT();
  const { query, rows: loaded } = useRequests(props.open);
  const work = useAnswers(loaded);
  const { rows } = work;
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const cursor = useListCursor(ids);
  const choice = useChoice(ids);
  const [refusing, setRefusing] = useState<readonly SeatRequest[] | null>(null);
  const connected = useConnection().kind === 'open';
  const waiting = (row: SeatRequest): boolean => work.outcomes.get(row.id)?.result.ok !== true;
  const { chosen } = choice;
  const targets = (
    chosen.size > 0 ? rows.filter((row) => chosen.has(row.id)) : rows.slice(cursor.at, cursor.at + 1)
  ).filter(waiting);
  const acts = props.answers && connected && !work.busy && targets.length > 0;
  const accept = (): void => {
    work.answer(targets, 'accepted', null);
    choice.clear();
  };
  const { outcomes } = work;
  const outcome = useCallback(
    (row: SeatRequest) => {
      const found = outcomes.get(row.id);
      return found === undefined ? null : <OutcomeMark outcome={found} />;
    },
    [outcomes],
  );
  if (query.isError && rows.length === 0) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.isPending) {
    return (
      <div className={styles.fill}>
        <SkeletonRows rows={12} height={44} />
      </div>
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState
        icon="inbox"
        title={props.open ? t('places:requests.none') : t('places:requests.noneAnswered')}
      >
        {props.open ? t('places:requests.noneHint') : null}
      </EmptyState>
    );
  }
  return (
    <>
      <ListKeys
        title={t('places:requests.label')}
        move={(step) => void cursor.move(step)}
        edge={cursor.edge}
        more={
          props.answers
            ? [
                {
                  combo: 'Space',
                  label: t('journal:keys.select'),
                  run: () => cursor.id !== null && choice.toggle(cursor.id),
                },
                { combo: 'Ctrl+KeyA', label: t('journal:keys.selectAll'), run: choice.toggleAll },
                {
                  combo: 'Escape',
                  label: t('journal:keys.unselect'),
                  run: () => {
                    const had = chosen.size > 0;
                    choice.clear();
                    return had;
                  },
                },
                { combo: 'Ctrl+Enter', label: t('places:requests.accept'), enabled: acts, run: accept },
                {
                  combo: 'KeyR',
                  label: t('places:requests.refuse'),
                  enabled: acts,
                  run: () => setRefusing(targets),
                },
              ]
            : []
        }
      />
      <RequestGrid
        rows={rows}
        cursor={cursor.id}
        onCursor={(row, how) => {
          cursor.set(row.id);
          if (props.answers && (how.toggle || how.shift)) choice.toggle(row.id);
        }}
        kindergartens
        choice={props.answers ? choice : undefined}
        outcome={outcome}
        onNearEnd={() => fetchMore(query)}
      />
      {props.answers ? (
        <AnswerBar
          chosen={targets.length}
          acts={acts}
          connected={connected}
          work={work}
          onAccept={accept}
          onRefuse={() => setRefusing(targets)}
        />
      ) : null}
      {refusing === null ? null : (
        <RefuseDialog
          count={refusing.length}
          onClose={() => setRefusing(null)}
          onRefuse={(note) => {
            setRefusing(null);
            work.answer(refusing, 'refused', note);
            choice.clear();
          }}
        />
      )}
    </>
  );
}

function AnswerBar(props: {
  chosen: number;
  acts: boolean;
  connected: boolean;
  work: ReturnType<typeof useAnswers>;
  onAccept: () => void;
  onRefuse: () => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const { work } = props;
  return (
    <>
      {work.error === null ? null : (
        <div className={styles.failure}>
          <Inline
            onClose={work.forget}
            action={
              <Act size="sm" onClick={work.again}>
                {t('act.retry')}
              </Act>
            }
          >
            {errorText(work.error)}
          </Inline>
        </div>
      )}
      <div className={styles.actBar}>
        <b>{t('places:requests.chosen', { count: props.chosen, number: number(props.chosen) })}</b>
        <span className="small muted" role="status">
          {!props.connected
            ? t('connection.actsOff')
            : work.outcomes.size === 0
              ? null
              : work.failed.length === 0
                ? t('places:requests.resultOk', { ok: number(work.done) })
                : t('places:requests.result', { ok: number(work.done), failed: number(work.failed.length) })}
        </span>
        {work.failed.length > 0 ? (
          <Act size="sm" tone="quiet" onClick={work.retryFailed}>
            {t('places:requests.retryFailed')}
          </Act>
        ) : null}
        <span className="gap" />
        <Act tone="danger" icon="x" combo="KeyR" disabled={!props.acts} onClick={props.onRefuse}>
          {t('places:requests.refuseDots')}
        </Act>
        <Act
          tone="primary"
          combo="Ctrl+Enter"
          busy={work.busy}
          disabled={!props.acts}
          onClick={props.onAccept}
        >
          {t('places:requests.accept')}
        </Act>
      </div>
    </>
  );
}

function OutcomeMark(props: { outcome: AnswerOutcome }) {
  const { t } = useT();
  const { result, verdict } = props.outcome;
  if (result.ok) {
    return (
      <Chip tone={verdict === 'accepted' ? 'ok' : 'bad'} icon="check">
        {t(`places:requests.${verdict}`)}
      </Chip>
    );
  }
  const text = seatErrorText(t, deskErrorOf(result.error ?? { code: 'INTERNAL', data: undefined }));
  return (
    <span className={styles.two} title={text}>
      <Chip tone="bad" icon="alert">
        {t('places:requests.failed')}
      </Chip>
      <span className={`${styles.second} bad-t`}>
        <span className="clip">{text}</span>
      </span>
    </span>
  );
}

/** Chosen rows, by id; those that left the list are chosen no more. */
function useChoice(ids: readonly string[]) {
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => new Set(ids.filter((id) => wanted.has(id))), [ids, wanted]);
  const latest = useRef({ ids, chosen });
  latest.current = { ids, chosen };
  return useMemo(
    () => ({
      chosen,
      toggle: (id: string) =>
        setWanted((now) => {
          const next = new Set(now);
          if (!next.delete(id)) next.add(id);
          return next;
        }),
      toggleAll: () => {
        const { ids: all, chosen: some } = latest.current;
        setWanted(new Set(some.size === all.length ? [] : all));
      },
      clear: () => setWanted(new Set()),
    }),
    [chosen],
  );
}
