/** Registering companions, and the lists of staff they may not be on. Unsigned: nothing counts before an officer signs. */
import { raiseVersion } from '../../db/queries/claims.ts';
import {
  companionFor,
  endStaff as endSpell,
  insertPermit,
  insertStaff,
  replacePhoto,
  sendAgain,
  staffOf,
  suspendedStaff,
} from '../../db/queries/companion-acts.ts';
import { permitsWhere } from '../../db/queries/companions.ts';
import type { CompanionRelation, StaffPosition } from '../../domain/companions.ts';
import { parseIin } from '../../domain/iin.ts';
import type { CompanionCard } from '../../preload/contract/companions.ts';
import { lockExpected, once, writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { actError, type Obstacle, refused } from '../errors.ts';
import { today } from '../reference.ts';
import { readPhoto } from './photo.ts';
import { card } from './reads.ts';
import { type Asked, judge, told } from './rules.ts';

interface Typed {
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
  readonly phone: string;
  readonly relation: CompanionRelation;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** What stands against a companion of each child; nothing is written. */
export async function check(
  ctx: OfficerContext,
  input: Typed & { readonly applicationIds: readonly string[] },
): Promise<{ applicationId: string; obstacles: Obstacle[] }[]> {
  const reference = await ctx.desk.reference.get();
  const on = today(ctx.desk.clock);
  const own = typedFaults(input, on);
  const judged = await ctx.desk.db.read(ctx.scope, (tx) =>
    judge(tx, reference, askedOf(input), input.applicationIds, on),
  );
  return judged.map(({ row, obstacles }) => ({
    applicationId: row.application_id,
    obstacles: [...own, ...told(obstacles)],
  }));
}

/** Registers a companion of the ticked children: all or none, each under its own version, once for a key. */
export async function register(
  ctx: OfficerContext,
  input: Typed & {
    readonly children: readonly { readonly applicationId: string; readonly expectedVersion: number }[];
    readonly photo: Blob | null;
    readonly idempotencyKey: string;
  },
): Promise<{ permitIds: string[]; children: { applicationId: string; version: number }[] }> {
  const { idempotencyKey, photo: given, ...request } = input;
  const reference = await ctx.desk.reference.get();
  const on = today(ctx.desk.clock);
  const own = typedFaults(input, on);
  if (own.length > 0) throw refused(...own);
  const photo = given === null ? null : await readPhoto(given);
  const key = { key: idempotencyKey, act: 'companions.register', request };
  return await once(ctx, key, async (tx) => {
    // In one order everywhere: two officers who tick the same children wait for each other, and not both.
    const inOrder = input.children.toSorted((a, b) =>
      Number(BigInt(a.applicationId) - BigInt(b.applicationId)),
    );
    const locked = [];
    for (const one of inOrder) {
      locked.push(await lockExpected(ctx, tx, one.applicationId, one.expectedVersion));
    }
    const ids = inOrder.map((one) => one.applicationId);
    const judged = await judge(tx, reference, askedOf(input), ids, on);
    const obstacles = judged.flatMap((one) => told(one.obstacles));
    if (obstacles.length > 0) throw refused(...unique(obstacles));
    const companionId = await companionFor(tx, input);
    const permitIds: string[] = [];
    const children: { applicationId: string; version: number }[] = [];
    for (const [index, application] of locked.entries()) {
      const one = judged.find(({ row }) => row.application_id === application.id);
      if (one === undefined) throw actError('NOT_FOUND');
      const permitId = await insertPermit(tx, {
        companionId,
        childId: one.row.child_id,
        applicationId: application.id,
        districtId: application.district_id,
        relation: input.relation,
        phone: input.phone,
        validFrom: input.validFrom,
        validTo: input.validTo,
        version: application.version,
        at: ctx.desk.clock.now(),
      });
      if (index === 0 && photo !== null) {
        await replacePhoto(tx, { companionId, ...photo, by: ctx.officer.iin, at: ctx.desk.clock.now() });
      }
      const version = await raiseVersion(tx, application);
      await writeHistory(ctx, tx, {
        chain: application.district_id,
        event: 'register_companion',
        applicationId: application.id,
        fromStatus: application.status,
        toStatus: application.status,
        version,
        detail: { permit: permitId, relation: input.relation },
      });
      permitIds.push(permitId);
      children.push({ applicationId: application.id, version });
    }
    return { permitIds, children };
  });
}

function askedOf(input: Typed): Asked {
  const { validFrom, validTo, ...person } = input;
  return { ...person, days: { from: validFrom, to: validTo } };
}

/** What the typed data themselves say. That an IIN tells another birth date or sex is a warning of the screen, no obstacle (domain.md B1). */
function typedFaults(input: Typed, on: string): readonly Obstacle[] {
  const parsed = parseIin(input.iin);
  if (!parsed.ok) return [{ code: parsed.code, field: 'iin' }];
  const found: Obstacle[] = [];
  if (input.birthDate > on) found.push({ code: 'BIRTH_DATE_FUTURE', field: 'birthDate' });
  return found;
}

function unique(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  return obstacles.filter(
    (one, i) => obstacles.findIndex((other) => other.code === one.code && other.field === one.field) === i,
  );
}

/** Has the newest change of a permit sent again where it failed or was refused. */
export async function resend(
  ctx: OfficerContext,
  input: { permitId: string; idempotencyKey: string },
): Promise<CompanionCard> {
  const key = { key: input.idempotencyKey, act: 'companions.resend', request: [input.permitId] };
  await once(ctx, key, async (tx) => {
    const [row] = await permitsWhere(tx, { id: input.permitId });
    if (row === undefined) throw actError('NOT_FOUND');
    const sent = await sendAgain(tx, row.id);
    if (sent === 0) throw refused({ code: 'NOTHING_TO_RESEND' });
    await writeHistory(ctx, tx, {
      chain: row.district_id,
      event: 'resend_companion',
      applicationId: row.application_id,
      detail: { permit: row.id },
    });
    return { sent };
  });
  return await card(ctx, input);
}

/** Staff of a kindergarten of the scope. */
export async function staff(ctx: OfficerContext, input: { kindergartenId: number }) {
  const rows = await ctx.desk.db.read(ctx.scope, (tx) => staffOf(tx, input.kindergartenId));
  return rows.map((row) => ({
    id: row.id,
    iin: row.iin,
    surname: row.surname,
    givenName: row.given_name,
    patronymic: row.patronymic,
    position: row.position,
    validFrom: row.valid_from,
    validTo: row.valid_to,
  }));
}

/** Writes somebody on the list of staff: what that person accompanied is suspended by the database, told as `suspended`. */
export async function addStaff(
  ctx: OfficerContext,
  input: {
    kindergartenId: number;
    iin: string;
    surname: string;
    givenName: string;
    patronymic: string | null;
    position: StaffPosition;
    validFrom: string;
    idempotencyKey: string;
  },
): Promise<{ id: string; suspended: number }> {
  const { idempotencyKey, ...request } = input;
  const parsed = parseIin(input.iin);
  if (!parsed.ok) throw refused({ code: parsed.code, field: 'iin' });
  return await once(ctx, { key: idempotencyKey, act: 'companions.addStaff', request }, async (tx) => {
    const before = await suspendedStaff(tx, input.iin);
    const id = await insertStaff(tx, input);
    await writeHistory(ctx, tx, {
      chain: await chainOf(ctx, tx, input.kindergartenId),
      event: 'staff_added',
      detail: { kindergarten: input.kindergartenId, position: input.position, from: input.validFrom },
    });
    return { id, suspended: (await suspendedStaff(tx, input.iin)) - before };
  });
}

/** Ends a spell of work. What was suspended because of it stays so until an officer resumes it. */
export async function endStaff(
  ctx: OfficerContext,
  input: { id: string; validTo: string; idempotencyKey: string },
): Promise<{ id: string }> {
  const { idempotencyKey, ...request } = input;
  return await once(ctx, { key: idempotencyKey, act: 'companions.endStaff', request }, async (tx) => {
    const ended = await endSpell(tx, input.id, input.validTo);
    if (ended === null) throw actError('NOT_FOUND');
    await writeHistory(ctx, tx, {
      chain: await chainOf(ctx, tx, ended.kindergarten_id),
      event: 'staff_ended',
      detail: { kindergarten: ended.kindergarten_id, to: input.validTo },
    });
    return { id: input.id };
  });
}

/** The history of the kindergarten's district. */
async function chainOf(
  ctx: OfficerContext,
  tx: Parameters<typeof insertStaff>[0],
  kindergartenId: number,
): Promise<number> {
  const row = await tx
    .selectFrom('kindergarten')
    .select('district_id')
    .where('id', '=', kindergartenId)
    .executeTakeFirst();
  if (row === undefined) throw actError('NOT_FOUND');
  if (ctx.post.role === 'clerk' && !ctx.post.districts.includes(row.district_id)) throw actError('FORBIDDEN');
  return row.district_id;
}
