/** Who holds an application: columns of the application itself (ADR 0007). */
import { sql } from 'kysely';
import type { ApplicationStatus } from '../../domain/status.ts';
import type { WriteTransaction } from '../transaction.ts';
import { rowsOf } from './reader.ts';

/** Sets or (holder null) removes the claim of a locked row, moves its status and raises its version by one. */
export async function setClaim(
  tx: WriteTransaction,
  row: { readonly id: string; readonly version: number; readonly status: string },
  claim: {
    readonly holder: string | null;
    readonly since: Date;
    readonly until: Date;
    readonly status: ApplicationStatus;
  },
): Promise<void> {
  await tx
    .updateTable('application')
    .set({
      claimed_by: claim.holder,
      claimed_at: claim.holder === null ? null : claim.since,
      claim_until: claim.holder === null ? null : claim.until,
      version: row.version + 1,
      ...(claim.status === row.status ? {} : { status: claim.status, status_since: claim.since }),
    })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .executeTakeFirstOrThrow();
}

/** Applications whose lease ran out before `now`, locked; rows another transaction works on are left for the next round. */
export async function lapsedClaims(tx: WriteTransaction, now: Date, limit: number) {
  return await rowsOf(
    tx,
    sql<{ id: string; version: number; status: ApplicationStatus; district_id: number; claimed_by: string }>`
      select a.id, a.version, a.status, a.district_id, a.claimed_by from application a
      where a.claimed_by is not null and a.claim_until < ${now} and a.status in ('in_review', 'answered')
      order by a.claim_until limit ${limit} for update skip locked`,
  );
}

/** Raises the version of a locked row by one: something of the application changed that lies in other tables. */
export async function raiseVersion(
  tx: WriteTransaction,
  row: { readonly id: string; readonly version: number },
): Promise<number> {
  const { version } = await tx
    .updateTable('application')
    .set({ version: row.version + 1 })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}
