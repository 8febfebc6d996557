/** Every migration in its order, imported by name: a bundle has no folder to scan. A landed migration is never edited. */
import * as reference from './0001-reference.ts';
import * as staff from './0002-staff.ts';
import * as applications from './0003-applications.ts';
import * as scans from './0004-scans.ts';
import * as decisions from './0005-decisions.ts';
import * as officers from './0006-officers.ts';
import * as history from './0007-history.ts';
import * as guards from './0008-guards.ts';
import * as search from './0009-search.ts';
import * as desk from './0010-desk.ts';

/** A migration is a name and plain SQL, run in one transaction with `search_path` = kezek, public. */
export interface SqlMigration {
  readonly name: string;
  readonly statements: string;
}

export const migrations: readonly SqlMigration[] = [
  reference,
  staff,
  applications,
  scans,
  decisions,
  officers,
  history,
  guards,
  search,
  desk,
];
