import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ApplicationPackage,
  PACKAGE_FAULTS,
  type Package,
  type PackageFault,
  type XmlNode,
} from '../../../domain/package.ts';
import { judgePackage, type PackageOffice } from '../../../domain/package-judge.ts';
import { type PackageResult, readPackage } from '../../../domain/package-read.ts';
import { packageFaultWords, packageRemedy, REMEDY_WORDS } from '../../../domain/package-words.ts';
import { treeOf } from '../../../main/intake/xml-tree.ts';
import {
  type ApplicationWish,
  applicationWish,
  applicationXml,
  companionXml,
  headWish,
  interestXml,
  linkXml,
  packageXml,
  personXml,
  subjectXml,
  tinyPdf,
} from '../../fakes/packages.ts';

const NOW = new Date('2026-04-16T07:00:00Z');

function read(xml: string): PackageResult {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  if (root === null) throw new Error('NO_ROOT');
  return readPackage(treeOf(root));
}

function faultsOf(xml: string): readonly PackageFault[] {
  const result = read(xml);
  return result.ok ? [] : result.faults;
}

function wished(wish: Partial<ApplicationWish> = {}): ApplicationPackage {
  const result = read(applicationXml(applicationWish(NOW, wish)));
  if (!result.ok || result.package.kind !== 'application') throw new Error(JSON.stringify(result));
  return result.package;
}

const OFFICE: PackageOffice = {
  now: NOW,
  portal: { open: true, lateDays: 30 },
  district: { id: 1, overAgeYears: 6 },
  districtOfKindergarten: (bin) => (bin === '150440002010' ? 1 : bin === '150440002020' ? 2 : null),
  hasCategory: (code) => code === 'serviceman',
  hasDocumentKind: (code) => code === 'birth_certificate',
};
const judged = (one: Package, office: Partial<PackageOffice> = {}): string[] =>
  judgePackage(one, { ...OFFICE, ...office }).map(({ code, place }) => `${code} ${place}`);

describe('reading a package', () => {
  it.each([
    ['indigo', 'indigo'],
    ['akmola', 'akmola'],
    ['astana', 'astana'],
    ['answer', 'indigo'],
    ['interest', 'indigo'],
    ['companion', 'indigo'],
    ['link', 'astana'],
  ])('takes the example of %s as it is printed', (name, portal) => {
    const xml = readFileSync(new URL(`../../../docs/examples/package-${name}.xml`, import.meta.url), 'utf8');
    const result = read(xml);
    expect(result).toMatchObject({ ok: true });
    if (!result.ok) return;
    expect(result.package).toMatchObject({
      kind: ['indigo', 'akmola', 'astana'].includes(name) ? 'application' : name,
      portal,
      department: '150440000122',
    });
    for (const scan of result.package.scans) {
      const bytes = Buffer.from(scan.base64 ?? '', 'base64');
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(scan.sha256);
    }
    const office = { hasCategory: () => true, hasDocumentKind: () => true };
    expect(judged(result.package, { ...office, now: new Date('2026-04-16T11:00:00Z') })).toEqual([]);
  });

  it('gives the values in the forms the database keeps', () => {
    expect(wished({ phone: '8 (707) 000-12-34', temporary: '  Абай  к-сі,\n 2 ' })).toMatchObject({
      contacts: { phone: '+77070001234', phoneVerifiedBy: 'one_time_code', email: null },
      temporaryAddress: 'Абай к-сі, 2',
      kindergartens: ['150440002010'],
      applicant: { relation: 'mother', sex: 'female' },
    });
  });

  it('reads packages of families that are here already', () => {
    const head = applicationWish(NOW);
    const subject = subjectXml({
      number: '2026-000012',
      childIin: head.child.iin,
      applicantIin: head.applicant.iin,
    });
    const companion = `<companion action="add">${personXml('person', head.applicant)}<phone>87070001234</phone><relation>grandmother</relation><from>2026-04-20</from></companion>`;
    const link = `<childIin>${head.child.iin}</childIin>${personXml('parent', head.applicant, 'father')}<contacts><phone verifiedBy="one_time_code">+77070001234</phone></contacts><consents><consent kind="data_processing" at="2026-04-16T06:00:00Z"/></consents>`;
    expect(
      read(packageXml('interest', head, `${subject}<confirmedAt>2026-04-16T06:00:00Z</confirmedAt>`)),
    ).toMatchObject({ ok: true, package: { kind: 'interest', subject: { number: '2026-000012' } } });
    expect(read(packageXml('companion', head, `${subject}${companion}`))).toMatchObject({
      ok: true,
      package: { kind: 'companion', action: 'add', relation: 'grandmother', until: null },
    });
    expect(
      faultsOf(packageXml('companion', head, `${subject}${companion.replace('grandmother', 'әжесі')}`)),
    ).toEqual([{ code: 'VALUE_UNKNOWN', place: 'companion/relation' }]);
    expect(read(packageXml('link', head, link))).toMatchObject({
      ok: true,
      package: { kind: 'link', parent: { relation: 'father' } },
    });
  });

  it('tells each fault with its place, and whose package it was', () => {
    const one = applicationWish(NOW, { id: 'IND-1' });
    const xml = applicationXml(one);
    const bad = (from: string | RegExp, to: string): string[] =>
      faultsOf(xml.replace(from, to)).map(({ code, place }) => `${code} ${place}`);
    expect(
      bad(one.child.iin, `${one.child.iin.slice(0, 11)}${(Number(one.child.iin[11]) + 1) % 10}`),
    ).toEqual(['IIN_CHECKSUM child/iin']);
    expect(bad('<surname>Бекежан</surname>', '')).toEqual(['FORMAT_MISSING child/surname']);
    expect(bad('</child>', '<age>3</age></child>')).toEqual(['FORMAT_ELEMENT child/age']);
    expect(bad('<child>', '<child id="1">')).toEqual(['FORMAT_ATTRIBUTE child/@id']);
    expect(bad('<child>', '<child>words')).toEqual(['FORMAT_TEXT child']);
    expect(bad('>Бекежан<', '>=HYPERLINK("x")<')).toEqual(['VALUE_CHARACTERS child/surname']);
    expect(bad('>Бекежан<', '>Беке\u202eжан<')).toEqual(['VALUE_CHARACTERS child/surname']);
    expect(bad('>Бекежан<', `>${'Б'.repeat(61)}<`)).toEqual(['VALUE_LONG child/surname']);
    expect(bad('>general<', '>common<')).toEqual(['VALUE_UNKNOWN application/queueKind']);
    expect(bad(one.child.birthDate, '2023-02-30')).toEqual(['VALUE_DATE child/birthDate']);
    expect(bad(/<sentAt>[^<]+/, '<sentAt>2026-04-16T11:40:00')).toEqual(['VALUE_TIME sentAt']);
    expect(bad('>+7 707 000 12 34<', '>+1 202 555 0100<')).toEqual(['PHONE contacts/phone']);
    expect(bad('name="туу', 'name="../туу')).toEqual(['VALUE_CHARACTERS scans/scan[1]/@name']);
    expect(bad('kind="application"', 'kind="gift"')).toEqual(['VALUE_UNKNOWN @kind']);
    expect(read(xml.replace('<surname>Бекежан</surname>', ''))).toMatchObject({
      portal: 'indigo',
      portalId: 'IND-1',
      kind: 'application',
    });
  });

  it('never throws and tells only known codes, whatever tree it is given', () => {
    const words = fc.constantFrom('package', 'portal', 'child', 'iin', 'scans', 'scan', '__proto__', 'x');
    const some = {
      name: words,
      attributes: fc.dictionary(fc.constantFrom('kind', 'at', 'sha256', 'constructor'), fc.string()),
      text: fc.string(),
    };
    const node = fc.letrec<{ tree: XmlNode }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.record({ ...some, children: fc.constant<XmlNode[]>([]) }),
        fc.record({ ...some, children: fc.array(tie('tree'), { maxLength: 4 }) }),
      ),
    })).tree;
    fc.assert(
      fc.property(node, fc.constantFrom('application', 'answer', 'link', '?'), (tree, kind) => {
        const result = readPackage({ ...tree, name: 'package', attributes: { kind } });
        return (
          !result.ok &&
          result.faults.every(({ code, place }) => PACKAGE_FAULTS.includes(code) && !/[<>&\n\0]/.test(place))
        );
      }),
    );
  });
});

describe('judging a package', () => {
  it('finds nothing against a good one', () => {
    expect(judged(wished())).toEqual([]);
  });

  it('says what speaks against it', () => {
    const adult = applicationWish(NOW).applicant;
    const cases: readonly (readonly [Partial<ApplicationWish>, string])[] = [
      [{ sentAt: '2026-04-16T07:11:00Z' }, 'SENT_FUTURE sentAt'],
      [
        { submittedAt: '2026-04-16T06:59:00Z', sentAt: '2026-04-16T06:58:59Z' },
        'SUBMITTED_AFTER_SENT application/submittedAt',
      ],
      [{ submittedAt: '2026-03-16T06:59:00Z' }, 'SUBMITTED_LATE application/submittedAt'],
      [{ consents: [['public_offer', '2026-04-16T06:00:00Z']] }, 'CONSENT_MISSING consents'],
      [{ consents: [['data_processing', '2026-04-16T06:58:30Z']] }, 'CONSENT_LATE consents/consent[1]/@at'],
      [{ phoneVerifiedBy: 'consent_1414' }, 'CONSENT_MISSING contacts/phone/@verifiedBy'],
      [{ phoneVerifiedBy: null }, 'CONTACT_UNVERIFIED contacts/phone'],
      [{ notification: ['email', 'kk'] }, 'EMAIL_MISSING notification/@type'],
      [{ queueKind: 'special' }, 'CORRECTION_KIND_MISSING application/correctionKind'],
      [{ benefitCategory: 'astronaut' }, 'CATEGORY_UNKNOWN application/benefitCategory'],
      [
        { kindergartens: ['150440002010', '150440002010'] },
        'KINDERGARTEN_TWICE application/kindergartens/bin[2]',
      ],
      [{ child: { ...adult, birthDate: '2026-04-17' } }, 'BIRTH_FUTURE child/birthDate'],
      [{ child: { ...adult, birthDate: '2019-09-01' } }, 'OVER_AGE child/birthDate'],
    ];
    for (const [wish, expected] of cases) expect(judged(wished(wish)), expected).toContain(expected);
    expect(judged(wished({ child: { ...adult, birthDate: '2019-09-02' } }))).not.toContain(
      'OVER_AGE child/birthDate',
    );
    const one = wished();
    expect(judged({ ...one, child: { ...one.child, iin: one.applicant.iin } })).toContain(
      'SAME_PERSON applicant/iin',
    );
    expect(judged(one, { portal: null })).toContain('PORTAL_UNKNOWN portal');
    expect(judged(one, { portal: { open: false, lateDays: 30 } })).toContain('PORTAL_CLOSED portal');
    expect(judged(one, { district: null })).toContain('DEPARTMENT_UNKNOWN department');
    expect(judged(one, { district: { id: 2, overAgeYears: 6 } })).toContain(
      'KINDERGARTEN_ELSEWHERE application/kindergartens/bin[1]',
    );
    expect(judged(one, { district: { id: 1, overAgeYears: null } })).toContain('PROFILE_MISSING department');
    expect(judged(one, { hasDocumentKind: () => false })).toContain(
      'DOCUMENT_KIND_UNKNOWN scans/scan[1]/@kind',
    );
  });

  it('says what speaks against the other kinds', () => {
    const head = headWish(NOW);
    const { child, applicant } = applicationWish(NOW);
    const subject = { number: '2026-000012', childIin: child.iin, applicantIin: applicant.iin };
    const good = (xml: string, office: Partial<PackageOffice> = {}): string[] => {
      const result = read(xml);
      if (!result.ok) throw new Error(JSON.stringify(result));
      return judged(result.package, { hasDocumentKind: () => true, ...office });
    };
    expect(good(interestXml(head, subject))).toEqual([]);
    expect(good(interestXml(head, subject, NOW.toISOString()))).toEqual(['SUBMITTED_AFTER_SENT confirmedAt']);
    expect(good(companionXml(head, subject, { person: applicant }))).toEqual([]);
    expect(
      good(companionXml(head, subject, { person: child, from: '2026-04-20', until: '2026-04-19' })),
    ).toEqual(['SAME_PERSON companion/person/iin', 'TERM_ORDER companion/until']);
    const link = { childIin: child.iin, parent: applicant };
    expect(good(linkXml(head, link))).toEqual([]);
    expect(good(linkXml(head, { ...link, parent: child }))).toEqual(['SAME_PERSON parent/iin']);
    expect(good(linkXml(head, { ...link, consents: 'public_offer' }))).toEqual(['CONSENT_MISSING consents']);
    expect(good(linkXml(head, { ...link, relation: 'guardian' }))).toEqual(['LINK_COURT_NEEDED scans']);
    const court = {
      kind: 'guardianship_decision',
      about: 'second_parent',
      name: 'c.pdf',
      bytes: tinyPdf('c'),
    };
    expect(good(linkXml(head, { ...link, relation: 'guardian', scans: [court] }))).toEqual([]);
  });

  it('has words and a remedy for every fault', () => {
    for (const code of PACKAGE_FAULTS) {
      const words = packageFaultWords(code);
      expect([code, words.kk.length > 5, words.ru.length > 5, words.en.length > 5]).toEqual([
        code,
        true,
        true,
        true,
      ]);
      expect(REMEDY_WORDS[packageRemedy(code)].kk).not.toBe('');
    }
  });
});
