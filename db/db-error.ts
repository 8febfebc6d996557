/**
 * What the database layer itself answers with. The code is the name of its message; `data` carries only what the message
 * needs and never a row's values, a query or its parameters (a driver's own error carries all three).
 */
export type DbErrorCode =
  /** The data folder is open in another process. data: { pid, since }. */
  | 'DB_IN_USE'
  /** The folder was made by another major version of the engine. data: { found, needed }. */
  | 'DB_UPGRADE'
  /** The folder exists and is no database of ours. */
  | 'DB_FOLDER'
  /** The server is older than PostgreSQL 15. data: { found, needed }. */
  | 'DB_VERSION'
  /** The server's character type cannot lower Kazakh letters. */
  | 'DB_LOCALE'
  /** The schema is older or newer than this program. data: { pending, unknown }. */
  | 'DB_SCHEMA'
  /** A migration failed and was rolled back. data: { migration, sqlState }. */
  | 'DB_MIGRATION'
  /** The server cannot be reached or went away. */
  | 'DB_UNREACHABLE'
  /** A server's backups are the office's (pg_dump, WAL archive), not the desk's. */
  | 'DB_BACKUP_ELSEWHERE'
  /** The connection was not free in time, or another transaction held a lock too long. The act may be repeated. */
  | 'DB_BUSY'
  /** The officer has no database role: nobody made one, or the post was taken away. */
  | 'NO_STAFF_ROLE'
  /** The post is not the officer's own or not in force today. */
  | 'POST_NOT_IN_FORCE';

export class DbError extends Error {
  override readonly name = 'DbError';
  readonly code: DbErrorCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: DbErrorCode, data: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.code = code;
    this.data = data;
  }
}
