/** Packages as portals send them: XML by a few words, ZIPs, and a citizen's signature by the demo authority. */
import { createHash, randomInt } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import { almatyDate } from '../../domain/calendar.ts';
import { makeIin } from '../../domain/iin.ts';
import { parseCertificate } from '../../main/eds/certificate.ts';
import { type DemoCa, type IssuedKey, makeDemoCa } from '../../main/eds/demo-ca.ts';
import { TrustStore } from '../../main/eds/trust.ts';
import { signXml } from '../../main/eds/xmldsig.ts';

/** Of docs/examples/places.json. */
export const DEPARTMENT = '150440000122';
export const KINDERGARTEN = '150440002010';

export interface PersonWish {
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
}

export interface ScanWish {
  readonly kind: string;
  readonly about: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly type?: string;
  /** A member of the ZIP; else the bytes stand in the XML. */
  readonly href?: string;
  readonly sha256?: string;
}

export interface ApplicationWish {
  readonly portal: string;
  readonly id: string;
  readonly sentAt: string;
  readonly department: string;
  readonly submittedAt: string;
  readonly queueKind: string;
  readonly correctionKind: string | null;
  readonly language: string;
  readonly benefitCategory: string | null;
  readonly birthAct: string | null;
  readonly kindergartens: readonly string[];
  readonly applicant: PersonWish;
  readonly relation: string;
  readonly child: PersonWish;
  readonly address: string;
  readonly temporary: string | null;
  readonly phone: string;
  readonly phoneVerifiedBy: string | null;
  readonly email: string | null;
  readonly notification: readonly [type: string, language: string];
  readonly consents: readonly (readonly [kind: string, at: string])[];
  readonly scans: readonly ScanWish[];
}

let serial = 0;

/** A checksum-valid IIN of that day that no other of this process has. */
export function iinOf(birthDate: string, sex: 'male' | 'female'): string {
  for (;;) {
    serial += 1;
    const iin = makeIin(birthDate, sex, (serial * 37 + START) % 10_000);
    if (iin !== null) return iin;
  }
}
const START = randomInt(0, 10_000);

/** A small PDF of one page. No two with different words are alike. */
export function tinyPdf(words: string): Buffer {
  return Buffer.from(
    `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n% ${words}\n%%EOF\n`,
  );
}

/** An application as a portal would send it now; every part may be given otherwise. */
export function applicationWish(now: Date, wish: Partial<ApplicationWish> = {}): ApplicationWish {
  const at = (minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString();
  const year = now.getUTCFullYear();
  const childBorn = `${year - 3}-05-14`;
  const child: PersonWish = {
    iin: iinOf(childBorn, 'male'),
    surname: 'Бекежан',
    givenName: 'Әлихан',
    patronymic: 'Нұрланұлы',
    birthDate: childBorn,
    sex: 'male',
  };
  const applicant: PersonWish = {
    iin: iinOf('1992-02-11', 'female'),
    surname: 'Бекежанова',
    givenName: 'Айгерім',
    patronymic: 'Серікқызы',
    birthDate: '1992-02-11',
    sex: 'female',
  };
  return {
    portal: 'indigo',
    id: `IND-${year}-${String(serial).padStart(7, '0')}`,
    sentAt: at(2),
    department: DEPARTMENT,
    submittedAt: at(4),
    queueKind: 'general',
    correctionKind: null,
    language: 'kk',
    benefitCategory: null,
    birthAct: '10-732-23-0005933',
    kindergartens: [KINDERGARTEN],
    applicant,
    relation: 'mother',
    child,
    address: 'Сарыбел ауылы, Достық көшесі, 5-үй',
    temporary: null,
    phone: '+7 707 000 12 34',
    phoneVerifiedBy: 'one_time_code',
    email: null,
    notification: ['ed24', 'kk'],
    consents: [['data_processing', at(9)]],
    scans: [
      { kind: 'birth_certificate', about: 'child', name: 'туу туралы куәлік.pdf', bytes: tinyPdf(child.iin) },
    ],
    ...wish,
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const leaf = (name: string, text: string | null): string =>
  text === null ? '' : `<${name}>${escaped(text)}</${name}>`;
const attribute = (name: string, text: string | null | undefined): string =>
  text == null ? '' : ` ${name}="${escaped(text)}"`;

export function personXml(name: string, one: PersonWish, relation?: string): string {
  return `<${name}${attribute('relation', relation)}>${leaf('iin', one.iin)}${leaf('surname', one.surname)}${leaf('givenName', one.givenName)}${leaf('patronymic', one.patronymic)}${leaf('birthDate', one.birthDate)}${leaf('sex', one.sex)}</${name}>`;
}

export function scansXml(scans: readonly ScanWish[]): string {
  if (scans.length === 0) return '';
  const list = scans.map(({ kind, about, name, bytes, type, href, sha256 }) => {
    const hash = sha256 ?? createHash('sha256').update(bytes).digest('hex');
    const text = href === undefined ? bytes.toString('base64') : '';
    return `<scan${attribute('kind', kind)}${attribute('about', about)}${attribute('name', name)}${attribute('sha256', hash)}${attribute('type', type)}${attribute('href', href)}>${text}</scan>`;
  });
  return `<scans>${list.join('')}</scans>`;
}

/** The head of a package of any kind. */
export function packageXml(
  kind: string,
  one: Pick<ApplicationWish, 'portal' | 'id' | 'sentAt' | 'department'>,
  body: string,
): string {
  return `<package xmlns="urn:kz:kezek:package:1" kind="${kind}">${leaf('portal', one.portal)}${leaf('id', one.id)}${leaf('sentAt', one.sentAt)}<service>preschool_queue</service>${leaf('department', one.department)}${body}</package>`;
}

export function applicationXml(one: ApplicationWish): string {
  const bins = one.kindergartens.map((bin) => leaf('bin', bin)).join('');
  const wish = `<application>${leaf('submittedAt', one.submittedAt)}${leaf('queueKind', one.queueKind)}${leaf('correctionKind', one.correctionKind)}${leaf('language', one.language)}${leaf('benefitCategory', one.benefitCategory)}${leaf('birthAct', one.birthAct)}<kindergartens>${bins}</kindergartens></application>`;
  const contacts = `<contacts><phone${attribute('verifiedBy', one.phoneVerifiedBy)}>${escaped(one.phone)}</phone>${leaf('email', one.email)}</contacts>`;
  const consents = one.consents.map(([kind, at]) => `<consent kind="${kind}" at="${at}"></consent>`).join('');
  return packageXml(
    'application',
    one,
    `${wish}${personXml('applicant', one.applicant, one.relation)}${personXml('child', one.child)}<addresses>${leaf('permanent', one.address)}${leaf('temporary', one.temporary)}</addresses>${contacts}<notification type="${one.notification[0]}" language="${one.notification[1]}"></notification><consents>${consents}</consents>${scansXml(one.scans)}`,
  );
}

export interface AnswerWish {
  readonly portal: string;
  readonly id: string;
  readonly sentAt: string;
  readonly department: string;
  readonly number: string;
  readonly childIin: string;
  readonly applicantIin: string;
  readonly phone?: string;
  readonly scans: readonly ScanWish[];
}

export function subjectXml(one: Pick<AnswerWish, 'number' | 'childIin' | 'applicantIin'>): string {
  return `<subject>${leaf('number', one.number)}${leaf('childIin', one.childIin)}${leaf('applicantIin', one.applicantIin)}</subject>`;
}

export function answerXml(one: AnswerWish): string {
  const contacts =
    one.phone === undefined
      ? ''
      : `<contacts><phone verifiedBy="one_time_code">${one.phone}</phone></contacts>`;
  return packageXml('answer', one, `${subjectXml(one)}${contacts}${scansXml(one.scans)}`);
}

type Head = Pick<ApplicationWish, 'portal' | 'id' | 'sentAt' | 'department'>;
export type Subject = Pick<AnswerWish, 'number' | 'childIin' | 'applicantIin'>;

let packages = 0;
/** The head of a package sent just now. */
export function headWish(now: Date, wish: Partial<Head> = {}): Head {
  packages += 1;
  return {
    portal: 'indigo',
    id: `P-${START}-${packages}`,
    sentAt: new Date(now.getTime() - 60_000).toISOString(),
    department: DEPARTMENT,
    ...wish,
  };
}

export function interestXml(head: Head, subject: Subject, confirmedAt = head.sentAt): string {
  return packageXml('interest', head, `${subjectXml(subject)}${leaf('confirmedAt', confirmedAt)}`);
}

export interface CompanionWish {
  readonly action?: 'add' | 'end';
  readonly person: PersonWish;
  readonly phone?: string;
  readonly relation?: string;
  readonly from?: string;
  readonly until?: string | null;
  readonly scans?: readonly ScanWish[];
}

export function companionXml(head: Head, subject: Subject, wish: CompanionWish): string {
  const { action = 'add', phone = '+77017654321', relation = 'grandmother', until = null } = wish;
  const from = wish.from ?? almatyDate(new Date(head.sentAt));
  return packageXml(
    'companion',
    head,
    `${subjectXml(subject)}<companion action="${action}">${personXml('person', wish.person)}${leaf('phone', phone)}${leaf('relation', relation)}${leaf('from', from)}${leaf('until', until)}</companion>${scansXml(wish.scans ?? [])}`,
  );
}

export interface LinkWish {
  readonly childIin: string;
  readonly parent: PersonWish;
  readonly relation?: string;
  readonly phone?: string;
  readonly consents?: string;
  readonly scans?: readonly ScanWish[];
}

export function linkXml(head: Head, wish: LinkWish): string {
  const { relation = 'father', phone = '+77070005678', consents = 'data_processing' } = wish;
  return packageXml(
    'link',
    head,
    `${leaf('childIin', wish.childIin)}${personXml('parent', wish.parent, relation)}<contacts><phone verifiedBy="one_time_code">${phone}</phone></contacts><consents><consent kind="${consents}" at="${head.sentAt}"></consent></consents>${scansXml(wish.scans ?? [])}`,
  );
}

export interface ZipWish {
  readonly name: string;
  readonly bytes: Buffer;
  readonly stored?: boolean;
  /** Lies of the headers. */
  readonly localName?: string;
  readonly size?: number;
  readonly flags?: number;
  readonly crc?: number;
  /** Points at the data of the member before instead of its own. */
  readonly at?: number;
}

/** A ZIP written by hand, so that it may lie. */
export function zip(members: readonly ZipWish[], comment = ''): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const one of members) {
    const packed = one.stored ? one.bytes : deflateRawSync(one.bytes);
    const header = (name: string, place: number | null): Buffer => {
      const text = Buffer.from(name, 'latin1');
      const out = Buffer.alloc(place === null ? 30 : 46);
      const shift = place === null ? 0 : 2;
      out.writeUInt32LE(place === null ? 0x04034b50 : 0x02014b50, 0);
      out.writeUInt16LE(20, 4 + shift);
      out.writeUInt16LE(one.flags ?? 0, 6 + shift);
      out.writeUInt16LE(one.stored ? 0 : 8, 8 + shift);
      out.writeUInt32LE(one.crc ?? crc32(one.bytes), 14 + shift);
      out.writeUInt32LE(packed.length, 18 + shift);
      out.writeUInt32LE(one.size ?? one.bytes.length, 22 + shift);
      out.writeUInt16LE(text.length, 26 + shift);
      if (place !== null) out.writeUInt32LE(place, 42);
      return Buffer.concat([out, text]);
    };
    const head = header(one.localName ?? one.name, null);
    local.push(head, packed);
    central.push(header(one.name, one.at ?? at));
    at += head.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...local, directory, end, Buffer.from(comment, 'latin1')]);
}

/** A package with its scans beside it. */
export function zippedPackage(one: ApplicationWish, sign: (xml: string) => string = (xml) => xml): Buffer {
  const scans = one.scans.map((scan, i) => ({ ...scan, href: scan.href ?? `scan-${i + 1}.pdf` }));
  return zip([
    { name: 'package.xml', bytes: Buffer.from(sign(applicationXml({ ...one, scans }))) },
    ...scans.map(({ href, bytes }) => ({ name: href, bytes })),
  ]);
}

/** A citizen with a key of the demo authority. */
export interface Citizen {
  readonly person: PersonWish;
  readonly key: IssuedKey;
  sign(xml: string): string;
}

export async function makeAuthority(): Promise<{ readonly ca: DemoCa; readonly trust: TrustStore }> {
  const ca = await makeDemoCa({
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2040-01-01T00:00:00Z'),
  });
  return { ca, trust: new TrustStore(ca.trusted, { allowTest: false, allowDemo: true }) };
}

export async function makeCitizen(
  ca: DemoCa,
  person: PersonWish,
  kind: 'rsa_sign' | 'rsa_auth' | 'gost512' = 'rsa_sign',
  valid: readonly [Date, Date] = [new Date('2025-01-01T00:00:00Z'), new Date('2035-01-01T00:00:00Z')],
): Promise<Citizen> {
  const key = await ca.issueKey(
    {
      kind,
      holder: { iin: person.iin, surname: person.surname, givenName: person.givenName },
      notBefore: valid[0],
      notAfter: valid[1],
    },
    'Kezek2026',
  );
  const certificate = parseCertificate(key.certificateDer);
  return { person, key, sign: (xml) => signXml(xml, certificate, (message) => key.key.sign(message)) };
}
