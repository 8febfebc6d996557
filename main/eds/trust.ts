import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type CertificateInfo, isSelfIssued, parseCertificateFile } from './certificate.ts';
import { EdsError } from './errors.ts';
import { verifyWithKey } from './public-key.ts';

/** Where a pinned certificate came from. */
export type TrustOrigin = 'shipped' | 'admin' | 'folder' | 'demo';

/**
 * A pinned certification authority. `isTest`: one of the Authority's test centres; `isDemo`: this program's own demo
 * world. Neither counts unless the store allows it, and a verdict through one says so.
 */
export interface TrustedCa {
  readonly certificate: CertificateInfo;
  readonly isRoot: boolean;
  readonly origin: TrustOrigin;
  readonly isTest: boolean;
  readonly isDemo: boolean;
}

export interface TrustOptions {
  /** Accept chains to test authorities (their IINs fail the checksum: for trials only). */
  readonly allowTest?: boolean;
  /** Accept chains to the demo authority. */
  readonly allowDemo?: boolean;
}

/** The name a demo authority carries, so that its keys are recognised wherever they turn up. */
export const DEMO_CA_MARK = 'KEZEK DEMO';

const TEST_NAME = /\bTEST\b/i;

/** Describes a CA certificate for the store. Throws TRUST_NOT_A_CA when it is not one. */
export function trustedCa(certificate: CertificateInfo, origin: TrustOrigin): TrustedCa {
  if (!certificate.isCa || !certificate.keyUsage.includes('keyCertSign'))
    throw new EdsError('TRUST_NOT_A_CA');
  const name = certificate.subject.commonName;
  return {
    certificate,
    isRoot: isSelfIssued(certificate) && isSignedBy(certificate, certificate),
    origin,
    isTest: TEST_NAME.test(name),
    isDemo: origin === 'demo' || name.includes(DEMO_CA_MARK),
  };
}

/** Whether `certificate` carries a valid signature by the key of `issuer`. Looks at keys, never at names. */
export function isSignedBy(certificate: CertificateInfo, issuer: CertificateInfo): boolean {
  const { algorithm, signedBytes, value } = certificate.signature;
  return verifyWithKey(issuer.publicKey, algorithm, signedBytes, value);
}

const CACHE_LIMIT = 5_000;

/**
 * The pinned authorities. A chain is trusted only if every issuer in it is here **by key** (SHA-256 of the
 * SubjectPublicKeyInfo): a certificate with the same names and another key is a stranger. Immutable; `with` makes a
 * new one.
 */
export class TrustStore {
  readonly cas: readonly TrustedCa[];
  readonly allowTest: boolean;
  readonly allowDemo: boolean;
  readonly #signedBy = new Map<string, boolean>();

  constructor(cas: readonly TrustedCa[], options: TrustOptions = {}) {
    const known = new Set<string>();
    this.cas = cas.filter(({ certificate }) => {
      const isNew = !known.has(certificate.sha256);
      known.add(certificate.sha256);
      return isNew;
    });
    this.allowTest = options.allowTest ?? false;
    this.allowDemo = options.allowDemo ?? false;
  }

  /** A store with more authorities or other permissions. */
  with(cas: readonly TrustedCa[], options: TrustOptions = {}): TrustStore {
    return new TrustStore([...this.cas, ...cas], {
      allowTest: options.allowTest ?? this.allowTest,
      allowDemo: options.allowDemo ?? this.allowDemo,
    });
  }

  /** The pinned authorities whose key really signed this certificate, whatever names they bear. */
  issuersOf(certificate: CertificateInfo): TrustedCa[] {
    return this.cas.filter(({ certificate: ca }) => {
      if (certificate.aki !== null && ca.ski !== null && certificate.aki !== ca.ski) return false;
      return ca.sha256 !== certificate.sha256 && this.#isSignedBy(certificate, ca);
    });
  }

  /** As `isSignedBy`, remembered: the same officer's certificate is verified for every decision shown. */
  #isSignedBy(certificate: CertificateInfo, ca: CertificateInfo): boolean {
    const key = `${certificate.sha256} ${ca.spkiSha256}`;
    const known = this.#signedBy.get(key);
    if (known !== undefined) return known;
    const answer = isSignedBy(certificate, ca);
    if (this.#signedBy.size >= CACHE_LIMIT) this.#signedBy.clear();
    this.#signedBy.set(key, answer);
    return answer;
  }
}

/** Reads DER or PEM certificates (database rows, an admin's import) as pinned authorities. */
export function readCas(files: readonly Uint8Array[], origin: TrustOrigin): TrustedCa[] {
  return files.flatMap(parseCertificateFile).map((certificate) => trustedCa(certificate, origin));
}

const CERTIFICATE_FILE = /\.(cer|crt|pem)$/i;
const MAX_FILES = 200;

/**
 * Reads every *.cer, *.crt and *.pem of a folder as pinned authorities. Throws TRUST_FOLDER_UNREADABLE; files that are
 * no CA certificate throw as `parseCertificateFile` and `trustedCa` do, so a spoiled folder is noticed.
 */
export async function readTrustFolder(folder: string, origin: TrustOrigin = 'folder'): Promise<TrustedCa[]> {
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => CERTIFICATE_FILE.test(name)).sort();
  } catch {
    throw new EdsError('TRUST_FOLDER_UNREADABLE');
  }
  if (names.length > MAX_FILES) throw new EdsError('TRUST_FOLDER_UNREADABLE');
  return readCas(await Promise.all(names.map((name) => readFile(path.join(folder, name)))), origin);
}

/** The folder of certificates shipped with the program, beside this module (or its bundle). */
export const SHIPPED_TRUST = new URL('./trust/', import.meta.url);
