/** Walks every decision in order of id and judges each as the screen would, and by the history around it. */

import type { OpenDatabase } from '../../db/open.ts';
import { decisionsAfter } from '../../db/queries/decisions.ts';
import { decisionsLackedByTable, historyOfDecision } from '../../db/queries/verify.ts';
import { aroundOf } from '../decisions/show.ts';
import { verifyDecision } from '../decisions/verify.ts';
import type { TrustStore } from '../eds/trust.ts';
import type { Reference } from '../reference.ts';

const BATCH = 100;

/** One row that does not hold. `row` names it for a person: «decision 2026-Ш-001932», «history 3/4817». */
export interface Broken {
  readonly row: string;
  readonly reason: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface DecisionTally {
  readonly checked: number;
  /** Good, but nobody could be asked about revocation. */
  readonly revocationUnchecked: number;
  /** Signed with keys of test or demo authorities. */
  readonly samples: number;
}

/** Yields every broken decision; returns the tally. Memory stays small whatever the number of rows. */
export async function* verifyDecisions(
  db: OpenDatabase,
  reference: Reference,
  trust: TrustStore,
  now: Date,
  progress: (checked: number) => void,
): AsyncGenerator<Broken, DecisionTally, void> {
  let after = '0';
  let checked = 0;
  let revocationUnchecked = 0;
  let samples = 0;
  for (;;) {
    // 'system': verification reads every district, whoever runs it on the machine of the database.
    const batch = await db.read('system', async (tx) => {
      const rows = await decisionsAfter(tx, after, BATCH);
      const whole = [];
      for (const row of rows) {
        whole.push({
          row,
          around: await aroundOf(tx, reference, row),
          history: await historyOfDecision(tx, row.id),
        });
      }
      return whole;
    });
    for (const { row, around, history } of batch) {
      const { verification } = verifyDecision(row, around, trust, now);
      for (const line of verification.lines) {
        if (line.state === 'failed') {
          yield {
            row: `decision ${row.number}`,
            reason: line.reason ?? line.code,
            detail: { line: line.code, ...line.evidence },
          };
        }
      }
      const fault = historyFault(row, history);
      if (fault !== null) yield { row: `decision ${row.number}`, reason: fault, detail: {} };
      checked++;
      if (verification.lines.some((line) => line.code === 'revocation' && line.state === 'not_checked')) {
        revocationUnchecked++;
      }
      if (row.trust_purpose !== 'production') samples++;
    }
    progress(checked);
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH) break;
    after = last.row.id;
  }
  for (const missing of await db.read('system', decisionsLackedByTable)) {
    yield {
      row: `history ${missing.chain}/${missing.seq}`,
      reason: 'DECISION_MISSING',
      detail: { number: missing.number },
    };
  }
  return { checked, revocationUnchecked, samples };
}

type HistoryRow = Awaited<ReturnType<typeof historyOfDecision>>[number];

/** A decision has one history row, of the same act, application, district and officer. */
function historyFault(
  row: {
    readonly act: string;
    readonly application_id: string;
    readonly district_id: number;
    readonly staff_iin: string;
  },
  history: readonly HistoryRow[],
): string | null {
  const own = history.filter((one) => one.event === row.act);
  const [only] = own;
  if (only === undefined) return 'HISTORY_MISSING';
  if (own.length > 1) return 'HISTORY_TWICE';
  const same =
    only.application_id === row.application_id &&
    only.chain === row.district_id &&
    only.actor === row.staff_iin;
  return same ? null : 'HISTORY_DIFFERS';
}
