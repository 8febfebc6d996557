/** Parts that packages of several kinds share: people, contacts, addresses, consents, scans. */
import {
  CONSENT_KINDS,
  EMAIL_PROOFS,
  PACKAGE_LIMITS,
  type PackageConsent,
  type PackageContacts,
  type PackagePerson,
  type PackageScan,
  type PackageSubject,
  PHONE_PROOFS,
  RELATIONS,
  type Relation,
  type XmlNode,
} from './package.ts';
import {
  applicationNumber,
  attributesOf,
  childrenOf,
  civilDay,
  code,
  email,
  fileName,
  iin,
  instant,
  leaf,
  MEMBER_NAME,
  oneOf,
  oneOfOrNull,
  type PackageReading,
  personName,
  phone,
  plain,
} from './package-values.ts';

const PERSON = [
  ['iin', 1, 1],
  ['surname', 1, 1],
  ['givenName', 1, 1],
  ['patronymic', 0, 1],
  ['birthDate', 1, 1],
  ['sex', 1, 1],
] as const;

/** A person; `attributes` are those its element may have. */
export function readPerson(
  reading: PackageReading,
  node: XmlNode,
  place: string,
  attributes: readonly string[] = [],
): PackagePerson {
  attributesOf(reading, node, place, attributes);
  const parts = childrenOf(reading, node, place, PERSON);
  const text = (name: string): string | null => leaf(reading, parts.get(name)?.[0], `${place}/${name}`);
  const patronymic = text('patronymic');
  return {
    iin: iin(reading, text('iin'), `${place}/iin`),
    surname: personName(reading, text('surname'), `${place}/surname`),
    givenName: personName(reading, text('givenName'), `${place}/givenName`),
    patronymic: patronymic === null ? null : personName(reading, patronymic, `${place}/patronymic`),
    birthDate: civilDay(reading, text('birthDate'), `${place}/birthDate`) ?? '',
    sex: oneOf(reading, text('sex'), `${place}/sex`, ['female', 'male']),
  };
}

/** A parent or guardian: a person with a relation to the child. */
export function readRelative(
  reading: PackageReading,
  node: XmlNode,
  place: string,
): PackagePerson & { relation: Relation } {
  return {
    ...readPerson(reading, node, place, ['relation']),
    relation: oneOf(reading, node.attributes.relation ?? null, `${place}/@relation`, RELATIONS),
  };
}

export function readContacts(reading: PackageReading, node: XmlNode, place: string): PackageContacts {
  attributesOf(reading, node, place, []);
  const parts = childrenOf(reading, node, place, [
    ['phone', 1, 1],
    ['email', 0, 1],
  ]);
  const call = parts.get('phone')?.[0];
  const mail = parts.get('email')?.[0];
  return {
    phone: phone(reading, leaf(reading, call, `${place}/phone`, ['verifiedBy?']), `${place}/phone`),
    phoneVerifiedBy: oneOfOrNull(
      reading,
      call?.attributes.verifiedBy,
      `${place}/phone/@verifiedBy`,
      PHONE_PROOFS,
    ),
    email: email(reading, leaf(reading, mail, `${place}/email`, ['verifiedBy?']), `${place}/email`),
    emailVerifiedBy: oneOfOrNull(
      reading,
      mail?.attributes.verifiedBy,
      `${place}/email/@verifiedBy`,
      EMAIL_PROOFS,
    ),
  };
}

/** `permanent`: whether it must be there. */
export function readAddresses(
  reading: PackageReading,
  node: XmlNode | undefined,
  place: string,
  permanent: 0 | 1,
): { permanentAddress: string | null; temporaryAddress: string | null } {
  if (node === undefined) return { permanentAddress: null, temporaryAddress: null };
  attributesOf(reading, node, place, []);
  const parts = childrenOf(reading, node, place, [
    ['permanent', permanent, 1],
    ['temporary', 0, 1],
  ]);
  const text = (name: string): string | null =>
    plain(reading, leaf(reading, parts.get(name)?.[0], `${place}/${name}`), `${place}/${name}`, 300);
  return { permanentAddress: text('permanent'), temporaryAddress: text('temporary') };
}

export function readConsents(
  reading: PackageReading,
  node: XmlNode,
  place: string,
): readonly PackageConsent[] {
  attributesOf(reading, node, place, []);
  const parts = childrenOf(reading, node, place, [['consent', 1, CONSENT_KINDS.length]]);
  return (parts.get('consent') ?? []).map((consent, i) => {
    const here = `${place}/consent[${i + 1}]`;
    leaf(reading, consent, here, ['kind', 'at']);
    return {
      kind: oneOf(reading, consent.attributes.kind ?? null, `${here}/@kind`, CONSENT_KINDS),
      at: instant(reading, consent.attributes.at ?? null, `${here}/@at`),
    };
  });
}

export function readSubject(reading: PackageReading, node: XmlNode, place: string): PackageSubject {
  attributesOf(reading, node, place, []);
  const parts = childrenOf(reading, node, place, [
    ['number', 1, 1],
    ['childIin', 1, 1],
    ['applicantIin', 1, 1],
  ]);
  const text = (name: string): string | null => leaf(reading, parts.get(name)?.[0], `${place}/${name}`);
  return {
    number: applicationNumber(reading, text('number'), `${place}/number`),
    childIin: iin(reading, text('childIin'), `${place}/childIin`),
    applicantIin: iin(reading, text('applicantIin'), `${place}/applicantIin`),
  };
}

const ABOUT = ['child', 'applicant', 'second_parent'] as const;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** Base64 of the largest scan, with line ends. */
const MOST_BASE64 = Math.ceil((PACKAGE_LIMITS.scanBytes * 4) / 3) * 1.1;

/** Scans with their bytes still in base64 or in the ZIP: who opens the file decodes, weighs and hashes them. */
export function readScans(
  reading: PackageReading,
  node: XmlNode | undefined,
  place: string,
): readonly PackageScan[] {
  if (node === undefined) return [];
  attributesOf(reading, node, place, []);
  const parts = childrenOf(reading, node, place, [['scan', 1, PACKAGE_LIMITS.scans]]);
  const scans = (parts.get('scan') ?? []).map((scan, i) =>
    readScan(reading, scan, `${place}/scan[${i + 1}]`),
  );
  const seen = new Set<string>();
  for (const [i, scan] of scans.entries()) {
    const key = `${scan.kind} ${scan.about} ${scan.sha256}`;
    if (seen.has(key)) reading.fault('SCAN_TWICE', `${place}/scan[${i + 1}]`);
    seen.add(key);
  }
  return scans;
}

function readScan(reading: PackageReading, node: XmlNode, place: string): PackageScan {
  attributesOf(reading, node, place, ['kind', 'about', 'name', 'sha256', 'type?', 'href?']);
  const { kind, about, name, sha256 = '', type, href } = node.attributes;
  if (node.children.length > 0) reading.fault('FORMAT_ELEMENT', place);
  if (!/^[0-9a-f]{64}$/.test(sha256)) reading.fault('SCAN_SHA256', place);
  if (type !== undefined && !/^[a-z]{1,20}\/[a-z0-9.+-]{1,60}$/.test(type)) {
    reading.fault('SCAN_TYPE', place);
  }
  const isMember = href !== undefined;
  if (isMember && (!MEMBER_NAME.test(href) || node.text.trim() !== '')) {
    reading.fault('SCAN_MEMBER', place);
  }
  return {
    kind: code(reading, kind ?? null, `${place}/@kind`) ?? '',
    about: oneOf(reading, about ?? null, `${place}/@about`, ABOUT),
    fileName: fileName(reading, name, `${place}/@name`),
    sha256,
    mediaType: type ?? null,
    href: href ?? null,
    base64: isMember ? null : base64Of(reading, node.text, place),
  };
}

function base64Of(reading: PackageReading, text: string, place: string): string {
  if (text.length > MOST_BASE64) {
    reading.fault('SCAN_SIZE', place);
    return '';
  }
  const bare = text.replace(/[ \t\r\n]+/g, '');
  if (bare === '' || bare.length % 4 !== 0 || !BASE64.test(bare)) reading.fault('SCAN_BASE64', place);
  return bare;
}
