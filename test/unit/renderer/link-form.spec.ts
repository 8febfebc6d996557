import { describe, expect, it } from 'vitest';
import type { KinshipCheck } from '../../../preload/contract/index.ts';
import {
  answered,
  asksPerson,
  detailsOf,
  EMPTY_DRAFT,
  evidenceOf,
  type LinkDraft,
  missingOf,
  requestedDraft,
} from '../../../renderer/links/form.ts';

const IIN = '880217300140';
const check: KinshipCheck = {
  id: '7',
  personIin: IIN,
  person: { surname: 'А', givenName: 'Б', patronymic: null, birthDate: '1988-02-17', sex: 'male' },
  answer: 'confirmed',
  role: 'father',
  source: 'local',
  checkedAt: new Date('2026-04-16T07:00:00Z'),
  fresh: true,
};
const draft = (change: Partial<LinkDraft>): LinkDraft => ({ ...EMPTY_DRAFT, iin: IIN, ...change });

describe('the form of a parent’s link', () => {
  it('asks step by step for what is missing', () => {
    expect(missingOf(EMPTY_DRAFT)).toBe('iin');
    expect(missingOf(draft({ iin: '880217300141' }))).toBe('iin');
    expect(missingOf(draft({}))).toBe('role');
    expect(missingOf(draft({ role: 'father' }))).toBe('ask');
    expect(missingOf(draft({ role: 'father', check }))).toBeNull();
    expect(missingOf(draft({ role: 'mother', check }))).toBe('otherRole');
    expect(missingOf(draft({ role: 'guardian', check }))).toBe('court');
  });

  it('the registry’s answer is the evidence; silence asks for the paper, and never counts as a yes', () => {
    expect(evidenceOf(draft({ role: 'father', check }))).toBe('registry');
    for (const answer of ['not_found', 'unreachable'] as const) {
      const silent = draft({ role: 'father', check: { ...check, answer, role: null } });
      expect(evidenceOf(silent)).toBe('birth_certificate');
      expect(missingOf(silent)).toBe('certificate');
      expect(detailsOf(silent)).toBeNull();
      expect(detailsOf({ ...silent, scanId: '5' })).toEqual({
        personIin: IIN,
        role: 'father',
        evidence: 'birth_certificate',
        checkId: '7',
        scanId: '5',
      });
    }
    const against = draft({
      role: 'father',
      check: { ...check, answer: 'differs', role: null },
      scanId: '5',
    });
    expect(missingOf(against)).toBe('differs');
    expect(detailsOf(against)).toBeNull();
  });

  it('a court’s document goes whole or not at all', () => {
    const by = draft({ role: 'guardian', check, courtNumber: ' 2-1 ', court: 'Сот', courtOn: '2026-02-01' });
    expect(detailsOf(by)).toEqual({
      personIin: IIN,
      role: 'guardian',
      evidence: 'court_document',
      checkId: '7',
      court: { number: '2-1', court: 'Сот', on: '2026-02-01', validUntil: null },
    });
    for (const gone of [{ courtNumber: ' ' }, { court: '' }, { courtOn: null }]) {
      expect(missingOf({ ...by, ...gone })).toBe('court');
    }
  });

  it('a person nobody knows is written as in the paper, with what the IIN says', () => {
    const unknown = draft({
      role: 'father',
      check: { ...check, person: null, answer: 'unreachable', role: null },
      scanId: '5',
    });
    expect(asksPerson(unknown)).toBe(true);
    expect(missingOf(unknown)).toBe('person');
    expect(detailsOf({ ...unknown, surname: ' Бекежан ', givenName: 'Нұрлан' })?.person).toEqual({
      surname: 'Бекежан',
      givenName: 'Нұрлан',
      patronymic: null,
      birthDate: '1988-02-17',
      sex: 'male',
    });
  });

  it('takes no older certificate over while one of a portal’s request waits to be looked at', () => {
    const silent = { ...check, answer: 'not_found', role: null } as const;
    const older = { scanId: '5', verdict: 'valid', judged: false } as const;
    const ofPortal = { scanId: '9', verdict: null, judged: true } as const;
    expect(answered(draft({}), silent, [older, ofPortal]).scanId).toBeNull();
    expect(answered(draft({ scanId: '5' }), silent, [older, ofPortal]).scanId).toBe('5');
    expect(answered(draft({}), silent, [older, { ...ofPortal, verdict: 'valid' }]).scanId).toBe('5');
  });

  it('takes over the role the registry knows, and the certificate that was found valid', () => {
    const papers = [
      { scanId: '4', verdict: 'invalid', judged: false },
      { scanId: '5', verdict: 'valid', judged: false },
    ] as const;
    expect(answered(draft({}), check, papers)).toMatchObject({ role: 'father', scanId: null });
    const silent = { ...check, answer: 'not_found', role: null } as const;
    expect(answered(draft({ role: 'mother' }), silent, papers)).toMatchObject({
      role: 'mother',
      scanId: '5',
    });
    expect(answered(draft({}), silent, [])).toMatchObject({ role: null, scanId: null });
  });

  it('begins with what a portal asked, and the registry’s word comes before the portal’s', () => {
    const person = { iin: IIN, surname: 'Порталов', givenName: 'Асқар', patronymic: null };
    const asked = requestedDraft({ person, role: 'father' });
    expect(missingOf(asked)).toBe('ask');
    const paper = [{ scanId: '9', verdict: null, judged: true }];
    const silent = answered(asked, { ...check, person: null, answer: 'not_found', role: null }, paper);
    // A certificate nobody judged is not taken over.
    expect(missingOf(silent)).toBe('certificate');
    expect(detailsOf({ ...silent, scanId: '9' })).toMatchObject({
      personIin: IIN,
      role: 'father',
      evidence: 'birth_certificate',
      person: { surname: 'Порталов', givenName: 'Асқар', birthDate: '1988-02-17', sex: 'male' },
    });
    const known = answered(asked, check, paper);
    expect(detailsOf(known)).toMatchObject({ evidence: 'registry', checkId: '7' });
    expect(detailsOf(known)?.person).toBeUndefined();
  });
});
