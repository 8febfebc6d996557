/**
 * A package of kind `application` as XML, for what the desk itself writes at the counter. The text is its own Canonical XML 1.0 (as in
 * decision-xml.ts), so that what is judged, hashed and signed by the family is one text.
 */
import { escapeText } from './decision-xml.ts';
import {
  type ApplicationPackage,
  PACKAGE_NAMESPACE,
  type PackagePerson,
  type PackageScan,
  type XmlNode,
} from './package.ts';

function node(name: string, attributes: Readonly<Record<string, string>>, ...children: XmlNode[]): XmlNode {
  return { name, attributes, children, text: '' };
}

function leaf(name: string, text: string, attributes: Readonly<Record<string, string>> = {}): XmlNode {
  return { name, attributes, children: [], text };
}

/** A part that is left out where there is none. */
function maybe(name: string, text: string | null): readonly XmlNode[] {
  return text === null ? [] : [leaf(name, text)];
}

/** The elements of a package, in the order of its schema. Values are written as they are: `readPackage` judges them. */
export function packageNode(one: ApplicationPackage): XmlNode {
  return node(
    'package',
    { kind: one.kind },
    leaf('portal', one.portal),
    leaf('id', one.portalId),
    leaf('sentAt', one.sentAt),
    leaf('service', one.service),
    leaf('department', one.department),
    wishNode(one),
    personNode('applicant', one.applicant, { relation: one.applicant.relation }),
    personNode('child', one.child, {}),
    node(
      'addresses',
      {},
      leaf('permanent', one.permanentAddress),
      ...maybe('temporary', one.temporaryAddress),
    ),
    contactsNode(one),
    leaf('notification', '', { language: one.notificationLanguage, type: one.notificationType }),
    node('consents', {}, ...one.consents.map(({ kind, at }) => leaf('consent', '', { at, kind }))),
    ...(one.scans.length === 0 ? [] : [node('scans', {}, ...one.scans.map(scanNode))]),
  );
}

function wishNode(one: ApplicationPackage): XmlNode {
  return node(
    'application',
    {},
    leaf('submittedAt', one.submittedAt),
    leaf('queueKind', one.queueKind),
    ...maybe('correctionKind', one.correctionKind),
    leaf('language', one.language),
    ...maybe('desiredFrom', one.desiredFrom),
    ...maybe('benefitCategory', one.benefitCategory),
    ...maybe('birthAct', one.birthAct),
    node('kindergartens', {}, ...one.kindergartens.map((bin) => leaf('bin', bin))),
  );
}

function personNode(name: string, one: PackagePerson, attributes: Readonly<Record<string, string>>): XmlNode {
  return node(
    name,
    attributes,
    leaf('iin', one.iin),
    leaf('surname', one.surname),
    leaf('givenName', one.givenName),
    ...maybe('patronymic', one.patronymic),
    leaf('birthDate', one.birthDate),
    leaf('sex', one.sex),
  );
}

function contactsNode({ contacts }: ApplicationPackage): XmlNode {
  const proof = (by: string | null): Readonly<Record<string, string>> =>
    by === null ? {} : { verifiedBy: by };
  return node(
    'contacts',
    {},
    leaf('phone', contacts.phone, proof(contacts.phoneVerifiedBy)),
    ...(contacts.email === null ? [] : [leaf('email', contacts.email, proof(contacts.emailVerifiedBy))]),
  );
}

function scanNode(scan: PackageScan): XmlNode {
  return leaf('scan', scan.base64 ?? '', {
    about: scan.about,
    ...(scan.href === null ? {} : { href: scan.href }),
    kind: scan.kind,
    name: scan.fileName,
    sha256: scan.sha256,
    ...(scan.mediaType === null ? {} : { type: scan.mediaType }),
  });
}

/** The text of a package: canonical, no declaration. */
export function packageXml(one: ApplicationPackage): string {
  return write(packageNode(one), ` xmlns="${PACKAGE_NAMESPACE}"`);
}

function write({ name, attributes, children, text }: XmlNode, namespace = ''): string {
  // Canonical XML sorts attributes by name.
  const list = Object.entries(attributes)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  const inner = children.length > 0 ? children.map((child) => write(child)).join('') : escapeText(text);
  return `<${name}${namespace}${list.join('')}>${inner}</${name}>`;
}

/** As Canonical XML 1.0 escapes the value of an attribute. */
function escapeAttribute(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');
}
