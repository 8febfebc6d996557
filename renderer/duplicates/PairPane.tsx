/** One pair: compared, judged, asked again; one of the two removed for the other, or put back. */
import { useRef, useState } from 'react';
import type { Catalogue, DuplicateFinding, DuplicatePair } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import css from '../application/application.module.css';
import { Segment } from '../decide/Segment.tsx';
import { date, shortName } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { useSession } from '../query.ts';
import { navigate } from '../router.ts';
import { Act } from '../ui/Act.tsx';
import { obstacleText, useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { StatusChip } from '../ui/Marks.tsx';
import { Compare, type CompareView } from './Compare.tsx';
import type { Deciding } from './Deciding.tsx';
import { type Judgement, useJudge } from './data.ts';
import own from './duplicates.module.css';

export function PairPane(props: {
  pair: DuplicatePair;
  findings: readonly DuplicateFinding[];
  catalogue: Catalogue;
  onDecide: (deciding: Deciding) => void;
  /** The cursor is on another pair already: it can be read, nothing can be done to it. */
  asleep?: boolean;
}) {
  const { t } = useT();
  const { pair } = props;
  const { readable } = pair.other;
  const [view, setView] = useState<CompareView>(pair.kind === 'same_scan' && readable ? 'scans' : 'data');
  const openOther = (): void => navigate({ name: 'application', id: pair.other.id, tab: null });
  const views = (readable ? ['data', 'scans', 'log'] : ['data', 'log']) as readonly CompareView[];
  useHotkeys(
    t('duplicates:keys'),
    [
      {
        combo: 'KeyV',
        label: t('application:duplicates.view'),
        run: () => setView(views[(views.indexOf(view) + 1) % views.length] ?? 'data'),
      },
      { combo: 'KeyO', label: t('application:duplicates.openOther'), enabled: readable, run: openOther },
    ],
    { enabled: props.asleep !== true },
  );
  return (
    <article
      className={props.asleep === true ? `${css.decision} ${own.asleep}` : css.decision}
      aria-label={t('duplicates:one')}
      inert={props.asleep === true}
    >
      <div className={css.compareHead}>
        <Segment
          label={t('application:duplicates.view')}
          value={view}
          options={views.map((value) => ({
            value,
            label: value === 'log' ? t('duplicates:log.short') : t(`application:duplicates.${value}`),
          }))}
          onChange={setView}
        />
        <StatusChip status={pair.other.status} />
        <span className="gap" />
        {readable ? (
          <Act size="sm" tone="quiet" icon="forward" combo="KeyO" onClick={openOther}>
            {t('application:duplicates.openOther')}
          </Act>
        ) : null}
      </div>
      <div className={css.compareBody}>
        <Compare pair={pair} catalogue={props.catalogue} view={view} findings={props.findings} />
      </div>
      <Judge pair={pair} asleep={props.asleep === true} onDecide={props.onDecide} />
    </article>
  );
}

interface Doing {
  readonly id: string;
  readonly combo: string;
  readonly label: string;
  readonly icon: 'check' | 'copy' | 'cycle' | 'x' | 'queue';
  readonly tone: 'outline' | 'danger' | 'primary';
  readonly opens: boolean;
  readonly enabled: boolean;
  readonly pressed: boolean;
  readonly busy: boolean;
  readonly run: () => void;
}

/** What the officer finds of the pair, with a note; and the signed acts where something may be removed or put back. */
function Judge(props: { pair: DuplicatePair; asleep: boolean; onDecide: (deciding: Deciding) => void }) {
  const { t } = useT();
  const { pair } = props;
  const { post } = useSession();
  const connected = useConnection().kind === 'open';
  const errorText = useErrorText();
  const judge = useJudge(pair);
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const may = post.role === 'clerk' && connected && !judge.isPending;
  const say = (verdict: Judgement['verdict']): void => {
    if (verdict === 'reopened' && note.trim() === '') {
      setMissing(true);
      field.current?.focus();
      return;
    }
    setMissing(false);
    judge.mutate({ verdict, note }, { onSuccess: () => setNote('') });
  };
  const busy = (verdict: string): boolean => judge.isPending && judge.variables.verdict === verdict;
  const doing: readonly Doing[] = [
    ...findingsToOffer(t, pair, may, busy, say),
    ...signedToOffer(t, pair, may, props.onDecide),
  ];
  useHotkeys(
    t('duplicates:keys'),
    [
      ...doing.map(({ combo, label, enabled, run }) => ({ combo, label, enabled, run })),
      { combo: 'KeyE', label: t('duplicates:note'), enabled: may, run: () => field.current?.focus() },
    ],
    { enabled: !props.asleep },
  );
  const against = pair.removable.flatMap((one) => one.obstacles).at(0);
  return (
    <div className={own.judge}>
      <div className={own.said}>
        <label className={`input sm ${own.note}`}>
          <input
            ref={field}
            type="text"
            autoComplete="off"
            maxLength={1000}
            value={note}
            disabled={post.role !== 'clerk'}
            aria-label={t('duplicates:note')}
            aria-invalid={missing}
            placeholder={t('duplicates:note')}
            onChange={(event) => setNote(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape' || event.key === 'Enter') {
                event.preventDefault();
                event.stopPropagation();
                event.currentTarget.blur();
              }
            }}
          />
        </label>
        <span
          className={`small ${missing || judge.error !== null ? 'bad-t' : 'sub'} ${own.word}`}
          role="status"
        >
          {judge.error !== null
            ? t('application:act.failed', { error: errorText(judge.error) })
            : missing
              ? t('duplicates:noteNeeded')
              : saidText(t, pair)}
        </span>
      </div>
      <div className={own.buttons} role="toolbar" aria-label={t('duplicates:acts')}>
        {against === undefined || post.role !== 'clerk' ? null : (
          <span className={`small warn-t ${own.word}`}>{obstacleText(t, against)}</span>
        )}
        <span className="gap" />
        {doing.map((one) => (
          <Act
            key={one.id}
            icon={one.icon}
            tone={one.tone}
            combo={one.combo}
            disabled={!one.enabled}
            pressed={one.pressed}
            busy={one.busy}
            {...(one.opens ? { hasPopup: 'dialog' as const } : {})}
            onClick={one.run}
          >
            {one.label}
          </Act>
        ))}
      </div>
    </div>
  );
}

function saidText(t: T, { finding, removed }: DuplicatePair): string {
  if (removed !== null)
    return t('duplicates:removedBy', { number: removed.number, decision: removed.decisionNumber });
  if (finding === null) return t('application:duplicates.open');
  const who = `${t(`duplicates:verdict.${finding.verdict}`)} · ${shortName(finding.by)}, ${date(finding.at)}`;
  return finding.note === null ? who : `${who} · ${finding.note}`;
}

function findingsToOffer(
  t: T,
  pair: DuplicatePair,
  may: boolean,
  busy: (verdict: string) => boolean,
  say: (verdict: Judgement['verdict']) => void,
): readonly Doing[] {
  if (pair.state === 'removed') return [];
  const one = (
    verdict: Judgement['verdict'],
    combo: string,
    label: string,
    icon: Doing['icon'],
    enabled: boolean,
  ): Doing => ({
    id: verdict,
    combo,
    label,
    icon,
    tone: 'outline',
    opens: false,
    enabled: may && enabled,
    pressed: pair.state === verdict,
    busy: busy(verdict),
    run: () => say(verdict),
  });
  return [
    ...(pair.state === 'open' ? [] : [one('reopened', 'KeyR', t('duplicates:reopen'), 'cycle', true)]),
    one(
      'not_duplicate',
      'KeyN',
      t('application:duplicates.markNot'),
      'check',
      pair.state !== 'not_duplicate',
    ),
    one('duplicate', 'KeyD', t('application:duplicates.mark'), 'copy', pair.state !== 'duplicate'),
  ];
}

const REMOVE_KEYS = ['Ctrl+Enter', 'Ctrl+Shift+Enter'] as const;

function signedToOffer(
  t: T,
  pair: DuplicatePair,
  may: boolean,
  onDecide: (deciding: Deciding) => void,
): readonly Doing[] {
  const { removed } = pair;
  if (removed !== null) {
    const { version } = removed;
    if (version === null) return [];
    return [
      {
        id: 'reinstate',
        combo: 'Ctrl+Enter',
        label: t('duplicates:reinstate'),
        icon: 'queue',
        tone: 'primary',
        opens: true,
        enabled: may,
        pressed: false,
        busy: false,
        run: () =>
          onDecide({
            act: 'reinstate_duplicate',
            target: { id: removed.applicationId, version },
            details: {},
          }),
      },
    ];
  }
  // The one whose date is the later stands first: it is the one that usually goes.
  const rows = pair.removable.toSorted(
    (a, b) => Number(a.use !== 'duplicate') - Number(b.use !== 'duplicate'),
  );
  return rows.map((row, at) => ({
    id: `remove-${row.applicationId}`,
    combo: REMOVE_KEYS[at] ?? 'Ctrl+Enter',
    label: t('duplicates:remove', { number: row.number }),
    icon: 'x',
    tone: 'danger',
    opens: true,
    enabled: may && row.obstacles.length === 0,
    pressed: false,
    busy: false,
    run: () =>
      onDecide({
        act: 'remove_duplicate',
        target: { id: row.applicationId, version: row.version },
        details: { duplicate: { otherId: row.otherId, use: row.use } },
      }),
  }));
}
