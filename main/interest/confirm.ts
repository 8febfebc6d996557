/** A family's word that it still wants a place, taken at the counter or by telephone. */
import { addConfirmation, interestOf } from '../../db/queries/interest.ts';
import { stepApplication } from '../../db/queries/place-acts.ts';
import { confirmInterest } from '../../domain/interest.ts';
import { type ApplicationStatus, isPermitted } from '../../domain/status.ts';
import { lockExpected, once, writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { actError, refused } from '../errors.ts';
import { today } from '../reference.ts';
import { interestTermsOf } from './terms.ts';

export interface Confirmation {
  readonly applicationId: string;
  readonly expectedVersion: number;
  readonly how: 'counter' | 'phone';
  readonly note: string | null;
  readonly idempotencyKey: string;
}

/**
 * Takes a confirmation down: the application keeps its place and is asked again a period later. Unsigned: it changes no right,
 * and who took it stands in the history. Throws NOT_FOUND, CHANGED, CLAIMED, REFUSED (INTEREST_NOT_WAITING,
 * INTEREST_TOO_EARLY, INTEREST_NOTE_NEEDED).
 */
export async function confirm(
  ctx: OfficerContext,
  input: Confirmation,
): Promise<{ version: number; dueOn: string }> {
  const { idempotencyKey, ...asked } = input;
  const reference = await ctx.desk.reference.get();
  const note = input.note?.trim() || null;
  const key = { key: idempotencyKey, act: 'interest.confirm', request: asked };
  return await once(ctx, key, async (tx) => {
    const row = await lockExpected(ctx, tx, input.applicationId, input.expectedVersion);
    const status = row.status as ApplicationStatus;
    const interest = await interestOf(tx, row.id);
    if (interest === undefined || !isPermitted(status, 'confirm_interest', ctx.post.role)) {
      throw refused({ code: 'INTEREST_NOT_WAITING' });
    }
    const on = today(ctx.desk.clock);
    const answer = confirmInterest(
      interestTermsOf(reference, row.district_id, on),
      { queuedOn: interest.queued_on, dueOn: interest.due_on, today: on },
      { by: input.how, note },
    );
    if (!answer.ok) {
      throw refused(
        answer.fault === 'INTEREST_NOTE_NEEDED'
          ? { code: answer.fault, field: 'note' }
          : { code: answer.fault },
      );
    }
    const made = await addConfirmation(tx, {
      applicationId: row.id,
      applicationVersion: row.version,
      how: input.how,
      note,
      confirmedBy: ctx.officer.iin,
      postId: ctx.post.postId,
    });
    // The rule and the guard count alike; were they ever to differ, nobody is told a day that does not hold.
    if (made.next_due_on !== answer.nextDue)
      throw actError('CHANGED', { by: null, at: null, version: row.version });
    const version = await stepApplication(tx, row, { status }, ctx.desk.clock.now());
    await writeHistory(ctx, tx, {
      chain: row.district_id,
      event: 'confirm_interest',
      applicationId: row.id,
      fromStatus: status,
      toStatus: status,
      version,
      detail: { due: made.due_on, next: made.next_due_on, how: input.how },
    });
    return { version, dueOn: made.next_due_on };
  });
}
