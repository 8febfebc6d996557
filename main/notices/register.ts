/** The register of notices, one notice with its attempts, and those of an application. */
import type { ReadTransaction } from '../../db/open.ts';
import { actorIn } from '../../db/queries/names.ts';
import {
  type AttemptRow,
  attemptsOf,
  type NoticeFilter as Filter,
  type NoticeRecord,
  noticeById,
  noticeCount,
  noticePage,
  openChannels,
} from '../../db/queries/notice-register.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { searchApplications } from '../../db/queries/search.ts';
import { isQuiet, maskedAddress } from '../../domain/delivery.ts';
import { normaliseQuery } from '../../domain/names.ts';
import type { Count } from '../../preload/contract/journal.ts';
import type { NoticeAttempt, NoticeDetail, NoticeFilter, NoticeRow } from '../../preload/contract/notices.ts';
import { recordReading } from '../applications/reads.ts';
import type { OfficerContext } from '../context.ts';
import { actError, BadInput } from '../errors.ts';
import { capped } from '../journal/capped.ts';
import { type Reference, today } from '../reference.ts';

/** Notices of one application: more were never sent to a family in the seven years it may wait. */
const MOST_OF_APPLICATION = 200;

/** A page of the register, newest first. */
export async function page(
  ctx: OfficerContext,
  input: { filter: NoticeFilter; after: string | null; limit: number },
): Promise<{ rows: NoticeRow[]; next: string | null; matching: Count }> {
  const reference = await ctx.desk.reference.get();
  const read = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const filter = await conditions(tx, input.filter);
    return {
      rows: await noticePage(tx, filter, input.after, input.limit + 1),
      matching: await noticeCount(tx, filter),
      open: await openChannels(tx),
    };
  });
  const shown = read.rows.slice(0, input.limit);
  return {
    rows: shown.map((row) => noticeRow(ctx, reference, read.open, row)),
    next: read.rows.length > input.limit ? (shown.at(-1)?.id ?? null) : null,
    matching: capped(read.matching),
  };
}

async function conditions(tx: ReadTransaction, filter: NoticeFilter): Promise<Filter> {
  const asked = filter.search?.trim() ?? '';
  const query = normaliseQuery(asked);
  return {
    states: filter.states,
    channels: filter.channels,
    kinds: filter.kinds,
    // Signs only («---»): something was asked for, and nothing can match it.
    found: asked === '' ? null : query.tokens.length === 0 ? [] : await searchApplications(tx, query),
    applicationId: null,
  };
}

/** One notice. Opening it is written to the history. */
export async function card(ctx: OfficerContext, input: { id: string }): Promise<NoticeDetail> {
  const reference = await ctx.desk.reference.get();
  const found = await ctx.desk.db.read(ctx.scope, (tx) => readOne(tx, input.id));
  await recordReading(ctx, { id: found.row.application_id, district_id: found.row.district_id }, 'notice');
  return detail(ctx, reference, found.open, found.row, found.attempts);
}

export interface OneNotice {
  readonly row: NoticeRecord;
  readonly attempts: readonly AttemptRow[];
  readonly open: readonly string[];
}

/** Throws NOT_FOUND where the officer sees none. */
export async function readOne(tx: Reader, id: string): Promise<OneNotice> {
  const row = await noticeById(tx, id);
  if (row === undefined) throw actError('NOT_FOUND');
  return { row, attempts: await attemptsOf(tx, [row.id]), open: await openChannels(tx) };
}

/** Notices of one application, newest first. */
export async function ofApplication(
  ctx: OfficerContext,
  input: { applicationId: string },
): Promise<NoticeDetail[]> {
  if (!/^[0-9]{1,18}$/.test(input.applicationId)) throw new BadInput('applicationId');
  const reference = await ctx.desk.reference.get();
  const filter: Filter = {
    states: undefined,
    channels: undefined,
    kinds: undefined,
    found: null,
    applicationId: input.applicationId,
  };
  const read = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const rows = await noticePage(tx, filter, null, MOST_OF_APPLICATION);
    const attempts =
      rows.length === 0
        ? []
        : await attemptsOf(
            tx,
            rows.map((row) => row.id),
          );
    return { rows, attempts, open: await openChannels(tx) };
  });
  const byNotice = Map.groupBy(read.attempts, (one) => one.notice_id);
  const [first] = read.rows;
  if (first !== undefined) {
    await recordReading(ctx, { id: first.application_id, district_id: first.district_id }, 'notice');
  }
  return read.rows.map((row) => detail(ctx, reference, read.open, row, byNotice.get(row.id) ?? []));
}

function noticeRow(
  ctx: OfficerContext,
  reference: Reference,
  open: readonly string[],
  row: NoticeRecord,
): NoticeRow {
  return {
    id: row.id,
    applicationId: row.application_id,
    applicationNumber: row.application_number,
    child: { surname: row.surname, givenName: row.given_name },
    kind: row.kind,
    channel: row.channel,
    language: row.language,
    to: maskedAddress(row.channel, row.address),
    state: row.state,
    queuedAt: row.queued_at,
    nextAt: row.next_attempt_at,
    endedAt: row.ended_at,
    attempts: row.attempts,
    error: row.state === 'sent' ? null : row.error,
    decisionNumber: row.decision_number,
    held: heldBy(ctx, reference, open, row),
  };
}

/** Why a notice waits where it is not its turn that it waits for. */
function heldBy(
  ctx: OfficerContext,
  reference: Reference,
  open: readonly string[],
  row: NoticeRecord,
): NoticeRow['held'] {
  if (row.state !== 'waiting') return null;
  if (row.channel === 'letter') return 'print';
  if (!open.includes(row.channel)) return 'no_channel';
  const regionId = reference.districts.get(row.district_id)?.region_id;
  const rules = regionId === undefined ? null : reference.delivery(regionId, today(ctx.desk.clock));
  return rules !== null && isQuiet(rules, row.channel, ctx.desk.clock.now()) ? 'quiet' : null;
}

export function detail(
  ctx: OfficerContext,
  reference: Reference,
  open: readonly string[],
  row: NoticeRecord,
  attempts: readonly AttemptRow[],
): NoticeDetail {
  return {
    ...noticeRow(ctx, reference, open, row),
    body: row.body,
    deliveries: attempts.map((one) => ({
      attempt: one.attempt,
      round: one.round,
      channel: one.channel,
      at: one.at,
      endedAt: one.ended_at,
      outcome: one.outcome as NoticeAttempt['outcome'],
      providerId: one.provider_id,
      error: one.error,
      by: actorIn(one),
    })),
  };
}
