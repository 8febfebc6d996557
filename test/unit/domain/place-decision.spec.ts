import { readFileSync } from 'node:fs';
import { DOMParser, type Element } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { C14nCanonicalization } from 'xml-crypto';
import { DecisionDocumentError, OUTCOME_OF_ACT } from '../../../domain/decision-document.ts';
import {
  PLACE_DECISION_NAMESPACE,
  type PlaceDecision,
  placeDecisionFaults,
  placeDecisionXml,
  type QueuePart,
  type ReferralPart,
} from '../../../domain/place-decision.ts';
import { REFERRAL_EVENTS, type ReferralAct, signersOf } from '../../../domain/status.ts';

const seat = {
  kindergarten: { bin: '940140000385', name: '«Балауса» бөбекжай-балабақшасы' },
  group: { name: 'Ботақан', cohortYear: 2021, language: 'kk', kind: 'general' },
  seat: 3,
} as const;
const referral: ReferralPart = {
  ...seat,
  number: null,
  state: 'offered',
  benefitState: 'pending',
  offerUntil: '2026-04-20T18:30:00+05:00',
  benefitUntil: null,
  validUntil: null,
  answeredBy: null,
  documents: null,
  contract: null,
  from: null,
  exchange: null,
};
const queue: QueuePart = {
  district: 'sarybel',
  service: 'preschool_queue',
  queueKind: 'general',
  cohortYear: 2021,
  language: 'kk',
  place: 2,
  total: 187,
  turn: 14,
  stream: 'ordinary',
  cause: 'ratio',
  benefitPlaces: 1,
  ordinaryPlaces: 3,
  passed: [{ applicationNumber: '2026-002913', place: 1, why: 'ahead' }],
  outOfOrder: { code: 'order_court', textKk: 'Сот шешімі бойынша', textRu: 'По решению суда' },
};
const offer: PlaceDecision = {
  act: 'offer',
  outcome: 'offered',
  decisionNumber: '2026-Ш-001932',
  applicationNumber: '2026-004817',
  applicationVersion: 7,
  factsSha256: '9f2c'.repeat(16),
  child: { iin: '210308500209', fullName: 'Бекежан Әлихан Нұрланұлы', birthDate: '2021-03-08' },
  applicant: { iin: '880217300140', fullName: 'Бекежан Нұрлан Сәбитұлы' },
  reason: null,
  note: 'A < B & "C"',
  benefitCategory: { code: 'large_family', nameKk: 'Көпбалалы отбасы', nameRu: 'Многодетная семья' },
  referral,
  queue,
  legalAct: { code: 'order-254-2020', titleKk: '№ 254 бұйрық', titleRu: 'Приказ № 254' },
  ruleProfile: { code: 'national-2025' },
  officer: { iin: '850614400338', fullName: 'Абдырахманова Гүлнар Сейітқызы' },
  role: 'clerk',
  organisation: { bin: '940140000385', name: 'Сарыбел ауданының білім бөлімі' },
  decidedAt: '2026-04-16T12:07:42+05:00',
};
const reason = { code: 'x', textKk: 'қ', textRu: 'р' };
const issued = { ...referral, number: '2026-Ж-000412', benefitState: 'confirmed', offerUntil: null } as const;
const validUntil = '2026-04-23T18:30:00+05:00';
const documents = [{ kind: 'birth_certificate', receivedOn: '2026-04-15' }];
const enrolled = { ...issued, state: null, benefitState: null };

/** A sound document of every act. */
const act = (name: ReferralAct, change: Partial<PlaceDecision>): PlaceDecision => ({
  ...offer,
  act: name,
  outcome: OUTCOME_OF_ACT[name],
  queue: null,
  role: signersOf(name)[0] ?? '',
  ...change,
});
const SOUND: Readonly<Record<ReferralAct, PlaceDecision>> = {
  offer,
  accept: act('accept', { referral: { ...referral, state: 'accepted', answeredBy: 'phone' } }),
  decline: act('decline', { reason, referral: { ...referral, state: 'declined', answeredBy: 'counter' } }),
  issue_referral: act('issue_referral', { referral: { ...issued, state: 'issued', validUntil } }),
  extend: act('extend', { reason, referral: { ...issued, state: 'issued', validUntil } }),
  cancel_referral: act('cancel_referral', { reason, referral: { ...issued, state: 'cancelled' } }),
  confirm_benefit: act('confirm_benefit', { referral: { ...issued, state: 'issued', validUntil } }),
  reject_benefit: act('reject_benefit', {
    reason,
    referral: { ...issued, state: 'cancelled', benefitState: 'rejected' },
  }),
  restore: act('restore', { referral: null }),
  transfer: act('transfer', { reason, referral: { ...enrolled, from: seat } }),
  exchange: act('exchange', {
    referral: {
      ...enrolled,
      from: seat,
      exchange: { applicationNumber: '2026-000007', ownConsent: '2026-08-03', otherConsent: '2026-08-04' },
    },
  }),
  submit_documents: act('submit_documents', {
    referral: { ...issued, state: 'documents', validUntil, documents },
  }),
  admit: act('admit', {
    referral: {
      ...issued,
      state: 'admitted',
      documents,
      contract: { number: 'Ш-17/2026', on: '2026-04-16' },
    },
  }),
  refuse_admission: act('refuse_admission', { reason, referral: { ...issued, state: 'refused' } }),
  withdraw_child: act('withdraw_child', { reason, referral: enrolled }),
};

const parse = (xml: string): Element => {
  const root = new DOMParser({
    onError: (_, message) => {
      throw new Error(message);
    },
  }).parseFromString(xml, 'text/xml').documentElement;
  if (root === null) throw new Error('no root');
  return root;
};
const canonical = (xml: string): string =>
  new C14nCanonicalization().process(parse(xml) as unknown as globalThis.Node, { ancestorNamespaces: [] });
const elements = (node: Element): Element[] =>
  Array.from(node.childNodes ?? []).filter((n): n is Element => n.nodeType === 1);

const schema = parse(readFileSync(new URL('../../../docs/decision-2.xsd', import.meta.url), 'utf8'));
const declared = (kind: string, name: string): Element => {
  const found = elements(schema).find((e) => e.nodeName === kind && e.getAttribute('name') === name);
  if (found === undefined) throw new Error(`${kind} ${name} is not in the schema`);
  return found;
};
/** Particles of a type: its sequence, groups in place. */
const particles = (holder: Element): Element[] =>
  elements(elements(holder).find((e) => e.nodeName === 'xs:sequence') ?? holder).flatMap((e) =>
    e.nodeName === 'xs:group' ? particles(declared('xs:group', e.getAttribute('ref') ?? '')) : [e],
  );
/** Compares an element with its type: names, order, how often, enumerations and patterns, all the way down. */
const fits = (element: Element, type: Element, path: string): void => {
  const asked = particles(type).filter((e) => e.nodeName === 'xs:element');
  const written = elements(element);
  let at = 0;
  for (const particle of asked) {
    const name = particle.getAttribute('name') ?? '';
    let count = 0;
    for (; written[at]?.nodeName === name; at++, count++)
      simple(written[at] as Element, particle, `${path}/${name}`);
    if (particle.getAttribute('minOccurs') !== '0' && count === 0)
      throw new Error(`${path}/${name} is missing`);
    if (count > 1 && particle.getAttribute('maxOccurs') !== 'unbounded')
      throw new Error(`${path}/${name} twice`);
  }
  if (written[at] !== undefined) throw new Error(`${path}/${written[at]?.nodeName} is not declared there`);
};
const simple = (element: Element, particle: Element, path: string): void => {
  const type = particle.getAttribute('type') ?? '';
  if (type.startsWith('xs:')) return;
  const complex = elements(schema).find(
    (e) => e.nodeName === 'xs:complexType' && e.getAttribute('name') === type,
  );
  if (complex !== undefined) {
    fits(element, complex, path);
    return;
  }
  const restriction = declared('xs:simpleType', type);
  const values = Array.from(restriction.getElementsByTagName('xs:enumeration')).map((e) =>
    e.getAttribute('value'),
  );
  if (values.length > 0)
    expect([path, values]).toEqual([path, expect.arrayContaining([element.textContent])]);
};

describe('decision document, version 2', () => {
  it.each(REFERRAL_EVENTS)('%s: canonical, of the schema, and each of its parts is needed', (name) => {
    const doc = SOUND[name];
    expect(placeDecisionFaults(doc)).toEqual([]);
    const xml = placeDecisionXml(doc);
    expect(xml.startsWith(`<decision xmlns="${PLACE_DECISION_NAMESPACE}"><act>${name}</act>`)).toBe(true);
    expect(canonical(xml)).toBe(xml);
    expect(xml).not.toMatch(/>\s+</);
    const root = elements(declared('xs:element', 'decision'))[0];
    if (root === undefined) throw new Error('the schema has no root');
    fits(parse(xml), root, 'decision');
    // What belongs to another act may not stand in this one.
    const others: readonly [Partial<PlaceDecision>, boolean][] = [
      [{ reason: doc.reason === null ? reason : null }, true],
      [{ role: 'admin' }, true],
      [{ outcome: name === 'offer' ? 'accepted' : 'offered' }, true],
      [{ queue: doc.queue === null ? queue : null }, name !== 'issue_referral'],
      [{ referral: doc.referral === null ? referral : null }, true],
    ];
    for (const [change, isFault] of others) {
      expect(placeDecisionFaults({ ...doc, ...change }).length > 0).toBe(isFault);
    }
  });

  it('is this text', () => {
    const xml = placeDecisionXml(offer);
    expect(xml).toContain(
      '<referral><state>offered</state><benefitState>pending</benefitState><kindergarten><bin>940140000385</bin><name>«Балауса» бөбекжай-балабақшасы</name></kindergarten>' +
        '<group><name>Ботақан</name><cohortYear>2021</cohortYear><language>kk</language><kind>general</kind></group><seat>3</seat>' +
        '<offerUntil>2026-04-20T18:30:00+05:00</offerUntil></referral><queue><key><district>sarybel</district>',
    );
    expect(xml).toContain(
      '<passed><applicationNumber>2026-002913</applicationNumber><place>1</place><why>ahead</why></passed><outOfOrder><code>order_court</code>',
    );
    expect(schema.getAttribute('targetNamespace')).toBe(PLACE_DECISION_NAMESPACE);
  });

  it.each<[Partial<PlaceDecision>, string, string]>([
    [{ act: 'approve' as 'offer' }, 'DECISION_FIELD', 'act'],
    [{ decisionNumber: '2026-Ж-001932' }, 'DECISION_FIELD', 'decisionNumber'],
    [{ role: 'head' }, 'DECISION_FIELD', 'role'],
    [{ note: 'a\u202eb' }, 'DECISION_CHARACTER', 'note'],
    [{ note: '\ufffd' }, 'DECISION_CHARACTER', 'note'],
    [{ queue: null }, 'DECISION_QUEUE', 'queue'],
    [{ queue: { ...queue, outOfOrder: null } }, 'DECISION_ORDER', 'queue.outOfOrder'],
    [{ queue: { ...queue, passed: [] } }, 'DECISION_ORDER', 'queue.outOfOrder'],
    [
      { queue: { ...queue, passed: [{ applicationNumber: '2026-002913', place: 1, why: 'together' }] } },
      'DECISION_ORDER',
      'queue.outOfOrder',
    ],
    [{ queue: { ...queue, place: 188 } }, 'DECISION_FIELD', 'queue.place'],
    [{ queue: { ...queue, turn: 0 } }, 'DECISION_FIELD', 'queue.turn'],
    [{ queue: { ...queue, district: 'сарыбел' } }, 'DECISION_FIELD', 'queue.key.district'],
    [{ referral: null }, 'DECISION_REFERRAL', 'referral'],
    [{ referral: { ...referral, state: 'accepted' } }, 'DECISION_REFERRAL', 'referral.state'],
    [{ referral: { ...referral, benefitState: null } }, 'DECISION_REFERRAL', 'referral.benefitState'],
    [{ referral: { ...referral, number: '2026-Ж-000412' } }, 'DECISION_REFERRAL', 'referral.number'],
    [{ referral: { ...referral, offerUntil: null } }, 'DECISION_REFERRAL', 'referral.offerUntil'],
    [{ referral: { ...referral, offerUntil: '2026-04-20' } }, 'DECISION_FIELD', 'referral.offerUntil'],
    [{ referral: { ...referral, answeredBy: 'phone' } }, 'DECISION_REFERRAL', 'referral.answeredBy'],
    [{ referral: { ...referral, documents: [] } }, 'DECISION_REFERRAL', 'referral.documents'],
    [{ referral: { ...referral, from: seat } }, 'DECISION_REFERRAL', 'referral.from'],
    [{ referral: { ...referral, seat: 0 } }, 'DECISION_FIELD', 'referral.seat'],
    [
      { referral: { ...referral, contract: { number: '1', on: '2026-04-16' } } },
      'DECISION_REFERRAL',
      'referral.contract',
    ],
  ])('refuses %o', (change, code, field) => {
    const doc = { ...offer, ...change };
    expect(placeDecisionFaults(doc)).toContainEqual({ code, field });
    expect(() => placeDecisionXml(doc)).toThrow(DecisionDocumentError);
  });

  it.each<[ReferralAct, Partial<ReferralPart>, string]>([
    ['issue_referral', { number: null }, 'referral.number'],
    ['issue_referral', { validUntil: null }, 'referral.validUntil'],
    ['extend', { validUntil: null }, 'referral.validUntil'],
    ['admit', { contract: null }, 'referral.contract'],
    ['admit', { documents: null }, 'referral.documents'],
    ['accept', { answeredBy: null }, 'referral.answeredBy'],
    ['transfer', { from: null }, 'referral.from'],
    ['exchange', { exchange: null }, 'referral.exchange'],
    ['withdraw_child', { state: 'admitted' }, 'referral.state'],
  ])('%s needs its own part: %o', (name, change, field) => {
    const doc = SOUND[name];
    if (doc.referral === null) throw new Error('no referral');
    expect(placeDecisionFaults({ ...doc, referral: { ...doc.referral, ...change } })).toEqual([
      { code: 'DECISION_REFERRAL', field },
    ]);
  });

  it('holds any text and gives it back, the same bytes after C14N', () => {
    const words = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .map(
        (s) =>
          `${s.replace(/[\p{Cc}\p{Cs}\u2028-\u202e\u200e\u200f\u2066-\u2069\ufeff\ufffd-\uffff]/gu, '')}<&>'"`,
      );
    fc.assert(
      fc.property(words, words, fc.nat(50), (name, group, passed) => {
        const doc: PlaceDecision = {
          ...offer,
          referral: {
            ...referral,
            kindergarten: { ...seat.kindergarten, name },
            group: { ...seat.group, name: group },
          },
          queue: {
            ...queue,
            passed: Array.from({ length: passed + 1 }, (_, i) => ({
              applicationNumber: `2026-${String(i).padStart(6, '0')}`,
              place: i + 1,
              why: 'ratio',
            })),
          },
        };
        const xml = placeDecisionXml(doc);
        expect(canonical(xml)).toBe(xml);
        const root = parse(xml);
        expect(
          root.getElementsByTagName('group').item(0)?.getElementsByTagName('name').item(0)?.textContent,
        ).toBe(group);
        expect(root.getElementsByTagName('passed').length).toBe(passed + 1);
      }),
      { numRuns: 100 },
    );
  });
});
