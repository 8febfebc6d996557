import { readFileSync } from 'node:fs';
import { DOMParser, type Element, type Node } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { C14nCanonicalization } from 'xml-crypto';
import { reasonByCode } from '../../../domain/data/reasons.ts';
import {
  DECISION_NAMESPACE,
  type DecisionDocument,
  DecisionDocumentError,
  decisionFaults,
  decisionXml,
  escapeText,
} from '../../../domain/decision-document.ts';
import { type FactValue, factsText } from '../../../domain/facts.ts';
import { noticeText, reasonMessage } from '../../../domain/notice.ts';
import { fillTemplate, placeholdersOf, templateFaults } from '../../../domain/template.ts';

const returned: DecisionDocument = {
  act: 'return',
  outcome: 'returned',
  decisionNumber: '2026-Ш-001932',
  applicationNumber: '2026-004817',
  applicationVersion: 6,
  factsSha256: '9f2c'.repeat(16),
  child: { iin: '210308500209', fullName: 'Бекежан Әлихан Нұрланұлы', birthDate: '2021-03-08' },
  applicant: { iin: '880217300140', fullName: 'Бекежан Нұрлан Сәбитұлы' },
  reason: {
    code: 'document_expired',
    textKk: 'Мерзімі 11.04.2026 күні өткен.',
    textRu: 'Срок истёк 11.04.2026.',
  },
  note: 'A < B & "C" > D\nекінші жол',
  correctionDue: '2026-04-23',
  benefitCategory: {
    code: 'serviceman',
    nameKk: 'Әскери қызметшінің баласы',
    nameRu: 'Ребёнок военнослужащего',
  },
  scans: [
    { scanSha256: 'ab'.repeat(32), documentKind: 'birth_certificate', verdict: 'valid', reasonCode: null },
    {
      scanSha256: 'cd'.repeat(32),
      documentKind: 'service_certificate',
      verdict: 'invalid',
      reasonCode: 'document_expired',
    },
  ],
  legalAct: { code: 'order-254-2020', titleKk: '№ 254 бұйрық', titleRu: 'Приказ № 254' },
  ruleProfile: { code: 'national-2025' },
  officer: { iin: '850614400338', fullName: 'Абдырахманова Гүлнар Сейітқызы' },
  role: 'clerk',
  organisation: { bin: '940140000385', name: 'Сарыбел ауданының білім бөлімі' },
  decidedAt: '2026-04-16T12:07:42+05:00',
  corrects: null,
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
const children = (node: Node): Node[] => Array.from(node.childNodes ?? []);
const text = (root: Element, name: string): string | null =>
  root.getElementsByTagName(name).item(0)?.textContent ?? null;

/** Printable text of every script, with the characters XML cares about. */
const words = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(
        '&',
        '<',
        '>',
        '"',
        "'",
        ']]>',
        '&amp;',
        '<!--',
        '\n',
        '\t',
        'ә',
        'Ғ',
        '№',
        '—',
        '😀',
        'a',
        ' ',
      ),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 40,
  })
  .filter(
    (s) =>
      s.trim() !== '' &&
      !/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd-\uffff]/u.test(
        s.replace(/[\t\n]/g, ''),
      ),
  );

describe('decision document', () => {
  it('is this text', () => {
    const xml = decisionXml(returned);
    expect(
      xml.startsWith(`<decision xmlns="${DECISION_NAMESPACE}"><act>return</act><outcome>returned</outcome>`),
    ).toBe(true);
    expect(xml).toContain(
      '<note>A &lt; B &amp; "C" &gt; D\nекінші жол</note><correctionDue>2026-04-23</correctionDue>',
    );
    expect(xml).toContain(
      `<scan><scanSha256>${'ab'.repeat(32)}</scanSha256><documentKind>birth_certificate</documentKind><verdict>valid</verdict></scan>`,
    );
    expect(xml.endsWith('<decidedAt>2026-04-16T12:07:42+05:00</decidedAt></decision>')).toBe(true);
    expect(xml).not.toMatch(/>\s+</);
  });

  it('is already canonical: C14N gives the same bytes, and every text comes back', () => {
    fc.assert(
      fc.property(words, words, words, words, (note, fullName, textKk, name) => {
        const doc: DecisionDocument = {
          ...returned,
          note,
          child: { ...returned.child, fullName },
          reason: { code: 'x', textKk, textRu: textKk },
          organisation: { ...returned.organisation, name },
        };
        const xml = decisionXml(doc);
        const root = parse(xml);
        expect(canonical(xml)).toBe(xml);
        expect(text(root, 'note')).toBe(note);
        expect(root.getElementsByTagName('fullName').item(0)?.textContent).toBe(fullName);
        expect(text(root, 'textKk')).toBe(textKk);
        expect(text(root, 'name')).toBe(name);
      }),
      { numRuns: 400 },
    );
  });

  it('has the elements of the schema in its order', () => {
    const schema = parse(readFileSync(new URL('../../../docs/decision-1.xsd', import.meta.url), 'utf8'));
    expect(schema.getAttribute('targetNamespace')).toBe(DECISION_NAMESPACE);
    const root = Array.from(schema.getElementsByTagName('xs:element')).find(
      (e) => e.getAttribute('name') === 'decision',
    );
    const sequence = root?.getElementsByTagName('xs:sequence').item(0);
    const declared = children(sequence as Node).filter((n): n is Element => n.nodeName === 'xs:element');
    const names = declared.map((e) => e.getAttribute('name'));
    const needed = declared
      .filter((e) => e.getAttribute('minOccurs') !== '0')
      .map((e) => e.getAttribute('name'));
    const full = { ...returned, corrects: null };
    const written = children(parse(decisionXml(full))).map((n) => n.nodeName);
    expect(names.filter((name) => name !== 'corrects')).toEqual(written);
    const least = decisionXml({
      ...returned,
      act: 'approve',
      outcome: 'approved',
      reason: null,
      note: null,
      correctionDue: null,
      benefitCategory: null,
      scans: [],
    });
    expect(children(parse(least)).map((n) => n.nodeName)).toEqual(needed);
  });

  it.each<[Partial<DecisionDocument>, string, string]>([
    [{ outcome: 'approved' }, 'DECISION_OUTCOME', 'outcome'],
    [{ reason: null }, 'DECISION_REASON', 'reason'],
    [{ correctionDue: null }, 'DECISION_CORRECTION_DUE', 'correctionDue'],
    [{ correctionDue: '2026-02-30' }, 'DECISION_FIELD', 'correctionDue'],
    [{ corrects: '2026-Ш-001931' }, 'DECISION_CORRECTS', 'corrects'],
    [{ decisionNumber: '2026-001932' }, 'DECISION_FIELD', 'decisionNumber'],
    [{ applicationNumber: '4817' }, 'DECISION_FIELD', 'applicationNumber'],
    [{ applicationVersion: 0 }, 'DECISION_FIELD', 'applicationVersion'],
    [{ factsSha256: 'AB'.repeat(32) }, 'DECISION_FIELD', 'factsSha256'],
    [{ decidedAt: '2026-04-16T07:07:42Z' }, 'DECISION_FIELD', 'decidedAt'],
    [{ decidedAt: '2026-02-30T07:07:42+05:00' }, 'DECISION_FIELD', 'decidedAt'],
    [{ officer: { iin: '85061440033', fullName: 'A' } }, 'DECISION_FIELD', 'officer.iin'],
    [{ officer: { iin: '850614400338', fullName: ' ' } }, 'DECISION_FIELD', 'officer.fullName'],
    [{ role: 'the clerk' }, 'DECISION_FIELD', 'role'],
    [{ note: 'a\rb' }, 'DECISION_CHARACTER', 'note'],
    [{ note: 'a\u0000b' }, 'DECISION_CHARACTER', 'note'],
    [{ note: 'a\u0085b' }, 'DECISION_CHARACTER', 'note'],
    [{ note: '\ud83d' }, 'DECISION_CHARACTER', 'note'],
    [{ note: 'approved \u202edesufer' }, 'DECISION_CHARACTER', 'note'],
    [{ note: '\ufffe' }, 'DECISION_CHARACTER', 'note'],
    [
      { scans: [{ scanSha256: 'ab'.repeat(32), documentKind: 'x', verdict: 'invalid', reasonCode: null }] },
      'DECISION_REASON',
      'scans[0].reasonCode',
    ],
  ])('refuses %o', (change, code, field) => {
    const doc = { ...returned, ...change };
    expect(decisionFaults(doc)).toEqual([{ code, field }]);
    expect(() => decisionXml(doc)).toThrow(DecisionDocumentError);
  });

  it('takes a correcting act only with the number it corrects', () => {
    const correct: DecisionDocument = {
      ...returned,
      act: 'correct',
      outcome: 'reopened',
      correctionDue: null,
      corrects: '2026-Ш-001931',
    };
    expect(decisionXml(correct)).toContain('<corrects>2026-Ш-001931</corrects></decision>');
    expect(decisionFaults({ ...correct, corrects: null })).toEqual([
      { code: 'DECISION_CORRECTS', field: 'corrects' },
    ]);
  });

  it('two different documents are two different texts', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        fc.pre(a !== b);
        expect(decisionXml({ ...returned, note: a })).not.toBe(decisionXml({ ...returned, note: b }));
        expect(escapeText(a)).not.toBe(escapeText(b));
      }),
    );
  });
});

describe('facts', () => {
  const value = fc.letrec<{ value: FactValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'grapheme' }).map((s) => s.normalize('NFC')),
      fc.maxSafeInteger().map((n) => n || 0),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'ab', 'number', 'aB_1'), tie('value'), {
        noNullPrototype: true,
      }),
    ),
  })).value;
  const facts = fc.dictionary(fc.constantFrom('a', 'b', 'ab', 'scans'), value, { noNullPrototype: true });

  it('is this text', () => {
    const text = factsText({
      scans: [
        { sha256: 'ab', verdict: null },
        { sha256: 'cd', verdict: 'valid' },
      ],
      application: { version: 6, number: '2026-004817', note: 'a"b\nc', wishes: [] },
    });
    expect(text).toBe(
      [
        'kezek-facts=1',
        'application.note="a\\"b\\nc"',
        'application.number="2026-004817"',
        'application.version=6',
        'application.wishes=[]',
        'scans[0].sha256="ab"',
        'scans[0].verdict=null',
        'scans[1].sha256="cd"',
        'scans[1].verdict="valid"',
        '',
      ].join('\n'),
    );
  });

  it('does not depend on the order of keys, and tells all facts apart', () => {
    const shuffled = (v: FactValue): FactValue => {
      if (Array.isArray(v)) return v.map(shuffled);
      if (v === null || typeof v !== 'object') return v;
      return Object.fromEntries(
        Object.entries(v)
          .toReversed()
          .map(([k, x]) => [k, shuffled(x as FactValue)]),
      );
    };
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        expect(factsText(shuffled(a) as typeof a)).toBe(factsText(a));
        expect(factsText(a) === factsText(b)).toBe(fcEqual(a, b));
        expect(factsText(a)).not.toMatch(/\r/);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what it cannot write one way only', () => {
    expect(() => factsText({ a: 1.5 })).toThrow('FACTS_NUMBER');
    expect(() => factsText({ a: -0 })).toThrow('FACTS_NUMBER');
    expect(() => factsText({ a: Number.NaN })).toThrow('FACTS_NUMBER');
    expect(() => factsText({ 'a.b': 1 })).toThrow('FACTS_KEY');
    expect(() => factsText({ a: '\ud800' })).toThrow('FACTS_TEXT');
    expect(() => factsText({ a: undefined as unknown as null })).toThrow('FACTS_VALUE');
    expect(() => factsText({ a: new Date(0) as unknown as null })).toThrow('FACTS_VALUE');
    expect(factsText({ a: 'й' })).toBe(factsText({ a: '\u0438\u0306' }));
  });
});

/** Equality written apart from the code under test. */
function fcEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, i) => fcEqual(x, b[i]))
    );
  }
  if (a !== null && b !== null && typeof a === 'object' && typeof b === 'object') {
    const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
    const keys = Object.keys(x);
    return (
      keys.length === Object.keys(y).length && keys.every((k) => Object.hasOwn(y, k) && fcEqual(x[k], y[k]))
    );
  }
  return a === b;
}

describe('templates and notices', () => {
  it('checks placeholders both ways', () => {
    expect(placeholdersOf('{a} {b} {a}')).toEqual(['a', 'b']);
    expect(templateFaults('{a} {b}', ['a'])).toEqual([{ code: 'TEMPLATE_UNKNOWN', placeholder: 'b' }]);
    expect(templateFaults('{a} {', ['a'])).toEqual([{ code: 'TEMPLATE_SYNTAX', placeholder: null }]);
    expect(templateFaults('{1a}', [])).toEqual([{ code: 'TEMPLATE_SYNTAX', placeholder: null }]);
    expect(fillTemplate('{a}', { a: null })).toEqual({
      ok: false,
      faults: [{ code: 'TEMPLATE_MISSING', placeholder: 'a' }],
    });
    expect(fillTemplate('{toString}', {})).toMatchObject({ ok: false });
    expect(fillTemplate('{a} {b}', { a: '{b} $& $1', b: 'x' })).toEqual({ ok: true, text: '{b} $& $1 x' });
  });

  const expired = reasonByCode('document_expired');
  if (expired === undefined) throw new Error('no reason shipped');
  const values = {
    document: { kk: 'Қызмет орнынан анықтама', ru: 'Справка с места службы' },
    issuedOn: '2026-03-12',
    expiredOn: '2026-04-11',
    validDays: 30,
    correctionDue: '2026-04-23',
    child: 'Бекежан Әлихан',
  };
  const input = {
    act: 'return',
    applicationNumber: '2026-004817',
    applicant: 'Нұрлан Сәбитұлы',
    child: 'Бекежан Әлихан',
    benefit: null,
    reason: { kk: 'Скан оқылмайды', ru: 'Скан не читается' },
    correctionDue: '2026-04-23',
    corrects: null,
  } as const;

  it('writes the reason in both languages', () => {
    expect(reasonMessage(expired, values)).toEqual({
      ok: true,
      kk: '«Қызмет орнынан анықтама» құжатының мерзімі 11.04.2026 күні өткен. Соңғы 30 күнде берілген жаңа құжатты жүктеңіз.',
      ru: 'Срок документа «Справка с места службы» истёк 11.04.2026. Загрузите новый документ, выданный в последние 30 дн.',
    });
    expect(reasonMessage(expired, { ...values, expiredOn: null })).toEqual({
      ok: false,
      faults: [
        { code: 'TEMPLATE_MISSING', placeholder: 'expiredOn' },
        { code: 'TEMPLATE_MISSING', placeholder: 'expiredOn' },
      ],
    });
  });

  it('writes the letter of a return', () => {
    expect(noticeText(input)).toEqual({
      ok: true,
      kk: 'Құрметті Нұрлан Сәбитұлы, № 2026-004817 өтінішіңіз түзетуге қайтарылды. Скан оқылмайды. Түзетілген құжаттарды 23.04.2026 күніне дейін жүктеңіз.',
      ru: 'Здравствуйте, Нұрлан Сәбитұлы. Ваше заявление № 2026-004817 возвращено на исправление. Скан не читается. Загрузите исправленные документы до 23.04.2026 включительно.',
    });
  });

  it('has a letter for every act, and none with a hole', () => {
    const benefit = { kk: 'Педагогтің баласы', ru: 'Ребёнок педагога' };
    for (const change of [
      { act: 'approve' as const },
      { act: 'approve' as const, benefit },
      { act: 'refuse' as const },
      { act: 'correct' as const, corrects: '2026-Ш-001932' },
    ]) {
      const notice = noticeText({ ...input, ...change });
      expect(
        notice.ok &&
          [notice.kk, notice.ru].every((t) => t.includes('2026-004817') && !/[{}!]|undefined|null/.test(t)),
      ).toBe(true);
      if (change.benefit !== undefined)
        expect(notice).toMatchObject({ kk: expect.stringContaining('Педагогтің баласы.') });
    }
    expect(noticeText({ ...input, act: 'refuse', reason: null }).ok).toBe(false);
    expect(noticeText({ ...input, correctionDue: null }).ok).toBe(false);
    expect(noticeText({ ...input, act: 'correct' }).ok).toBe(false);
  });
});
