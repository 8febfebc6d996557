/** Signed acts on an application that another one of the same child stands for: removed from the queue, put back at its date. */
import {
  duplicateStanding,
  hasLiveTwin,
  insertRemoval,
  type KeptRow,
  liveRemoval,
  lockPair,
  removalOfOther,
} from '../../db/queries/duplicates.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { almatyIso } from '../../domain/calendar.ts';
import { keptBy, type PairSide, removalFaults, removalReasonUse } from '../../domain/duplicates.ts';
import { type DuplicatePart, onlyPart } from '../../domain/family-decision.ts';
import { actorName } from '../../domain/names.ts';
import { type ApplicationStatus, DUPLICATE_EVENTS } from '../../domain/status.ts';
import type { OfficerContext } from '../context.ts';
import { ActError, actError, type Obstacle } from '../errors.ts';
import {
  type FamilyFacts,
  type FamilyGround,
  type FamilyModule,
  type FamilyWorld,
  hindered,
  type LostAct,
} from '../family/module.ts';

export const duplicateModule: FamilyModule = {
  acts: DUPLICATE_EVENTS,
  async before(tx, applicationId, { details }) {
    const { otherId } = details.duplicate ?? {};
    if (otherId !== undefined) await lockPair(tx, applicationId, otherId);
  },
  read: (tx, world, ground) =>
    world.intent.act === 'remove_duplicate'
      ? readRemoval(tx, world, ground)
      : readReinstating(tx, world, ground),
  told,
};

const NO_PAIR: FamilyFacts = { facts: null, build: () => hindered([{ code: 'DUPLICATE_UNKNOWN' }]) };

async function readRemoval(tx: Reader, world: FamilyWorld, ground: FamilyGround): Promise<FamilyFacts> {
  const { application } = ground;
  const { otherId } = world.intent.details.duplicate ?? {};
  const kept = otherId === undefined ? undefined : await duplicateStanding(tx, application.id, otherId);
  if (kept === undefined) return NO_PAIR;
  const [own, other] = [sideOf(application), keptSide(kept)];
  return {
    facts: factsOf(kept),
    build() {
      const part = partOf(world, ground, kept, null);
      const faults: Obstacle[] = removalFaults(own, other, kept.pair_state).map((code) => ({ code }));
      const shown = { part: onlyPart('duplicate', part), kept: kept.number };
      const checks = [standsCheck(kept, faults), earlierCheck(own, other)];
      const reason = world.reference.reason(world.intent.reason ?? '');
      const use = removalReasonUse(other, own);
      // Which reasons fit depends on whose date is the earlier: that is what the officer answers for.
      if (reason !== null && reason.used_for !== use)
        faults.push({ code: `REASON_NOT_${use.toUpperCase()}` });
      if (faults.length > 0) return { ...hindered(faults, { ...shown, checks }), ...shown };
      return {
        obstacles: [],
        checks,
        ...shown,
        subject: null,
        becomes: 'cancelled',
        detail: { kept: kept.number },
        apply: ({ tx: write, decisionId }) =>
          insertRemoval(write, {
            applicationId: application.id,
            version: application.version,
            keptId: kept.id,
            decisionId,
          }),
      };
    },
  };
}

async function readReinstating(tx: Reader, world: FamilyWorld, ground: FamilyGround): Promise<FamilyFacts> {
  const { application } = ground;
  const removal = await liveRemoval(tx, application.id);
  const kept =
    removal === undefined ? undefined : await duplicateStanding(tx, application.id, removal.kept_id);
  if (removal === undefined || kept === undefined) return NO_PAIR;
  const twin = await hasLiveTwin(tx, application.id);
  return {
    facts: { ...(factsOf(kept) as Record<string, string>), removedBy: removal.decision_number, twin },
    build() {
      const duplicate = partOf(world, ground, kept, removal.decision_number);
      const shown = { part: onlyPart('duplicate', duplicate), kept: kept.number };
      if (twin) return { ...hindered([{ code: 'DUPLICATE_LIVE_AGAIN' }], shown), ...shown };
      return {
        obstacles: [],
        checks: [],
        ...shown,
        subject: null,
        becomes: 'queued',
        detail: { kept: kept.number, removed_by: removal.decision_number },
        // The database itself ends the removal when the application steps back.
        apply: () => Promise.resolve(),
      };
    },
  };
}

function factsOf(kept: KeptRow): Record<string, string | null> {
  return {
    kept: kept.number,
    status: kept.status,
    submittedAt: kept.submitted_at.toISOString(),
    pair: kept.pair_state,
    judgedBy: kept.judged_by,
    judgedAt: kept.judged_at?.toISOString() ?? null,
  };
}

function sideOf(application: FamilyGround['application']): PairSide {
  const { id, number, service, status, submitted_at: submittedAt, child_id: childId } = application;
  return { id, number, service, status: status as ApplicationStatus, submittedAt, childId };
}

function keptSide(kept: KeptRow): PairSide {
  const { id, number, service, status, submitted_at: submittedAt, child_id: childId } = kept;
  return { id, number, service, status, submittedAt, childId };
}

function partOf(
  world: FamilyWorld,
  ground: FamilyGround,
  kept: KeptRow,
  removedBy: string | null,
): DuplicatePart {
  const district = world.reference.districts.get(kept.district_id);
  return {
    keptApplication: kept.number,
    department: { bin: district?.bin ?? '', name: district?.department_name_kk ?? '' },
    keptStatus: kept.status,
    keptSubmittedAt: almatyIso(kept.submitted_at),
    submittedAt: almatyIso(ground.application.submitted_at),
    ground: kept.child_id === ground.application.child_id ? 'same_child' : 'judged',
    removedBy,
  };
}

function standsCheck(kept: KeptRow, faults: readonly Obstacle[]) {
  const ok = !faults.some(({ code }) => code === 'DUPLICATE_KEPT_GONE');
  return { code: 'duplicate_stands' as const, ok, evidence: { number: kept.number, status: kept.status } };
}

function earlierCheck(own: PairSide, kept: PairSide) {
  const by = keptBy(kept, own);
  return {
    code: 'duplicate_keeps' as const,
    // Not a fault: then the reason says why the later one stays.
    ok: true,
    evidence: { by: by ?? 'reason', own: own.submittedAt, kept: kept.submittedAt },
  };
}

/** Two clerks remove each other's: the second is told which stays no more, who removed it and when. */
async function told(ctx: OfficerContext, lost: LostAct, error: unknown): Promise<unknown> {
  const { otherId } = lost.intent.details.duplicate ?? {};
  const isNameless = error instanceof ActError && (error.code === 'CHANGED' || error.code === 'REFUSED');
  if (lost.intent.act !== 'remove_duplicate' || otherId === undefined) return error;
  const isGuard = !(error instanceof ActError);
  if (!isNameless && !isGuard) return error;
  const removal = await ctx.desk.db.read(ctx.scope, (tx) => removalOfOther(tx, lost.applicationId, otherId));
  if (removal === undefined) return error;
  return actError('KEPT_REMOVED', {
    number: removal.number,
    at: removal.removed_at,
    by: actorName({
      surname: removal.surname,
      givenName: removal.given_name,
      patronymic: removal.patronymic,
    }),
  });
}
