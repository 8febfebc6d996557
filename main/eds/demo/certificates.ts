import { Oid } from '../asn1/oids.ts';
import {
  bits,
  ia5,
  implicit,
  integer,
  octets,
  oid,
  printable,
  sequence,
  setOf,
  tagged,
  time,
  truth,
  utf8,
} from '../asn1/write.ts';
import type { CertificateRole } from '../certificate.ts';
import type { DemoKey } from './keys.ts';

/** Certificates in the shape the National Certification Authority gives its own (eds.md, C1–C3, and its test keys). */

/** Which key file: an RSA key for entering, an RSA key for signing, or one GOST-2015 key for both. */
export type DemoKeyKind = 'rsa_auth' | 'rsa_sign' | 'gost512';

/** Who the key is issued to. `iin`: 12 digits. An information system has only `commonName` (its name in quotes). */
export interface DemoHolder {
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic?: string;
  readonly iin: string;
}

export interface DemoOrganisation {
  readonly name: string;
  readonly bin: string;
}

const attribute = (type: string, value: Uint8Array) => setOf(sequence(oid(type), value));

/** A CA's name: CN and C, like the Authority's. */
export const caName = (commonName: string) =>
  sequence(attribute(Oid.commonName, utf8(commonName)), attribute(Oid.country, printable('KZ')));

/** A person's name in the Authority's order: CN, SN, serialNumber, C, [O, OU], [GN, which is the patronymic]. */
export function holderName(holder: DemoHolder, organisation: DemoOrganisation | null): Uint8Array {
  return sequence(
    attribute(Oid.commonName, utf8(`${holder.surname} ${holder.givenName}`)),
    attribute(Oid.surname, utf8(holder.surname)),
    attribute(Oid.serialNumber, printable(`IIN${holder.iin}`)),
    attribute(Oid.country, printable('KZ')),
    ...organisationAttributes(organisation),
    ...(holder.patronymic ? [attribute(Oid.givenName, utf8(holder.patronymic))] : []),
  );
}

/** An information system's name: UID, CN, C, O, OU. */
export function systemName(name: string, organisation: DemoOrganisation): Uint8Array {
  return sequence(
    attribute(Oid.userId, utf8(Oid.informationSystemUid)),
    attribute(Oid.commonName, utf8(`ИС "${name}"`)),
    attribute(Oid.country, printable('KZ')),
    ...organisationAttributes(organisation),
  );
}

function organisationAttributes(organisation: DemoOrganisation | null): Uint8Array[] {
  if (!organisation) return [];
  return [
    attribute(Oid.organisation, utf8(organisation.name)),
    attribute(Oid.organisationalUnit, utf8(`BIN${organisation.bin}`)),
  ];
}

const extension = (type: string, value: Uint8Array, critical = false) =>
  sequence(oid(type), ...(critical ? [truth()] : []), octets(value));

/** KeyUsage from bit numbers (0 digitalSignature … 6 crlSign), with its unused bits as DER wants. */
function keyUsage(set: readonly number[]): Uint8Array {
  const byte = set.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return bits(Uint8Array.of(byte), 7 - Math.max(...set));
}

const cps = sequence(oid(Oid.cpsUri), ia5('http://pki.gov.kz/cps'));
const policy = (type: string) =>
  extension(Oid.certificatePolicies, sequence(sequence(oid(type), sequence(cps))));
const subjectKeyId = (ski: Uint8Array) => extension(Oid.subjectKeyId, octets(ski));
const authorityKeyId = (ski: Uint8Array) => extension(Oid.authorityKeyId, sequence(implicit(0, ski)));
const url = (address: string) => implicit(6, Buffer.from(address, 'latin1'));
const distributionPoint = (type: string, address: string) =>
  extension(type, sequence(sequence(tagged(0, tagged(0, url(address))))));
const ocspAccess = (address: string) =>
  extension(Oid.authorityInfoAccess, sequence(sequence(oid(Oid.accessOcsp), url(address))));

/** Extensions of a root or of an issuing centre. */
export function caExtensions(key: DemoKey, issuer: DemoKey, pathLength: number | null): Uint8Array[] {
  const constraints = sequence(truth(), ...(pathLength === null ? [] : [integer(pathLength)]));
  return [
    extension(Oid.basicConstraints, constraints, true),
    extension(Oid.keyUsage, keyUsage([5, 6]), true),
    subjectKeyId(key.ski),
    authorityKeyId(issuer.ski),
    policy(key === issuer ? Oid.policyRoot : Oid.policyGost),
  ];
}

const ROLE_EKU: Readonly<Record<CertificateRole, string>> = {
  individual: Oid.ekuIndividual,
  first_head: Oid.ekuFirstHead,
  signatory: Oid.ekuSignatory,
  finance_signatory: Oid.ekuFinanceSignatory,
  hr: Oid.ekuHr,
  employee: Oid.ekuEmployee,
  information_system: Oid.ekuInformationSystem,
};

export interface LeafProfile {
  readonly kind: DemoKeyKind;
  readonly role: CertificateRole;
  readonly ocspUrl: string | null;
  readonly crlUrl: string | null;
}

const KEY_USAGE: Readonly<Record<DemoKeyKind, readonly number[]>> = {
  rsa_auth: [0, 2],
  rsa_sign: [0, 1],
  gost512: [0, 1, 4],
};

function policyOf(kind: DemoKeyKind, isIndividual: boolean): string {
  if (kind === 'gost512') return Oid.policyGost;
  if (kind === 'rsa_auth') return isIndividual ? Oid.policyIndividualLogin : Oid.policyOrganisationLogin;
  return isIndividual ? Oid.policyIndividualSign : Oid.policyOrganisationSign;
}

/** Extensions of a holder's certificate. Newer "right of signature" keys have a critical EKU and a plain KeyUsage. */
export function leafExtensions(key: DemoKey, issuer: DemoKey, profile: LeafProfile): Uint8Array[] {
  const { kind, role } = profile;
  const isIndividual = role === 'individual';
  const isSignatory = role === 'signatory' && kind === 'gost512';
  const usage = kind === 'rsa_auth' ? Oid.ekuClientAuth : Oid.ekuEmailProtection;
  const ekus = [
    ...(role === 'information_system' ? [] : [usage]),
    ...(isIndividual ? [] : [Oid.ekuOrganisation]),
    ROLE_EKU[role],
  ];
  return [
    policy(policyOf(kind, isIndividual)),
    ...(profile.ocspUrl ? [ocspAccess(profile.ocspUrl)] : []),
    ...(profile.crlUrl ? [distributionPoint(Oid.crlDistributionPoints, profile.crlUrl)] : []),
    extension(Oid.extendedKeyUsage, sequence(...ekus.map(oid)), isSignatory),
    extension(Oid.keyUsage, keyUsage(KEY_USAGE[kind]), !isSignatory),
    subjectKeyId(key.ski),
    authorityKeyId(issuer.ski),
    extension(Oid.keyStoreKind, sequence(oid(Oid.keyStoreFile))),
  ];
}

/** Extensions of an OCSP responder delegated by the issuing centre. */
export function responderExtensions(key: DemoKey, issuer: DemoKey): Uint8Array[] {
  return [
    extension(Oid.keyUsage, keyUsage([0]), true),
    extension(Oid.extendedKeyUsage, sequence(oid(Oid.ekuOcspSigning))),
    subjectKeyId(key.ski),
    authorityKeyId(issuer.ski),
  ];
}

export interface CertificateRequest {
  readonly serial: string;
  readonly issuerName: Uint8Array;
  readonly issuerKey: DemoKey;
  readonly subjectName: Uint8Array;
  readonly key: DemoKey;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly Uint8Array[];
}

/** A signed X.509 v3 certificate, DER. */
export function issueCertificate(request: CertificateRequest): Uint8Array {
  const { issuerKey } = request;
  const tbs = sequence(
    tagged(0, integer(2)),
    integer(request.serial),
    issuerKey.signatureAlgorithm,
    request.issuerName,
    sequence(time(request.notBefore), time(request.notAfter)),
    request.subjectName,
    request.key.spki,
    tagged(3, sequence(...request.extensions)),
  );
  return sequence(tbs, issuerKey.signatureAlgorithm, bits(issuerKey.sign(tbs)));
}

/** A signed CRL, DER (RFC 5280 5). */
export function issueCrl(
  issuerName: Uint8Array,
  issuerKey: DemoKey,
  crl: {
    readonly thisUpdate: Date;
    readonly nextUpdate: Date;
    readonly number: number;
    readonly revoked: readonly { readonly serial: string; readonly at: Date }[];
  },
): Uint8Array {
  const entries = crl.revoked.map(({ serial, at }) => sequence(integer(serial), time(at)));
  const tbs = sequence(
    integer(1),
    issuerKey.signatureAlgorithm,
    issuerName,
    time(crl.thisUpdate),
    time(crl.nextUpdate),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    tagged(0, sequence(authorityKeyId(issuerKey.ski), extension(Oid.crlNumber, integer(crl.number)))),
  );
  return sequence(tbs, issuerKey.signatureAlgorithm, bits(issuerKey.sign(tbs)));
}
