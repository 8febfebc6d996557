import { type Der, readOid, readText, Tag } from './asn1/der.ts';
import { Oid } from './asn1/oids.ts';
import { toHex } from './bytes.ts';
import { EdsError } from './errors.ts';

/** A distinguished name: its attributes in encoded order, and its DER as hex (for exact comparison). */
export interface CertificateName {
  readonly hex: string;
  readonly commonName: string;
  readonly attributes: readonly { readonly oid: string; readonly value: string }[];
}

/**
 * The holder as the Authority writes one (eds.md, C1). `givenName` is the common name without the surname, because
 * the attribute called GN carries the patronymic. A missing field is null.
 */
export interface SubjectInfo {
  readonly commonName: string;
  readonly surname: string | null;
  readonly givenName: string | null;
  readonly patronymic: string | null;
  /** 12 digits as in the certificate; the checksum is not judged here (test keys fail it). */
  readonly iin: string | null;
  readonly bin: string | null;
  readonly organisation: string | null;
  readonly isInformationSystem: boolean;
}

/** Reads a Name. Attribute values that are not text are refused. */
export function readName(node: Der): CertificateName {
  const attributes: { oid: string; value: string }[] = [];
  for (const set of node.expect(Tag.sequence).children(64)) {
    for (const pair of set.expect(Tag.set).children(8)) {
      const [type, value, ...rest] = pair.expect(Tag.sequence).children(3);
      if (!type || !value || rest.length > 0) throw new EdsError('CERTIFICATE_MALFORMED');
      attributes.push({ oid: readOid(type), value: readText(value) });
    }
  }
  return { hex: toHex(node.raw), commonName: first(attributes, Oid.commonName) ?? '', attributes };
}

const first = (attributes: CertificateName['attributes'], oid: string): string | null =>
  attributes.find((attribute) => attribute.oid === oid)?.value ?? null;

/** The holder named by a subject DN. `hasSystemRole`: the certificate carries the information-system role EKU. */
export function subjectOf(name: CertificateName, hasSystemRole: boolean): SubjectInfo {
  const { attributes, commonName } = name;
  const surname = first(attributes, Oid.surname);
  const serial = first(attributes, Oid.serialNumber);
  return {
    commonName,
    surname,
    givenName: givenNameOf(commonName, surname),
    patronymic: surname === null ? null : first(attributes, Oid.givenName),
    iin: digitsAfter('IIN', serial),
    bin: digitsAfter('BIN', first(attributes, Oid.organisationalUnit)) ?? digitsAfter('BIN', serial),
    organisation: first(attributes, Oid.organisation),
    isInformationSystem: hasSystemRole || first(attributes, Oid.userId) === Oid.informationSystemUid,
  };
}

function givenNameOf(commonName: string, surname: string | null): string | null {
  if (surname === null || !commonName.startsWith(`${surname} `)) return null;
  return commonName.slice(surname.length + 1).trim() || null;
}

function digitsAfter(prefix: 'IIN' | 'BIN', value: string | null): string | null {
  return new RegExp(`^${prefix}(\\d{12})$`).exec(value ?? '')?.[1] ?? null;
}
