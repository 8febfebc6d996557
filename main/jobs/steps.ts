/** One step of an application by a job: the row, its history, what follows, and the word to the family. */
import type { WriteTransaction } from '../../db/open.ts';
import { appendHistories, type HistoryEvent } from '../../db/queries/acts.ts';
import { jobNotice } from '../../db/queries/job-runs.ts';
import { stepApplication } from '../../db/queries/place-acts.ts';
import { type JobNoticeEvent, type NextStanding, placeNotice } from '../../domain/place-notice.ts';
import type { Desk } from '../context.ts';
import type { Step } from '../referrals/effects.ts';

/** A row of an application that a job moves, locked. */
export interface JobRow {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly district_id: number;
}

/** Self-cleaning is the database's own, in the transaction of the admission. */
type ToldEvent = Exclude<JobNoticeEvent, 'placed_elsewhere'>;

/** What a job's notice says besides the family's names, which the database fills in: the desk itself reads none. */
export interface NoticeValues {
  readonly kindergarten?: string | null;
  readonly group?: string | null;
  readonly referralNumber?: string | null;
  readonly until?: Date | null;
  readonly benefitUntil?: Date | null;
  readonly next?: NextStanding | null;
}

/** Takes the steps in order, tells each to the history as the job, and the family of the first. */
export async function stepAsJob(
  desk: Desk,
  tx: WriteTransaction,
  job: string,
  row: JobRow,
  steps: readonly [Step, ...Step[]],
  notice: { readonly event: ToldEvent; readonly values: NoticeValues },
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const at = desk.clock.now();
  const events: HistoryEvent[] = [];
  let from = { id: row.id, version: row.version, status: row.status };
  for (const [index, step] of steps.entries()) {
    const version = await stepApplication(tx, from, step, at);
    events.push({
      chain: row.district_id,
      at,
      actor: `job:${job}`,
      postId: null,
      event: step.event,
      applicationId: row.id,
      fromStatus: from.status,
      toStatus: step.status,
      version,
      detail: index === 0 ? detail : { after: steps[0].event },
    });
    from = { id: row.id, version, status: step.status };
  }
  await appendHistories(tx, events);
  await jobNotice(tx, row.id, notice.event, noticeText(notice.event, notice.values));
}

/** Throws where a notice lacks a value: a letter with a hole in it never leaves the desk. */
function noticeText(
  kind: JobNoticeEvent,
  values: NoticeValues,
): { readonly kk: string; readonly ru: string } {
  const made = placeNotice({
    kind,
    applicationNumber: '{number}',
    applicant: '{applicant}',
    child: '{child}',
    ...values,
  });
  if (!made.ok) throw new Error('JOB_NOTICE');
  return made;
}
