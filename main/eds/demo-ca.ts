import { randomBytes } from 'node:crypto';
import { toHex } from './bytes.ts';
import { type CertificateRole, parseCertificate } from './certificate.ts';
import {
  caExtensions,
  caName,
  type DemoHolder,
  type DemoKeyKind,
  type DemoOrganisation,
  holderName,
  issueCertificate,
  issueCrl,
  leafExtensions,
  responderExtensions,
  systemName,
} from './demo/certificates.ts';
import { type DemoKey, makeDemoKey, serialOf } from './demo/keys.ts';
import { writeP12 } from './demo/p12-write.ts';
import type { RandomSource } from './gost/gost3410.ts';
import { DEMO_CA_MARK, type TrustedCa, trustedCa } from './trust.ts';

export type { DemoHolder, DemoKeyKind, DemoOrganisation } from './demo/certificates.ts';

/** One of the demo centres: a root or the issuing centre below it. */
export interface DemoAuthority {
  readonly name: Uint8Array;
  readonly key: DemoKey;
  readonly certificateDer: Uint8Array;
}

export interface DemoCaOptions {
  /**
   * Source of every random byte. With a seeded one the whole world — keys, certificates, files — is the same for the
   * same seed and order of calls; without one, the system's.
   */
  readonly random?: RandomSource;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Written after the usual names; a look-alike in a test leaves it as it is. */
  readonly label?: string;
}

export interface IssueOptions {
  readonly kind: DemoKeyKind;
  readonly holder: DemoHolder;
  readonly organisation?: DemoOrganisation;
  /** 'individual' without an organisation, 'employee' with one, unless given. */
  readonly role?: CertificateRole;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Hex; derived from the key like the Authority's unless given. */
  readonly serial?: string;
  readonly ocspUrl?: string;
  readonly crlUrl?: string;
}

/** An issued key file, as an officer would bring it. */
export interface IssuedKey {
  readonly p12: Uint8Array;
  readonly certificateDer: Uint8Array;
  /** `GOST512_<40 hex>.p12`, `AUTH_RSA256_…` or `RSA256_…`, as the Authority names them. */
  readonly fileName: string;
  readonly serial: string;
  /** The key pair itself: for tests that need to forge with it. Never stored. */
  readonly key: DemoKey;
}

const FILE_PREFIX: Readonly<Record<DemoKeyKind, string>> = {
  rsa_auth: 'AUTH_RSA256',
  rsa_sign: 'RSA256',
  gost512: 'GOST512',
};

/** A certification authority of the demo world, in the National CA's profile; its names say DEMO. */
export interface DemoCa {
  readonly roots: Readonly<Record<'rsa' | 'gost', DemoAuthority>>;
  readonly centres: Readonly<Record<'rsa' | 'gost', DemoAuthority>>;
  /** Roots and centres for a TrustStore with `allowDemo`. */
  readonly trusted: readonly TrustedCa[];
  /** Issues a key file. Calls must not overlap if the random source is seeded. */
  issueKey(options: IssueOptions, password: string): Promise<IssuedKey>;
  /** An OCSP responder of a centre: its key and the certificate that delegates to it. */
  issueResponder(family: 'rsa' | 'gost', notBefore: Date, notAfter: Date): Promise<DemoAuthority>;
  /** A CRL of a centre. Serials in hex. */
  issueCrl(family: 'rsa' | 'gost', crl: Parameters<typeof issueCrl>[2]): Uint8Array;
}

/** Makes roots and issuing centres, RSA-2048 and GOST-2015-512. About a second with a seeded source. */
export async function makeDemoCa(options: DemoCaOptions): Promise<DemoCa> {
  const random = options.random ?? randomBytes;
  const seeded = options.random ?? null;
  const label = options.label ?? DEMO_CA_MARK;
  const rootRsa = await makeRoot('rsa', seeded, label, options);
  const centreRsa = await makeCentre(rootRsa, seeded, label, options);
  const rootGost = await makeRoot('gost', seeded, label, options);
  const centreGost = await makeCentre(rootGost, seeded, label, options);
  const centres = { rsa: centreRsa, gost: centreGost };
  return {
    roots: { rsa: rootRsa, gost: rootGost },
    centres,
    trusted: [rootRsa, centreRsa, rootGost, centreGost].map(({ certificateDer }) =>
      trustedCa(parseCertificate(certificateDer), 'demo'),
    ),
    issueKey: (issue, password) => issueKey(centres, issue, password, random, seeded),
    issueResponder: (family, notBefore, notAfter) =>
      issueResponder(centres[family], seeded, notBefore, notAfter),
    issueCrl: (family, crl) => issueCrl(centres[family].name, centres[family].key, crl),
  };
}

async function makeRoot(
  family: 'rsa' | 'gost',
  random: RandomSource | null,
  label: string,
  validity: { readonly notBefore: Date; readonly notAfter: Date },
): Promise<DemoAuthority> {
  const key = await makeDemoKey(family, random);
  const name = caName(`НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (${family.toUpperCase()}) ${label}`);
  const certificateDer = issueCertificate({
    serial: serialOf(key.ski),
    issuerName: name,
    issuerKey: key,
    subjectName: name,
    key,
    notBefore: validity.notBefore,
    notAfter: validity.notAfter,
    extensions: caExtensions(key, key, null),
  });
  return { name, key, certificateDer };
}

async function makeCentre(
  root: DemoAuthority,
  random: RandomSource | null,
  label: string,
  validity: { readonly notBefore: Date; readonly notAfter: Date },
): Promise<DemoAuthority> {
  const { family } = root.key;
  const key = await makeDemoKey(family, random);
  const name = caName(`ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (${family.toUpperCase()}) ${label}`);
  const certificateDer = issueCertificate({
    serial: serialOf(key.ski),
    issuerName: root.name,
    issuerKey: root.key,
    subjectName: name,
    key,
    notBefore: validity.notBefore,
    notAfter: validity.notAfter,
    extensions: caExtensions(key, root.key, family === 'rsa' ? 0 : null),
  });
  return { name, key, certificateDer };
}

async function issueKey(
  centres: DemoCa['centres'],
  options: IssueOptions,
  password: string,
  random: RandomSource,
  seeded: RandomSource | null,
): Promise<IssuedKey> {
  const { kind, holder, organisation = null } = options;
  const centre = kind === 'gost512' ? centres.gost : centres.rsa;
  const key = await makeDemoKey(kind === 'gost512' ? 'gost' : 'rsa', seeded);
  const role = options.role ?? (organisation ? 'employee' : 'individual');
  const subjectName =
    role === 'information_system' && organisation
      ? systemName(holder.surname, organisation)
      : holderName(holder, organisation);
  const serial = options.serial ?? serialOf(key.ski);
  const certificateDer = issueCertificate({
    serial,
    issuerName: centre.name,
    issuerKey: centre.key,
    subjectName,
    key,
    notBefore: options.notBefore,
    notAfter: options.notAfter,
    extensions: leafExtensions(key, centre.key, {
      kind,
      role,
      ocspUrl: options.ocspUrl ?? null,
      crlUrl: options.crlUrl ?? null,
    }),
  });
  const p12 = writeP12({ pkcs8: key.pkcs8, certificates: [certificateDer], ski: key.ski }, password, random);
  return { p12, certificateDer, fileName: `${FILE_PREFIX[kind]}_${toHex(key.ski)}.p12`, serial, key };
}

async function issueResponder(
  centre: DemoAuthority,
  random: RandomSource | null,
  notBefore: Date,
  notAfter: Date,
): Promise<DemoAuthority> {
  const key = await makeDemoKey(centre.key.family, random);
  const name = caName(`OCSP RESPONDER (${centre.key.family.toUpperCase()})`);
  const certificateDer = issueCertificate({
    serial: serialOf(key.ski),
    issuerName: centre.name,
    issuerKey: centre.key,
    subjectName: name,
    key,
    notBefore,
    notAfter,
    extensions: responderExtensions(key, centre.key),
  });
  return { name, key, certificateDer };
}
