/** Children in kindergartens and the people who bring them, as raw SQL without the program in front of the database. */
import { expect } from 'vitest';
import type { OfficerScope } from '../../../db/open.ts';
import { makeIin } from '../../../domain/iin.ts';
import type { MadeApplication } from '../mini-world.ts';
import type { FamilyWish, PlaceWorld } from '../places/place-world.ts';
import { acts, stepSql } from '../places/place-world.ts';
import { historySql } from '../raw-acts.ts';

let serial = 5000;
/** The last cohort used in each world: a queue of its own for every child. Files share this module, not their worlds. */
const cohorts = new WeakMap<PlaceWorld, number>();

/** A person who may be a companion, of a chosen day of birth. */
export function person(birthDate = '1970-02-02', surname = 'Сейітқызы') {
  for (;;) {
    serial = (serial + 1) % 10_000;
    const iin = makeIin(birthDate, 'female', serial);
    if (iin !== null) return { iin, surname, givenName: 'Гүлнар', birthDate };
  }
}
export type Person = ReturnType<typeof person>;

export interface Enrolled {
  readonly a: MadeApplication;
  readonly head: OfficerScope;
  readonly kindergarten: number;
  readonly seats: readonly string[];
  readonly cohort: number;
}

/** A child in a group, by the whole way from a referral to the admission. */
export async function enrolled(
  world: PlaceWorld,
  wish: FamilyWish & { kindergarten?: number } = {},
): Promise<Enrolled> {
  const own = (cohorts.get(world) ?? 2011) + 1;
  cohorts.set(world, own);
  const { kindergarten = world.kindergarten, ...family } = wish;
  const head = kindergarten === world.kindergarten ? world.mini.head : await world.addHead(kindergarten);
  const { seats } = await world.addGroup({ capacity: 2, cohort: own, kindergarten });
  const a = await world.family({
    wants: [kindergarten],
    ...family,
    row: { cohort_year: own, ...family.row },
  });
  expect(await world.clerk(...acts.issueAtOnce(a, world.mini.mine, 1, { seat: seats[0] ?? '' }))).toBe(1);
  expect(await world.as(head, ...acts.documents(a, head, 2))).toBe(1);
  expect(await world.as(head, ...acts.admit(a, head, 3))).toBe(1);
  return { a, head, kindergarten, seats, cohort: own };
}

export interface RegisterWish {
  readonly relation?: string;
  readonly phone?: string;
  readonly state?: string;
  readonly from?: string;
  readonly to?: string;
  /** SQL of another companion's id. */
  readonly companion?: string;
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export const companionSql = (who: Person): string =>
  `kezek.companion_for('${who.iin}', ${text(who.surname)}, ${text(who.givenName)}, null, '${who.birthDate}', 'female')`;

/** The row of a permit, as an officer would write it. */
export function permitSql(a: MadeApplication, who: Person, wish: RegisterWish = {}): string {
  return `insert into companion_permit (companion_id, child_id, application_id, district_id, kindergarten_id, relation, phone, state,
      state_since, valid_from, valid_to, application_version, registered_at)
    values (${wish.companion ?? companionSql(who)}, ${a.childId}, ${a.id}, 0, 0, '${wish.relation ?? 'grandmother'}',
      '${wish.phone ?? '+77017654321'}', '${wish.state ?? 'waiting'}', now(), ${wish.from ?? 'kezek.today()'}, ${wish.to ?? 'null'}, 0, now())`;
}

/** A whole registration: the permit, the version, its history. */
export function registerSql(
  a: MadeApplication,
  who: Person,
  version: number,
  wish: RegisterWish = {},
): string[] {
  return [permitSql(a, who, wish), stepSql(a, version), historySql(a, version + 1, 'register_companion')];
}

export const staffSql = (who: Person, kindergarten: number, from = 'kezek.today()', to = 'null'): string =>
  `insert into kindergarten_staff (kindergarten_id, iin, surname, given_name, position, valid_from, valid_to)
    values (${kindergarten}, '${who.iin}', ${text(who.surname)}, ${text(who.givenName)}, 'educator', ${from}, ${to})`;

/** Permits of a child, the oldest first. */
export async function permits(world: PlaceWorld, a: MadeApplication) {
  return await world.rows<{
    id: string;
    iin: string;
    state: string;
    cause: string | null;
    is_applicant: boolean;
    kindergarten_id: number;
    version: number;
  }>(
    `select p.id, c.iin, p.state, p.cause, p.is_applicant, p.kindergarten_id, p.version from companion_permit p
      join companion c on c.id = p.companion_id where p.application_id = ${a.id} order by p.id`,
  );
}
