/** Places: kindergartens, groups, seats, what heads ask for, the bulletin of free places (бюллетень). */
import { z } from 'zod';
import { blob, day, groupLanguage, id, instant, officer, queueKind, uuid, version, words } from './common.ts';
import { call } from './errors.ts';

/** What a seat is to the eye. `free` is open with no hold. */
export const seatLook = z.enum(['free', 'offer', 'referral', 'taken', 'temporary', 'reported', 'closed']);

/** Filled seats in percent of capacity at the first day of a month, and for the coming 1 September; null: not known. */
export const monthShare = z.object({ month: day, percent: z.int().nullable() });

export const group = z.object({
  id: z.int(),
  kindergartenId: z.int(),
  name: z.string(),
  cohortYear: z.int(),
  age: z.int(),
  language: groupLanguage,
  kind: queueKind,
  correctionKind: z.string().nullable(),
  capacity: z.int(),
  taken: z.int(),
  promised: z.int(),
  free: z.int(),
  closed: z.int(),
  reported: z.int(),
  /** One per seat in order of their numbers. */
  seats: z.array(z.object({ id, ordinal: z.int(), look: seatLook })),
  months: z.array(monthShare),
});

export const kindergartenPlaces = z.object({
  id: z.int(),
  districtId: z.int(),
  name: z.string(),
  kind: z.enum(['kindergarten', 'nursery', 'mini_centre']),
  capacity: z.int(),
  taken: z.int(),
  promised: z.int(),
  free: z.int(),
  waiting: z.int(),
  months: z.array(monthShare),
});

export const seat = z.object({
  id,
  version,
  ordinal: z.int(),
  look: seatLook,
  openSince: instant.nullable(),
  /** Until this moment only children of the special queue may get it. */
  specialUntil: instant.nullable(),
  temporaryUntil: day.nullable(),
  reason: z.string().nullable(),
  holder: z
    .object({
      applicationId: id,
      number: z.string(),
      childName: z.string(),
      until: instant.nullable(),
    })
    .nullable(),
});

export const seatRequestKind = z.enum(['report', 'close', 'reopen', 'temporary']);
/** What a head asks for a seat; a clerk of the district accepts or refuses it. */
export const seatRequest = z.object({
  id,
  kind: seatRequestKind,
  seatId: id,
  seatVersion: version,
  ordinal: z.int(),
  groupName: z.string(),
  cohortYear: z.int(),
  language: groupLanguage,
  groupKind: queueKind,
  kindergarten: z.string(),
  reason: z.object({ code: z.string(), text: words }),
  note: z.string().nullable(),
  until: day.nullable(),
  requestedBy: officer,
  requestedAt: instant,
  verdict: z.enum(['accepted', 'refused']).nullable(),
  decidedBy: officer.nullable(),
  decidedAt: instant.nullable(),
  decisionNote: z.string().nullable(),
});

export const bulletinRow = z.object({
  kindergarten: z.string(),
  groupName: z.string(),
  cohortYear: z.int(),
  language: groupLanguage,
  kind: queueKind,
  free: z.int(),
});
export const bulletin = z.object({
  districtId: z.int(),
  district: words,
  onDate: day,
  publishedAt: instant,
  rows: z.array(bulletinRow),
  free: z.int(),
});
/** A day's bulletin, or of today what would be published now; `days`: those of the last year that were published, newest first. */
export const bulletinDay = bulletin.extend({ publishedAt: instant.nullable(), days: z.array(day) });

export const placesContract = {
  /** Kindergartens of the scope with their occupancy, now and promised. */
  occupancy: call
    .input(
      z.object({
        districtId: z.int().nullable(),
        cohortYear: z.int().nullable(),
        language: groupLanguage.nullable(),
        kind: queueKind.nullable(),
      }),
    )
    .output(
      z.object({
        kindergartens: z.array(kindergartenPlaces),
        totals: z.object({
          capacity: z.int(),
          taken: z.int(),
          promised: z.int(),
          free: z.int(),
          requests: z.int(),
        }),
      }),
    ),
  /** Groups of one kindergarten with every seat. A head asks about its own. */
  groups: call.input(z.object({ kindergartenId: z.int() })).output(z.array(group)),
  seats: call.input(z.object({ groupId: z.int() })).output(z.array(seat)),
  requests: call
    .input(z.object({ open: z.boolean(), after: z.string().nullable(), limit: z.int().min(1).max(200) }))
    .output(z.object({ rows: z.array(seatRequest), next: z.string().nullable() })),
  /** A head asks; reasons come from the catalogue (`desk.reasons`, use `seat`). */
  request: call
    .input(
      z.object({
        seatId: id,
        expectedVersion: version,
        kind: seatRequestKind,
        reason: z.string(),
        note: z.string().max(500).nullable(),
        until: day.nullable(),
        idempotencyKey: uuid,
      }),
    )
    .output(seatRequest),
  /** A clerk answers, several at once; a result per row. */
  decide: call
    .input(
      z.object({
        requests: z
          .array(z.object({ id, seatVersion: version }))
          .min(1)
          .max(500),
        verdict: z.enum(['accepted', 'refused']),
        note: z.string().max(500).nullable(),
        idempotencyKey: uuid,
      }),
    )
    .output(
      z.array(
        z.object({
          id,
          ok: z.boolean(),
          error: z.object({ code: z.string(), data: z.unknown() }).nullable(),
        }),
      ),
    ),
  /** The bulletin of a day: the published one, or of today what would be published now (`publishedAt` null). */
  bulletin: call
    .input(z.object({ districtId: z.int().nullable(), onDate: day.nullable() }))
    .output(bulletinDay),
  bulletinPdf: call
    .input(z.object({ districtId: z.int().nullable(), onDate: day.nullable() }))
    .output(z.object({ fileName: z.string(), content: blob })),
};

export type SeatLook = z.infer<typeof seatLook>;
export type MonthShare = z.infer<typeof monthShare>;
export type Group = z.infer<typeof group>;
export type KindergartenPlaces = z.infer<typeof kindergartenPlaces>;
export type Seat = z.infer<typeof seat>;
export type SeatRequest = z.infer<typeof seatRequest>;
export type Bulletin = z.infer<typeof bulletin>;
export type BulletinDay = z.infer<typeof bulletinDay>;
