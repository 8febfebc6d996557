/** Turns what the database and the signer refuse with into errors of the contract. */
import { DbError } from '../db/db-error.ts';
import { sqlFailure } from '../db/errors.ts';
import type { RowResult } from '../preload/contract/common.ts';
import { EdsError } from './eds/errors.ts';
import { ActError, actError, BadInput, refused } from './errors.ts';
import { type Log, safeErrorFields } from './log.ts';

/** The contract's error for anything thrown; null when nobody foresaw it (it is logged and told as an internal error). */
export function toActError(error: unknown): ActError | null {
  if (error instanceof ActError) {
    return error;
  }
  if (error instanceof DbError) {
    return fromDbError(error);
  }
  if (error instanceof EdsError) {
    return fromEdsError(error);
  }
  const failure = sqlFailure(error);
  return failure === null ? null : fromGuard(failure.sqlState, failure.constraint);
}

function fromDbError(error: DbError): ActError | null {
  switch (error.code) {
    case 'DB_UNREACHABLE':
    case 'DB_BUSY':
      return actError('DB_UNREACHABLE');
    case 'NO_STAFF_ROLE':
    case 'POST_NOT_IN_FORCE':
      return actError('FORBIDDEN');
    default:
      return null;
  }
}

/** Key errors keep their code as the reason; a lost or locked signer asks for the key again. */
function fromEdsError(error: EdsError): ActError {
  switch (error.code) {
    case 'SIGNER_LOCKED':
    case 'SIGNER_LOST':
    case 'SIGNER_UNKNOWN_KEY':
      return actError('KEY_CLOSED');
    case 'KEY_EXPIRED':
      return actError('KEY', { reason: error.code, ...(error.at === null ? {} : { notAfter: error.at }) });
    case 'KEY_NOT_YET_VALID':
      return actError('KEY', { reason: error.code, ...(error.at === null ? {} : { notBefore: error.at }) });
    default:
      return actError('KEY', { reason: error.code });
  }
}

/**
 * A guard of the database spoke where the code in front of it should have: the constraint's name becomes an obstacle,
 * so that the screen says something true and the log shows what to mend.
 */
function fromGuard(sqlState: string, constraint: string | null): ActError | null {
  if (sqlState === '42501') {
    return actError('FORBIDDEN');
  }
  if (sqlState.startsWith('KZ') || (sqlState.startsWith('23') && constraint !== null)) {
    return refused({ code: (constraint ?? sqlState).toUpperCase() });
  }
  return null;
}

/** An error as it stands in a row of a batch. What nobody foresaw is logged and told as UNKNOWN. */
export function errorOfRow(log: Log, error: unknown): NonNullable<RowResult['error']> {
  const known = toActError(error);
  if (known !== null) {
    return { code: known.code, data: known.data ?? null };
  }
  if (!(error instanceof BadInput)) {
    log.error('ACT_FAILED', safeErrorFields(error));
  }
  return { code: 'UNKNOWN', data: null };
}
