/** Steps of applications by a job: the rows, their history, what follows, and the word to the family. */
import { DbError } from '../../db/db-error.ts';
import type { WriteTransaction } from '../../db/open.ts';
import { appendHistories, type HistoryEvent } from '../../db/queries/acts.ts';
import { jobNotice } from '../../db/queries/job-runs.ts';
import { channelsOf } from '../../db/queries/notices.ts';
import { stepApplication } from '../../db/queries/place-acts.ts';
import type { NoticeTexts } from '../../domain/notice-template.ts';
import { type JobNoticeEvent, type NextStanding, placeNotice } from '../../domain/place-notice.ts';
import type { Desk } from '../context.ts';
import { type Reference, today } from '../reference.ts';
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

/** What a job makes of one application: its steps in order, the first told to the family. */
export interface JobMove {
  readonly row: JobRow;
  readonly steps: readonly [Step, ...Step[]];
  /** Null: whoever moves it tells the family itself. */
  readonly notice: { readonly event: ToldEvent; readonly values: NoticeValues } | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * Takes the steps of several applications and tells each to the history as the job, then the families. First all steps, then
 * all of the history by its chains: an officer's transaction goes the same way round, so that neither waits for the other.
 * `reference` was asked for before the transaction: the embedded engine has one connection.
 */
export async function moveAsJob(
  desk: Desk,
  reference: Reference,
  tx: WriteTransaction,
  job: string,
  moves: readonly JobMove[],
): Promise<void> {
  const at = desk.clock.now();
  const events: HistoryEvent[] = [];
  const inOrder = moves.toSorted((a, b) => a.row.district_id - b.row.district_id);
  for (const { row, steps, detail } of inOrder) {
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
  }
  await appendHistories(tx, events);
  if (inOrder.length === 0) return;
  const channels = await channelsOf(
    tx,
    inOrder.map(({ row }) => row.id),
  );
  for (const { row, notice } of inOrder) {
    if (notice === null) continue;
    const texts = reference.texts(today(desk.clock), channels.get(row.id) ?? null);
    await jobNotice(tx, row.id, notice.event, noticeText(notice.event, notice.values, texts));
  }
}

const TRIES = 3;

/**
 * Runs batches until one moves fewer than a whole one; answers how many were moved. A batch that met an officer's transaction
 * is tried again: a job is in no hurry, and its rows wait.
 */
export async function inBatches(
  desk: Desk,
  size: number,
  batch: (tx: WriteTransaction, size: number) => Promise<number>,
): Promise<number> {
  let moved = 0;
  let failed = 0;
  for (;;) {
    let count: number;
    try {
      count = await desk.db.write('system', (tx) => batch(tx, size));
    } catch (error) {
      failed++;
      if (!(error instanceof DbError) || error.code !== 'DB_BUSY' || failed === TRIES) throw error;
      continue;
    }
    moved += count;
    if (count < size) return moved;
  }
}

/** Throws where a notice lacks a value: a letter with a hole in it never leaves the desk. */
function noticeText(
  kind: JobNoticeEvent,
  values: NoticeValues,
  texts: NoticeTexts,
): { readonly kk: string; readonly ru: string } {
  const made = placeNotice(
    {
      kind,
      applicationNumber: '{number}',
      applicant: '{applicant}',
      child: '{child}',
      ...values,
    },
    texts,
  );
  if (!made.ok) throw new Error('JOB_NOTICE');
  return made;
}
