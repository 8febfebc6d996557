/**
 * The yearly confirmation of interest by itself: reminders before the day, and who did not confirm when the days of grace are over
 * leaves the queue with a notice; the department may put it back at its date within the profile's days.
 */
import type { WriteTransaction } from '../../db/open.ts';
import { appendHistories } from '../../db/queries/acts.ts';
import {
  addReminder,
  firstInterestDay,
  hasInterestWork,
  interestToRemind,
  lostInterest,
} from '../../db/queries/interest.ts';
import { tellFamily } from '../../db/queries/notices.ts';
import { almatyInstant } from '../../domain/calendar.ts';
import { showDate } from '../../domain/civil-date.ts';
import { interestReminder, interestRestorableUntil, wordsAfterRemoval } from '../../domain/interest.ts';
import type { Desk } from '../context.ts';
import { type Reference, today } from '../reference.ts';
import type { DueJob } from './due.ts';
import { momentFor } from './moments.ts';
import { inBatches, moveAsJob } from './steps.ts';

/** Applications of one transaction: desks wait for it. */
const BATCH = 50;
const DAY_BEGINS = '00:00';

export const INTEREST: DueJob = {
  name: 'interest',
  async due(desk, tx) {
    const on = today(desk.clock);
    if (!(await hasInterestWork(tx, on))) return null;
    return await momentFor(desk, tx, 'interest', almatyInstant(on, DAY_BEGINS));
  },
  async next(desk, tx) {
    const day = await firstInterestDay(tx, today(desk.clock));
    return day === null ? null : almatyInstant(day, DAY_BEGINS);
  },
  async run(desk) {
    const reference = await desk.reference.get();
    const removed = await inBatches(desk, BATCH, (tx, size) => removeLost(desk, reference, tx, size));
    const reminded = await inBatches(desk, BATCH, (tx, size) => remind(desk, tx, size));
    return { done: removed + reminded, note: `removed ${removed}, reminded ${reminded}` };
  },
};

async function removeLost(
  desk: Desk,
  reference: Reference,
  tx: WriteTransaction,
  size: number,
): Promise<number> {
  const on = today(desk.clock);
  const rows = await lostInterest(tx, on, size);
  const moves = rows.map((row) => {
    const until = interestRestorableUntil({ interestRestoreDays: row.restore_days }, on);
    return { row, until };
  });
  await moveAsJob(
    desk,
    reference,
    tx,
    'interest',
    moves.map(({ row, until }) => ({
      row,
      steps: [
        {
          event: 'remove_no_interest',
          status: 'removed_no_interest',
          stop_list_until: null,
          restore_until: until,
        },
      ],
      notice: null,
      detail: { due: row.due_on, ...(until === null ? {} : { restore_until: until }) },
    })),
  );
  for (const { row, until } of moves) {
    const next = wordsAfterRemoval(until);
    const due = showDate(row.due_on);
    await tellFamily(tx, row.id, 'removed', {
      kk: { until: due, next: next.kk },
      ru: { until: due, next: next.ru },
    });
  }
  return rows.length;
}

async function remind(desk: Desk, tx: WriteTransaction, size: number): Promise<number> {
  const on = today(desk.clock);
  const at = desk.clock.now();
  const rows = await interestToRemind(tx, on, size);
  const reminders = rows.flatMap((row) => {
    const daysBefore = interestReminder(
      { interestReminderDays: row.reminder_days },
      row.due_on,
      on,
      row.sent,
    );
    return daysBefore === null ? [] : [{ row, daysBefore }];
  });
  for (const { row, daysBefore } of reminders) {
    await addReminder(tx, { applicationId: row.id, dueOn: row.due_on, daysBefore, at });
  }
  await appendHistories(
    tx,
    reminders
      .toSorted((a, b) => a.row.district_id - b.row.district_id)
      .map(({ row, daysBefore }) => ({
        chain: row.district_id,
        at,
        actor: 'job:interest',
        postId: null,
        event: 'interest_due',
        applicationId: row.id,
        fromStatus: row.status,
        toStatus: row.status,
        version: row.version,
        detail: { due: row.due_on, days_before: daysBefore },
      })),
  );
  for (const { row } of reminders) {
    const until = showDate(row.due_on);
    await tellFamily(tx, row.id, 'interest_due', { kk: { until }, ru: { until } });
  }
  return rows.length;
}
