/** Which authorities this database trusts, and what a certificate is worth by them. */
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import type { OpenDatabase } from '../../db/open.ts';
import { trustedCas } from '../../db/queries/staff.ts';
import type { revocation as revocationSchema, trust as trustSchema } from '../../preload/contract/session.ts';
import type { Clock } from '../clock.ts';
import type { CertificateInfo } from '../eds/certificate.ts';
import { type ChainVerdict, verifyChain } from '../eds/chain.ts';
import {
  CrlCache,
  checkRevocation,
  type RevocationConfig,
  type RevocationResult,
} from '../eds/revocation.ts';
import { readCas, readTrustFolder, SHIPPED_TRUST, type TrustedCa, TrustStore } from '../eds/trust.ts';
import { holdFresh } from '../held.ts';
import type { InstallationRow, ReferenceCache } from '../reference.ts';

export type TrustPurpose = 'production' | 'test' | 'demo';
export type TrustView = z.infer<typeof trustSchema>;
export type RevocationView = z.infer<typeof revocationSchema>;

/** A revocation answer is asked for once per certificate within this time: entering, then the first signature. */
const REVOCATION_FRESH_MS = 60_000;

export interface TrustSource {
  /** Authorities that count for acting now: test ones only in test mode, demo ones only in a demo database. */
  store(): Promise<TrustStore>;
  /** For reading what was signed before: test authorities are known too, and the verdict says that they are. */
  archiveStore(): Promise<TrustStore>;
  chain(certificate: CertificateInfo, at: Date): Promise<ChainVerdict>;
  /** Asks OCSP, then the CRL, as the installation is configured. `anew` passes over an answer of the last minute. */
  revocation(
    certificate: CertificateInfo,
    issuer: CertificateInfo | null,
    anew?: boolean,
  ): Promise<RevocationResult>;
  forget(): void;
}

/** Trust of a database: certificates shipped with the program and those an administrator added to it. */
export function createTrustSource(db: OpenDatabase, reference: ReferenceCache, clock: Clock): TrustSource {
  const crlCache = new CrlCache();
  const answers = new Map<string, RevocationResult>();
  const stores = holdFresh(db, clock, () => loadStores(db, reference));

  return {
    store: async () => (await stores.get()).now,
    archiveStore: async () => (await stores.get()).archive,
    chain: async (certificate, at) => verifyChain(certificate, (await stores.get()).now, at),
    async revocation(certificate, issuer, anew = false) {
      const now = clock.now();
      const known = answers.get(certificate.sha256);
      if (!anew && known !== undefined && now.getTime() - known.checkedAt.getTime() < REVOCATION_FRESH_MS) {
        return known;
      }
      const { installation } = await reference.get();
      const config = { ...revocationConfig(installation), crlCache };
      const answer =
        issuer === null ? notAsked(now) : await checkRevocation(certificate, issuer, config, clock);
      if (answers.size > 500) answers.clear();
      answers.set(certificate.sha256, answer);
      return answer;
    },
    forget() {
      stores.forget();
      answers.clear();
    },
  };
}

interface Stores {
  readonly now: TrustStore;
  readonly archive: TrustStore;
}

async function loadStores(db: OpenDatabase, reference: ReferenceCache): Promise<Stores> {
  const { installation } = await reference.get();
  // 'system': trust is needed before anyone has signed in, and is no personal data.
  const rows = await db.read('system', trustedCas);
  const shipped = await readTrustFolder(fileURLToPath(SHIPPED_TRUST), 'shipped');
  const added = rows.flatMap((row) => addedCas(row));
  const cas = [...shipped, ...added];
  const allowDemo = installation.kind === 'demo';
  return {
    now: new TrustStore(cas, { allowTest: installation.test_ca_enabled, allowDemo }),
    archive: new TrustStore(cas, { allowTest: true, allowDemo }),
  };
}

function addedCas(row: {
  readonly certificate: Uint8Array;
  readonly purpose: TrustPurpose;
}): readonly TrustedCa[] {
  return readCas([row.certificate], row.purpose === 'demo' ? 'demo' : 'admin').map((ca) => ({
    ...ca,
    isTest: ca.isTest || row.purpose === 'test',
  }));
}

/** Revocation as the installation is configured: nothing is asked of the network unless an address was set. */
export function revocationConfig(installation: InstallationRow): RevocationConfig {
  return {
    enabled: installation.ocsp_url !== null || installation.crl_url !== null,
    ...(installation.ocsp_url === null ? {} : { ocspUrl: installation.ocsp_url }),
    ...(installation.crl_url === null ? { crl: false } : { crlUrl: installation.crl_url }),
    timeoutMs: installation.revocation_timeout_ms,
  };
}

function notAsked(checkedAt: Date): RevocationResult {
  return {
    status: 'not_checked',
    source: null,
    reason: 'NOT_CONFIGURED',
    checkedAt,
    producedAt: null,
    revokedAt: null,
    evidence: null,
    evidenceSha256: null,
  };
}

/** What family of keys a good chain belongs to; null when it is not good. */
export function purposeOf(chain: ChainVerdict): TrustPurpose | null {
  if (!chain.ok) return null;
  return chain.demoCa ? 'demo' : chain.testCa ? 'test' : 'production';
}

export function showChain(chain: ChainVerdict): TrustView {
  return {
    ok: chain.ok,
    reason: chain.ok ? null : chain.code,
    path: [...chain.path],
    purpose: purposeOf(chain),
  };
}

export function showRevocation(result: RevocationResult): RevocationView {
  return { status: result.status, source: result.source, reason: result.reason, checkedAt: result.checkedAt };
}
