import { createHash } from 'node:crypto';
import { type CertificateInfo, parseCertificate } from '../../../main/eds/certificate.ts';
import {
  type DemoCa,
  type DemoKeyKind,
  type IssuedKey,
  type IssueOptions,
  makeDemoCa,
} from '../../../main/eds/demo-ca.ts';
import type { RandomSource } from '../../../main/eds/gost/gost3410.ts';
import { type OpenedKey, openP12 } from '../../../main/eds/p12.ts';
import { TrustStore } from '../../../main/eds/trust.ts';
import { signXml } from '../../../main/eds/xmldsig.ts';

/** A reproducible random source: SHA-512 of a seed and a counter. */
export function seeded(seed: string): RandomSource {
  let counter = 0;
  return (length) => {
    const out = new Uint8Array(length);
    for (let at = 0; at < length; at += 64) {
      const block = createHash('sha512').update(`${seed}:${counter++}`).digest();
      out.set(block.subarray(0, Math.min(64, length - at)), at);
    }
    return out;
  };
}

export const PASSWORD = 'Kezek2026';
/** The moment at which the demo keys of the tests are valid. */
export const NOW = new Date('2026-11-21T05:00:00Z');
export const VALID = {
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2027-01-01T00:00:00Z'),
};
const CA_VALID = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2040-01-01T00:00:00Z') };

// Fictitious; the IIN and BIN satisfy the official checksum.
export const HOLDER = {
  surname: 'ӘБДІҚАДЫРОВА',
  givenName: 'АЙГҮЛ',
  patronymic: 'СЕРІКҚЫЗЫ',
  iin: '850312400017',
};
export const ORGANISATION = { name: '"Білім бөлімі" ММ', bin: '050140000016' };

/** A demo authority. The same seed gives the same keys. */
export const authority = (seed = 'eds-tests', label?: string): Promise<DemoCa> =>
  makeDemoCa({ random: seeded(seed), ...CA_VALID, ...(label === undefined ? {} : { label }) });

/** A key of the authority, with the test's defaults. */
export const issue = (
  ca: DemoCa,
  kind: DemoKeyKind,
  options: Partial<IssueOptions> = {},
): Promise<IssuedKey> =>
  ca.issueKey({ kind, holder: HOLDER, organisation: ORGANISATION, ...VALID, ...options }, PASSWORD);

export interface TestKey extends OpenedKey {
  readonly issued: IssuedKey;
}

/** Issues and opens a key. */
export async function openKey(
  ca: DemoCa,
  kind: DemoKeyKind,
  options: Partial<IssueOptions> = {},
): Promise<TestKey> {
  const issued = await issue(ca, kind, options);
  return { ...openP12(issued.p12, PASSWORD), issued };
}

/** A store that trusts exactly this authority. */
export const trusting = (...cas: readonly DemoCa[]): TrustStore =>
  new TrustStore(
    cas.flatMap((ca) => ca.trusted),
    { allowDemo: true },
  );

/** Signs as an officer would. */
export const signWith = (opened: OpenedKey, xml: string): string =>
  signXml(xml, opened.certificate, (message) => opened.key.sign(message));

/** The certificate of one of the demo centres. */
export const centreOf = (ca: DemoCa, family: 'rsa' | 'gost'): CertificateInfo =>
  parseCertificate(ca.centres[family].certificateDer);

/** The code of the EdsError a function throws; null if it throws none. Anything else thrown fails the test. */
export function codeOf(action: () => unknown): string | null {
  try {
    action();
    return null;
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== 'string') throw error;
    return code;
  }
}
