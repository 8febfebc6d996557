/** Officers of a place world as the program's acts know them: a desk of one database with nothing else on it. */

import type { OfficerScope } from '../../../db/open.ts';
import { createReadingMemory } from '../../../main/applications/reads.ts';
import type { ActingPost, Desk, OfficerContext } from '../../../main/context.ts';
import { toActError } from '../../../main/error-map.ts';
import { silentLog } from '../../../main/log.ts';
import { createOwnChanges } from '../../../main/own-changes.ts';
import { createReferenceCache } from '../../../main/reference.ts';
import type { PlaceWorld } from '../places/place-world.ts';

type Who =
  | 'mine'
  | 'colleague'
  | 'neighbour'
  | 'stranger'
  | 'supervisor'
  | 'head'
  | 'admin'
  | 'regionalAdmin';

/** A desk at which any of the world's officers may sit; all of them share it, as windows of one program would. */
export function deskOf(world: PlaceWorld): Desk {
  const clock = { now: () => new Date() };
  const { desk: db } = world.test;
  const desk = {
    db,
    clock,
    reference: createReferenceCache(db, clock),
    secret: new Uint8Array(32),
    readings: createReadingMemory(),
    ownChanges: createOwnChanges(),
    log: silentLog,
  };
  return desk as unknown as Desk;
}

export function officerOf(world: PlaceWorld, who: Who, desk: Desk = deskOf(world)): OfficerContext {
  const { mini } = world;
  const [d1, d2, d3] = mini.districts;
  const [r1, r2] = mini.regions;
  const posts: Record<Who, Omit<ActingPost, 'postId'>> = {
    mine: { role: 'clerk', regionId: r1, districts: [d1] },
    colleague: { role: 'clerk', regionId: r1, districts: [d1] },
    neighbour: { role: 'clerk', regionId: r1, districts: [d2] },
    stranger: { role: 'clerk', regionId: r2, districts: [d3] },
    supervisor: { role: 'supervisor', regionId: r1, districts: [d1, d2] },
    head: { role: 'head', regionId: r1, districts: [] },
    admin: { role: 'admin', regionId: null, districts: [] },
    regionalAdmin: { role: 'admin', regionId: r2, districts: [] },
  };
  return contextOf(desk, mini[who], posts[who]);
}

export function contextOf(desk: Desk, scope: OfficerScope, post: Omit<ActingPost, 'postId'>): OfficerContext {
  return {
    desk,
    officer: { iin: scope.iin, surname: 'Сапарова', givenName: 'Дина', patronymic: null },
    post: { ...post, postId: scope.postId },
    scope,
  };
}

/** The code of a refused act, with its obstacles where it has some. */
export async function refusalOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'NONE';
  } catch (error) {
    // As the router turns it: a guard's refusal is told like the program's own.
    const { code, data } = (toActError(error) ?? error) as {
      code?: string;
      data?: { obstacles?: { code: string; field?: string }[] };
    };
    const obstacles = data?.obstacles?.map((one) =>
      one.field === undefined ? one.code : `${one.code} ${one.field}`,
    );
    return obstacles === undefined ? (code ?? String(error)) : obstacles.join(', ');
  }
}
