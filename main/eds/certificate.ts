import {
  type Der,
  readBitBytes,
  readDer,
  readOid,
  readPositive,
  readSmall,
  readTime,
  Tag,
} from './asn1/der.ts';
import { Oid } from './asn1/oids.ts';
import { equal, fromPem, sha256Hex, toHex } from './bytes.ts';
import { type CertificateExtensions, readExtensions } from './certificate-extensions.ts';
import { type CertificateName, readName, type SubjectInfo, subjectOf } from './certificate-names.ts';
import { EdsError } from './errors.ts';
import { type PublicKeyInfo, readPublicKey, spkiPin } from './public-key.ts';

/** What a holder may act as, from the role EKUs (eds.md, C2). Authority itself comes from the staff table, not from here. */
export type CertificateRole =
  | 'first_head'
  | 'signatory'
  | 'finance_signatory'
  | 'hr'
  | 'employee'
  | 'information_system'
  | 'individual';

const ROLE_BY_EKU: Readonly<Record<string, CertificateRole>> = {
  [Oid.ekuFirstHead]: 'first_head',
  [Oid.ekuSignatory]: 'signatory',
  [Oid.ekuFinanceSignatory]: 'finance_signatory',
  [Oid.ekuHr]: 'hr',
  [Oid.ekuEmployee]: 'employee',
  [Oid.ekuInformationSystem]: 'information_system',
  [Oid.ekuIndividual]: 'individual',
};

/** An X.509 certificate, read. Plain data: it crosses process borders as it is. */
export interface CertificateInfo extends CertificateExtensions {
  readonly subject: SubjectInfo;
  readonly subjectName: CertificateName;
  readonly issuer: CertificateName;
  /** Serial number, lower-case hex without leading zeros. */
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly algorithm: PublicKeyInfo['algorithm'];
  readonly publicKey: PublicKeyInfo;
  readonly roles: readonly CertificateRole[];
  /** SHA-256 of the SubjectPublicKeyInfo, hex. */
  readonly spkiSha256: string;
  /** SHA-256 of the whole certificate, hex. */
  readonly sha256: string;
  readonly der: Uint8Array;
  readonly signature: {
    readonly algorithm: string;
    readonly value: Uint8Array;
    readonly signedBytes: Uint8Array;
  };
}

const MAX_CERTIFICATE = 64 * 1024;

/**
 * Reads one DER certificate of at most 64 kB. Throws EdsError: an ASN1_… code, or CERTIFICATE_MALFORMED when the
 * structure is not an X.509 v3 certificate.
 */
export function parseCertificate(input: Uint8Array): CertificateInfo {
  const der = Uint8Array.from(input); // own bytes: views below must not keep or follow the caller's buffer
  const [tbs, algorithm, value, ...rest] = readDer(der, MAX_CERTIFICATE).expect(Tag.sequence).children(4);
  if (!tbs || !algorithm || !value || rest.length > 0) throw new EdsError('CERTIFICATE_MALFORMED');
  const fields = tbs.expect(Tag.sequence).children(10);
  const [version, serial, innerAlgorithm, issuer, validity, subject, spki] = fields;
  if (!version || !serial || !innerAlgorithm || !issuer || !validity || !subject || !spki) {
    throw new EdsError('CERTIFICATE_MALFORMED');
  }
  if (readSmall(version.expect(0xa0).only()) !== 2 || !equal(innerAlgorithm.raw, algorithm.raw)) {
    throw new EdsError('CERTIFICATE_MALFORMED');
  }
  const [notBefore, notAfter] = validity.expect(Tag.sequence).children(2);
  if (!notBefore || !notAfter) throw new EdsError('CERTIFICATE_MALFORMED');
  const extensions = readExtensions(extensionsNode(fields.slice(7)));
  const subjectName = readName(subject);
  const roles = extensions.ekuOids.flatMap((oid) => ROLE_BY_EKU[oid] ?? []);
  const publicKey = readPublicKey(spki);
  return {
    ...extensions,
    subjectName,
    subject: subjectOf(subjectName, roles.includes('information_system')),
    issuer: readName(issuer),
    serial: readPositive(serial),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    algorithm: publicKey.algorithm,
    publicKey,
    roles,
    spkiSha256: spkiPin(publicKey),
    sha256: sha256Hex(der),
    der,
    signature: {
      algorithm: readAlgorithmOid(algorithm),
      value: readBitBytes(value),
      signedBytes: tbs.raw,
    },
  };
}

/** The OID of an AlgorithmIdentifier. */
export function readAlgorithmOid(node: Der): string {
  const first = node.expect(Tag.sequence).children(4)[0];
  if (!first) throw new EdsError('ASN1_MALFORMED');
  return readOid(first);
}

function extensionsNode(optional: readonly Der[]): Der | null {
  for (const field of optional) {
    if (field.tag === 0xa3) return field.only();
    if (field.tag !== 0x81 && field.tag !== 0x82) throw new EdsError('CERTIFICATE_MALFORMED');
  }
  return null;
}

/** Reads a certificate file: DER, or PEM with one or more certificates. Throws as `parseCertificate`. */
export function parseCertificateFile(bytes: Uint8Array): CertificateInfo[] {
  if (bytes.length > 16 * MAX_CERTIFICATE) throw new EdsError('ASN1_TOO_LARGE');
  if (bytes[0] === Tag.sequence) return [parseCertificate(bytes)];
  const blocks = fromPem(Buffer.from(bytes).toString('latin1'), 'CERTIFICATE');
  if (blocks.length === 0) throw new EdsError('CERTIFICATE_MALFORMED');
  return blocks.map(parseCertificate);
}

/** Whether a certificate names itself as its issuer (the mark of a root; its signature is checked by the chain). */
export function isSelfIssued(certificate: CertificateInfo): boolean {
  return certificate.subjectName.hex === certificate.issuer.hex;
}

/** The key file's usual name: `GOST512_<ski>.p12` and so on. */
export function keyIdOf(certificate: CertificateInfo): string {
  return certificate.ski ?? toHex(certificate.publicKey.spki.subarray(-20));
}
