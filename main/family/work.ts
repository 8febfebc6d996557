/** Works an act on a child's people out from what the database says now: for the preview, and again for the commit. */
import { createHash } from 'node:crypto';
import { type FamilyApplication, familyApplication } from '../../db/queries/family.ts';
import { groundEnrolments } from '../../db/queries/place-grounds.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { almatyDate } from '../../domain/calendar.ts';
import { needsReason, REASON_USES_OF_ACT } from '../../domain/data/reasons.ts';
import { type FactValue, factsText } from '../../domain/facts.ts';
import { type ApplicationStatus, isPermitted } from '../../domain/status.ts';
import { changedError, claimedError } from '../act.ts';
import { heldByOther } from '../applications/permitted.ts';
import type { OfficerContext } from '../context.ts';
import { actError, type Obstacle } from '../errors.ts';
import type { ReasonRow, Reference } from '../reference.ts';
import { applicationFacts, enrolmentFacts } from '../referrals/grounds.ts';
import { profileInForce, reasonFor } from '../referrals/rules.ts';
import type { FamilyBuilt, FamilyGround, FamilyIntent, FamilyWorld } from './module.ts';
import { moduleOf } from './modules.ts';

/** An act worked out on the facts of this moment. */
export interface Worked {
  readonly world: FamilyWorld;
  readonly ground: FamilyGround;
  readonly built: FamilyBuilt;
  readonly reason: ReasonRow | null;
  /** Everything that stands against it. */
  readonly obstacles: readonly Obstacle[];
  readonly factsText: string;
  readonly factsSha256: string;
}

export interface Asked {
  readonly applicationId: string;
  readonly expectedVersion: number;
  readonly intent: FamilyIntent;
  readonly decidedAt: Date;
}

/**
 * Reads the application and what the act rests on, and works it out. Throws NOT_FOUND, CHANGED { by, at }, CLAIMED, REFUSED
 * RULES_MISSING; what merely stands against the act is in `obstacles`.
 */
export async function work(
  ctx: OfficerContext,
  tx: Reader,
  reference: Reference,
  asked: Asked,
  mode: 'lock' | 'look',
): Promise<Worked> {
  const { intent, decidedAt } = asked;
  if (mode === 'lock') await moduleOf(intent.act).before?.(tx, asked.applicationId, intent);
  const application = await familyApplication(tx, asked.applicationId, mode);
  if (application === undefined) throw actError('NOT_FOUND');
  if (application.version !== asked.expectedVersion) {
    throw await changedError(tx, application.id, application.version);
  }
  const now = ctx.desk.clock.now();
  if (heldByOther(ctx, application, now)) throw await claimedError(tx, application);
  const [enrolment] = await groundEnrolments(tx, [application.id]);
  const ground = { application, enrolment: enrolment ?? null };
  const on = almatyDate(decidedAt);
  const { profile } = profileInForce({ reference, on }, application.district_id);
  const world = { ctx, reference, intent, now, decidedAt, on, profile };
  const read = await moduleOf(intent.act).read(tx, world, ground, mode);
  const built = read.build();
  const { reason, obstacles } = reasonOf(world);
  const text = factsText({
    application: {
      ...(applicationFacts(application) as Record<string, FactValue>),
      secondParent: second(application),
    },
    enrolment: ground.enrolment === null ? null : enrolmentFacts(ground.enrolment),
    [intent.act]: read.facts,
  });
  return {
    world,
    ground,
    built,
    reason,
    obstacles: [...stepObstacles(world, application), ...built.obstacles, ...obstacles],
    factsText: text,
    factsSha256: createHash('sha256').update(text, 'utf8').digest('hex'),
  };
}

function second(application: FamilyApplication): FactValue {
  return application.second_iin === null
    ? null
    : { iin: application.second_iin, relation: application.second_parent_relation };
}

function stepObstacles({ ctx, intent }: FamilyWorld, { status }: FamilyApplication): readonly Obstacle[] {
  return isPermitted(status as ApplicationStatus, intent.act, ctx.post.role)
    ? []
    : [{ code: 'STEP_NOT_PERMITTED' }];
}

/** The reason of the intent, in force on the day and for this act; what is wrong with it. */
function reasonOf(world: FamilyWorld): {
  readonly reason: ReasonRow | null;
  readonly obstacles: readonly Obstacle[];
} {
  const { act, reason: code } = world.intent;
  if (!needsReason(act))
    return { reason: null, obstacles: code === null ? [] : [{ code: 'REASON_NOT_TAKEN' }] };
  if (code === null) return { reason: null, obstacles: [{ code: 'REASON_REQUIRED' }] };
  const reason = reasonFor(world, code, REASON_USES_OF_ACT[act]);
  return { reason, obstacles: reason === null ? [{ code: 'REASON_UNKNOWN' }] : [] };
}
