import type { CertificateInfo } from './certificate.ts';
import { isSignedBy, type TrustedCa, type TrustStore } from './trust.ts';
import { isSupportedAlgorithm } from './usage.ts';

export type ChainCode =
  | 'CHAIN_OK'
  | 'CHAIN_UNTRUSTED'
  | 'CHAIN_TEST_CA'
  | 'CHAIN_DEMO_CA'
  | 'CHAIN_EXPIRED'
  | 'CHAIN_NOT_YET_VALID'
  | 'CHAIN_CA_EXPIRED'
  | 'CHAIN_CA_NOT_YET_VALID'
  | 'CHAIN_PATH_LENGTH'
  | 'CHAIN_CRITICAL_EXTENSION'
  | 'CHAIN_LEAF_IS_CA'
  | 'CHAIN_ALGORITHM';

/** Whether a certificate leads to a pinned root by keys, at a moment. */
export interface ChainVerdict {
  readonly ok: boolean;
  readonly code: ChainCode;
  /** Common names from the leaf to the root, as far as the path could be followed. */
  readonly path: readonly string[];
  /** The certificate that issued the leaf, for OCSP and CRL; null when no pinned key did. */
  readonly issuer: CertificateInfo | null;
  readonly testCa: boolean;
  readonly demoCa: boolean;
}

const MAX_PATH = 4;

/**
 * Verifies leaf → intermediates → pinned root (RFC 5280 6.1, on the Authority's profile). Issuers are found only among
 * the pinned authorities and only by their keys: issuer names prove nothing, anyone can write them. Every verdict has a
 * code; nothing throws.
 */
export function verifyChain(leaf: CertificateInfo, trust: TrustStore, at: Date): ChainVerdict {
  const paths = findPaths(leaf, trust, []);
  const verdicts = paths.map((path) => judge(leaf, path, trust, at));
  const best = verdicts.find((verdict) => verdict.ok) ?? verdicts[0];
  if (best) return best;
  const issuer = trust.issuersOf(leaf)[0]?.certificate ?? null;
  const path = [leaf, ...(issuer ? [issuer] : [])].map((certificate) => certificate.subject.commonName);
  return { ok: false, code: 'CHAIN_UNTRUSTED', path, issuer, testCa: false, demoCa: false };
}

/** Every way up to a pinned root: lists of authorities, the leaf's issuer first, the root last. */
function findPaths(
  certificate: CertificateInfo,
  trust: TrustStore,
  above: readonly TrustedCa[],
): TrustedCa[][] {
  if (above.length >= MAX_PATH) return [];
  return trust.issuersOf(certificate).flatMap((ca) => {
    if (above.some((other) => other.certificate.spkiSha256 === ca.certificate.spkiSha256)) return [];
    const path = [...above, ca];
    return ca.isRoot ? [path] : findPaths(ca.certificate, trust, path);
  });
}

function judge(leaf: CertificateInfo, cas: readonly TrustedCa[], trust: TrustStore, at: Date): ChainVerdict {
  const code = faultOf(leaf, cas, trust, at) ?? 'CHAIN_OK';
  return {
    ok: code === 'CHAIN_OK',
    code,
    path: [leaf, ...cas.map((ca) => ca.certificate)].map((certificate) => certificate.subject.commonName),
    issuer: cas[0]?.certificate ?? null,
    testCa: cas.some((ca) => ca.isTest),
    demoCa: cas.some((ca) => ca.isDemo),
  };
}

function faultOf(
  leaf: CertificateInfo,
  cas: readonly TrustedCa[],
  trust: TrustStore,
  at: Date,
): ChainCode | null {
  if (leaf.isCa || leaf.keyUsage.includes('keyCertSign')) return 'CHAIN_LEAF_IS_CA';
  if (!isSupportedAlgorithm(leaf)) return 'CHAIN_ALGORITHM';
  if (!trust.allowDemo && cas.some((ca) => ca.isDemo)) return 'CHAIN_DEMO_CA';
  if (!trust.allowTest && cas.some((ca) => ca.isTest)) return 'CHAIN_TEST_CA';
  if ([leaf, ...cas.map((ca) => ca.certificate)].some((one) => one.unknownCritical.length > 0)) {
    return 'CHAIN_CRITICAL_EXTENSION';
  }
  for (const [below, { certificate: ca }] of cas.entries()) {
    if (ca.pathLength !== null && below > ca.pathLength) return 'CHAIN_PATH_LENGTH';
    if (at < ca.notBefore) return 'CHAIN_CA_NOT_YET_VALID';
    if (at > ca.notAfter) return 'CHAIN_CA_EXPIRED';
  }
  if (at < leaf.notBefore) return 'CHAIN_NOT_YET_VALID';
  if (at > leaf.notAfter) return 'CHAIN_EXPIRED';
  return null;
}

/** For a delegated certificate (an OCSP responder): issued by exactly this authority, and valid at the moment. */
export function isIssuedBy(certificate: CertificateInfo, issuer: CertificateInfo, at: Date): boolean {
  return (
    certificate.unknownCritical.length === 0 &&
    at >= certificate.notBefore &&
    at <= certificate.notAfter &&
    isSignedBy(certificate, issuer)
  );
}
