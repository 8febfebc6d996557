/** Places as the screens see them: kindergartens, their groups, every seat, and how full they were and will be. */

import {
  filledOn,
  type GroupCounts,
  type GroupFilter,
  groupById,
  groupCounts,
  holdersOf,
  kindergartensOf,
  openRequests,
  type SeatRecord,
  seatsOf,
  waitingFor,
} from '../../db/queries/place-view.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { intakeYearOf } from '../../domain/cohort.ts';
import { listName } from '../../domain/names.ts';
import type { Group, KindergartenPlaces, MonthShare, Seat, SeatLook } from '../../preload/contract/places.ts';
import type { OfficerContext } from '../context.ts';
import { actError } from '../errors.ts';
import { today } from '../reference.ts';

/** First days of the months shown before the coming September, the current month among them. */
const MONTHS = 6;

export interface Occupancy {
  kindergartens: KindergartenPlaces[];
  totals: { capacity: number; taken: number; promised: number; free: number; requests: number };
}

/** Kindergartens of the scope with their occupancy, now and promised. */
export async function occupancy(
  ctx: OfficerContext,
  input: { districtId: number | null } & GroupFilter,
): Promise<Occupancy> {
  const { districtId, ...filter } = input;
  const days = daysShown(today(ctx.desk.clock));
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const rows = await kindergartensOf(tx, districtId);
    const ids = rows.map((row) => row.id);
    const counts = await groupCounts(tx, ids, days.coming, filter);
    const filled = await filledByGroup(tx, ids, days.past);
    const waiting = await waitingFor(tx, ids, filter);
    const groups = Map.groupBy(counts, (one) => one.kindergarten_id);
    const anyGroup = filter.cohortYear === null && filter.language === null && filter.kind === null;
    const kindergartens = rows
      .map((row): KindergartenPlaces => {
        const own = groups.get(row.id) ?? [];
        return {
          id: row.id,
          districtId: row.district_id,
          name: row.name,
          kind: row.kind,
          ...sums(own),
          waiting: waiting.get(row.id) ?? 0,
          months: shares(own, filled, days),
        };
      })
      // Under a filter a kindergarten without such a group is not in question.
      .filter((one) => anyGroup || one.capacity > 0);
    const totals = sums(counts);
    return { kindergartens, totals: { ...totals, requests: await openRequests(tx) } };
  });
}

/** Groups of one kindergarten with every seat. NOT_FOUND beyond the scope. */
export async function groups(ctx: OfficerContext, input: { kindergartenId: number }): Promise<Group[]> {
  const on = today(ctx.desk.clock);
  const days = daysShown(on);
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    await requireKindergarten(tx, input.kindergartenId);
    const counts = await groupCounts(tx, [input.kindergartenId], days.coming);
    const filled = await filledByGroup(tx, [input.kindergartenId], days.past);
    const seats = Map.groupBy(await seatsOf(tx, input.kindergartenId), (seat) => seat.group_id);
    return counts.map((row) => ({
      id: row.id,
      kindergartenId: row.kindergarten_id,
      name: row.name,
      cohortYear: row.cohort_year,
      age: intakeYearOf(on) - row.cohort_year,
      language: row.language,
      kind: row.kind,
      correctionKind: row.correction_kind,
      ...sums([row]),
      closed: row.closed,
      reported: row.reported,
      seats: (seats.get(row.id) ?? []).map((seat) => ({
        id: seat.id,
        ordinal: seat.ordinal,
        look: lookOf(seat),
      })),
      months: shares([row], filled, days),
    }));
  });
}

/** Seats of a group with who holds them, as far as the post may know. NOT_FOUND beyond the scope. */
export async function seats(ctx: OfficerContext, input: { groupId: number }): Promise<Seat[]> {
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const group = await groupById(tx, input.groupId);
    if (group === undefined) throw actError('NOT_FOUND');
    await requireKindergarten(tx, group.kindergarten_id);
    const holders = new Map((await holdersOf(tx, group.id)).map((row) => [row.seat_id, row]));
    return (await seatsOf(tx, group.kindergarten_id, group.id)).map((seat): Seat => {
      const holder = holders.get(seat.id);
      return {
        id: seat.id,
        version: seat.version,
        ordinal: seat.ordinal,
        look: lookOf(seat),
        openSince: seat.open_since,
        specialUntil: seat.special_until,
        temporaryUntil: seat.temporary_until,
        reason: seat.state_reason,
        holder:
          holder === undefined
            ? null
            : {
                applicationId: holder.id,
                number: holder.number,
                childName: listName({
                  surname: holder.surname,
                  givenName: holder.given_name,
                  patronymic: null,
                }),
                until: holder.until,
              },
      };
    });
  });
}

async function requireKindergarten(tx: Reader, id: number): Promise<void> {
  const mine = await kindergartensOf(tx, null);
  if (!mine.some((row) => row.id === id)) throw actError('NOT_FOUND');
}

/** What a seat is to the eye: who holds it before what it is. */
export function lookOf(seat: Pick<SeatRecord, 'held' | 'state' | 'temporary_until'>): SeatLook {
  if (seat.held !== null) return seat.held === 'enrolment' ? 'taken' : seat.held;
  if (seat.state !== 'open') return seat.state;
  return seat.temporary_until === null ? 'free' : 'temporary';
}

function sums(groups: readonly GroupCounts[]) {
  const sum = (of: (one: GroupCounts) => number): number => groups.reduce((total, one) => total + of(one), 0);
  return {
    capacity: sum((one) => one.capacity),
    taken: sum((one) => one.taken),
    promised: sum((one) => one.promised),
    free: sum((one) => one.free),
  };
}

interface Days {
  /** First days of this month and those before it, oldest first. */
  readonly past: readonly string[];
  /** The next 1 September. */
  readonly coming: string;
}

/** The days a heat map shows on a day: first days of months gone by, and the coming 1 September. */
export function daysShown(on: string): Days {
  const year = Number(on.slice(0, 4));
  const month = Number(on.slice(5, 7));
  const past = Array.from({ length: MONTHS }, (_, i) => {
    const months = year * 12 + month - 1 - (MONTHS - 1 - i);
    return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`;
  });
  return { past, coming: `${on < `${year}-09-01` ? year : year + 1}-09-01` };
}

type Filled = ReadonlyMap<string, number>;

async function filledByGroup(
  tx: Reader,
  kindergartens: readonly number[],
  days: readonly string[],
): Promise<Filled> {
  const rows = await filledOn(tx, kindergartens, days);
  return new Map(rows.map((row) => [`${row.group_id} ${row.day}`, row.filled]));
}

/** Shares of what is filled: months gone by from the holds of that time, the coming September with what is promised. */
function shares(groups: readonly GroupCounts[], filled: Filled, days: Days): MonthShare[] {
  const capacity = groups.reduce((total, one) => total + one.capacity, 0);
  const percent = (count: number): number | null =>
    capacity === 0 ? null : Math.round((count / capacity) * 100);
  let known = false;
  const past = days.past.map((day): MonthShare => {
    const count = groups.reduce((total, one) => total + (filled.get(`${one.id} ${day}`) ?? 0), 0);
    // Before the first child that is on record nothing is known: an empty kindergarten and an empty record look alike.
    known ||= count > 0;
    return { month: day, percent: known ? percent(count) : null };
  });
  return [
    ...past,
    { month: days.coming, percent: percent(groups.reduce((total, one) => total + one.coming, 0)) },
  ];
}
