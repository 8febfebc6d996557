import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { needsReason } from '../../../domain/data/reasons.ts';
import { DecisionDocumentError, OUTCOME_OF_ACT } from '../../../domain/decision-document.ts';
import {
  type CompanionPart,
  companionStateAfter,
  type DuplicatePart,
  FAMILY_DECISION_NAMESPACE,
  type FamilyDecision,
  familyDecisionFaults,
  familyDecisionXml,
  isDuplicateAct,
  isLinkAct,
  isLinkRequestAct,
  type LinkPart,
  type LinkRequestPart,
  linkStateAfter,
  onlyPart,
} from '../../../domain/family-decision.ts';
import { familyNotice, refusedRequestNotice, type ToldOutcome } from '../../../domain/family-notice.ts';
import { limitsOf } from '../../../domain/notice-template.ts';
import { COMPANION_EVENTS, FAMILY_EVENTS, type FamilyAct, signersOf } from '../../../domain/status.ts';
import { canonicalXml, parseXmlStrictly, schemaOf } from '../../fakes/xsd.ts';

const schema = schemaOf('decision-3.xsd');

const link: LinkPart = {
  person: { iin: '880217300140', fullName: 'Бекежан Нұрлан Сәбитұлы' },
  role: 'father',
  state: 'live',
  evidence: {
    kind: 'registry',
    registryAnswer: 'confirmed',
    checkedAt: '2026-04-16T12:05:10+05:00',
    scanSha256: null,
  },
  courtDocument: null,
  validFrom: '2026-04-16',
  validTo: null,
  replaced: null,
};
const companion: CompanionPart = {
  person: { iin: '600101400019', fullName: 'Бекежанова Рая' },
  relation: 'grandmother',
  kindergarten: { bin: '940140000385', name: '«Балауса» бөбекжай-балабақшасы' },
  state: 'approved',
  validFrom: '2026-04-16',
  validTo: '2027-04-15',
};
const duplicate: DuplicatePart = {
  keptApplication: '2026-004001',
  department: { bin: '940140000385', name: 'Қосағаш ауданының білім бөлімі' },
  keptStatus: 'queued',
  keptSubmittedAt: '2026-01-16T09:00:00+05:00',
  submittedAt: '2026-02-16T09:00:00+05:00',
  ground: 'same_child',
  removedBy: null,
};
const linkRequest: LinkRequestPart = {
  person: { iin: '880217300140', fullName: 'Порталов Дәулет Серікұлы' },
  role: 'father',
  state: 'refused',
  portal: 'astana',
  portalId: 'A-2026:00017',
  askedAt: '2026-04-15T18:40:02+05:00',
};
const PARTS = { link, companion, duplicate, linkRequest };
const court = { number: '2-114', court: 'Сарыбел аудандық соты', on: '2026-02-01', validUntil: '2028-02-01' };
const reason = { code: 'unlink_mistake', textKk: 'қ', textRu: 'р' };

/** A sound document of every act. */
function sound(act: FamilyAct): FamilyDecision {
  const common = {
    act,
    outcome: OUTCOME_OF_ACT[act],
    decisionNumber: '2026-Ш-001932',
    applicationNumber: '2026-004817',
    applicationVersion: 7,
    factsSha256: '9f2c'.repeat(16),
    child: { iin: '210308500209', fullName: 'Бекежан Әлихан Нұрланұлы', birthDate: '2021-03-08' },
    applicant: { iin: '900614400336', fullName: 'Бекежанова Сәуле' },
    reason: needsReason(act) ? reason : null,
    note: 'A < B & "C"',
    benefitCategory: null,
    legalAct: { code: 'order-254-2020', titleKk: '№ 254 бұйрық', titleRu: 'Приказ № 254' },
    ruleProfile: { code: 'national-2025' },
    officer: { iin: '850614400338', fullName: 'Абдырахманова Гүлнар Сейітқызы' },
    role: 'clerk',
    organisation: { bin: '940140000385', name: 'Сарыбел ауданының білім бөлімі' },
    decidedAt: '2026-04-16T12:07:42+05:00',
  } as const;
  if (isDuplicateAct(act)) {
    const removedBy = act === 'reinstate_duplicate' ? '2026-Ш-001900' : null;
    return { ...common, ...onlyPart('duplicate', { ...duplicate, removedBy }) };
  }
  if (isLinkRequestAct(act)) return { ...common, ...onlyPart('linkRequest', linkRequest) };
  if (!isLinkAct(act)) {
    return { ...common, ...onlyPart('companion', { ...companion, state: companionStateAfter(act) }) };
  }
  const state = linkStateAfter(act);
  return {
    ...common,
    ...onlyPart('link', {
      ...link,
      state,
      validTo: state === 'ended' ? '2026-04-16' : null,
      replaced:
        act === 'replace_applicant'
          ? { iin: '900614400336', fullName: 'Бекежанова Сәуле', relation: 'mother', stays: true }
          : null,
    }),
  };
}

/** The one part an act has. */
function partOf(act: FamilyAct): keyof typeof PARTS {
  if (isDuplicateAct(act)) return 'duplicate';
  if (isLinkRequestAct(act)) return 'linkRequest';
  return isLinkAct(act) ? 'link' : 'companion';
}
const NAMES = Object.keys(PARTS) as (keyof typeof PARTS)[];

describe('decision document, version 3', () => {
  it.each(FAMILY_EVENTS)('%s: canonical, of the schema, and each of its parts is needed', (act) => {
    const doc = sound(act);
    expect(familyDecisionFaults(doc)).toEqual([]);
    const xml = familyDecisionXml(doc);
    expect(xml.startsWith(`<decision xmlns="${FAMILY_DECISION_NAMESPACE}"><act>${act}</act>`)).toBe(true);
    expect(canonicalXml(xml)).toBe(xml);
    schema.fits(xml);
    for (const change of [
      { reason: doc.reason === null ? reason : null },
      { role: 'supervisor' },
      { outcome: act === 'link' ? 'unlinked' : 'linked' },
      { [partOf(act)]: null },
      ...NAMES.filter((name) => name !== partOf(act)).flatMap((name) => [
        onlyPart(name, PARTS[name]),
        { [name]: PARTS[name] },
      ]),
    ]) {
      expect(familyDecisionFaults({ ...doc, ...change } as FamilyDecision)).not.toEqual([]);
    }
  });

  it('is of its own version: the schema refuses what another says', () => {
    expect(schema.namespace).toBe(FAMILY_DECISION_NAMESPACE);
    const xml = familyDecisionXml(sound('link'));
    expect(() => schema.fits(xml.replace('<act>link<', '<act>approve<'))).toThrow('decision/act');
    expect(() => schema.fits(xml.replace(/<link>.*<\/link>/, ''))).toThrow('none of the choice');
    expect(() => schema.fits(xml.replace('<state>live</state>', ''))).toThrow('state');
  });

  it('a clerk signs links, a clerk or a head companions', () => {
    for (const act of FAMILY_EVENTS) {
      expect(signersOf(act)).toEqual(partOf(act) === 'companion' ? ['clerk', 'head'] : ['clerk']);
    }
    for (const act of COMPANION_EVENTS) {
      expect(familyDecisionFaults({ ...sound(act), role: 'head' })).toEqual([]);
    }
    expect(familyDecisionFaults({ ...sound('link'), role: 'head' })).toContainEqual({
      code: 'DECISION_FIELD',
      field: 'role',
    });
  });

  const evidence = link.evidence;
  it.each<[FamilyAct, Partial<LinkPart>, string]>([
    ['link', { person: { iin: '210308500209', fullName: 'Ә' } }, 'link.person.iin'],
    ['link', { state: 'disputed' }, 'link.state'],
    ['unlink', { validTo: null }, 'link.validTo'],
    ['unlink', { validTo: '2026-04-15' }, 'link.validTo'],
    ['link', { validTo: '2026-04-16' }, 'link.validTo'],
    ['link', { evidence: { ...evidence, registryAnswer: 'unreachable' } }, 'link.evidence.registryAnswer'],
    ['link', { evidence: { ...evidence, registryAnswer: 'not_found' } }, 'link.evidence.registryAnswer'],
    [
      'link',
      { evidence: { ...evidence, registryAnswer: null, checkedAt: null } },
      'link.evidence.registryAnswer',
    ],
    ['link', { evidence: { ...evidence, checkedAt: null } }, 'link.evidence.checkedAt'],
    [
      'link',
      { evidence: { ...evidence, kind: 'birth_certificate', registryAnswer: 'not_found' } },
      'link.evidence.scanSha256',
    ],
    ['link', { evidence: { ...evidence, scanSha256: '9f2c'.repeat(16) } }, 'link.evidence.scanSha256'],
    [
      'link',
      { evidence: { kind: 'application', registryAnswer: null, checkedAt: null, scanSha256: null } },
      'link.evidence.kind',
    ],
    [
      'link',
      { evidence: { kind: 'court_document', registryAnswer: null, checkedAt: null, scanSha256: null } },
      'link.courtDocument',
    ],
    ['link', { role: 'guardian' }, 'link.courtDocument'],
    ['link', { courtDocument: { ...court, validUntil: '2026-01-01' } }, 'link.courtDocument.validUntil'],
    ['replace_applicant', { replaced: null }, 'link.replaced'],
    [
      'replace_applicant',
      { replaced: { ...link.person, relation: 'mother', stays: false } },
      'link.replaced.iin',
    ],
    [
      'link',
      { replaced: { iin: '900614400336', fullName: 'С', relation: 'mother', stays: false } },
      'link.replaced',
    ],
  ])('%s is refused with %o', (act, change, field) => {
    const doc = sound(act);
    if (doc.link === null) throw new Error('no link');
    const broken = { ...doc, link: { ...doc.link, ...change } };
    expect(familyDecisionFaults(broken)).toContainEqual({ code: 'DECISION_LINK', field });
    expect(() => familyDecisionXml(broken)).toThrow(DecisionDocumentError);
  });

  it('a guardian with a court’s document is sound', () => {
    const doc = sound('link');
    if (doc.link === null) throw new Error('no link');
    const guardian = {
      ...doc,
      link: {
        ...doc.link,
        role: 'guardian' as const,
        courtDocument: court,
        evidence: {
          kind: 'court_document' as const,
          registryAnswer: null,
          checkedAt: null,
          scanSha256: null,
        },
      },
    };
    expect(familyDecisionFaults(guardian)).toEqual([]);
    schema.fits(familyDecisionXml(guardian));
  });

  it.each<[Partial<CompanionPart>, string, string]>([
    [{ state: 'suspended' }, 'DECISION_COMPANION', 'companion.state'],
    [{ validTo: '2026-04-15' }, 'DECISION_COMPANION', 'companion.validTo'],
    [{ person: { iin: '210308500209', fullName: 'Ә' } }, 'DECISION_COMPANION', 'companion.person.iin'],
    [{ relation: 'әжесі' }, 'DECISION_FIELD', 'companion.relation'],
    [{ kindergarten: { bin: '94', name: 'Б' } }, 'DECISION_FIELD', 'companion.kindergarten.bin'],
    [
      { person: { iin: '600101400019', fullName: 'а\u202eб' } },
      'DECISION_CHARACTER',
      'companion.person.fullName',
    ],
  ])('an approval is refused with %o', (change, code, field) => {
    const doc = sound('approve_companion');
    const broken = { ...doc, companion: { ...companion, ...change } } as FamilyDecision;
    expect(familyDecisionFaults(broken)).toContainEqual({ code, field });
  });

  it.each([
    [{ keptApplication: '2026-004817' }, 'keptApplication'],
    [{ keptStatus: 'cancelled' }, 'keptStatus'],
    [{ keptStatus: 'registered' }, 'keptStatus'],
    [{ removedBy: '2026-Ш-000001' }, 'removedBy'],
  ] as const)('a removal that says %o is none', (change, field) => {
    const doc = sound('remove_duplicate');
    const broken = { ...doc, duplicate: { ...duplicate, ...change } } as FamilyDecision;
    expect(familyDecisionFaults(broken)).toContainEqual({
      code: 'DECISION_DUPLICATE',
      field: `duplicate.${field}`,
    });
  });

  it.each<[Partial<LinkRequestPart>, string, string]>([
    [{ state: 'linked' as 'refused' }, 'DECISION_LINK_REQUEST', 'linkRequest.state'],
    [{ person: { iin: '210308500209', fullName: 'Ә' } }, 'DECISION_LINK_REQUEST', 'linkRequest.person.iin'],
    [{ person: { iin: '21', fullName: 'Ә' } }, 'DECISION_FIELD', 'linkRequest.person.iin'],
    [
      { person: { ...linkRequest.person, fullName: 'а\u202eб' } },
      'DECISION_CHARACTER',
      'linkRequest.person.fullName',
    ],
    [{ portal: 'e.astana kz' }, 'DECISION_FIELD', 'linkRequest.portal'],
    [{ portalId: '' }, 'DECISION_FIELD', 'linkRequest.portalId'],
    [{ portalId: 'A 1' }, 'DECISION_FIELD', 'linkRequest.portalId'],
    [{ askedAt: '2026-04-15' }, 'DECISION_FIELD', 'linkRequest.askedAt'],
  ])('a refused request that says %o is none', (change, code, field) => {
    const broken = {
      ...sound('refuse_link_request'),
      linkRequest: { ...linkRequest, ...change },
    } as FamilyDecision;
    expect(familyDecisionFaults(broken)).toContainEqual({ code, field });
    expect(() => familyDecisionXml(broken)).toThrow(DecisionDocumentError);
  });

  it('holds any text and gives it back, the same bytes after C14N', () => {
    const words = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .map(
        (s) =>
          `${s.replace(/[\p{Cc}\p{Cs}\u2028-\u202e\u200e\u200f\u2066-\u2069\ufeff\ufffd-\uffff]/gu, '')}<&>'"`,
      );
    fc.assert(
      fc.property(words, words, (name, where) => {
        const doc = sound('link');
        const xml = familyDecisionXml({
          ...doc,
          ...onlyPart('link', {
            ...link,
            person: { ...link.person, fullName: name },
            courtDocument: { ...court, court: where },
          }),
        });
        expect(canonicalXml(xml)).toBe(xml);
        const root = parseXmlStrictly(xml);
        expect(root.getElementsByTagName('court').item(0)?.textContent).toBe(where);
      }),
      { numRuns: 100 },
    );
  });
});

describe('what a family is told of its people', () => {
  const input = {
    applicationNumber: '2026-004817',
    applicant: 'Сәуле',
    child: 'Бекежан Әлихан',
    person: 'Нұрлан Сәбитұлы',
    kept: '2026-004001',
  };

  it('says the seed’s own words when kinship is confirmed', () => {
    const said = familyNotice({ ...input, kind: 'linked', reason: null });
    if (!said.ok) throw new Error('faults');
    expect(said.kk).toContain('Туыстық расталды, деректер сәтті жаңартылды');
    expect(said.ru).toContain('Родство подтверждено, данные успешно обновлены');
  });

  it('is told in the office’s words where it has its own', () => {
    const words = { kk: 'Себебі', ru: 'Причина', en: 'Reason' };
    const own = (kind: ToldOutcome, reason: typeof words | null) =>
      familyNotice({ ...input, kind, reason }, (code) => {
        const named = limitsOf(code).must.map((name) => `${name}={${name}}`);
        return `${code}: ${named.toSorted().join(', ')}`;
      });
    expect(own('linked', null)).toMatchObject({ kk: 'linked: number=2026-004817, parent=Нұрлан Сәбитұлы' });
    expect(own('companion_refused', words)).toMatchObject({
      ru: 'companion_refused: companion=Нұрлан Сәбитұлы, number=2026-004817, reason=Причина.',
    });
    expect(own('duplicate_removed', words)).toMatchObject({
      en: 'duplicate_removed: kept=2026-004001, number=2026-004817, reason=Reason.',
    });
    expect(own('duplicate_removed', null).ok).toBe(false);
  });

  it('who asked and was refused is told why, and neither child nor number, however the office words it', () => {
    const reason = { kk: 'Себебі: құжат жоқ', ru: 'Причина: нет документа', en: 'Reason: no document' };
    const said = refusedRequestNotice({ asker: 'Дәулет Серікұлы', reason });
    if (!said.ok) throw new Error('faults');
    expect(said.kk).toBe(
      'Құрметті Дәулет Серікұлы, баланың өтінішіне біріктіру туралы сұрауыңыз қабылданбады. Себебі: құжат жоқ.',
    );
    expect(said.ru).toContain('Причина: нет документа.');
    expect(refusedRequestNotice({ asker: 'Дәулет', reason: null }).ok).toBe(false);
    const naming = refusedRequestNotice({ asker: 'Дәулет', reason }, () => '{child} № {number}: {reason}');
    expect(naming).toEqual({
      ok: false,
      faults: expect.arrayContaining([{ code: 'TEMPLATE_MISSING', placeholder: 'number' }]),
    });
    expect(limitsOf('link_request_refused').may.toSorted()).toEqual(['applicant', 'reason']);
  });

  const told = FAMILY_EVENTS.filter((act) => act !== 'refuse_link_request');
  it.each(told)('%s has words in three languages, and needs its reason', (act) => {
    const kind = OUTCOME_OF_ACT[act];
    const words = { kk: 'Себебі', ru: 'Причина', en: 'Reason' };
    const said = familyNotice({ ...input, kind, reason: needsReason(act) ? words : null });
    if (!said.ok) throw new Error(JSON.stringify(said.faults));
    for (const text of [said.kk, said.ru, said.en]) {
      expect(text).toContain('2026-004817');
      if (!isDuplicateAct(act)) expect(text).toContain('Нұрлан');
      if (act === 'remove_duplicate') expect(text).toContain('2026-004001');
      expect(text).not.toMatch(/[{}]/);
    }
    expect(familyNotice({ ...input, kind, reason: null }).ok).toBe(!needsReason(act));
  });
});
