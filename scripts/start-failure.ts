/**
 * Why the desk did not start, for whoever sits at the terminal: what is the matter and what to do. The message of an
 * unforeseen error may hold data, so only codes are printed of it.
 */
const WORDS: Readonly<Record<string, (folder: string) => string>> = {
  DB_IN_USE: (folder) => `another Kezek has ${folder} open; close it, then start again`,
  DB_UPGRADE: (folder) =>
    `${folder} was made by another major version of the database; see README, "Backup and restore"`,
  DB_FOLDER: (folder) => `${folder} exists and is no database of Kezek; name another folder with KEZEK_DATA`,
  DB_VERSION: () => 'the server is older than PostgreSQL 15; it must be upgraded first',
  DB_LOCALE: () =>
    'the server cannot lower Kazakh letters; create the database with an ICU or UTF-8 locale (README)',
  DB_SCHEMA: () =>
    'the database has another version of the tables than this program; run `npm run --silent kezek -- migrate`',
  DB_MIGRATION: () => 'bringing the tables up to date failed and was undone; nothing was changed',
  DB_UNREACHABLE: () =>
    'the server named by KEZEK_DATABASE_URL does not answer; check its address and the network',
  DB_BUSY: () => 'the database was busy for too long; start again',
  '55006': () => 'the database is in use by another program; close it, then start again',
  '28P01': () => 'the server refused the name or password in KEZEK_DATABASE_URL',
  '28000': () => 'the server does not admit the user named in KEZEK_DATABASE_URL',
  '3D000': () => 'the server has no database of the name in KEZEK_DATABASE_URL',
  EACCES: (folder) => `no permission to write to ${folder}; name another folder with KEZEK_DATA`,
  EROFS: (folder) => `${folder} is on a read-only disk; name another folder with KEZEK_DATA`,
  ENOSPC: () => 'the disk is full; free at least 1 GB and start again, nothing was half-written',
  EADDRINUSE: () => 'the port is taken by another program; choose another with --port, or leave it out',
};

/** The line to print for what `main` threw; `folder` is the data folder. */
export function startFailure(error: unknown, folder: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  if (code === null) return error instanceof Error ? error.message : 'did not start';
  const words = WORDS[code];
  return words === undefined ? `did not start (${code})` : `${words(folder)} (${code})`;
}
