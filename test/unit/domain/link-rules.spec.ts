import { describe, expect, it } from 'vitest';
import { LINK_STATES } from '../../../domain/kinship.ts';
import {
  type LinkObstacle,
  mayStep,
  type NewLinkCase,
  newLinkObstacles,
  yearsOlder,
} from '../../../domain/link-rules.ts';

const now = new Date('2026-04-16T07:00:00Z');
const MOTHER = '900614400336';
const fine: NewLinkCase = {
  child: { iin: '210308500209', birthDate: '2021-03-08' },
  person: { iin: '880217300140', birthDate: '1988-02-17' },
  applicantIin: MOTHER,
  role: 'father',
  evidence: 'registry',
  check: { answer: 'confirmed', role: 'father', at: new Date('2026-04-16T06:50:00Z') },
  certificate: null,
  court: null,
  links: [],
  roleTaken: false,
  guardianByWord: false,
  rule: { parentYearsOlder: 14, guardianYears: 18, registryAnswerDays: 30 },
  now,
  on: '2026-04-16',
};
const at = (iso: string) => ({ answer: 'confirmed', role: 'father', at: new Date(iso) }) as const;

describe('linking a parent', () => {
  it('nothing stands against a confirmed father', () => {
    expect(newLinkObstacles(fine)).toEqual([]);
  });

  it.each<[string, Partial<NewLinkCase>, readonly LinkObstacle[]]>([
    ['the child itself', { person: { iin: '210308500209', birthDate: '1988-02-17' } }, ['LINK_SELF']],
    ['the applicant', { applicantIin: '880217300140' }, ['LINK_APPLICANT']],
    [
      'somebody linked already',
      { links: [{ iin: '880217300140', role: 'guardian', state: 'disputed' }] },
      ['LINK_ALREADY'],
    ],
    ['a role somebody has', { roleTaken: true }, ['LINK_ROLE_TAKEN']],
    ['a day too young', { person: { iin: '880217300140', birthDate: '2007-03-09' } }, ['LINK_AGE']],
    ['old enough to the day', { person: { iin: '880217300140', birthDate: '2007-03-08' } }, []],
    ['nobody asked', { check: null }, ['LINK_KINSHIP_NOT_ASKED']],
    ['an answer of 30 days ago', { check: at('2026-03-17T07:00:00Z') }, ['LINK_KINSHIP_OLD']],
    ['an answer a second younger', { check: at('2026-03-17T07:00:01Z') }, []],
    [
      'another parent in the registry',
      { check: { ...at('2026-04-16T06:00:00Z'), answer: 'differs', role: null } },
      ['LINK_KINSHIP_DIFFERS'],
    ],
    [
      'unreachable is not confirmed',
      { check: { ...at('2026-04-16T06:00:00Z'), answer: 'unreachable', role: null } },
      ['LINK_KINSHIP_SILENT'],
    ],
    [
      'not found is not confirmed',
      { check: { ...at('2026-04-16T06:00:00Z'), answer: 'not_found', role: null } },
      ['LINK_KINSHIP_SILENT'],
    ],
    [
      'confirmed as the mother',
      { check: { ...at('2026-04-16T06:00:00Z'), role: 'mother' } },
      ['LINK_KINSHIP_OTHER_ROLE'],
    ],
    [
      'a paper beside a registry that speaks',
      { evidence: 'birth_certificate', certificate: 'valid' },
      ['LINK_REGISTRY_CONFIRMS'],
    ],
    ['a guardian by word', { role: 'guardian' }, ['LINK_KINSHIP_OTHER_ROLE', 'LINK_COURT_NEEDED']],
    [
      'a court’s evidence without its document',
      { evidence: 'court_document', check: null },
      ['LINK_COURT_NEEDED'],
    ],
    ['a document of tomorrow', { court: { on: '2026-04-17', validUntil: null } }, ['LINK_COURT_DATES']],
    [
      'a document that ended yesterday',
      { court: { on: '2026-01-01', validUntil: '2026-04-15' } },
      ['LINK_COURT_DATES'],
    ],
    ['a document that ends today', { court: { on: '2026-01-01', validUntil: '2026-04-16' } }, []],
  ])('%s', (_what, change, codes) => {
    expect(newLinkObstacles({ ...fine, ...change })).toEqual(codes);
  });

  it('a certificate counts while the registry is silent, and only judged valid', () => {
    for (const answer of ['not_found', 'unreachable'] as const) {
      const silent = {
        ...fine,
        evidence: 'birth_certificate' as const,
        check: { answer, role: null, at: new Date('2026-04-16T06:00:00Z') },
      };
      expect(newLinkObstacles({ ...silent, certificate: 'valid' })).toEqual([]);
      expect(newLinkObstacles({ ...silent, certificate: 'invalid' })).toEqual(['LINK_CERTIFICATE_NOT_VALID']);
      expect(newLinkObstacles({ ...silent, certificate: 'unread' })).toEqual(['LINK_CERTIFICATE_NOT_VALID']);
      expect(newLinkObstacles({ ...silent, certificate: null })).toEqual(['LINK_CERTIFICATE_NEEDED']);
    }
  });

  it('a guardian by word does not stand beside both parents, one with a court’s document does', () => {
    const mother = [{ iin: MOTHER, role: 'mother' as const, state: 'live' as const }];
    const beside = { ...fine, applicantIin: '700101300010', links: mother, guardianByWord: true };
    expect(newLinkObstacles(beside)).toEqual(['LINK_GUARDIAN_BESIDE']);
    expect(newLinkObstacles({ ...beside, guardianByWord: false })).toEqual([]);
    expect(newLinkObstacles({ ...beside, links: [] })).toEqual([]);
    const guardian: NewLinkCase = {
      ...fine,
      role: 'guardian',
      evidence: 'court_document',
      check: null,
      court: { on: '2026-02-01', validUntil: null },
      roleTaken: true,
    };
    expect(newLinkObstacles(guardian)).toEqual([]);
    const young = { iin: '880217300140', birthDate: '2008-04-17' };
    expect(newLinkObstacles({ ...guardian, person: young })).toEqual(['LINK_AGE']);
    expect(newLinkObstacles({ ...guardian, person: { ...young, birthDate: '2008-04-16' } })).toEqual([]);
  });

  it('years are whole years', () => {
    expect(yearsOlder('2000-02-29', '2021-02-28')).toBe(20);
    expect(yearsOlder('2000-02-29', '2021-03-01')).toBe(21);
    expect(yearsOlder('1988-02-17', '2021-03-08')).toBe(33);
  });

  it('a link is stepped only from where its act begins', () => {
    const from = (act: Parameters<typeof mayStep>[0]) => LINK_STATES.filter((state) => mayStep(act, state));
    expect(from('unlink')).toEqual(['live', 'disputed']);
    expect(from('dispute')).toEqual(['live']);
    expect(from('resolve_dispute')).toEqual(['disputed']);
    expect(from('replace_applicant')).toEqual(['live']);
  });
});
