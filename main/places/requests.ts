/** What heads ask for a seat, and how clerks answer. */
import {
  answerRequest,
  insertRequest,
  lastAnswer,
  lockRequest,
  requestById,
  requestsPage,
  type SeatRequestRecord,
  seatById,
} from '../../db/queries/seat-requests.ts';
import { type SeatRequestKind, seatRequestKindOf } from '../../domain/data/place-reasons.ts';
import { actorName } from '../../domain/names.ts';
import { isInForce } from '../../domain/rule-profile.ts';
import type { SeatRequest } from '../../preload/contract/places.ts';
import { once, rowKey, writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { errorOfRow } from '../error-map.ts';
import { type ActError, actError, refused } from '../errors.ts';
import { openCursor, sealCursor } from '../journal/cursor.ts';
import { type Reference, today } from '../reference.ts';

/** A page of requests: open ones oldest first, answered ones newest first. */
export async function requests(
  ctx: OfficerContext,
  input: { open: boolean; after: string | null; limit: number },
): Promise<{ rows: SeatRequest[]; next: string | null }> {
  const { desk } = ctx;
  const audience = `${ctx.officer.iin}:${ctx.post.postId}:seat-requests:${input.open}`;
  const after = input.after === null ? null : openCursor(desk.secret, audience, input.after).id;
  const reference = await desk.reference.get();
  const rows = await desk.db.read(ctx.scope, (tx) =>
    requestsPage(tx, { open: input.open, after, limit: input.limit + 1 }),
  );
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  const next =
    rows.length <= input.limit || last === undefined
      ? null
      : sealCursor(desk.secret, audience, { segment: 0, key: last.id, id: last.id });
  return { rows: shown.map((row) => showRequest(reference, row)), next };
}

export interface AskForSeat {
  readonly seatId: string;
  readonly expectedVersion: number;
  readonly kind: SeatRequestKind;
  readonly reason: string;
  readonly note: string | null;
  readonly until: string | null;
  readonly idempotencyKey: string;
}

/** A head asks. Throws NOT_FOUND, CHANGED, REFUSED (SEAT_REQUEST_FITS, SEAT_REQUEST_OPEN_ONCE, REASON_UNKNOWN, SEAT_UNTIL). */
export async function request(ctx: OfficerContext, input: AskForSeat): Promise<SeatRequest> {
  const reference = await ctx.desk.reference.get();
  const on = today(ctx.desk.clock);
  const reason = reference.reason(input.reason);
  if (
    reason?.used_for !== 'seat' ||
    seatRequestKindOf(reason.code) !== input.kind ||
    !isInForce({ validFrom: reason.valid_from, validTo: reason.valid_to }, on)
  ) {
    throw refused({ code: 'REASON_UNKNOWN', field: 'reason' });
  }
  if (
    (input.kind === 'temporary') !== (input.until !== null) ||
    (input.until !== null && input.until <= on)
  ) {
    throw refused({ code: 'SEAT_UNTIL', field: 'until' });
  }
  const { idempotencyKey, ...asked } = input;
  const key = { key: idempotencyKey, act: 'places.request', request: asked };
  const { id } = await once(ctx, key, async (tx) => {
    const seat = await seatById(tx, input.seatId);
    if (seat === undefined) throw actError('NOT_FOUND');
    if (seat.version !== input.expectedVersion) throw await changedSeat(tx, seat);
    const made = await insertRequest(tx, {
      seat_id: seat.id,
      kind: input.kind,
      reason: input.reason,
      note: input.note,
      until: input.until,
      requested_by: ctx.officer.iin,
      requested_post: ctx.post.postId,
      requested_at: ctx.desk.clock.now(),
    });
    await writeHistory(ctx, tx, {
      chain: seat.district_id,
      event: 'seat_requested',
      detail: { request: made, seat: seat.id, group: seat.group_id, kind: input.kind, reason: input.reason },
    });
    return { id: made };
  });
  return await read(ctx, reference, id);
}

async function read(ctx: OfficerContext, reference: Reference, id: string): Promise<SeatRequest> {
  const row = await ctx.desk.db.read(ctx.scope, (tx) => requestById(tx, id));
  if (row === undefined) throw actError('NOT_FOUND');
  return showRequest(reference, row);
}

export interface AnswerSeats {
  readonly requests: readonly { readonly id: string; readonly seatVersion: number }[];
  readonly verdict: 'accepted' | 'refused';
  readonly note: string | null;
  readonly idempotencyKey: string;
}
export interface AnsweredRow {
  id: string;
  ok: boolean;
  error: { code: string; data: unknown } | null;
}

/** A clerk answers, each request in its own transaction: an error stays in its row. */
export async function decide(ctx: OfficerContext, input: AnswerSeats): Promise<AnsweredRow[]> {
  const results: AnsweredRow[] = [];
  for (const target of input.requests) {
    const key = {
      key: rowKey(input.idempotencyKey, target.id),
      act: 'places.decide',
      request: [target, input.verdict, input.note],
    };
    try {
      await once(ctx, key, async (tx) => {
        await answer(ctx, tx, target, input);
        return {};
      });
      results.push({ id: target.id, ok: true, error: null });
    } catch (error) {
      results.push({ id: target.id, ok: false, error: errorOfRow(ctx.desk.log, error) });
    }
  }
  return results;
}

type Write = Parameters<Parameters<OfficerContext['desk']['db']['write']>[1]>[0];

async function answer(
  ctx: OfficerContext,
  tx: Write,
  target: { readonly id: string; readonly seatVersion: number },
  input: AnswerSeats,
): Promise<void> {
  const asked = await lockRequest(tx, target.id);
  const seat = asked === undefined ? undefined : await seatById(tx, asked.seat_id);
  if (asked === undefined || seat === undefined) throw actError('NOT_FOUND');
  if (asked.verdict !== null || seat.version !== target.seatVersion) throw await changedSeat(tx, seat);
  await answerRequest(tx, asked.id, {
    verdict: input.verdict,
    decision_note: input.note,
    decided_by: ctx.officer.iin,
    decided_post: ctx.post.postId,
    decided_at: ctx.desk.clock.now(),
  });
  await writeHistory(ctx, tx, {
    chain: seat.district_id,
    event: input.verdict === 'accepted' ? 'seat_accepted' : 'seat_refused',
    detail: { request: asked.id, seat: seat.id, group: seat.group_id, kind: asked.kind },
  });
}

/** A lost race for a seat: who answered about it last, where somebody did. */
async function changedSeat(
  tx: Write,
  seat: { readonly id: string; readonly version: number },
): Promise<ActError> {
  const last = await lastAnswer(tx, seat.id);
  return actError('CHANGED', {
    by:
      last === undefined
        ? null
        : actorName({ surname: last.surname, givenName: last.given_name, patronymic: last.patronymic }),
    at: last?.decided_at ?? null,
    version: seat.version,
  });
}

/** A request as the screen gets it. */
function showRequest(reference: Reference, row: SeatRequestRecord): SeatRequest {
  const reason = reference.reason(row.reason);
  return {
    id: row.id,
    kind: row.kind,
    seatId: row.seat_id,
    seatVersion: row.seat_version,
    ordinal: row.ordinal,
    groupName: row.group_name,
    cohortYear: row.cohort_year,
    language: row.language,
    groupKind: row.group_kind,
    kindergarten: row.kindergarten,
    reason: {
      code: row.reason,
      text: {
        kk: reason?.full_kk ?? row.reason,
        ru: reason?.full_ru ?? row.reason,
        en: reason?.full_en ?? row.reason,
      },
    },
    note: row.note,
    until: row.until,
    requestedBy: {
      iin: row.requested_iin,
      surname: row.requested_surname,
      givenName: row.requested_given_name,
      patronymic: row.requested_patronymic,
    },
    requestedAt: row.requested_at,
    verdict: row.verdict,
    decidedBy:
      row.decided_iin === null
        ? null
        : {
            iin: row.decided_iin,
            surname: row.decided_surname ?? '',
            givenName: row.decided_given_name ?? '',
            patronymic: row.decided_patronymic,
          },
    decidedAt: row.decided_at,
    decisionNote: row.decision_note,
  };
}
