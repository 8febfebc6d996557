/** The transaction in which a signed act on a child's people becomes the state of its rows. */
import { insertDecision, insertNotice } from '../../db/queries/decisions.ts';
import { stepApplication } from '../../db/queries/place-acts.ts';
import type { ApplicationStatus } from '../../domain/status.ts';
import { changedError, once, writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import type { PreparedFamily } from '../decisions/prepared.ts';
import { decisionRow, noticeRow } from '../decisions/rows.ts';
import { type Committed, SIGN_ACT, type SignedOne, type ToSign } from '../decisions/signing.ts';
import { refused } from '../errors.ts';
import { draw } from './document.ts';
import { moduleOf } from './modules.ts';
import { type Asked, work } from './work.ts';

type SignedFamily = Extract<SignedOne, { readonly kind: 'family' }>;

/**
 * Works the act out again under the locks, compares facts and document with what was signed, then writes: the decision,
 * its notice, the module's own rows, the application's next version, the history. A lost race throws who won and when,
 * and nothing is written.
 */
export async function commitFamily(
  ctx: OfficerContext,
  one: ToSign,
  { prepared, signing, signedXml }: SignedFamily,
): Promise<Committed> {
  const reference = await ctx.desk.reference.get();
  const key = { key: one.idempotencyKey, act: SIGN_ACT, request: [one.preparedId] };
  const asked = askedOf(prepared);
  try {
    return await once(ctx, key, async (tx) => {
      const worked = await work(ctx, tx, reference, asked, 'lock');
      const { ground, built } = worked;
      const { application } = ground;
      if (worked.obstacles.length > 0 || built.apply === null) throw refused(...worked.obstacles);
      if (
        worked.factsSha256 !== prepared.factsSha256 ||
        draw(worked, prepared.decisionNumber).xml !== prepared.xml
      ) {
        throw await changedError(tx, prepared.applicationId, application.version);
      }
      const now = ctx.desk.clock.now();
      const decisionId = await insertDecision(tx, decisionRow(ctx, prepared, signing, signedXml));
      // To the contact as it stood when the act was signed: an act may change who is written to.
      if (built.tells === undefined) {
        await insertNotice(tx, noticeRow(application, prepared, decisionId, now));
      }
      await built.apply({ tx, decisionId, now });
      const status = built.becomes ?? (application.status as ApplicationStatus);
      const version = await stepApplication(tx, application, { status }, now);
      await writeHistory(ctx, tx, {
        chain: prepared.districtId,
        event: prepared.act,
        applicationId: application.id,
        decisionId,
        fromStatus: application.status,
        toStatus: status,
        version,
        detail: {
          number: prepared.decisionNumber,
          facts_sha256: prepared.factsSha256,
          ...(prepared.reason === null ? {} : { reason: prepared.reason }),
          ...built.detail,
        },
      });
      return {
        decisionId,
        decisionNumber: prepared.decisionNumber,
        applicationId: application.id,
        status,
        version,
      };
    });
  } catch (error) {
    const { told } = moduleOf(prepared.act);
    const lost = { applicationId: prepared.applicationId, intent: asked.intent, reference };
    throw told === undefined ? error : await told(ctx, lost, error);
  }
}

function askedOf(prepared: PreparedFamily): Asked {
  return {
    applicationId: prepared.applicationId,
    expectedVersion: prepared.version,
    intent: {
      act: prepared.act,
      reason: prepared.reason,
      note: prepared.note,
      details: prepared.details,
    },
    decidedAt: prepared.decidedAt,
  };
}
