import { Oid } from './asn1/oids.ts';
import type { CertificateInfo } from './certificate.ts';
import { EdsError, type KeyErrorCode } from './errors.ts';
import { isStrongRsa } from './public-key.ts';

/** What a key is to be used for: entering the program, or signing a document. */
export type KeyPurpose = 'login' | 'sign';

/** A reason why a key may not be used, and the moment it speaks of (for validity). */
export interface KeyProblem {
  readonly code: KeyErrorCode;
  readonly at: Date | null;
}

/**
 * Entering: EKU clientAuth, or a GOST-2015 key with EKU emailProtection, because those keys serve both uses and carry
 * no clientAuth (eds.md, C2). Either needs the digitalSignature bit.
 */
export function mayLogIn(certificate: CertificateInfo): boolean {
  const { ekuOids, keyUsage, algorithm } = certificate;
  if (!keyUsage.includes('digitalSignature')) return false;
  const isGost = algorithm === 'gost-2015-512' || algorithm === 'gost-2015-256';
  return ekuOids.includes(Oid.ekuClientAuth) || (isGost && ekuOids.includes(Oid.ekuEmailProtection));
}

/** Signing a document: the nonRepudiation bit. */
export function maySign(certificate: CertificateInfo): boolean {
  return certificate.keyUsage.includes('nonRepudiation');
}

/** Whether this program can sign and verify with keys of this algorithm. */
export function isSupportedAlgorithm(certificate: CertificateInfo): boolean {
  return certificate.algorithm === 'gost-2015-512' || isStrongRsa(certificate.algorithm);
}

/** The first reason why this key may not be used so at that moment; null when it may. Says nothing about the chain. */
export function keyProblem(
  certificate: CertificateInfo,
  purpose: KeyPurpose | null,
  at: Date,
): KeyProblem | null {
  if (certificate.algorithm === 'gost-2004') return { code: 'KEY_GOST_2004', at: null };
  if (!isSupportedAlgorithm(certificate)) return { code: 'KEY_ALGORITHM', at: null };
  if (at < certificate.notBefore) return { code: 'KEY_NOT_YET_VALID', at: certificate.notBefore };
  if (at > certificate.notAfter) return { code: 'KEY_EXPIRED', at: certificate.notAfter };
  if (purpose === 'login' && !mayLogIn(certificate)) return { code: 'KEY_USAGE_LOGIN', at: null };
  if (purpose === 'sign' && !maySign(certificate)) return { code: 'KEY_USAGE_SIGN', at: null };
  return null;
}

/** Throws the EdsError of `keyProblem` if there is one. */
export function requireUsable(certificate: CertificateInfo, purpose: KeyPurpose | null, at: Date): void {
  const problem = keyProblem(certificate, purpose, at);
  if (problem) throw new EdsError(problem.code, problem.at);
}
