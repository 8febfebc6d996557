/** Builds exactly what would be signed for acts on a child's people. */
import { reserveNumber } from '../../db/queries/decisions.ts';
import { almatyDate } from '../../domain/calendar.ts';
import { type FamilyAct, signersOf } from '../../domain/status.ts';
import type {
  ActIntent,
  ActTarget,
  PreparedDecision,
  SignRowResult,
} from '../../preload/contract/decisions.ts';
import type { OfficerContext } from '../context.ts';
import { type CertificateCheck, certificateCheck } from '../decisions/certificate-check.ts';
import type { PreparedFamily } from '../decisions/prepared.ts';
import { errorOfRow } from '../error-map.ts';
import { actError } from '../errors.ts';
import type { Reference } from '../reference.ts';
import { draw, preview } from './document.ts';
import type { FamilyIntent } from './module.ts';
import { type Worked, work } from './work.ts';

/**
 * Builds what would be signed for each target. One that cannot be prepared answers with its error in its row. Throws
 * FORBIDDEN for a post that does not sign the act.
 */
export async function prepareFamily(
  ctx: OfficerContext,
  input: { readonly targets: readonly ActTarget[]; readonly intent: ActIntent & { readonly act: FamilyAct } },
): Promise<(PreparedDecision | SignRowResult)[]> {
  if (!signersOf(input.intent.act).includes(ctx.post.role)) throw actError('FORBIDDEN');
  const intent = familyIntent(input.intent);
  const reference = await ctx.desk.reference.get();
  const certificate = await certificateCheck(ctx);
  const results: (PreparedDecision | SignRowResult)[] = [];
  for (const target of input.targets) {
    try {
      results.push(await prepareOne(ctx, reference, certificate, target, intent));
    } catch (error) {
      results.push({
        applicationId: target.id,
        ok: false,
        decision: null,
        decisionId: null,
        decisionNumber: null,
        status: null,
        version: null,
        error: errorOfRow(ctx.desk.log, error),
      });
    }
  }
  return results;
}

function familyIntent(intent: ActIntent & { readonly act: FamilyAct }): FamilyIntent {
  const note = intent.note?.normalize('NFC').trim() ?? '';
  return {
    act: intent.act,
    reason: intent.reason,
    note: note === '' ? null : note,
    details: intent.details ?? {},
  };
}

async function prepareOne(
  ctx: OfficerContext,
  reference: Reference,
  certificate: CertificateCheck,
  target: ActTarget,
  intent: FamilyIntent,
): Promise<PreparedDecision> {
  // To the second, as the document writes it: what is stored, shown and signed is one time.
  const decidedAt = new Date(Math.floor(ctx.desk.clock.now().getTime() / 1000) * 1000);
  const asked = { applicationId: target.id, expectedVersion: target.expectedVersion, intent, decidedAt };
  const worked = await ctx.desk.db.read(ctx.scope, (tx) => work(ctx, tx, reference, asked, 'look'));
  const before = draw(worked, null);
  if (before.obstacles.length > 0 || worked.built.apply === null) {
    return preview(ctx, worked, before, certificate, null);
  }
  const decisionNumber = await numberFor(ctx, target.id, decidedAt);
  const drawn = draw(worked, decisionNumber);
  const prepared = ctx.desk.prepared.put<PreparedFamily>(whole(ctx, worked, drawn, decisionNumber));
  return preview(ctx, worked, drawn, certificate, prepared);
}

/** A number of its own for each decision, in a transaction of its own: see docs/adr/0003. */
async function numberFor(ctx: OfficerContext, applicationId: string, decidedAt: Date): Promise<string> {
  const year = almatyDate(decidedAt).slice(0, 4);
  return (
    ctx.desk.prepared.takeNumber(applicationId, year) ??
    (await ctx.desk.db.write(ctx.scope, (tx) => reserveNumber(tx, Number(year))))
  );
}

function whole(
  ctx: OfficerContext,
  worked: Worked,
  drawn: ReturnType<typeof draw>,
  decisionNumber: string,
): Omit<PreparedFamily, 'preparedId'> {
  const { world, ground, built } = worked;
  return {
    kind: 'family',
    officerIin: ctx.officer.iin,
    postId: ctx.post.postId,
    applicationId: ground.application.id,
    version: ground.application.version,
    districtId: ground.application.district_id,
    act: world.intent.act,
    outcome: drawn.outcome,
    decisionNumber,
    subjectIin: built.subject?.iin ?? '',
    details: world.intent.details,
    reason: world.intent.reason,
    note: world.intent.note,
    xml: drawn.xml,
    factsText: worked.factsText,
    factsSha256: worked.factsSha256,
    ruleProfileId: world.profile.id,
    legalAct: drawn.legalAct.code,
    messageKk: drawn.message.kk,
    messageRu: drawn.message.ru,
    decidedAt: world.decidedAt,
  };
}
