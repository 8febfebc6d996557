/**
 * Every error a call may answer with. The code is the name of its message in `renderer/locales`; `data` carries what the
 * message needs to say what happened, what is kept and what to do. Nothing here ever carries a key, a password or a row.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { instant, words } from './common.ts';

const none = z.object({}).optional();

export const errorData = {
  /** No officer is signed in, or the desk is locked. */
  SIGNED_OUT: z.object({ locked: z.boolean() }),
  /** The officer's post does not permit the act. */
  FORBIDDEN: none,
  /** No such row, or none within the officer's scope: the two are not told apart. */
  NOT_FOUND: none,
  /** A lost race: who changed the application and when; nothing was written. */
  CHANGED: z.object({ by: z.string().nullable(), at: instant.nullable(), version: z.int().nullable() }),
  /** Another officer holds the application. */
  CLAIMED: z.object({ by: z.string(), until: instant }),
  /**
   * The seat of an offer or referral was taken meanwhile: by whom (null: a job) and when, and the next free one of the
   * kindergartens the family wants. Nothing was written.
   */
  SEAT_TAKEN: z.object({
    by: z.string().nullable(),
    at: instant.nullable(),
    next: z.object({ seatId: z.string(), kindergarten: z.string(), group: z.string() }).nullable(),
  }),
  /** Another child is next for the seat, and no reason to pass it over was signed. `place` in the order of the queue. */
  ORDER_PASSED: z.object({
    count: z.int(),
    passed: z.array(z.object({ number: z.string(), place: z.int() })),
  }),
  /** The child has this parent already: as what, since when, and which department linked (null: a family's application). */
  LINK_TAKEN: z.object({ role: z.string(), at: instant.nullable(), department: words.nullable() }),
  /** The application that was to stay was removed meanwhile, for this very one: by whom and when. Nothing was written. */
  KEPT_REMOVED: z.object({ number: z.string(), by: z.string(), at: instant }),
  /** A portal's request was answered meanwhile: how, by whom (null: nobody, its application ended) and when. Nothing was written. */
  LINK_REQUEST_ANSWERED: z.object({
    state: z.enum(['linked', 'refused', 'lapsed']),
    by: z.string().nullable(),
    at: instant,
  }),
  /** The officer must hold the application first. */
  NOT_CLAIMED: none,
  /** The rule refuses; `obstacles` are codes of domain/*.ts; `field` names the field of a form that one is about. */
  REFUSED: z.object({
    obstacles: z.array(
      z.object({ code: z.string(), count: z.int().optional(), field: z.string().optional() }),
    ),
  }),
  /** Anything wrong with a key file or its certificate: KEY_WRONG_PASSWORD, KEY_EXPIRED, CHAIN_UNTRUSTED, … */
  KEY: z.object({
    reason: z.string(),
    notAfter: instant.optional(),
    notBefore: instant.optional(),
    iin: z.string().optional(),
  }),
  /** The key is closed (idle limit, lock): open it again, then repeat. */
  KEY_CLOSED: none,
  /** The same idempotency key came with another request. */
  KEY_REUSED: none,
  /** The database is out of reach; reading of what is on screen goes on. */
  DB_UNREACHABLE: none,
  /** A file cannot be shown or taken. */
  FILE: z.object({ reason: z.string() }),
} as const;

/** The base of every procedure: oRPC's typed errors. */
export const call = oc.errors({
  SIGNED_OUT: { data: errorData.SIGNED_OUT },
  FORBIDDEN: { data: errorData.FORBIDDEN },
  NOT_FOUND: { data: errorData.NOT_FOUND },
  CHANGED: { data: errorData.CHANGED },
  CLAIMED: { data: errorData.CLAIMED },
  SEAT_TAKEN: { data: errorData.SEAT_TAKEN },
  ORDER_PASSED: { data: errorData.ORDER_PASSED },
  LINK_TAKEN: { data: errorData.LINK_TAKEN },
  KEPT_REMOVED: { data: errorData.KEPT_REMOVED },
  LINK_REQUEST_ANSWERED: { data: errorData.LINK_REQUEST_ANSWERED },
  NOT_CLAIMED: { data: errorData.NOT_CLAIMED },
  REFUSED: { data: errorData.REFUSED },
  KEY: { data: errorData.KEY },
  KEY_CLOSED: { data: errorData.KEY_CLOSED },
  KEY_REUSED: { data: errorData.KEY_REUSED },
  DB_UNREACHABLE: { data: errorData.DB_UNREACHABLE },
  FILE: { data: errorData.FILE },
});

export type ErrorCode = keyof typeof errorData;
