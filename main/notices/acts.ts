/** What a clerk does with notices: sends a dead one again, prints the letters. */
import { sqlFailure } from '../../db/errors.ts';
import { lettersOf, printLetter, resendNotice } from '../../db/queries/notice-register.ts';
import { almatyDate } from '../../domain/calendar.ts';
import { fullName } from '../../domain/names.ts';
import type { NoticeDetail } from '../../preload/contract/notices.ts';
import { once, writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { actError } from '../errors.ts';
import { detail, readOne } from './register.ts';

/**
 * Sends a dead notice again, to where the family is told today. Throws NOT_FOUND, and CHANGED where another was quicker: by then
 * it waits or was sent.
 */
export async function resend(
  ctx: OfficerContext,
  input: { id: string; seenAttempts: number; idempotencyKey: string },
): Promise<NoticeDetail> {
  const { idempotencyKey, ...request } = input;
  const reference = await ctx.desk.reference.get();
  await once(ctx, { key: idempotencyKey, act: 'notices.resend', request }, async (tx) => {
    const { row } = await readOne(tx, input.id);
    try {
      await resendNotice(tx, row.id, input.seenAttempts);
    } catch (error) {
      if (sqlFailure(error)?.constraint === 'notice_resend') {
        throw actError('CHANGED', { by: null, at: null, version: null });
      }
      throw error;
    }
    await writeHistory(ctx, tx, {
      chain: row.district_id,
      event: 'notice_resent',
      applicationId: row.application_id,
      detail: { notice: row.id, kind: row.kind, attempts: row.attempts },
    });
    return { id: row.id };
  });
  const now = await ctx.desk.db.read(ctx.scope, (tx) => readOne(tx, input.id));
  return detail(ctx, reference, now.open, now.row, now.attempts);
}

export interface PrintedLetters {
  readonly fileName: string;
  readonly content: Blob;
  /** How many of them were printed for the first time. */
  readonly first: number;
}

/** One PDF of these letters. What is no letter of the officer's districts is NOT_FOUND, and then nothing is printed. */
export async function printLetters(
  ctx: OfficerContext,
  input: { ids: string[]; idempotencyKey: string },
): Promise<PrintedLetters> {
  const { idempotencyKey, ...request } = input;
  const reference = await ctx.desk.reference.get();
  const ids = [...new Set(input.ids)];
  const letters = await ctx.desk.db.read(ctx.scope, (tx) => lettersOf(tx, ids));
  if (letters.length !== ids.length) throw actError('NOT_FOUND');
  const now = ctx.desk.clock.now();
  // The paper first: what could not be printed must not count as printed.
  const { makeLetters } = await import('../documents/letters.ts');
  const pdf = await makeLetters({
    on: now,
    isSample: reference.isSample,
    letters: letters.map((one) => {
      const district = reference.districts.get(one.district_id);
      return {
        organisation: district?.[one.language === 'kk' ? 'department_name_kk' : 'department_name_ru'] ?? '',
        language: one.language,
        to: fullName({
          surname: one.applicant_surname,
          givenName: one.applicant_given_name,
          patronymic: one.applicant_patronymic,
        }),
        address: one.address,
        applicationNumber: one.application_number,
        decisionNumber: one.decision_number,
        on: one.queued_at,
        body: one.body,
      };
    }),
  });
  const { first } = await once(ctx, { key: idempotencyKey, act: 'notices.print', request }, async (tx) => {
    let printed = 0;
    for (const one of letters) {
      if (await printLetter(tx, one.id)) printed++;
      await writeHistory(ctx, tx, {
        chain: one.district_id,
        event: 'print',
        applicationId: one.application_id,
        detail: { what: 'letter', notice: one.id },
      });
    }
    return { first: printed };
  });
  return {
    fileName: `letters-${almatyDate(now)}.pdf`,
    content: new Blob([Uint8Array.from(pdf)], { type: 'application/pdf' }),
    first,
  };
}
