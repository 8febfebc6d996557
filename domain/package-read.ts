/** A package out of its parsed XML: typed, every fault told with its place (docs/package-1.xsd is the same in another language). */
import { COMPANION_RELATIONS } from './companions.ts';
import {
  type AnswerPackage,
  type ApplicationPackage,
  type CompanionPackage,
  type InterestPackage,
  type LinkPackage,
  NOTIFICATION_TYPES,
  PACKAGE_KINDS,
  PACKAGE_LIMITS,
  PACKAGE_SERVICES,
  type Package,
  type PackageFault,
  type PackageHead,
  type PackageKind,
  type XmlNode,
} from './package.ts';
import {
  readAddresses,
  readConsents,
  readContacts,
  readPerson,
  readRelative,
  readScans,
  readSubject,
} from './package-parts.ts';
import {
  attributesOf,
  bin,
  childrenOf,
  civilDay,
  code,
  type ElementRule,
  iin,
  instant,
  leaf,
  oneOf,
  PackageReading,
  PORTAL_ID,
  phone,
  plain,
  portalId,
} from './package-values.ts';

export type PackageResult =
  | { readonly ok: true; readonly package: Package }
  | {
      readonly ok: false;
      readonly faults: readonly [PackageFault, ...PackageFault[]];
      /** What could be read of whose it is; null where even that was broken. */
      readonly portal: string | null;
      readonly portalId: string | null;
      readonly kind: PackageKind | null;
    };

const HEAD: readonly ElementRule[] = [
  ['portal', 1, 1],
  ['id', 1, 1],
  ['sentAt', 1, 1],
  ['service', 1, 1],
  ['department', 1, 1],
];
const SCANS: readonly ElementRule[] = [['scans', 0, 1]];

/** Elements of each kind after the head. */
const BODY: Readonly<Record<PackageKind, readonly ElementRule[]>> = {
  application: [
    ['application', 1, 1],
    ['applicant', 1, 1],
    ['child', 1, 1],
    ['addresses', 1, 1],
    ['contacts', 1, 1],
    ['notification', 1, 1],
    ['consents', 1, 1],
    ...SCANS,
  ],
  answer: [['subject', 1, 1], ['addresses', 0, 1], ['contacts', 0, 1], ...SCANS],
  interest: [
    ['subject', 1, 1],
    ['confirmedAt', 1, 1],
  ],
  companion: [['subject', 1, 1], ['companion', 1, 1], ...SCANS],
  link: [['childIin', 1, 1], ['parent', 1, 1], ['contacts', 1, 1], ['consents', 1, 1], ...SCANS],
};

/** The parts of one package, by the name of their element. */
interface Parts {
  readonly reading: PackageReading;
  readonly parts: ReadonlyMap<string, readonly XmlNode[]>;
  text(name: string): string | null;
  node(name: string): XmlNode;
}

const NOTHING: XmlNode = { name: '', attributes: {}, children: [], text: '' };

/**
 * Reads a package. Names of elements are the schema's, without a namespace: whoever parsed the XML has seen to that. Pure; no clock,
 * no catalogue: what only the office can judge is `judgePackage`'s and the database's.
 */
export function readPackage(root: XmlNode): PackageResult {
  const reading = new PackageReading();
  const kind = PACKAGE_KINDS.find((one) => one === root.attributes.kind) ?? null;
  if (root.name !== 'package' || kind === null) {
    return refused(kind, null, null, [
      root.name === 'package'
        ? { code: 'VALUE_UNKNOWN', place: '@kind' }
        : { code: 'FORMAT_ROOT', place: '' },
    ]);
  }
  attributesOf(reading, root, '', ['kind']);
  const parts = childrenOf(reading, root, '', [...HEAD, ...BODY[kind]]);
  const one: Parts = {
    reading,
    parts,
    text: (name) => leaf(reading, parts.get(name)?.[0], name),
    node: (name) => parts.get(name)?.[0] ?? NOTHING,
  };
  const head = readHead(one);
  const whole = parts.size === 0 ? null : readBody(one, kind, head);
  const [first, ...rest] = reading.faults;
  if (first !== undefined || whole === null) {
    return refused(kind, head.portal || null, head.portalId || null, [
      first ?? { code: 'FORMAT_MISSING', place: '' },
      ...rest,
    ]);
  }
  return { ok: true, package: whole };
}

function refused(
  kind: PackageKind | null,
  portal: string | null,
  id: string | null,
  faults: readonly [PackageFault, ...PackageFault[]],
): PackageResult {
  const isName = portal !== null && /^[a-z][a-z0-9_]{0,59}$/.test(portal);
  const isId = id !== null && PORTAL_ID.test(id);
  return { ok: false, faults, kind, portal: isName ? portal : null, portalId: isId ? id : null };
}

function readHead(one: Parts): PackageHead {
  const { reading, text } = one;
  return {
    portal: code(reading, text('portal'), 'portal') ?? '',
    portalId: portalId(reading, text('id'), 'id'),
    sentAt: instant(reading, text('sentAt'), 'sentAt'),
    service: oneOf(reading, text('service'), 'service', PACKAGE_SERVICES),
    department: bin(reading, text('department'), 'department'),
    scans: readScans(reading, one.parts.get('scans')?.[0], 'scans'),
  };
}

/** Parts that are missing were told already; none of them is read. */
function readBody(one: Parts, kind: PackageKind, head: PackageHead): Package | null {
  if (BODY[kind].some(([name, least]) => least > 0 && !one.parts.has(name))) return null;
  switch (kind) {
    case 'application':
      return readApplication(one, head);
    case 'answer':
      return readAnswer(one, head);
    case 'interest':
      return readInterest(one, head);
    case 'companion':
      return readCompanion(one, head);
    case 'link':
      return readLink(one, head);
  }
}

function readApplication(one: Parts, head: PackageHead): ApplicationPackage {
  const { reading, node } = one;
  const { permanentAddress, temporaryAddress } = readAddresses(reading, node('addresses'), 'addresses', 1);
  const notification = node('notification');
  leaf(reading, notification, 'notification', ['type', 'language']);
  return {
    ...head,
    kind: 'application',
    ...readWish(reading, node('application')),
    applicant: readRelative(reading, node('applicant'), 'applicant'),
    child: readPerson(reading, node('child'), 'child'),
    permanentAddress: permanentAddress ?? '',
    temporaryAddress,
    contacts: readContacts(reading, node('contacts'), 'contacts'),
    notificationType: oneOf(
      reading,
      notification.attributes.type ?? null,
      'notification/@type',
      NOTIFICATION_TYPES,
    ),
    notificationLanguage: oneOf(reading, notification.attributes.language ?? null, 'notification/@language', [
      'kk',
      'ru',
    ]),
    consents: readConsents(reading, node('consents'), 'consents'),
  };
}

const WISH: readonly ElementRule[] = [
  ['submittedAt', 1, 1],
  ['queueKind', 1, 1],
  ['correctionKind', 0, 1],
  ['language', 1, 1],
  ['desiredFrom', 0, 1],
  ['benefitCategory', 0, 1],
  ['birthAct', 0, 1],
  ['kindergartens', 1, 1],
];

/** What the family asks for. */
function readWish(reading: PackageReading, node: XmlNode) {
  const place = 'application';
  attributesOf(reading, node, place, []);
  const parts = childrenOf(reading, node, place, WISH);
  const text = (name: string): string | null => leaf(reading, parts.get(name)?.[0], `${place}/${name}`);
  const list = parts.get('kindergartens')?.[0] ?? NOTHING;
  attributesOf(reading, list, `${place}/kindergartens`, []);
  const bins = childrenOf(reading, list, `${place}/kindergartens`, [
    ['bin', 1, PACKAGE_LIMITS.kindergartens],
  ]).get('bin');
  return {
    submittedAt: instant(reading, text('submittedAt'), `${place}/submittedAt`),
    queueKind: oneOf(reading, text('queueKind'), `${place}/queueKind`, ['general', 'special']),
    correctionKind: plain(reading, text('correctionKind'), `${place}/correctionKind`, 200),
    language: oneOf(reading, text('language'), `${place}/language`, ['kk', 'ru']),
    desiredFrom: civilDay(reading, text('desiredFrom'), `${place}/desiredFrom`),
    benefitCategory: code(reading, text('benefitCategory'), `${place}/benefitCategory`),
    birthAct: plain(reading, text('birthAct'), `${place}/birthAct`, 40),
    kindergartens: (bins ?? []).map((each, i) => {
      const here = `${place}/kindergartens/bin[${i + 1}]`;
      return bin(reading, leaf(reading, each, here), here);
    }),
  };
}

function readAnswer(one: Parts, head: PackageHead): AnswerPackage {
  const { reading, node, parts } = one;
  const contacts = parts.get('contacts')?.[0];
  return {
    ...head,
    kind: 'answer',
    subject: readSubject(reading, node('subject'), 'subject'),
    ...readAddresses(reading, parts.get('addresses')?.[0], 'addresses', 0),
    contacts: contacts === undefined ? null : readContacts(reading, contacts, 'contacts'),
  };
}

function readInterest(one: Parts, head: PackageHead): InterestPackage {
  const { reading, node, text } = one;
  return {
    ...head,
    kind: 'interest',
    subject: readSubject(reading, node('subject'), 'subject'),
    confirmedAt: instant(reading, text('confirmedAt'), 'confirmedAt'),
  };
}

function readCompanion(one: Parts, head: PackageHead): CompanionPackage {
  const { reading, node } = one;
  const companion = node('companion');
  const place = 'companion';
  attributesOf(reading, companion, place, ['action']);
  const parts = childrenOf(reading, companion, place, [
    ['person', 1, 1],
    ['phone', 1, 1],
    ['relation', 1, 1],
    ['from', 1, 1],
    ['until', 0, 1],
  ]);
  const text = (name: string): string | null => leaf(reading, parts.get(name)?.[0], `${place}/${name}`);
  return {
    ...head,
    kind: 'companion',
    subject: readSubject(reading, node('subject'), 'subject'),
    action: oneOf(reading, companion.attributes.action ?? null, `${place}/@action`, ['add', 'end']),
    person: readPerson(reading, parts.get('person')?.[0] ?? NOTHING, `${place}/person`),
    phone: phone(reading, text('phone'), `${place}/phone`),
    relation: oneOf(reading, text('relation'), `${place}/relation`, COMPANION_RELATIONS),
    from: civilDay(reading, text('from'), `${place}/from`) ?? '',
    until: civilDay(reading, text('until'), `${place}/until`),
  };
}

function readLink(one: Parts, head: PackageHead): LinkPackage {
  const { reading, node, text } = one;
  return {
    ...head,
    kind: 'link',
    childIin: iin(reading, text('childIin'), 'childIin'),
    parent: readRelative(reading, node('parent'), 'parent'),
    contacts: readContacts(reading, node('contacts'), 'contacts'),
    consents: readConsents(reading, node('consents'), 'consents'),
  };
}
