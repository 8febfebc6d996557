import { type Der, readFlags, readOid, readSmall, Tag } from './asn1/der.ts';
import { Oid } from './asn1/oids.ts';
import { toHex } from './bytes.ts';
import { EdsError } from './errors.ts';

/** Key usages by RFC 5280 4.2.1.3, in bit order. */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'crlSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export type KeyUsage = (typeof KEY_USAGES)[number];

/** What the extensions of a certificate say. Absent ones are null or empty. */
export interface CertificateExtensions {
  readonly ski: string | null;
  readonly aki: string | null;
  readonly keyUsage: readonly KeyUsage[];
  readonly ekuOids: readonly string[];
  readonly policies: readonly string[];
  readonly isCa: boolean;
  /** The path length constraint of a CA; null for none. */
  readonly pathLength: number | null;
  readonly ocspUrls: readonly string[];
  readonly crlUrls: readonly string[];
  readonly deltaCrlUrls: readonly string[];
  /** Critical extensions this program does not understand: RFC 5280 says to refuse such a certificate. */
  readonly unknownCritical: readonly string[];
}

type Draft = { -readonly [K in keyof CertificateExtensions]: CertificateExtensions[K] };

const READERS: Readonly<Record<string, (draft: Draft, value: Der) => void>> = {
  [Oid.subjectKeyId]: (draft, value) => {
    draft.ski = toHex(value.expect(Tag.octetString).content);
  },
  [Oid.authorityKeyId]: (draft, value) => {
    const keyId = value
      .expect(Tag.sequence)
      .children(8)
      .find((part) => part.tag === 0x80);
    draft.aki = keyId ? toHex(keyId.content) : null;
  },
  [Oid.keyUsage]: (draft, value) => {
    draft.keyUsage = readFlags(value).flatMap((bit) => KEY_USAGES[bit] ?? []);
  },
  [Oid.extendedKeyUsage]: (draft, value) => {
    draft.ekuOids = value.expect(Tag.sequence).children(64).map(readOid);
  },
  [Oid.certificatePolicies]: (draft, value) => {
    draft.policies = value
      .expect(Tag.sequence)
      .children(64)
      .flatMap((policy) => policy.expect(Tag.sequence).children(4).slice(0, 1).map(readOid));
  },
  [Oid.basicConstraints]: readBasicConstraints,
  [Oid.authorityInfoAccess]: (draft, value) => {
    draft.ocspUrls = readAccess(value, Oid.accessOcsp);
  },
  [Oid.crlDistributionPoints]: (draft, value) => {
    draft.crlUrls = readDistributionPoints(value);
  },
  [Oid.freshestCrl]: (draft, value) => {
    draft.deltaCrlUrls = readDistributionPoints(value);
  },
  [Oid.subjectAltName]: () => undefined,
  [Oid.keyStoreKind]: () => undefined,
};

/** Reads the Extensions of a certificate (null for none). A repeated extension is malformed. */
export function readExtensions(node: Der | null): CertificateExtensions {
  const draft: Draft = {
    ski: null,
    aki: null,
    keyUsage: [],
    ekuOids: [],
    policies: [],
    isCa: false,
    pathLength: null,
    ocspUrls: [],
    crlUrls: [],
    deltaCrlUrls: [],
    unknownCritical: [],
  };
  const seen = new Set<string>();
  for (const extension of node?.expect(Tag.sequence).children(64) ?? []) {
    const { oid, critical, value } = readExtension(extension);
    if (seen.has(oid)) throw new EdsError('CERTIFICATE_MALFORMED');
    seen.add(oid);
    const reader = READERS[oid];
    if (reader) reader(draft, value.inner());
    else if (critical) draft.unknownCritical = [...draft.unknownCritical, oid];
  }
  return draft;
}

/** One Extension: its OID, its criticality and the OCTET STRING with its value. */
export function readExtension(node: Der): { oid: string; critical: boolean; value: Der } {
  const parts = node.expect(Tag.sequence).children(3);
  const [oid, second, third] = parts;
  const value = third ?? second;
  if (!oid || !value || (third && second?.tag !== Tag.boolean)) throw new EdsError('CERTIFICATE_MALFORMED');
  const critical = third !== undefined && second?.content[0] !== 0;
  return { oid: readOid(oid), critical, value: value.expect(Tag.octetString) };
}

function readBasicConstraints(draft: Draft, value: Der): void {
  const [ca, pathLength] = value.expect(Tag.sequence).children(2);
  draft.isCa = ca?.tag === Tag.boolean && ca.content[0] !== 0;
  const length = ca?.tag === Tag.integer ? ca : pathLength;
  draft.pathLength = length ? readSmall(length) : null;
}

function readAccess(value: Der, method: string): string[] {
  const urls = value
    .expect(Tag.sequence)
    .children(32)
    .flatMap((description) => {
      const [kind, location] = description.expect(Tag.sequence).children(2);
      return kind && location?.tag === 0x86 && readOid(kind) === method ? [readUrl(location)] : [];
    });
  return [...new Set(urls)];
}

/** `fullName` URLs of CRLDistributionPoints: SEQ{SEQ{[0]{[0]{[6] url}}}}. */
function readDistributionPoints(value: Der): string[] {
  return value
    .expect(Tag.sequence)
    .children(32)
    .flatMap((point) => point.expect(Tag.sequence).children(3))
    .filter((part) => part.tag === 0xa0)
    .flatMap((name) => name.children(2))
    .filter((fullName) => fullName.tag === 0xa0)
    .flatMap((fullName) => fullName.children(16))
    .filter((general) => general.tag === 0x86)
    .map(readUrl);
}

function readUrl(node: Der): string {
  if (node.content.length > 1024) throw new EdsError('CERTIFICATE_MALFORMED');
  return Buffer.from(node.content)
    .toString('latin1')
    .replaceAll(/[^\x21-\x7e]/g, '');
}
