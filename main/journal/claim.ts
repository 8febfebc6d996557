import type { WriteTransaction } from '../../db/open.ts';
import { clerksOf, type LockedApplication } from '../../db/queries/applications.ts';
import { setClaim } from '../../db/queries/claims.ts';
import { isInForce } from '../../domain/rule-profile.ts';
import { type ApplicationStatus, isPermitted, nextStatus } from '../../domain/status.ts';
import type { Officer, RowResult } from '../../preload/contract/common.ts';
import type { Target } from '../../preload/contract/journal.ts';
import { lockExpected, once, rowKey, writeHistory } from '../act.ts';
import { type OfficerContext, requireRole } from '../context.ts';
import { errorOfRow } from '../error-map.ts';
import { actError, refused } from '../errors.ts';
import { type Reference, today } from '../reference.ts';

const DEFAULT_LEASE_MINUTES = 240;

/** When a lease taken now ends, by the rule profile in force. */
export function leaseEnd(reference: Reference, regionId: number | null, now: Date, on: string): Date {
  const minutes = reference.profile(regionId, on)?.claim_lease_minutes ?? DEFAULT_LEASE_MINUTES;
  return new Date(now.getTime() + minutes * 60_000);
}

/** Runs an act over several applications, each in its own transaction with its own key; an error stays in its row. */
async function eachRow(
  ctx: OfficerContext,
  input: { readonly targets: readonly Target[]; readonly idempotencyKey: string },
  act: string,
  request: unknown,
  fn: (tx: WriteTransaction, target: Target) => Promise<number>,
): Promise<RowResult[]> {
  const results: RowResult[] = [];
  for (const target of input.targets) {
    const key = { key: rowKey(input.idempotencyKey, target.id), act, request: [target, request] };
    try {
      const { version } = await once(ctx, key, async (tx) => ({ version: await fn(tx, target) }));
      results.push({ id: target.id, ok: true, version, error: null });
    } catch (error) {
      results.push({ id: target.id, ok: false, version: null, error: errorOfRow(ctx.desk.log, error) });
    }
  }
  return results;
}

/** Takes applications for oneself, or hands them to a clerk of their district (`to`, an IIN). */
export async function claim(
  ctx: OfficerContext,
  input: { targets: Target[]; to: string | null; idempotencyKey: string },
): Promise<RowResult[]> {
  requireRole(ctx, 'clerk', 'supervisor');
  const reference = await ctx.desk.reference.get();
  // A supervisor reviews nothing: it hands out.
  if (input.to === null && ctx.post.role === 'supervisor') {
    throw actError('FORBIDDEN');
  }
  return await eachRow(ctx, input, 'journal.claim', [input.to], async (tx, target) => {
    const row = await lockExpected(ctx, tx, target.id, target.expectedVersion);
    return await claimRow(ctx, tx, reference, row, input.to ?? ctx.officer.iin);
  });
}

/** Writes a claim on a locked row and its history; answers the new version. */
export async function claimRow(
  ctx: OfficerContext,
  tx: WriteTransaction,
  reference: Reference,
  row: LockedApplication,
  holder: string,
): Promise<number> {
  const status = row.status as ApplicationStatus;
  const next = nextStatus(status, 'claim');
  if (next === null || !isPermitted(status, 'claim', ctx.post.role)) {
    throw refused({ code: 'NOT_CLAIMABLE' });
  }
  if (holder !== ctx.officer.iin) {
    // A clerk gives from its own hand; only a supervisor hands out what lies free.
    if (ctx.post.role === 'clerk' && row.claimed_by !== ctx.officer.iin) {
      throw actError('NOT_CLAIMED');
    }
    const clerks = await clerksOf(tx, [row.district_id], today(ctx.desk.clock));
    if (!clerks.some((clerk) => clerk.iin === holder)) {
      throw refused({ code: 'NOT_A_COLLEAGUE' });
    }
  }
  const now = ctx.desk.clock.now();
  const version = row.version + 1;
  await setClaim(tx, row, {
    holder,
    since: now,
    until: leaseEnd(reference, ctx.post.regionId, now, today(ctx.desk.clock)),
    status: next,
  });
  await writeHistory(ctx, tx, {
    chain: row.district_id,
    event: holder === ctx.officer.iin ? 'claim' : 'hand_over',
    applicationId: row.id,
    fromStatus: status,
    toStatus: next,
    version,
    detail: holder === ctx.officer.iin ? {} : { to: holder },
  });
  return version;
}

/** Gives applications back with a reason of the catalogue. */
export async function release(
  ctx: OfficerContext,
  input: { targets: Target[]; reason: string; note: string | null; idempotencyKey: string },
): Promise<RowResult[]> {
  requireRole(ctx, 'clerk', 'supervisor');
  const reference = await ctx.desk.reference.get();
  const reason = reference.reason(input.reason);
  const on = today(ctx.desk.clock);
  if (
    reason?.used_for !== 'release' ||
    !isInForce({ validFrom: reason.valid_from, validTo: reason.valid_to }, on)
  ) {
    throw refused({ code: 'REASON_UNKNOWN' });
  }
  return await eachRow(ctx, input, 'journal.release', [input.reason, input.note], async (tx, target) => {
    const row = await lockExpected(ctx, tx, target.id, target.expectedVersion);
    if (row.claimed_by === null || (row.claimed_by !== ctx.officer.iin && ctx.post.role !== 'supervisor')) {
      throw actError('NOT_CLAIMED');
    }
    return await releaseRow(ctx, tx, row, { reason: input.reason, note: input.note });
  });
}

async function releaseRow(
  ctx: OfficerContext,
  tx: WriteTransaction,
  row: LockedApplication,
  why: { readonly reason: string; readonly note: string | null },
): Promise<number> {
  const status = row.status as ApplicationStatus;
  const next = nextStatus(status, 'release');
  if (next === null || !isPermitted(status, 'release', ctx.post.role)) {
    throw refused({ code: 'NOT_RELEASABLE' });
  }
  const now = ctx.desk.clock.now();
  await setClaim(tx, row, { holder: null, since: now, until: now, status: next });
  await writeHistory(ctx, tx, {
    chain: row.district_id,
    event: 'release',
    applicationId: row.id,
    fromStatus: status,
    toStatus: next,
    version: row.version + 1,
    detail: { reason: why.reason, ...(why.note === null ? {} : { note: why.note }) },
  });
  return row.version + 1;
}

/** Clerks of the districts of the officer's post. */
export async function colleagues(ctx: OfficerContext): Promise<Officer[]> {
  const rows = await ctx.desk.db.read(ctx.scope, (tx) =>
    clerksOf(tx, ctx.post.districts, today(ctx.desk.clock)),
  );
  const byIin = new Map(
    rows.map((row) => [
      row.iin,
      { iin: row.iin, surname: row.surname, givenName: row.given_name, patronymic: row.patronymic },
    ]),
  );
  return [...byIin.values()];
}
