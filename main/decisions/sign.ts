/** Signs prepared decisions one by one and commits each in a transaction of its own. */
import { answeredBefore } from '../../db/queries/acts.ts';
import { almatyDate } from '../../domain/calendar.ts';
import type { SignEvent, SignRowResult } from '../../preload/contract/decisions.ts';
import { requestHash } from '../act.ts';
import { type OfficerContext, officerContext, requireRole } from '../context.ts';
import { suiteOf, verifyXml } from '../eds/xmldsig.ts';
import { errorOfRow } from '../error-map.ts';
import { actError, refused } from '../errors.ts';
import { requireSigning, type SigningCertificate } from './certificate-check.ts';
import { commitDecision } from './commit.ts';
import type { Prepared } from './prepared.ts';
import { show } from './show.ts';
import { type Committed, SIGN_ACT, type ToSign } from './signing.ts';

/**
 * Signs each prepared decision while the key is open. Leaving the iterator (or `signal`) stops after the one under way;
 * what is signed stays signed. Whether the post may sign at all is judged before the first event: an error inside an
 * iterator has no place in the contract.
 */
export function sign(
  ctx: OfficerContext,
  input: { prepared: readonly ToSign[] },
  signal?: AbortSignal,
): AsyncGenerator<SignEvent, void, void> {
  requireRole(ctx, 'clerk');
  return signEach(ctx, input.prepared, signal);
}

/** The officer is looked up anew for each: a desk locked meanwhile signs nothing more. */
async function* signEach(
  ctx: OfficerContext,
  batch: readonly ToSign[],
  signal: AbortSignal | undefined,
): AsyncGenerator<SignEvent, void, void> {
  let signed = 0;
  let failed = 0;
  for (const [index, one] of batch.entries()) {
    if (signal?.aborted) break;
    const applicationId = applicationOf(ctx, one);
    yield { type: 'started', applicationId, index };
    const result = await signRow(ctx, one, applicationId);
    if (result.ok) signed++;
    else failed++;
    yield { type: 'result', index, result };
  }
  yield { type: 'done', signed, failed, stopped: signed + failed < batch.length };
}

function applicationOf(ctx: OfficerContext, one: ToSign): string {
  const { officer, post, desk } = ctx;
  return desk.prepared.get(one.preparedId, officer.iin, post.postId, desk.clock.now())?.applicationId ?? '0';
}

async function signRow(ctx: OfficerContext, one: ToSign, applicationId: string): Promise<SignRowResult> {
  try {
    const fresh = officerContext(ctx.desk);
    if (fresh.officer.iin !== ctx.officer.iin || fresh.post.postId !== ctx.post.postId) {
      throw actError('SIGNED_OUT', { locked: false });
    }
    const committed = await signOnce(fresh, one);
    const decision = await show(fresh, committed.decisionId, 'stored');
    return {
      applicationId: committed.applicationId,
      ok: true,
      decision,
      decisionId: decision.id,
      decisionNumber: decision.number,
      status: committed.status,
      version: committed.version,
      error: null,
    };
  } catch (error) {
    return {
      applicationId,
      ok: false,
      decision: null,
      decisionId: null,
      decisionNumber: null,
      status: null,
      version: null,
      error: errorOfRow(ctx.desk.log, error),
    };
  }
}

/** Signs and commits one, or answers what the same key was answered before. */
async function signOnce(ctx: OfficerContext, one: ToSign): Promise<Committed> {
  const before = await ctx.desk.db.read(ctx.scope, (tx) => answeredBefore(tx, one.idempotencyKey));
  if (before !== undefined) {
    const same = before.request_sha256.equals(requestHash(SIGN_ACT, [one.preparedId]));
    if (before.act !== SIGN_ACT || before.staff_iin !== ctx.officer.iin || !same) {
      throw actError('KEY_REUSED');
    }
    return before.response as unknown as Committed;
  }
  const { desk, officer, post } = ctx;
  const prepared = desk.prepared.get(one.preparedId, officer.iin, post.postId, desk.clock.now());
  if (prepared === null) {
    throw refused({ code: 'PREPARED_GONE' });
  }
  if (almatyDate(desk.clock.now()) !== almatyDate(prepared.decidedAt)) {
    // Terms and rules are counted by the day: past midnight another document would have been shown.
    throw refused({ code: 'PREPARED_GONE' });
  }
  const certificate = await requireSigning(ctx);
  const signedXml = await signAndVerify(ctx, prepared, certificate);
  const committed = await commitDecision(ctx, one, prepared, certificate, signedXml);
  desk.prepared.remove(prepared.preparedId);
  return committed;
}

/** The signature by the signer, verified at once as anyone would verify it later. Outside of any transaction. */
async function signAndVerify(
  ctx: OfficerContext,
  prepared: Prepared,
  signing: SigningCertificate,
): Promise<string> {
  const { desk } = ctx;
  const key = desk.session.borrowKey();
  const signedXml = await key.client.sign(key.handle, prepared.xml, {
    purpose: 'sign',
    at: desk.clock.now(),
  });
  const verdict = verifyXml(signedXml, {
    trust: await desk.trust.store(),
    at: prepared.decidedAt,
    purpose: 'sign',
  });
  const same =
    verdict.signedRootXml === prepared.xml && verdict.certificate?.sha256 === signing.certificate.sha256;
  if (!verdict.ok || !same) {
    desk.log.error('OWN_SIGNATURE_BAD', { code: verdict.code, same });
    throw actError('KEY', { reason: verdict.ok ? 'SIG_OTHER_DOCUMENT' : verdict.code });
  }
  if (suiteOf(signing.certificate) === null) {
    throw actError('KEY', { reason: 'KEY_ALGORITHM' });
  }
  return signedXml;
}
