/**
 * The parent signs the application with a key file of its own on this PC. Its bytes and password go straight to a signer process that
 * holds no other key and is ended when it has signed; what stays here is the signature and the certificate.
 */
import { fullName } from '../../domain/names.ts';
import type { WalkInForm } from '../../domain/walk-in.ts';
import type { WalkInDraftView } from '../../preload/contract/walk-in.ts';
import type { OfficerContext } from '../context.ts';
import type { CertificateInfo } from '../eds/certificate.ts';
import { MAX_KEY_FILE } from '../eds/p12.ts';
import { verifyXml } from '../eds/xmldsig.ts';
import { actError, refused } from '../errors.ts';
import { PackageRefusal } from '../intake/fault.ts';
import { evidenceOf } from '../intake/take.ts';
import { createSigner } from '../session/signer.ts';
import { purposeOf } from '../session/trust.ts';
import { draft } from './draft.ts';
import { drawWalkIn, thisSecond } from './draw.ts';
import { keepForm } from './keep.ts';
import { memoryOf } from './memory.ts';

/** Signs the form's application as it stands. Throws REFUSED with what it lacks, KEY with what is wrong with the key. */
export async function signByParent(
  ctx: OfficerContext,
  input: { readonly form: WalkInForm; readonly content: Blob; readonly password: string },
): Promise<WalkInDraftView> {
  const { desk } = ctx;
  const memory = memoryOf(desk);
  memory.signature = null;
  if (input.content.size > MAX_KEY_FILE) throw actError('KEY', { reason: 'KEY_TOO_LARGE' });
  await desk.db.write(ctx.scope, (tx) => keepForm(ctx, tx, input.form));
  const at = thisSecond(ctx);
  const drawn = await drawWalkIn(ctx, input.form, at);
  if (drawn.package === null || drawn.faults.length > 0) {
    throw refused(...drawn.faults.map(({ code, place }) => ({ code, field: place })));
  }
  const { iin } = drawn.package.applicant;
  const bytes = new Uint8Array(await input.content.arrayBuffer());
  const signedXml = await signOnce(ctx, bytes, input.password, iin, drawn.xml);
  memory.signature = {
    officerIin: ctx.officer.iin,
    xml: drawn.xml,
    at,
    fullName: fullName(drawn.package.applicant),
    iin,
    evidence: await evidence(ctx, signedXml, drawn.xml, iin),
  };
  return await draft(ctx);
}

/** Opens the key, looks whose it is, signs, and ends the process whatever happens. */
async function signOnce(
  ctx: OfficerContext,
  bytes: Uint8Array,
  password: string,
  iin: string,
  xml: string,
): Promise<string> {
  const at = ctx.desk.clock.now();
  const client = createSigner(ctx.desk.host);
  try {
    const { handle, certificate } = await client.open({ bytes }, password, { purpose: 'sign', at });
    if (certificate.subject.iin !== iin) throw actError('KEY', { reason: 'KEY_NOT_APPLICANT' });
    await requireTrusted(ctx, certificate, at);
    return await client.sign(handle, xml, { purpose: 'sign', at });
  } finally {
    client.forget();
    bytes.fill(0);
  }
}

async function requireTrusted(ctx: OfficerContext, certificate: CertificateInfo, at: Date): Promise<void> {
  const chain = await ctx.desk.trust.chain(certificate, at);
  if (purposeOf(chain) === null) throw actError('KEY', { reason: chain.code });
}

/** The signature looked at as anyone would later, with the evidence that is kept of it. */
async function evidence(ctx: OfficerContext, signedXml: string, xml: string, iin: string) {
  const { desk } = ctx;
  const verdict = verifyXml(signedXml, {
    trust: await desk.trust.store(),
    at: desk.clock.now(),
    purpose: 'sign',
  });
  const { certificate } = verdict;
  if (!verdict.ok || certificate === null || verdict.signedRootXml !== xml) {
    desk.log.error('PARENT_SIGNATURE_BAD', { code: verdict.code });
    throw actError('KEY', { reason: verdict.ok ? 'SIG_OTHER_DOCUMENT' : verdict.code });
  }
  try {
    return await evidenceOf(desk.trust, { signedXml, verdict: { ...verdict, certificate } }, iin);
  } catch (error) {
    if (error instanceof PackageRefusal) {
      const isRevoked = error.code === 'SIGNATURE_REVOKED';
      throw actError('KEY', { reason: isRevoked ? 'KEY_REVOKED' : 'CHAIN_UNTRUSTED' });
    }
    throw error;
  }
}
