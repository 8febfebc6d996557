/** Every migration in its order, imported by name: a bundle has no folder to scan. A landed migration is never edited. */
import * as reference from './0001-reference.ts';
import * as staff from './0002-staff.ts';
import * as applications from './0003-applications.ts';
import * as scans from './0004-scans.ts';
import * as decisions from './0005-decisions.ts';

/** A migration is a name and plain SQL, run in one transaction with `search_path` = kezek, public. */
export interface SqlMigration {
  readonly name: string;
  readonly statements: string;
}

export const migrations: readonly SqlMigration[] = [reference, staff, applications, scans, decisions];
