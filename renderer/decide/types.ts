import type { ActDetails, PreparedDecision, SignRowResult } from '../../preload/contract/index.ts';
import { deskErrorOf } from '../desk-error.ts';

export type Act = PreparedDecision['act'];
/** What the officer chose and wrote; kept as a draft until it is signed. */
export type Intent = {
  readonly act: Act;
  readonly reason: string | null;
  readonly note: string | null;
  readonly details?: ActDetails;
};

/** Whether a prepared row can be shown as a document; the others answer with their error. */
export function isPrepared(row: PreparedDecision | SignRowResult): row is PreparedDecision {
  return 'preparedId' in row;
}

/** The error of a row, as thrown; null when it went well. */
export function errorOf(row: SignRowResult | null): unknown {
  return row?.error ? deskErrorOf(row.error) : null;
}
