/** The frame of every act: one transaction, repeated answers for repeated keys, guards' refusals told in the screen's words. */
import { createHash } from 'node:crypto';
import { sqlFailure } from '../db/errors.ts';
import type { WriteTransaction } from '../db/open.ts';
import { answeredBefore, appendHistory, type HistoryEvent, rememberAnswer } from '../db/queries/acts.ts';
import {
  type ApplicationRecord,
  type LockedApplication,
  lastChange,
  lockApplication,
} from '../db/queries/applications.ts';
import { actorIn } from '../db/queries/names.ts';
import type { Reader } from '../db/queries/reader.ts';
import { heldByOther } from './applications/permitted.ts';
import type { OfficerContext } from './context.ts';
import { ActError, actError } from './errors.ts';

/** What a repeated click is recognised by. */
export interface ActKey {
  readonly key: string;
  readonly act: string;
  /** Everything that makes the request what it is, without the key itself. */
  readonly request: unknown;
}

/** SHA-256 of a request, keys in order, so that the same request always hashes alike. */
export function requestHash(act: string, request: unknown): Uint8Array {
  const canonical = JSON.stringify(request, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256')
    .update(`${act}\n${canonical ?? ''}`)
    .digest();
}

/** A key for one row of a batch, derived from the batch's own: a repeat of the batch repeats each row. */
export function rowKey(batchKey: string, rowId: string): string {
  const hex = createHash('sha256').update(`${batchKey}:${rowId}`).digest('hex');
  // The form of a UUID version 8 (RFC 9562): bits of our own making.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Runs an act once. The first answer to a key is the answer to every repeat; the same key with another request is
 * KEY_REUSED. `fn` answers plain data (it is kept as JSON). Everything is in one transaction, the kept answer too.
 */
export async function once<T>(
  ctx: OfficerContext,
  act: ActKey,
  fn: (tx: WriteTransaction) => Promise<T>,
): Promise<T> {
  const hash = requestHash(act.act, act.request);
  const run = () =>
    ctx.desk.db.write(ctx.scope, async (tx) => {
      const before = await answeredBefore(tx, act.key);
      if (before !== undefined) {
        if (
          before.act !== act.act ||
          before.staff_iin !== ctx.officer.iin ||
          !before.request_sha256.equals(hash)
        ) {
          throw actError('KEY_REUSED');
        }
        return before.response as T;
      }
      const response = await fn(tx);
      await rememberAnswer(tx, {
        key: act.key,
        staffIin: ctx.officer.iin,
        act: act.act,
        requestSha256: hash,
        response,
        at: ctx.desk.clock.now(),
      });
      return response;
    });
  try {
    return await run();
  } catch (error) {
    // Two clicks at the same moment: the one that came second found the row changed by the first, whose answer is its too.
    const isOfTheKey = sqlFailure(error)?.constraint === 'idempotency_pkey';
    if (isOfTheKey || (error instanceof ActError && error.code !== 'KEY_REUSED')) {
      const answered = await ctx.desk.db.read(ctx.scope, (tx) => answeredBefore(tx, act.key));
      if (answered !== undefined) return await run();
    }
    throw error;
  }
}

/**
 * Locks an application for an act. Throws NOT_FOUND (none in scope), CHANGED when its version is not the expected one,
 * and CLAIMED when another officer holds it now.
 */
export async function lockExpected(
  ctx: OfficerContext,
  tx: WriteTransaction,
  id: string,
  expectedVersion: number,
): Promise<LockedApplication> {
  const row = await lockApplication(tx, id);
  if (row === undefined) {
    throw actError('NOT_FOUND');
  }
  if (row.version !== expectedVersion) {
    throw await changedError(tx, id, row.version);
  }
  if (ctx.post.role !== 'supervisor' && heldByOther(ctx, row, ctx.desk.clock.now())) {
    throw await claimedError(tx, row);
  }
  return row;
}

/** CHANGED with the name of who changed it and when. */
export async function changedError(tx: Reader, id: string, version: number): Promise<ActError> {
  const last = await lastChange(tx, id);
  if (last === null) {
    return actError('CHANGED', { by: null, at: null, version });
  }
  return actError('CHANGED', { by: actorIn(last), at: last.at, version });
}

/** CLAIMED with the holder's name and the end of the lease. */
export async function claimedError(
  tx: Reader,
  row: Pick<ApplicationRecord, 'claimed_by' | 'claim_until'>,
): Promise<ActError> {
  const holder = await tx
    .selectFrom('staff')
    .select(['surname', 'given_name', 'patronymic'])
    .where('iin', '=', row.claimed_by)
    .executeTakeFirst();
  const by = holder === undefined ? '' : (actorIn(holder) ?? '');
  return actError('CLAIMED', { by, until: row.claim_until ?? new Date(0) });
}

/** Writes an event of the officer's own to the history, now and in the post of the session. */
export async function writeHistory(
  ctx: OfficerContext,
  tx: WriteTransaction,
  event: Omit<HistoryEvent, 'at' | 'actor' | 'postId'>,
): Promise<void> {
  if (event.applicationId != null && event.version != null) {
    ctx.desk.ownChanges.add(event.applicationId, event.version);
  }
  await appendHistory(tx, {
    ...event,
    at: ctx.desk.clock.now(),
    actor: ctx.officer.iin,
    postId: ctx.post.postId,
  });
}
