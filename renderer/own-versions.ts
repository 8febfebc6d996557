/**
 * The versions this officer's own acts left behind. A list that has not been read again since still shows the row from before,
 * and the next act from that list must not be refused because of what the same officer has just done. Another officer's change
 * in between is still caught: an own act succeeds only on the version its screen showed.
 */
import { onForget } from './forget.ts';

const versions = new Map<string, number>();

/** Notes that an act of ours left an application in this version. */
export function noteOwnVersion(id: string, version: number): void {
  if (version > (versions.get(id) ?? 0)) {
    versions.set(id, version);
  }
}

/** The version to send with an act on a row of a list: the row's, or a later one of our own making. */
export function expectedVersionOf(row: { readonly id: string; readonly version: number }): number {
  return Math.max(row.version, versions.get(row.id) ?? 0);
}

/** An application as the target of an act on a row of a list that shows it in this version. */
export function targetAt(id: string, version: number): { id: string; expectedVersion: number } {
  return { id, expectedVersion: expectedVersionOf({ id, version }) };
}

onForget(() => versions.clear());
