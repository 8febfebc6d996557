import { randomBytes } from 'node:crypto';
import { sha256Hex } from './bytes.ts';
import type { CertificateInfo } from './certificate.ts';
import { type Crl, type CrlFault, isFresh, MAX_CRL, readCrl } from './revocation/crl.ts';
import { type FetchFault, fetchBytes } from './revocation/fetch.ts';
import { buildOcspRequest, judgeOcspResponse, type OcspFault } from './revocation/ocsp.ts';

/** Why revocation was not checked. */
export type RevocationReason = 'NOT_CONFIGURED' | FetchFault | OcspFault | CrlFault;

/** The answer about one certificate at one moment, with what proves it. */
export interface RevocationResult {
  readonly status: 'good' | 'revoked' | 'not_checked';
  readonly source: 'ocsp' | 'crl' | null;
  /** Null when checked; else why not (of the last source tried). */
  readonly reason: RevocationReason | null;
  readonly checkedAt: Date;
  /** When the service made its statement: OCSP producedAt or the CRL's thisUpdate. */
  readonly producedAt: Date | null;
  readonly revokedAt: Date | null;
  /** The OCSP response or the CRL, DER, to be stored; null for a CRL above 1 MB (its hash is kept). */
  readonly evidence: Uint8Array | null;
  readonly evidenceSha256: string | null;
}

export interface RevocationConfig {
  readonly enabled: boolean;
  /** Used instead of the certificate's own OCSP address. */
  readonly ocspUrl?: string;
  /** Used instead of the certificate's own CRL address. */
  readonly crlUrl?: string;
  /** For each request, ms. 5 s unless given. */
  readonly timeoutMs?: number;
  /** Turns the CRL off: the Authority's is 21 MB and belongs on a server, not at every desk. On unless false. */
  readonly crl?: boolean;
  /** Keeps CRLs between calls until they expire. */
  readonly crlCache?: CrlCache;
}

/** CRLs by address, kept in memory; expired ones are dropped. */
export class CrlCache {
  readonly #lists = new Map<string, Crl>();

  get(url: string, issuer: CertificateInfo, now: Date): Crl | null {
    const crl = this.#lists.get(url);
    if (!crl || crl.issuerSpkiSha256 !== issuer.spkiSha256) return null;
    if (crl.nextUpdate > now) return crl;
    this.#lists.delete(url);
    return null;
  }

  put(url: string, crl: Crl): void {
    if (this.#lists.size >= 4) this.#lists.clear(); // two families, full and spare; each may be 21 MB
    this.#lists.set(url, crl);
  }
}

const DEFAULT_TIMEOUT_MS = 5_000;
const CLOCK_SKEW_MS = 5 * 60_000;
const MAX_AGE_MS = 24 * 3_600_000;
const MAX_OCSP = 256 * 1024;
const MAX_EVIDENCE = 1024 * 1024;

/**
 * Asks OCSP, then the CRL, whether a certificate is revoked. `issuer` must come from a good chain verdict
 * (`ChainVerdict.issuer`): the answer is only worth what that certificate is. Never throws: a source that cannot be
 * asked or believed leads to the next, and in the end to `not_checked` with the reason.
 */
export async function checkRevocation(
  certificate: CertificateInfo,
  issuer: CertificateInfo,
  config: RevocationConfig,
  clock: { now(): Date },
): Promise<RevocationResult> {
  if (!config.enabled) return notChecked('NOT_CONFIGURED', clock.now());
  const byOcsp = await askOcsp(certificate, issuer, config, clock);
  if (byOcsp.status !== 'not_checked' || config.crl === false) return byOcsp;
  const byCrl = await askCrl(certificate, issuer, config, clock);
  // Without a CRL address the OCSP reason is the one that helps.
  return byCrl.reason === 'NO_URL' ? byOcsp : byCrl;
}

const notChecked = (reason: RevocationReason, checkedAt: Date): RevocationResult => ({
  status: 'not_checked',
  source: null,
  reason,
  checkedAt,
  producedAt: null,
  revokedAt: null,
  evidence: null,
  evidenceSha256: null,
});

async function askOcsp(
  certificate: CertificateInfo,
  issuer: CertificateInfo,
  config: RevocationConfig,
  clock: { now(): Date },
): Promise<RevocationResult> {
  const url = config.ocspUrl ?? certificate.ocspUrls[0];
  if (!url) return notChecked('NO_URL', clock.now());
  const nonce = randomBytes(16);
  const response = await fetchBytes(url, {
    timeoutMs: config.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxBytes: MAX_OCSP,
    body: buildOcspRequest(certificate, issuer, nonce),
    contentType: 'application/ocsp-request',
  });
  const now = clock.now();
  if (typeof response === 'string') return notChecked(response, now);
  const answer = judgeOcspResponse(response, {
    certificate,
    issuer,
    nonce,
    now,
    skewMs: CLOCK_SKEW_MS,
    maxAgeMs: MAX_AGE_MS,
  });
  if (answer.status === 'fault') return notChecked(answer.reason, now);
  return {
    status: answer.status,
    source: 'ocsp',
    reason: null,
    checkedAt: now,
    producedAt: answer.producedAt,
    revokedAt: answer.status === 'revoked' ? answer.revokedAt : null,
    evidence: response,
    evidenceSha256: sha256Hex(response),
  };
}

async function askCrl(
  certificate: CertificateInfo,
  issuer: CertificateInfo,
  config: RevocationConfig,
  clock: { now(): Date },
): Promise<RevocationResult> {
  const url = config.crlUrl ?? certificate.crlUrls[0];
  if (!url) return notChecked('NO_URL', clock.now());
  const crl = config.crlCache?.get(url, issuer, clock.now()) ?? (await fetchCrl(url, issuer, config));
  const now = clock.now();
  if (typeof crl === 'string') return notChecked(crl, now);
  if (!isFresh(crl, now, CLOCK_SKEW_MS)) return notChecked('STALE', now);
  config.crlCache?.put(url, crl);
  let revokedAt: Date | null;
  try {
    revokedAt = crl.revokedAt(certificate.serial);
  } catch {
    return notChecked('BAD_RESPONSE', now);
  }
  return {
    status: revokedAt ? 'revoked' : 'good',
    source: 'crl',
    reason: null,
    checkedAt: now,
    producedAt: crl.thisUpdate,
    revokedAt,
    evidence: crl.bytes.length <= MAX_EVIDENCE ? crl.bytes : null,
    evidenceSha256: sha256Hex(crl.bytes),
  };
}

async function fetchCrl(
  url: string,
  issuer: CertificateInfo,
  config: RevocationConfig,
): Promise<Crl | RevocationReason> {
  const bytes = await fetchBytes(url, {
    timeoutMs: config.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxBytes: MAX_CRL,
  });
  return typeof bytes === 'string' ? bytes : readCrl(bytes, issuer);
}
