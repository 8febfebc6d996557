import { randomUUID } from 'node:crypto';
import type { WriteTransaction } from '../../db/open.ts';
import { putWalkInDraft } from '../../db/queries/walk-in.ts';
import type { WalkInForm } from '../../domain/walk-in.ts';
import type { OfficerContext } from '../context.ts';

/** Keeps what was typed; a draft gets its reference once. */
export async function keepForm(ctx: OfficerContext, tx: WriteTransaction, form: WalkInForm): Promise<Date> {
  const savedAt = ctx.desk.clock.now();
  await putWalkInDraft(tx, {
    staffIin: ctx.officer.iin,
    ref: randomUUID(),
    body: form,
    savedAt,
  });
  return savedAt;
}
