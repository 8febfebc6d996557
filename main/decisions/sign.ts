/** Signs prepared decisions in groups and commits them: a group in one transaction, or each of it alone where that fails. */
import { setImmediate as immediate } from 'node:timers/promises';
import { almatyDate } from '../../domain/calendar.ts';
import type { SignEvent, SignRowResult } from '../../preload/contract/decisions.ts';
import { type OfficerContext, officerContext, requireRole } from '../context.ts';
import { isOwnSignature } from '../eds/own-signature.ts';
import { suiteOf, verifyXml } from '../eds/xmldsig.ts';
import { errorOfRow } from '../error-map.ts';
import { actError, refused } from '../errors.ts';
import type { SignedPlace } from '../referrals/commit.ts';
import { requireSigning, type SigningCertificate } from './certificate-check.ts';
import { answersOf, commitAlone, commitTogether } from './commit-signed.ts';
import type { Prepared, PreparedPlace } from './prepared.ts';
import { show } from './show.ts';
import type { Committed, Outcome, SignedOne, ToSign } from './signing.ts';

/**
 * Acts of one transaction in a batch: enough that a plan of a thousand spends its time on its rows, few enough that whoever
 * stops it waits for a blink.
 */
const GROUP = 48;
/** Up to here each result carries the decision, verified anew as anyone would see it. */
const SHOWN = 20;

/**
 * Signs each prepared decision while the key is open. Leaving the iterator (or `signal`) stops after those under way; what
 * is signed stays signed. Whether the post may sign at all is judged before the first event: an error inside an
 * iterator has no place in the contract.
 */
export function sign(
  ctx: OfficerContext,
  input: { prepared: readonly ToSign[] },
  signal?: AbortSignal,
): AsyncGenerator<SignEvent, void, void> {
  requireRole(ctx, 'clerk', 'head');
  return signEach(ctx, input.prepared, signal);
}

/** The officer is looked up anew for each group: a desk locked meanwhile signs nothing more. */
async function* signEach(
  ctx: OfficerContext,
  batch: readonly ToSign[],
  signal: AbortSignal | undefined,
): AsyncGenerator<SignEvent, void, void> {
  const groups = groupsOf(ctx, batch);
  const run = ctx.desk.signings.begin(batch.map((one) => one.idempotencyKey));
  const isHalted = () => signal?.aborted === true || run.halted;
  let signed = 0;
  let failed = 0;
  let index = 0;
  // Signatures of the next group are made while this one is committed.
  let ahead = groups[0] === undefined ? null : signGroup(ctx, groups[0]);
  try {
    for (const [at, group] of groups.entries()) {
      if (isHalted() || ahead === null) break;
      for (const [i, one] of group.entries()) {
        yield { type: 'started', applicationId: one.applicationId, index: index + i };
      }
      const made = await ahead;
      // The embedded engine works on this very thread: a breath, and a word to stop that came meanwhile is heard.
      await immediate();
      if (isHalted()) break;
      const next = groups[at + 1];
      ahead = next === undefined ? null : signGroup(ctx, next);
      for (const result of await run.group(() => settle(ctx, made, batch.length <= SHOWN))) {
        if (result.ok) signed++;
        else failed++;
        yield { type: 'result', index: index++, result };
      }
    }
  } finally {
    run.end();
  }
  yield { type: 'done', signed, failed, stopped: signed + failed < batch.length };
}

/** Commits a group and notes how each ended, before anybody is told: whoever left the stream asks for it afterwards. */
async function settle(
  ctx: OfficerContext,
  made: readonly Outcome[],
  isShown: boolean,
): Promise<readonly SignRowResult[]> {
  const results: SignRowResult[] = [];
  for (const outcome of await commitGroup(ctx, made)) {
    const result = await resultOf(ctx, outcome, isShown);
    if (!result.ok) ctx.desk.signings.note(outcome.idempotencyKey, ctx.scope, result);
    results.push(result);
  }
  return results;
}

/**
 * How each of these ended: its result, or null where it was not begun. A signing of them that still goes on ends with the
 * group under way, which is waited for; nothing new is signed.
 */
export async function signed(
  ctx: OfficerContext,
  input: { prepared: readonly ToSign[] },
): Promise<(SignRowResult | null)[]> {
  requireRole(ctx, 'clerk', 'head');
  await ctx.desk.signings.halt(input.prepared.map((one) => one.idempotencyKey));
  const fresh = sameOfficer(ctx);
  const answered = await answersOf(fresh, input.prepared);
  const results: (SignRowResult | null)[] = [];
  for (const one of input.prepared) {
    const before = answered.get(one.idempotencyKey);
    results.push(
      before === undefined
        ? ctx.desk.signings.noted(one.idempotencyKey, fresh.scope)
        : await resultOf(fresh, { ...one, applicationId: '0', ...before }, input.prepared.length <= SHOWN),
    );
  }
  return results;
}

/** One of the batch, with the application it is about as far as this desk knows. */
interface Asked extends ToSign {
  readonly applicationId: string;
}

/** Acts on places go together; a decision of review, which its officer reads one by one, alone. */
function groupsOf(ctx: OfficerContext, batch: readonly ToSign[]): readonly (readonly Asked[])[] {
  const groups: Asked[][] = [];
  let open: Asked[] | null = null;
  for (const one of batch) {
    const prepared = preparedOf(ctx, one);
    const asked = { ...one, applicationId: prepared?.applicationId ?? '0' };
    const isPlace = prepared?.kind === 'place';
    if (
      isPlace &&
      open !== null &&
      open.length < GROUP &&
      !open.some((o) => o.applicationId === asked.applicationId)
    ) {
      open.push(asked);
      continue;
    }
    const group = [asked];
    groups.push(group);
    open = isPlace ? group : null;
  }
  return groups;
}

function preparedOf({ desk, officer, post }: OfficerContext, one: ToSign): Prepared | null {
  return desk.prepared.get(one.preparedId, officer.iin, post.postId, desk.clock.now());
}

/** Signs a group outside of any transaction; each answers for itself. */
async function signGroup(ctx: OfficerContext, group: readonly Asked[]): Promise<readonly Outcome[]> {
  try {
    const fresh = sameOfficer(ctx);
    const answered = await answersOf(fresh, group);
    return await Promise.all(
      group.map(async (one, i): Promise<Outcome> => {
        const before = answered.get(one.idempotencyKey);
        if (before !== undefined) return { ...one, ...before };
        try {
          return { ...one, signed: await signOne(fresh, one, i === 0 ? 'fully' : 'quickly') };
        } catch (error) {
          return { ...one, error };
        }
      }),
    );
  } catch (error) {
    return group.map((one) => ({ ...one, error }));
  }
}

function sameOfficer(ctx: OfficerContext): OfficerContext {
  const fresh = officerContext(ctx.desk);
  if (fresh.officer.iin !== ctx.officer.iin || fresh.post.postId !== ctx.post.postId) {
    throw actError('SIGNED_OUT', { locked: false });
  }
  return fresh;
}

/** How a fresh signature is looked at: as anyone would later, or, beside one that was, by its exact form alone. */
type Look = 'fully' | 'quickly';

async function signOne(ctx: OfficerContext, one: ToSign, look: Look): Promise<SignedOne> {
  const { desk } = ctx;
  const prepared = preparedOf(ctx, one);
  if (prepared === null) {
    throw refused({ code: 'PREPARED_GONE' });
  }
  if (almatyDate(desk.clock.now()) !== almatyDate(prepared.decidedAt)) {
    // Terms and rules are counted by the day: past midnight another document would have been shown.
    throw refused({ code: 'PREPARED_GONE' });
  }
  const signing = await requireSigning(ctx);
  if (prepared.kind === 'place') {
    return { kind: 'place', act: await signPlace(ctx, prepared, signing, look) };
  }
  const signedXml = await signAndVerify(ctx, prepared, signing, 'fully');
  switch (prepared.kind) {
    case 'family':
      return { kind: 'family', prepared, signing, signedXml };
    case 'registration':
      return { kind: 'registration', prepared, signing, signedXml };
    case 'review':
      return { kind: 'review', prepared, signing, signedXml };
  }
}

/** An exchange has two documents, one for each child: both are signed or neither counts. */
async function signPlace(
  ctx: OfficerContext,
  prepared: PreparedPlace,
  signing: SigningCertificate,
  look: Look,
): Promise<SignedPlace> {
  return {
    prepared,
    signing,
    signedXml: await signAndVerify(ctx, prepared, signing, look),
    partner: prepared.partner === null ? null : await signPlace(ctx, prepared.partner, signing, look),
  };
}

/** The signature by the signer, verified at once as anyone would verify it later. Outside of any transaction. */
async function signAndVerify(
  ctx: OfficerContext,
  prepared: Prepared,
  signing: SigningCertificate,
  look: Look,
): Promise<string> {
  const { desk } = ctx;
  const key = desk.session.borrowKey();
  const signedXml = await key.client.sign(key.handle, prepared.xml, {
    purpose: 'sign',
    at: desk.clock.now(),
  });
  // What the quick look does not know for certain is looked at fully.
  if (look === 'quickly' && isOwnSignature(signedXml, prepared.xml, signing.certificate)) return signedXml;
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

/** Commits what was signed: several acts on places together, and each alone when together they could not be. */
async function commitGroup(ctx: OfficerContext, outcomes: readonly Outcome[]): Promise<readonly Outcome[]> {
  const ready = outcomes.filter((one) => one.signed !== undefined);
  const together = ready.length > 1 ? await commitTogether(ctx, ready) : null;
  const done: Outcome[] = [];
  for (const one of outcomes) {
    const committed = together?.get(one.preparedId);
    if (committed !== undefined) done.push({ ...one, committed });
    else if (one.signed === undefined) done.push(one);
    else done.push(await alone(ctx, one, one.signed));
  }
  for (const { committed, preparedId } of done) {
    if (committed !== undefined) ctx.desk.prepared.remove(preparedId);
  }
  return done;
}

async function alone(ctx: OfficerContext, one: Outcome, signed: SignedOne): Promise<Outcome> {
  try {
    return { ...one, committed: await commitAlone(sameOfficer(ctx), one, signed) };
  } catch (error) {
    return { ...one, error };
  }
}

async function resultOf(ctx: OfficerContext, outcome: Outcome, isShown: boolean): Promise<SignRowResult> {
  const { committed } = outcome;
  if (committed === undefined) return failedRow(ctx, outcome);
  return {
    applicationId: committed.applicationId,
    ok: true,
    decision: isShown ? await shown(ctx, committed) : null,
    decisionId: committed.decisionId,
    decisionNumber: committed.decisionNumber,
    status: committed.status,
    version: committed.version,
    error: null,
  };
}

/** What is stored is stored: a desk locked just then answers without the picture of it. */
async function shown(ctx: OfficerContext, committed: Committed): Promise<SignRowResult['decision']> {
  try {
    return await show(sameOfficer(ctx), committed.decisionId, 'stored');
  } catch (error) {
    errorOfRow(ctx.desk.log, error);
    return null;
  }
}

function failedRow(ctx: OfficerContext, { applicationId, error }: Outcome): SignRowResult {
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
