import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeIin } from '../../../domain/iin.ts';
import type { ApplicationPackage } from '../../../domain/package.ts';
import { judgePackage, type PackageOffice } from '../../../domain/package-judge.ts';
import { readPackage } from '../../../domain/package-read.ts';
import { packageNode, packageXml } from '../../../domain/package-write.ts';
import {
  EMPTY_WALK_IN,
  filledFromIin,
  iinWarnings,
  packageOfForm,
  stepOfPlace,
  WALK_IN_STEPS,
  type WalkInForm,
  type WalkInMaking,
  walkInFaults,
} from '../../../domain/walk-in.ts';
import { parsePackageXml, treeOf } from '../../../main/intake/xml-tree.ts';
import { DEPARTMENT, KINDERGARTEN } from '../../fakes/packages.ts';
import { familyForm } from '../../fakes/walk-in.ts';
import { canonicalXml } from '../../fakes/xsd.ts';

const making: WalkInMaking = {
  ref: '00000000-0000-4000-8000-000000000001',
  department: DEPARTMENT,
  at: '2026-04-16T12:07:42+05:00',
  scans: [
    {
      kind: 'birth_certificate',
      about: 'child',
      fileName: "туу туралы «куәлік» & 'a' <b>.pdf",
      sha256: '9f2c'.repeat(16),
      mediaType: 'application/pdf',
    },
  ],
};
const plain: WalkInMaking = {
  ...making,
  scans: making.scans.map((scan) => ({ ...scan, fileName: 'куәлік & көшірме.pdf' })),
};
const form = (wish: Partial<WalkInForm> = {}): WalkInForm => familyForm([KINDERGARTEN], wish);
const places = (wish: Partial<WalkInForm>): string[] =>
  walkInFaults(form(wish), plain).map(({ code, place }) => `${code} ${place}`);

describe('the package a counter makes', () => {
  it('is its own canonical XML, and reads back as it was written', () => {
    const whole = form({
      email: 'a.b@example.kz',
      birthAct: '10-732-23-0005933',
      temporaryAddress: 'Абай, 1',
      queueKind: 'special',
      correctionKind: 'сөйлеу',
      benefitCategory: 'large_family',
      desiredFrom: '2026-09-01',
    });
    for (const one of [packageOfForm(whole, plain), packageOfForm(form(), { ...plain, scans: [] })]) {
      const xml = packageXml(one);
      expect(canonicalXml(xml)).toBe(xml);
      const read = readPackage(treeOf(parsePackageXml(xml).root));
      expect(read).toEqual({
        ok: true,
        package: { ...one, contacts: { ...one.contacts, phone: '+77070001234' } },
      });
      // Read from its elements it is the same: that is how the form is judged without a parser.
      expect(readPackage(packageNode(one))).toEqual(read);
    }
  });

  it('writes any text so that it is read as it was typed', () => {
    const text = fc.stringMatching(/^[A-Za-zӘәҚқ0-9 <>&"'.,/-]{1,60}$/);
    fc.assert(
      fc.property(text, (typed) => {
        const one = packageOfForm(form({ permanentAddress: typed }), plain);
        const xml = packageXml(one);
        expect(canonicalXml(xml)).toBe(xml);
        const read = readPackage(treeOf(parsePackageXml(xml).root));
        const tidy = typed.trim().replace(/\s+/g, ' ');
        const refused = tidy === '' || /^[=+\-@]/.test(tidy);
        expect(read.ok).toBe(!refused);
        if (read.ok) expect((read.package as ApplicationPackage).permanentAddress).toBe(tidy);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what a form lacks', () => {
  it('a whole one lacks nothing, an empty one everything, each in a step of its own', () => {
    expect(walkInFaults(form(), plain)).toEqual([]);
    const faults = walkInFaults(EMPTY_WALK_IN, { ...plain, scans: [] });
    const steps = new Set(faults.map(({ place }) => stepOfPlace(place)));
    expect([...steps].sort()).toEqual(WALK_IN_STEPS.filter((step) => step !== 'sign').toSorted());
    // Nothing of it is told as a matter of the last step, where nothing is typed.
    expect(faults.filter(({ place }) => stepOfPlace(place) === 'sign')).toEqual([]);
  });

  it.each([
    [{ phoneProved: false }, 'CONTACT_UNVERIFIED contacts/phone', 'contacts'],
    [{ phone: '123' }, 'PHONE contacts/phone', 'contacts'],
    [{ email: 'nobody' }, 'EMAIL contacts/email', 'contacts'],
    [{ permanentAddress: ' ' }, 'VALUE_EMPTY addresses/permanent', 'child'],
    [{ permanentAddress: '=1+1' }, 'VALUE_CHARACTERS addresses/permanent', 'child'],
    [{ queueKind: null }, 'VALUE_UNKNOWN application/queueKind', 'benefit'],
    [{ queueKind: 'special' }, 'CORRECTION_KIND_MISSING application/correctionKind', 'benefit'],
    [{ kindergartens: [] }, 'FORMAT_MISSING application/kindergartens/bin', 'wish'],
    [{ kindergartens: ['150440002011'] }, 'BIN application/kindergartens/bin[1]', 'wish'],
    [{ language: null }, 'VALUE_UNKNOWN application/language', 'wish'],
    [{ notificationType: 'email' }, 'EMAIL_MISSING notification/@type', 'wish'],
    [{ consents: [] }, 'CONSENT_MISSING consents', 'wish'],
    [{ consents: ['notifications'] }, 'CONSENT_MISSING consents', 'wish'],
  ] as const)('%o is %s', (wish, fault, step) => {
    const found = places(wish as Partial<WalkInForm>);
    expect(found).toEqual([fault]);
    expect(stepOfPlace(fault.split(' ')[1] ?? '')).toBe(step);
  });

  it('refuses names of files that are no names', () => {
    expect(walkInFaults(form(), making).map(({ code, place }) => `${code} ${place}`)).toEqual([
      'VALUE_CHARACTERS scans/scan[1]/@name',
    ]);
  });
});

describe('what an IIN says of a person', () => {
  const iin = makeIin('2023-05-14', 'male', 71) ?? makeIin('2023-05-14', 'male', 72) ?? '';
  const typed = { ...form().child, iin };

  it('fills what was not typed, and nothing that was', () => {
    expect(filledFromIin({ ...typed, birthDate: null, sex: null })).toMatchObject({
      birthDate: '2023-05-14',
      sex: 'male',
    });
    const other = { ...typed, birthDate: '2023-05-15', sex: 'female' as const };
    expect(filledFromIin(other)).toEqual(other);
    expect(filledFromIin({ ...typed, iin: iin.slice(0, 8), birthDate: null })).toMatchObject({
      birthDate: null,
    });
  });

  it('warns of what differs and never stands in the way', () => {
    const other = { ...typed, birthDate: '2023-05-15', sex: 'female' as const };
    expect(iinWarnings(other)).toEqual(['IIN_BIRTH_DATE_DIFFERS', 'IIN_SEX_DIFFERS']);
    expect(walkInFaults(form({ child: other }), plain)).toEqual([]);
  });
});

describe('a phone proved at the counter', () => {
  const office: PackageOffice = {
    now: new Date('2026-04-16T07:10:00Z'),
    portal: { open: true, lateDays: 30 },
    district: { id: 1, overAgeYears: 7 },
    districtOfKindergarten: () => 1,
    hasCategory: () => true,
    hasDocumentKind: () => true,
  };
  const one = packageOfForm(form(), plain);

  it('is the counter’s alone', () => {
    expect(judgePackage(one, office)).toEqual([]);
    const unproved = { code: 'CONTACT_UNVERIFIED', place: 'contacts/phone' };
    expect(judgePackage({ ...one, portal: 'indigo' }, office)).toEqual([unproved]);
    const contacts = { ...one.contacts, phoneVerifiedBy: 'one_time_code' as const };
    expect(judgePackage({ ...one, contacts }, office)).toEqual([unproved]);
    expect(judgePackage({ ...one, portal: 'indigo', contacts }, office)).toEqual([]);
  });
});
