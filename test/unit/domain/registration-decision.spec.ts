import { describe, expect, it } from 'vitest';
import { DecisionDocumentError } from '../../../domain/decision-document.ts';
import {
  CONSENT_PROOFS,
  REGISTRATION_NAMESPACE,
  type RegistrationDecision,
  type RegistrationPart,
  registrationFaults,
  registrationXml,
} from '../../../domain/registration-decision.ts';
import { canonicalXml, schemaOf } from '../../fakes/xsd.ts';

const schema = schemaOf('decision-4.xsd');
const HASH = '9f2c'.repeat(16);

const part: RegistrationPart = {
  relation: 'mother',
  submittedAt: '2026-04-16T12:05:10+05:00',
  queueKind: 'general',
  correctionKind: null,
  groupLanguage: 'kk',
  desiredFrom: null,
  kindergartens: [
    { bin: '940140000385', name: '«Балауса» бөбекжай-балабақшасы' },
    { bin: '150440002010', name: 'Күншуақ & Ко' },
  ],
  notification: { type: 'sms', language: 'kk' },
  consent: { proof: 'paper_kept', scanSha256: null },
  packageSha256: HASH,
  scans: [{ scanSha256: HASH, documentKind: 'birth_certificate', about: 'child' }],
};

const sound: RegistrationDecision = {
  act: 'register_at_counter',
  outcome: 'registered',
  decisionNumber: '2026-Ш-001932',
  applicationNumber: '2026-004817',
  applicationVersion: 1,
  factsSha256: HASH,
  child: { iin: '210308500209', fullName: 'Бекежан Әлихан Нұрланұлы', birthDate: '2021-03-08' },
  applicant: { iin: '900614400336', fullName: 'Бекежанова Сәуле' },
  reason: null,
  note: null,
  benefitCategory: { code: 'large_family', nameKk: 'Көпбалалы отбасы', nameRu: 'Многодетная семья' },
  registration: part,
  legalAct: { code: 'order-254-2020', titleKk: '№ 254 бұйрық', titleRu: 'Приказ № 254' },
  ruleProfile: { code: 'national-2025' },
  officer: { iin: '850614400338', fullName: 'Абдырахманова Гүлнар Сейітқызы' },
  role: 'clerk',
  organisation: { bin: '940140000385', name: 'Сарыбел ауданының білім бөлімі' },
  decidedAt: '2026-04-16T12:07:42+05:00',
};
const withPart = (change: Partial<RegistrationPart>): RegistrationDecision => ({
  ...sound,
  registration: { ...part, ...change },
});

describe('decision document, version 4', () => {
  it('is canonical and of its schema, with and without what may be absent', () => {
    const whole = withPart({
      queueKind: 'special',
      correctionKind: 'сөйлеу',
      desiredFrom: '2026-09-01',
      consent: { proof: 'paper_scan', scanSha256: HASH },
    });
    const bare = { ...withPart({ scans: [] }), benefitCategory: null };
    for (const doc of [sound, whole, bare, { ...sound, note: 'A < B & "C"' }]) {
      expect(registrationFaults(doc)).toEqual([]);
      const xml = registrationXml(doc);
      expect(
        xml.startsWith(`<decision xmlns="${REGISTRATION_NAMESPACE}"><act>register_at_counter</act>`),
      ).toBe(true);
      expect(canonicalXml(xml)).toBe(xml);
      schema.fits(xml);
    }
  });

  it.each(CONSENT_PROOFS)('names the scan exactly where the proof is one: %s', (proof) => {
    const isScan = proof === 'paper_scan';
    expect(registrationFaults(withPart({ consent: { proof, scanSha256: isScan ? HASH : null } }))).toEqual(
      [],
    );
    expect(
      registrationFaults(withPart({ consent: { proof, scanSha256: isScan ? null : HASH } })),
    ).not.toEqual([]);
  });

  it.each([
    ['a role that registers nobody', { ...sound, role: 'supervisor' }],
    ['a later version of the application', { ...sound, applicationVersion: 2 }],
    [
      'a child that applies for itself',
      { ...sound, applicant: { ...sound.applicant, iin: sound.child.iin } },
    ],
    ['a reason', { ...sound, reason: { code: 'x', textKk: 'қ', textRu: 'р' } as never }],
    ['no kindergarten', withPart({ kindergartens: [] })],
    ['one kindergarten twice', withPart({ kindergartens: part.kindergartens.concat(part.kindergartens) })],
    ['a correctional queue without its kind', withPart({ queueKind: 'special' })],
    [
      'a scan of consent that is not among the scans',
      withPart({ consent: { proof: 'paper_scan', scanSha256: 'ab'.repeat(32) } }),
    ],
    ['a time without its zone', withPart({ submittedAt: '2026-04-16T12:05:10Z' })],
    ['no package', withPart({ packageSha256: '' })],
    ['a mark that turns text', { ...sound, note: 'a\u202eb' }],
  ])('refuses %s', (_name, doc) => {
    expect(registrationFaults(doc)).not.toEqual([]);
    expect(() => registrationXml(doc)).toThrow(DecisionDocumentError);
  });

  it('is of its own version: the schema refuses what another says', () => {
    expect(schema.namespace).toBe(REGISTRATION_NAMESPACE);
    const xml = registrationXml(sound);
    expect(() => schema.fits(xml.replace('register_at_counter', 'approve'))).toThrow();
    expect(() => schema.fits(xml.replace('<packageSha256>', '<packageSha256>0'))).toThrow();
    expect(() => schema.fits(xml.replace(/<consent>.*<\/consent>/, ''))).toThrow();
  });
});
