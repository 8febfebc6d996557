/** Companions of children in kindergartens: who they are, what stands against them, where their changes are on the way out. */
import { z } from 'zod';
import { COMPANION_RELATIONS, COMPANION_STATES, STAFF_POSITIONS } from '../../domain/companions.ts';
import { blob, day, id, instant, officer, uuid, version, words } from './common.ts';
import { call } from './errors.ts';

const iin = z.string().regex(/^[0-9]{12}$/);
const name = z.string().trim().min(1).max(100);
const phone = z.string().regex(/^\+7[0-9]{10}$/);

export const companionState = z.enum(COMPANION_STATES);
export const companionRelation = z.enum(COMPANION_RELATIONS);
export const staffPosition = z.enum(STAFF_POSITIONS);

/** A person as lists name one. */
const named = z.object({
  iin: z.string(),
  surname: z.string(),
  givenName: z.string(),
  patronymic: z.string().nullable(),
});

/**
 * Where the newest change is on its way to the attendance system. 'none': there is nothing to tell; 'off': no desk sends;
 * 'late' beside it: fifteen minutes are over.
 */
export const exportState = z.object({
  state: z.enum(['none', 'off', 'waiting', 'sending', 'sent', 'failed', 'refused']),
  late: z.boolean(),
  at: instant.nullable(),
  /** A code: ATTENDANCE_TIMEOUT, ATTENDANCE_STATUS_503, … */
  error: z.string().nullable(),
  againAt: instant.nullable(),
});

export const companionRow = z.object({
  permitId: id,
  companion: named,
  relation: companionRelation,
  phone: z.string(),
  isApplicant: z.boolean(),
  state: companionState,
  stateSince: instant,
  validFrom: day,
  validTo: day.nullable(),
  child: named,
  applicationId: id,
  applicationNumber: z.string(),
  applicationVersion: version,
  kindergartenId: z.int(),
  kindergarten: z.string(),
  groupName: z.string().nullable(),
  export: exportState,
});

export const companionFilter = z.object({
  kindergartenId: z.int().nullable(),
  /** Empty: those that live. */
  states: z.array(companionState).max(5),
  /** Only changes that are late, failed or refused. */
  exportTrouble: z.boolean(),
  search: z.string().max(200).nullable(),
});

export const companionCard = z.object({
  row: companionRow,
  birthDate: day,
  age: z.int(),
  hasPhoto: z.boolean(),
  companionId: id,
  reason: words.nullable(),
  /** Why the program itself suspended or ended it: became_staff, child_left, days_over, applicant_replaced, family_asked. */
  cause: z.string().nullable(),
  registeredAt: instant,
  registeredBy: officer.nullable(),
  /** What stands against it today, as approving and resuming would be told. */
  obstacles: z.array(z.object({ code: z.string(), count: z.int().optional(), field: z.string().optional() })),
  /** How many companions the family added to the child, and how many it may. */
  ofChild: z.object({ have: z.int(), most: z.int() }),
  /** Other children this person accompanies, as far as the officer sees them; `have` counts all. */
  ofCompanion: z.object({ have: z.int(), most: z.int(), children: z.array(named) }),
  /** Others who accompany the child. */
  others: z.array(companionRow),
  /** Signed acts, the newest first. */
  decisions: z.array(
    z.object({ id, number: z.string(), act: z.string(), at: instant, by: officer, reason: words.nullable() }),
  ),
  exports: z.array(
    z.object({
      channel: z.enum(['file', 'http']),
      change: z.enum(['allow', 'stop']),
      queuedAt: instant,
      state: z.enum(['waiting', 'sending', 'sent', 'failed', 'refused', 'superseded']),
      at: instant.nullable(),
      error: z.string().nullable(),
      attempts: z.int(),
    }),
  ),
  permitted: z.array(z.string()),
});

/** A child in a kindergarten, to be ticked. */
export const companionChild = z.object({
  applicationId: id,
  applicationNumber: z.string(),
  version,
  child: named,
  kindergarten: z.string(),
  groupName: z.string().nullable(),
  applicantId: id,
  applicantName: z.string(),
  added: z.int(),
  most: z.int(),
});

const obstacles = z.array(
  z.object({ code: z.string(), count: z.int().optional(), field: z.string().optional() }),
);
const typed = z.object({
  iin,
  surname: name,
  givenName: name,
  patronymic: name.nullable(),
  /** Read from the IIN by the screen; typed where it does not say. */
  birthDate: day,
  sex: z.enum(['male', 'female']),
  phone,
  relation: companionRelation,
  validFrom: day,
  validTo: day.nullable(),
});

export const companionsContract = {
  /** Permits by the child's name. `counts` by state, of the filter without its states. */
  page: call
    .input(
      z.object({ filter: companionFilter, after: z.string().nullable(), limit: z.int().min(1).max(200) }),
    )
    .output(
      z.object({
        rows: z.array(companionRow),
        next: z.string().nullable(),
        total: z.int(),
        counts: z.partialRecord(companionState, z.int()),
      }),
    ),
  card: call.input(z.object({ permitId: id })).output(companionCard),
  photo: call.input(z.object({ permitId: id })).output(z.object({ photo: blob.nullable() })),
  /** Children in kindergartens of the scope, found by name, IIN or number; of one application its whole family. */
  children: call
    .input(z.object({ search: z.string().max(200), applicationId: id.nullable() }))
    .output(z.array(companionChild)),
  /** What is known of a person by the IIN alone, as soon as it is typed: `known` where a family of the scope names it. */
  lookUp: call.input(z.object({ iin })).output(
    z.object({
      known: named
        .extend({ birthDate: day, sex: z.enum(['male', 'female']), phone: z.string().nullable() })
        .nullable(),
      isStaff: z.boolean(),
    }),
  ),
  /** What stands against it, by child; nothing is written. */
  check: call
    .input(typed.extend({ applicationIds: z.array(id).min(1).max(50) }))
    .output(z.array(z.object({ applicationId: id, obstacles }))),
  /** Registers a companion of the ticked children: all or none. Each waits until an officer signs. */
  register: call
    .input(
      typed.extend({
        children: z
          .array(z.object({ applicationId: id, expectedVersion: version }))
          .min(1)
          .max(50),
        photo: blob.nullable(),
        idempotencyKey: uuid,
      }),
    )
    .output(
      z.object({
        permitIds: z.array(id),
        /** What the act left of each application. */
        children: z.array(z.object({ applicationId: id, version })),
      }),
    ),
  /** Has a change that failed or was refused sent again now. */
  resend: call.input(z.object({ permitId: id, idempotencyKey: uuid })).output(companionCard),
  /** Staff of the kindergartens of the scope. */
  staff: call
    .input(z.object({ kindergartenId: z.int() }))
    .output(z.array(named.extend({ id, position: staffPosition, validFrom: day, validTo: day.nullable() }))),
  addStaff: call
    .input(
      z.object({
        kindergartenId: z.int(),
        iin,
        surname: name,
        givenName: name,
        patronymic: name.nullable(),
        position: staffPosition,
        validFrom: day,
        idempotencyKey: uuid,
      }),
    )
    .output(z.object({ id, suspended: z.int() })),
  endStaff: call.input(z.object({ id, validTo: day, idempotencyKey: uuid })).output(z.object({ id })),
  rail: call.output(z.object({ waiting: z.int(), trouble: z.int() })),
};

export type CompanionRow = z.infer<typeof companionRow>;
export type CompanionCard = z.infer<typeof companionCard>;
export type CompanionChild = z.infer<typeof companionChild>;
export type CompanionFilter = z.infer<typeof companionFilter>;
export type ExportState = z.infer<typeof exportState>;
