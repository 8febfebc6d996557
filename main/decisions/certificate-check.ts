import type { OfficerContext } from '../context.ts';
import type { CertificateInfo } from '../eds/certificate.ts';
import type { ChainVerdict } from '../eds/chain.ts';
import type { RevocationResult } from '../eds/revocation.ts';
import { keyProblem } from '../eds/usage.ts';
import { actError } from '../errors.ts';
import { purposeOf, type TrustPurpose } from '../session/trust.ts';

/** Whether the session's certificate may sign now, with what the screen shows for it. */
export interface CertificateCheck {
  readonly ok: boolean;
  readonly evidence: Record<string, unknown>;
}

/** A certificate that may sign now, and what proves it. */
export interface SigningCertificate {
  readonly certificate: CertificateInfo;
  readonly chain: ChainVerdict;
  readonly purpose: TrustPurpose;
  readonly revocation: RevocationResult;
}

async function judge(ctx: OfficerContext) {
  const { desk, officer } = ctx;
  const session = desk.session.current;
  if (session === null) throw actError('SIGNED_OUT', { locked: false });
  const { certificate } = session.key;
  const now = desk.clock.now();
  const chain = await desk.trust.chain(certificate, now);
  const revocation = await desk.trust.revocation(certificate, chain.ok ? chain.issuer : null);
  const problem = keyProblem(certificate, 'sign', now);
  const reason =
    problem?.code ??
    (certificate.subject.iin !== officer.iin ? 'KEY_OTHER_HOLDER' : null) ??
    (chain.ok ? null : chain.code) ??
    (revocation.status === 'revoked' ? 'KEY_REVOKED' : null);
  return { certificate, chain, revocation, reason };
}

/** The check shown before signing: never throws for a bad certificate, says what is wrong with it. */
export async function certificateCheck(ctx: OfficerContext): Promise<CertificateCheck> {
  const { certificate, chain, revocation, reason } = await judge(ctx);
  return {
    ok: reason === null,
    evidence: {
      reason,
      algorithm: certificate.algorithm,
      notAfter: certificate.notAfter,
      purpose: purposeOf(chain),
      revocation: revocation.status,
      source: revocation.source,
      revocationReason: revocation.reason,
      checkedAt: revocation.checkedAt,
    },
  };
}

/** The session's certificate, fit to sign at this moment. Throws KEY with the reason when it is not. */
export async function requireSigning(ctx: OfficerContext): Promise<SigningCertificate> {
  const { certificate, chain, revocation, reason } = await judge(ctx);
  const purpose = purposeOf(chain);
  if (reason !== null || purpose === null) {
    throw actError('KEY', { reason: reason ?? chain.code });
  }
  return { certificate, chain, purpose, revocation };
}
