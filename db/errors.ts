/**
 * Reads a driver's error. Errors of PGlite are of a minified class and errors of pg carry the row in `detail` and the whole
 * query: only SQLSTATE and the constraint's name leave this file.
 */
import { DbError } from './db-error.ts';

/** What of a driver's error may be shown or logged. */
export interface SqlFailure {
  readonly sqlState: string;
  readonly constraint: string | null;
  readonly table: string | null;
}

/** The failure's names, or null when the error did not come from the database. */
export function sqlFailure(error: unknown): SqlFailure | null {
  if (typeof error !== 'object' || error === null) {
    return null;
  }
  const { code, constraint, table } = error as Record<string, unknown>;
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) {
    return null;
  }
  return {
    sqlState: code,
    constraint: typeof constraint === 'string' ? constraint : null,
    table: typeof table === 'string' ? table : null,
  };
}

const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);

/** The errors that are about the connection or the officer's standing and not about the statement; else null. */
export function toDbError(error: unknown): DbError | null {
  if (error instanceof DbError) {
    return error;
  }
  const failure = sqlFailure(error);
  if (failure) {
    return fromSqlState(failure, error);
  }
  if (error instanceof Error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== undefined && SOCKET_CODES.has(code)) {
      return new DbError('DB_UNREACHABLE', {});
    }
    if (error.message === 'timeout exceeded when trying to connect') {
      return new DbError('DB_BUSY', {});
    }
    if (/^Connection terminated|^Client has encountered a connection error/.test(error.message)) {
      return new DbError('DB_UNREACHABLE', {});
    }
  }
  return null;
}

function fromSqlState({ sqlState }: SqlFailure, error: unknown): DbError | null {
  // 08: connection; 57P01..3: shut down or starting; 53300: too many connections.
  if (sqlState.startsWith('08') || /^57P0[1-5]$/.test(sqlState) || sqlState === '53300') {
    return new DbError('DB_UNREACHABLE', { sqlState });
  }
  // Deadlock, lock timeout, serialization, statement timeout.
  if (['40P01', '40001', '55P03', '57014', '25P03'].includes(sqlState)) {
    return new DbError('DB_BUSY', { sqlState });
  }
  // SET ROLE of a role that does not exist, or that the login is no member of.
  const message = error instanceof Error ? error.message : '';
  if (
    (sqlState === '22023' || sqlState === '42704') &&
    /role "staff_[0-9]{12}" does not exist/.test(message)
  ) {
    return new DbError('NO_STAFF_ROLE');
  }
  if (sqlState === '42501' && /permission denied to set role "staff_/.test(message)) {
    return new DbError('NO_STAFF_ROLE');
  }
  return null;
}
