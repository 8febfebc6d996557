/** The transaction in which signed acts on places become the state of applications, referrals, seats and enrolments. */
import type { WriteTransaction } from '../../db/open.ts';
import { appendHistories, type HistoryEvent } from '../../db/queries/acts.ts';
import { insertDecisions, insertNotices, setBenefitState } from '../../db/queries/decisions.ts';
import {
  type BegunReferral,
  beginReferrals,
  changeReferral,
  endEnrolment,
  insertEnrolment,
  insertExchange,
  stepApplication,
  stepApplications,
} from '../../db/queries/place-acts.ts';
import type { ApplicationStatus } from '../../domain/status.ts';
import { changedError } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import type { SigningCertificate } from '../decisions/certificate-check.ts';
import type { PreparedPlace } from '../decisions/prepared.ts';
import { decisionRow, noticeRow } from '../decisions/rows.ts';
import type { Committed } from '../decisions/signing.ts';
import { actError, refused } from '../errors.ts';
import type { AdmitEffect, BeginEffect, MoveEffect, PlaceEffect } from './effects.ts';
import { type Ground, readGrounds } from './grounds.ts';

/** One signed act. Of an exchange `partner` is its other half, signed too. */
export interface SignedPlace {
  readonly prepared: PreparedPlace;
  readonly signing: SigningCertificate;
  readonly signedXml: string;
  readonly partner: SignedPlace | null;
}

/** One act with what it was written beside. */
interface Written {
  readonly act: SignedPlace;
  readonly ground: Ground;
  readonly referralId: string | null;
}

/**
 * Writes signed acts in their order, all or none: compares version and facts under the locks, then writes what each
 * means. Answers for each of `acts`, partners not counted.
 * Throws NOT_FOUND, CHANGED { by, at }, REFUSED, ORDER_PASSED; what a guard of the database refuses comes as it threw it.
 */
export async function writePlaces(
  ctx: OfficerContext,
  tx: WriteTransaction,
  acts: readonly SignedPlace[],
): Promise<readonly Committed[]> {
  const all = acts.flatMap((act) => (act.partner === null ? [act] : [act, act.partner]));
  const grounds = await readGrounds(
    tx,
    all.map((act) => act.prepared.applicationId),
    ctx.post.role,
    'lock',
  );
  for (const act of all) await requireSameGround(tx, act, grounds);
  await endMoves(tx, all);
  const written = await writeAllOwnRows(ctx, tx, all, grounds);
  const ids = await insertDecisions(
    tx,
    written.map(({ act, referralId }) =>
      decisionRow(ctx, act.prepared, act.signing, act.signedXml, referralId),
    ),
  );
  await judgeClaims(tx, all);
  for (const act of acts) await writeConsents(ctx, tx, act);
  return await settle(ctx, tx, written, ids, new Set(acts.map((act) => act.prepared.applicationId)));
}

async function requireSameGround(
  tx: WriteTransaction,
  { prepared }: SignedPlace,
  grounds: ReadonlyMap<string, Ground>,
): Promise<void> {
  const ground = grounds.get(prepared.applicationId);
  if (ground === undefined) throw actError('NOT_FOUND');
  if (ground.application.version !== prepared.version || ground.sha256 !== prepared.factsSha256) {
    throw await changedError(tx, prepared.applicationId, ground.application.version);
  }
}

/** Children leave their seats before any of them sits down: two who change places would meet otherwise. */
async function endMoves(tx: WriteTransaction, acts: readonly SignedPlace[]): Promise<void> {
  for (const { prepared } of acts) {
    const { write } = prepared.effect;
    if (write.kind !== 'move') continue;
    const end = { kind: write.end, on: write.endOn, reason: write.endReason };
    if (!(await endEnrolment(tx, write.enrolmentId, end))) {
      throw await changedError(tx, prepared.applicationId, prepared.version);
    }
  }
}

/** The rows of each act itself, in the order of the acts; those that begin referrals go together while they follow each other. */
async function writeAllOwnRows(
  ctx: OfficerContext,
  tx: WriteTransaction,
  acts: readonly SignedPlace[],
  grounds: ReadonlyMap<string, Ground>,
): Promise<readonly Written[]> {
  const written: Written[] = [];
  let beginnings: Beginning[] = [];
  const beginAll = async (): Promise<void> => {
    const ids = await begin(ctx, tx, beginnings);
    for (const [i, one] of beginnings.entries()) written.push({ ...one, referralId: ids[i] ?? null });
    beginnings = [];
  };
  for (const act of acts) {
    const ground = grounds.get(act.prepared.applicationId);
    if (ground === undefined) throw actError('NOT_FOUND');
    const { write } = act.prepared.effect;
    if (write.kind === 'begin') {
      beginnings.push({ act, ground, write });
      continue;
    }
    await beginAll();
    written.push({ act, ground, referralId: await writeOwnRows(ctx, tx, act.prepared, ground, write) });
  }
  await beginAll();
  return written;
}

/** The rows of an act that begins no referral; answers the referral it is about. */
async function writeOwnRows(
  ctx: OfficerContext,
  tx: WriteTransaction,
  prepared: PreparedPlace,
  ground: Ground,
  write: Exclude<PlaceEffect['write'], BeginEffect>,
): Promise<string | null> {
  switch (write.kind) {
    case 'change':
      if (!(await changeReferral(tx, write.referralId, write.change))) throw actError('NOT_FOUND');
      return write.referralId;
    case 'admit':
      return await admit(ctx, tx, prepared, ground, write);
    case 'move':
      return await sitDown(tx, prepared, ground, write);
    case 'plain':
      return null;
  }
}

interface Beginning {
  readonly act: SignedPlace;
  readonly ground: Ground;
  readonly write: BeginEffect;
}

/** Begins the referrals of these acts in their order; answers their ids. */
async function begin(
  ctx: OfficerContext,
  tx: WriteTransaction,
  beginnings: readonly Beginning[],
): Promise<readonly string[]> {
  if (beginnings.length === 0) return [];
  const begun = await beginReferrals(
    tx,
    beginnings.map(({ act: { prepared }, ground, write }) => ({
      ...write,
      applicationId: prepared.applicationId,
      version: prepared.version,
      childId: ground.application.child_id,
      districtId: prepared.districtId,
      ruleProfileId: prepared.ruleProfileId,
      number: prepared.referralNumber,
      at: ctx.desk.clock.now(),
    })),
  );
  for (const [i, { write }] of beginnings.entries()) requireAsSigned(write, begun[i]);
  return begun.map(({ id }) => id);
}

/** What was signed must be what the database found: turn, stream, cause, and how many were passed over. */
function requireAsSigned(write: BeginEffect, begun: BegunReferral | undefined): void {
  const deprived = write.passed.filter((one) => one.why !== 'together').length;
  if (
    begun?.turn !== write.turn ||
    begun.stream !== write.stream ||
    begun.cause !== write.cause ||
    begun.passed !== deprived ||
    begun.benefit_state !== write.benefitState
  ) {
    throw refused({ code: 'ORDER_CHANGED' });
  }
}

async function admit(
  ctx: OfficerContext,
  tx: WriteTransaction,
  prepared: PreparedPlace,
  ground: Ground,
  write: AdmitEffect,
): Promise<string> {
  const admitted = { state: 'admitted', ended_at: ctx.desk.clock.now() };
  if (!(await changeReferral(tx, write.referralId, admitted))) throw actError('NOT_FOUND');
  await insertEnrolment(tx, {
    ...write,
    applicationId: prepared.applicationId,
    childId: ground.application.child_id,
    version: prepared.version,
  });
  return write.referralId;
}

async function sitDown(
  tx: WriteTransaction,
  prepared: PreparedPlace,
  ground: Ground,
  write: MoveEffect,
): Promise<string | null> {
  if (write.to !== null) {
    await insertEnrolment(tx, {
      ...write.to,
      applicationId: prepared.applicationId,
      childId: ground.application.child_id,
      referralId: write.referralId,
      version: prepared.version,
      enrolledOn: write.endOn,
    });
  }
  return write.referralId;
}

/** Beside the decision, which must be there first. */
async function judgeClaims(tx: WriteTransaction, acts: readonly SignedPlace[]): Promise<void> {
  for (const { prepared } of acts) {
    const { write } = prepared.effect;
    if (write.kind === 'change' && write.claim !== null) {
      await setBenefitState(tx, write.claim.id, write.claim.state);
    }
  }
}

async function writeConsents(ctx: OfficerContext, tx: WriteTransaction, act: SignedPlace): Promise<void> {
  const { write } = act.prepared.effect;
  if (act.partner === null || write.kind !== 'move' || write.consents === null) return;
  await insertExchange(tx, {
    districtId: act.prepared.districtId,
    applicationId: act.prepared.applicationId,
    otherApplicationId: act.partner.prepared.applicationId,
    consentAt: write.consents.own,
    otherConsentAt: write.consents.other,
    askedBy: ctx.officer.iin,
    at: ctx.desk.clock.now(),
  });
}

/** Steps of the applications, notices to the families and history; each step is a version with a row that tells it. */
async function settle(
  ctx: OfficerContext,
  tx: WriteTransaction,
  written: readonly Written[],
  decisionIds: ReadonlyMap<string, string>,
  asked: ReadonlySet<string>,
): Promise<readonly Committed[]> {
  const now = ctx.desk.clock.now();
  const events: Omit<HistoryEvent, 'at' | 'actor' | 'postId'>[] = [];
  const committed: Committed[] = [];
  const notices = [];
  await stepApplications(
    tx,
    written.map(({ act, ground }) => ({ row: ground.application, step: act.prepared.effect.steps[0] })),
    now,
  );
  for (const { act, ground } of written) {
    const { prepared } = act;
    const decisionId = decisionIds.get(prepared.applicationId);
    if (decisionId === undefined) throw new Error('DECISION_NOT_STORED');
    notices.push(noticeRow({ ...ground.application }, prepared, decisionId, now));
    let from = { id: prepared.applicationId, version: prepared.version, status: ground.application.status };
    for (const [index, step] of prepared.effect.steps.entries()) {
      const isSigned = index === 0;
      const version = isSigned ? from.version + 1 : await stepApplication(tx, from, step, now);
      events.push({
        chain: prepared.districtId,
        event: isSigned ? prepared.act : step.event,
        applicationId: prepared.applicationId,
        ...(isSigned ? { decisionId } : {}),
        fromStatus: from.status,
        toStatus: step.status,
        version,
        detail: isSigned ? detailOf(prepared) : { after: prepared.act },
      });
      ctx.desk.ownChanges.add(prepared.applicationId, version);
      from = { id: prepared.applicationId, version, status: step.status };
    }
    if (asked.has(prepared.applicationId)) {
      committed.push({
        decisionId,
        decisionNumber: prepared.decisionNumber,
        applicationId: prepared.applicationId,
        status: from.status as ApplicationStatus,
        version: from.version,
      });
    }
  }
  await insertNotices(tx, notices);
  await appendHistories(
    tx,
    events.map((event) => ({ ...event, at: now, actor: ctx.officer.iin, postId: ctx.post.postId })),
  );
  return committed;
}

/** What explains the event in the history; names nobody. */
function detailOf(prepared: PreparedPlace): Record<string, unknown> {
  const { write } = prepared.effect;
  return {
    number: prepared.decisionNumber,
    facts_sha256: prepared.factsSha256,
    ...(prepared.reason === null ? {} : { reason: prepared.reason }),
    ...(prepared.referralNumber === null ? {} : { referral: prepared.referralNumber }),
    ...(write.kind === 'begin'
      ? {
          turn: write.turn,
          seat: write.seatId,
          ...(write.outOfOrderReason === null ? {} : { out_of_order: write.outOfOrderReason }),
        }
      : {}),
  };
}
