/** A row of the batch in words and marks, before and after its signature; and the file of all of them. Pure but for `t`. */
import type { PlanRow } from '../../preload/contract/index.ts';
import { errorOf } from '../decide/types.ts';
import type { Row } from '../decide/use-run.ts';
import { toDeskError } from '../desk-error.ts';
import { number, shortDate, time } from '../format.ts';
import type { T } from '../i18n.ts';
import kk from '../locales/kk/queue.json' with { type: 'json' };
import { errorText, obstacleText } from '../ui/errors.ts';

export type RowState = 'preparing' | 'ready' | 'waiting' | 'signing' | 'done' | 'failed' | 'cannot';

export interface RowWords {
  readonly state: RowState;
  readonly first: string;
  readonly second: string;
  /** Where the reason leads: what changed, or the application. */
  readonly link: 'changes' | 'application' | null;
}

/** How a row stands. `signing`: it is the one being signed now; `begun`: the batch is under way or over. */
export function rowWords(
  t: T,
  plan: PlanRow,
  row: Row | null,
  at: { readonly signing: boolean; readonly begun: boolean },
): RowWords {
  if (row === null) {
    return { state: 'preparing', ...grounds(t, plan), link: null };
  }
  const { prepared, result } = row;
  if (at.signing) {
    return { state: 'signing', first: t('queue:batch.signing'), second: '', link: null };
  }
  if (result?.ok === true) {
    return {
      state: 'done',
      first: `№ ${prepared?.referral?.number ?? result.decisionNumber ?? ''}`,
      second: row.resultAt === undefined ? '' : clock(row.resultAt),
      link: null,
    };
  }
  const error = errorOf(result);
  if (error !== null) {
    const { code } = toDeskError(error);
    return {
      state: 'failed',
      first: errorText(t, error),
      second: notDone(t, plan),
      link: code === 'CHANGED' ? 'changes' : 'application',
    };
  }
  if (prepared !== null && prepared.obstacles.length > 0) {
    return {
      state: 'cannot',
      first: prepared.obstacles.map((one) => obstacleText(t, one)).join(', '),
      second: notDone(t, plan),
      link: 'application',
    };
  }
  return at.begun
    ? { state: 'waiting', ...waitingWords(t, plan), link: null }
    : { state: 'ready', ...grounds(t, plan), link: null };
}

/** What kept a row from being signed and what to do now, whole; null where nothing did. */
export function hindranceText(t: T, plan: PlanRow, row: Row | null): string | null {
  const { state, first, second } = rowWords(t, plan, row, { signing: false, begun: true });
  return state === 'failed' || state === 'cannot' ? `${second}. ${first}` : null;
}

/** Why this child gets this place: whose turn it is, and which of its wishes it is. */
function grounds(t: T, plan: PlanRow): { first: string; second: string } {
  const stream = t(`queue:stream.${plan.stream}`);
  return {
    first: t(plan.cause === 'ratio' ? 'queue:batch.turn' : 'queue:batch.turnOfOther', {
      turn: number(plan.turn),
      stream,
    }),
    second: plan.benefitPending
      ? t('queue:batch.benefitPending')
      : [
          t('queue:batch.rank', { rank: plan.rank }),
          ...(plan.together ? [t('queue:batch.together')] : []),
          t('queue:batch.until', { at: `${shortDate(plan.until)} ${time(plan.until)}` }),
        ].join(' · '),
  };
}

function notDone(t: T, plan: PlanRow): string {
  return t(plan.act === 'offer' ? 'queue:batch.notOffered' : 'queue:batch.notIssued');
}

function waitingWords(t: T, plan: PlanRow): { first: string; second: string } {
  return plan.benefitPending
    ? { first: t('queue:batch.benefitUnconfirmed'), second: t('queue:batch.notVisible') }
    : { first: t('queue:batch.waiting'), second: '' };
}

/** '12:04:02': seconds tell one signature of a batch from the next. */
function clock(at: Date): string {
  return `${time(at)}:${String(at.getUTCSeconds()).padStart(2, '0')}`;
}

type LeftCode = keyof (typeof kk)['batch']['left'];

/** Why a child or a seat stayed out of the plan; an unknown code as it is. */
export function leftText(t: T, left: { readonly code: string; readonly count: number }): string {
  const known = Object.hasOwn(kk.batch.left, left.code) ? (left.code as LeftCode) : null;
  return known === null ? left.code : t(`queue:batch.left.${known}`);
}

/** The results as rows of a file: what was given to whom, and what was not and why. */
export function resultRows(
  t: T,
  plan: readonly PlanRow[],
  rowOf: (row: PlanRow) => Row | null,
): readonly (readonly (string | number)[])[] {
  const columns = ['place', 'number', 'child', 'class', 'kindergarten', 'group', 'act', 'result', 'reason'];
  const head = columns.map((column) => t(`queue:batch.csv.${column as 'place'}`));
  const rows = plan.map((one) => {
    const words = rowWords(t, one, rowOf(one), { signing: false, begun: true });
    const done = words.state === 'done';
    return [
      one.place,
      one.number,
      one.childName,
      t(`priority.${one.priorityClass}.long`),
      one.kindergarten,
      one.groupName,
      t(`queue:batch.act.${one.act}`),
      done ? words.first : notDone(t, one),
      done ? '' : words.first,
    ];
  });
  return [head, ...rows];
}
