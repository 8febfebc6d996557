import type { z } from 'zod';
import { type ApplicationStatus, isPermitted } from '../../domain/status.ts';
import type { permitted as permittedSchema } from '../../preload/contract/applications.ts';
import type { OfficerContext } from '../context.ts';

type Permitted = z.infer<typeof permittedSchema>;

/** What of a row the permissions hang on. */
export interface ClaimState {
  readonly status: string;
  readonly claimed_by: string | null;
  readonly claim_until: Date | null;
}

/** Whether the officer holds the application now: a claim that ran out holds nothing. */
export function holds(ctx: OfficerContext, row: ClaimState, now: Date): boolean {
  return row.claimed_by === ctx.officer.iin && row.claim_until !== null && row.claim_until > now;
}

/** Whether another officer's claim is alive. */
export function heldByOther(ctx: OfficerContext, row: ClaimState, now: Date): boolean {
  return (
    row.claimed_by !== null &&
    row.claimed_by !== ctx.officer.iin &&
    row.claim_until !== null &&
    row.claim_until > now
  );
}

/** What the officer may do with an application now. The screen offers exactly this; each act judges again for itself. */
export function permittedActs(ctx: OfficerContext, row: ClaimState, now: Date): Permitted {
  const status = row.status as ApplicationStatus;
  const { role } = ctx.post;
  const mine = holds(ctx, row, now);
  const acts: Permitted = [];
  if (isPermitted(status, 'claim', role) && !mine && !heldByOther(ctx, row, now)) acts.push('claim');
  if (isPermitted(status, 'release', role) && row.claimed_by !== null && (mine || role === 'supervisor'))
    acts.push('release');
  if (isPermitted(status, 'claim', role) && (mine || role === 'supervisor')) acts.push('hand_over');
  if (role !== 'clerk') return acts;
  const inReview = status === 'in_review' || status === 'answered';
  if (inReview && mine) acts.push('judge');
  for (const act of ['approve', 'return', 'refuse'] as const) {
    if (mine && isPermitted(status, act, role)) acts.push(act);
  }
  for (const act of ['correct', 'restore', 'transfer', 'exchange'] as const) {
    if (isPermitted(status, act, role)) acts.push(act);
  }
  return acts;
}
