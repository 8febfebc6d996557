/** Builds exactly what would be signed for acts on places: for one child or for a whole plan, read and numbered at once. */
import { reserveNumbers } from '../../db/queries/place-acts.ts';
import { almatyDate } from '../../domain/calendar.ts';
import { needsReason, REASON_USES_OF_ACT } from '../../domain/data/reasons.ts';
import { DecisionDocumentError } from '../../domain/decision-xml.ts';
import { signersOf } from '../../domain/status.ts';
import type {
  ActIntent,
  ActTarget,
  PreparedDecision,
  SignRowResult,
} from '../../preload/contract/decisions.ts';
import type { OfficerContext } from '../context.ts';
import { type CertificateCheck, certificateCheck } from '../decisions/certificate-check.ts';
import type { NumberKind, PreparedPlace } from '../decisions/prepared.ts';
import { errorOfRow } from '../error-map.ts';
import { actError, type Obstacle, refused } from '../errors.ts';
import type { ReasonRow } from '../reference.ts';
import type { Built, PlaceIntent } from './act.ts';
import { BUILDERS } from './builders.ts';
import { type Drawn, draw, preview } from './document.ts';
import type { Ground } from './grounds.ts';
import { reasonFor } from './rules.ts';
import { readWorld, type World } from './world.ts';

type Row = PreparedDecision | SignRowResult;

/** Builds what would be signed for each target. One that cannot be prepared answers with its error in its row. */
export async function preparePlaces(
  ctx: OfficerContext,
  input: { readonly targets: readonly ActTarget[]; readonly intent: ActIntent },
): Promise<Row[]> {
  const intent = placeIntent(ctx, input.intent);
  const reference = await ctx.desk.reference.get();
  const certificate = await certificateCheck(ctx);
  const read = await readWorld(ctx, reference, intent, input.targets);
  const works = input.targets.map((target) => work(read, target));
  await number(ctx, works, read.world.decidedAt);
  return works.map((one) => finish(ctx, read, one, certificate));
}

/** Which post may ask for the act. Throws FORBIDDEN. */
function placeIntent(ctx: OfficerContext, intent: ActIntent): PlaceIntent {
  if (!signersOf(intent.act).includes(ctx.post.role)) throw actError('FORBIDDEN');
  const note = intent.note?.normalize('NFC').trim() ?? '';
  return {
    act: intent.act as PlaceIntent['act'],
    reason: intent.reason,
    note: note === '' ? null : note,
    details: intent.details ?? {},
  };
}

/** One target on its way: worked out, numbered, then drawn. */
interface Work {
  readonly target: ActTarget;
  readonly made: Made | null;
  readonly error: unknown;
}

interface Made {
  readonly ground: Ground;
  readonly built: Built;
  readonly reason: ReasonRow | null;
  decisionNumber: string | null;
  referralNumber: string | null;
  readonly partner: Made | null;
}

function work(read: World, target: ActTarget): Work {
  const failed = read.failures.get(target.id);
  const ground = read.grounds.get(target.id);
  try {
    if (failed !== undefined) throw failed;
    if (ground === undefined) throw actError('NOT_FOUND');
    return { target, made: make(read, ground, target), error: null };
  } catch (error) {
    return { target, made: null, error };
  }
}

function make(read: World, ground: Ground, target: ActTarget): Made {
  const { world } = read;
  const { reason, obstacles } = reasonOf(read);
  const worked = BUILDERS[world.intent.act](world, ground, target, read.other);
  const built =
    obstacles.length === 0
      ? worked
      : { ...worked, obstacles: [...worked.obstacles, ...obstacles], effect: null };
  const half = (of: Ground, one: Built): Made => ({
    ground: of,
    built: one,
    reason,
    decisionNumber: null,
    referralNumber: null,
    partner: one.partner === null ? null : half(one.partner.ground, one.partner.built),
  });
  return half(ground, built);
}

/** The reason of the intent, in force today and for this act; what is wrong with it. */
function reasonOf({ world }: World): {
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

/** Every half that may be signed: an exchange has two. */
function halves(works: readonly Work[]): readonly Made[] {
  return works.flatMap(({ made }) => {
    if (made === null || made.built.effect === null) return [];
    return made.partner === null ? [made] : [made, made.partner];
  });
}

/** Gives numbers: those kept from dropped previews first, the rest taken in one short transaction. */
async function number(ctx: OfficerContext, works: readonly Work[], decidedAt: Date): Promise<void> {
  const year = almatyDate(decidedAt).slice(0, 4);
  const all = halves(works);
  const spare = (made: Made, kind: NumberKind): string | null =>
    ctx.desk.prepared.takeNumber(made.ground.application.id, year, kind);
  for (const made of all) {
    made.decisionNumber = spare(made, 'decision');
    if (made.built.issues) made.referralNumber = spare(made, 'referral');
  }
  const decisions = all.filter((made) => made.decisionNumber === null);
  const referrals = all.filter((made) => made.built.issues && made.referralNumber === null);
  if (decisions.length === 0 && referrals.length === 0) return;
  const taken = await ctx.desk.db.write(ctx.scope, async (tx) => ({
    decision:
      decisions.length === 0 ? [] : await reserveNumbers(tx, 'decision', Number(year), decisions.length),
    referral:
      referrals.length === 0 ? [] : await reserveNumbers(tx, 'referral', Number(year), referrals.length),
  }));
  for (const [i, made] of decisions.entries()) made.decisionNumber = taken.decision[i] ?? null;
  for (const [i, made] of referrals.entries()) made.referralNumber = taken.referral[i] ?? null;
}

function finish(
  ctx: OfficerContext,
  read: World,
  { target, made, error }: Work,
  certificate: CertificateCheck,
): Row {
  try {
    if (made === null) throw error;
    const drawn = drawMade(read, made);
    const prepared =
      drawn.obstacles.length > 0 ? null : ctx.desk.prepared.put<PreparedPlace>(whole(ctx, read, made, drawn));
    return preview(ctx, read.world, made.ground, drawn, certificate, prepared);
  } catch (thrown) {
    return failedRow(ctx, target, thrown);
  }
}

/** The document of one half, or the obstacles to it. */
function drawMade(read: World, made: Made): Drawn {
  try {
    return draw(read.world, made);
  } catch (error) {
    if (error instanceof DecisionDocumentError) throw refused(...error.faults.map(({ code }) => ({ code })));
    throw error;
  }
}

function whole(
  ctx: OfficerContext,
  read: World,
  made: Made,
  drawn: Drawn,
): Omit<PreparedPlace, 'preparedId'> {
  const { ground, built, partner } = made;
  if (built.effect === null || made.decisionNumber === null) throw refused({ code: 'STEP_NOT_PERMITTED' });
  return {
    kind: 'place',
    officerIin: ctx.officer.iin,
    postId: ctx.post.postId,
    applicationId: ground.application.id,
    version: ground.application.version,
    districtId: ground.application.district_id,
    act: read.world.intent.act,
    outcome: drawn.outcome,
    decisionNumber: made.decisionNumber,
    referralNumber: made.referralNumber,
    reason: made.reason?.code ?? null,
    note: read.world.intent.note,
    xml: drawn.xml,
    factsText: ground.text,
    factsSha256: ground.sha256,
    ruleProfileId: built.profile.id,
    legalAct: drawn.legalAct.code,
    messageKk: drawn.message.kk,
    messageRu: drawn.message.ru,
    decidedAt: read.world.decidedAt,
    effect: withNumber(built, made.referralNumber),
    partner: partner === null ? null : partnerOf(ctx, read, partner),
  };
}

function partnerOf(ctx: OfficerContext, read: World, partner: Made): PreparedPlace {
  const drawn = drawMade(read, partner);
  if (drawn.obstacles.length > 0) throw refused(...drawn.obstacles);
  return { ...whole(ctx, read, partner, drawn), preparedId: '' };
}

/** The referral of an accepted offer gets its number with the change that issues it. */
function withNumber({ effect }: Built, referralNumber: string | null): PreparedPlace['effect'] {
  if (effect === null) throw refused({ code: 'STEP_NOT_PERMITTED' });
  if (effect.write.kind !== 'change' || referralNumber === null) return effect;
  return {
    ...effect,
    write: { ...effect.write, change: { ...effect.write.change, number: referralNumber } },
  };
}

function failedRow(ctx: OfficerContext, target: ActTarget, error: unknown): SignRowResult {
  return {
    applicationId: target.id,
    ok: false,
    decision: null,
    decisionId: null,
    decisionNumber: null,
    status: null,
    version: null,
    error: errorOfRow(ctx.desk.log, error),
  };
}
