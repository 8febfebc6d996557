import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTICE_TEXTS } from '../../../domain/data/notice-templates.ts';
import { OUTCOME_OF_ACT } from '../../../domain/decision-document.ts';
import { noticeText } from '../../../domain/notice.ts';
import {
  eventNotice,
  kindOfText,
  limitsOf,
  NOTICE_KINDS,
  NOTICE_LANGUAGES,
  NOTICE_TEXT_CODES,
  previewText,
  type TextVersion,
  textsInForce,
} from '../../../domain/notice-template.ts';
import { PLACE_NOTICE_KINDS } from '../../../domain/place-notice.ts';
import { FAMILY_EVENTS } from '../../../domain/status.ts';
import { fillTemplate, placeholdersOf, wordingFaults } from '../../../domain/template.ts';

describe('texts of notices', () => {
  it('each says the same things in three languages, within its own limits', () => {
    for (const code of NOTICE_TEXT_CODES) {
      const named = NOTICE_LANGUAGES.map((language) =>
        [...placeholdersOf(NOTICE_TEXTS[code][language])].toSorted().join(),
      );
      expect([code, new Set(named).size]).toEqual([code, 1]);
      for (const language of NOTICE_LANGUAGES) {
        expect([code, language, wordingFaults(NOTICE_TEXTS[code][language], limitsOf(code))]).toEqual([
          code,
          language,
          [],
        ]);
      }
    }
  });

  it('has a kind for every notice of a place, of a child’s people and of what comes and goes', () => {
    for (const kind of PLACE_NOTICE_KINDS) expect(NOTICE_KINDS).toContain(kind);
    for (const act of FAMILY_EVENTS) expect(NOTICE_KINDS).toContain(OUTCOME_OF_ACT[act]);
    for (const kind of ['registered', 'interest_due', 'removed']) expect(NOTICE_KINDS).toContain(kind);
    expect(NOTICE_KINDS).not.toContain('approved_benefit');
    expect(kindOfText('email_subject')).toBeNull();
  });

  it('a wording names what it must and nothing else, in visible characters', () => {
    const offered = limitsOf('offered');
    expect(offered.must).toEqual(expect.arrayContaining(['number', 'place', 'until']));
    const good = '{number}: {place} {until}';
    const faults = (text: string, limits = offered) => wordingFaults(text, limits).map((one) => one.code);
    expect(faults(good)).toEqual([]);
    expect(faults('   ')).toEqual(['TEMPLATE_EMPTY']);
    expect(faults('{number}: {place}')).toEqual(['TEMPLATE_NEEDS']);
    expect(faults(`${good} {contract}`)).toEqual(['TEMPLATE_UNKNOWN']);
    expect(faults(`${good} {`)).toEqual(['TEMPLATE_SYNTAX']);
    expect(faults(`${good} ${'x'.repeat(500)}`)).toEqual(['TEMPLATE_LONG']);
    expect(faults(`${good}\n{child}`)).toEqual([]);
    expect(faults(`${good}\r\n{child}`)).toEqual(['TEMPLATE_CONTROL']);
    expect(faults('{number}\nBcc: a@b.kz', limitsOf('email_subject'))).toEqual(['TEMPLATE_CONTROL']);
    expect(faults('{number} {child}', limitsOf('email_subject'))).toEqual(['TEMPLATE_UNKNOWN']);
  });

  it('whatever passes the check fills without a hole, and no value is ever read as a placeholder', () => {
    const limits = limitsOf('companion_refused');
    const piece = fc.oneof(fc.string(), fc.constantFrom(...limits.may.map((name) => `{${name}}`)));
    fc.assert(
      fc.property(fc.array(piece), fc.string(), (pieces, value) => {
        const text = pieces.join(' ');
        fc.pre(wordingFaults(text, limits).length === 0);
        const filled = fillTemplate(
          text,
          Object.fromEntries(limits.may.map((name) => [name, `${value}{child}`])),
        );
        expect(filled.ok).toBe(true);
      }),
    );
    expect(fillTemplate('{child}', { child: '{number} $&' })).toEqual({ ok: true, text: '{number} $&' });
  });

  it("the channel's own words come before those of all, the later before the earlier", () => {
    const version = (id: number, body: string, part: Partial<TextVersion> = {}): TextVersion => ({
      id,
      code: 'refused',
      language: 'ru',
      channel: null,
      body,
      validFrom: '2026-01-01',
      ...part,
    });
    const versions = [
      version(1, 'old'),
      version(2, 'new', { validFrom: '2026-03-01' }),
      version(3, 'newer of one day', { validFrom: '2026-03-01' }),
      version(4, 'sms', { channel: 'sms' }),
      version(5, 'future', { validFrom: '2026-09-01' }),
    ];
    const said = (on: string, channel: 'sms' | 'email' | null) =>
      textsInForce(versions, on, channel)('refused', 'ru');
    expect(said('2025-12-31', null)).toBe(NOTICE_TEXTS.refused.ru);
    expect(said('2026-02-28', null)).toBe('old');
    expect(said('2026-03-01', 'email')).toBe('newer of one day');
    expect(said('2026-03-01', 'sms')).toBe('sms');
    expect(said('2026-09-01', 'email')).toBe('future');
    expect(textsInForce(versions.toReversed(), '2026-04-01', null)('refused', 'ru')).toBe('newer of one day');
    expect(textsInForce(versions, '2026-04-01', null)('refused', 'kk')).toBe(NOTICE_TEXTS.refused.kk);
  });

  it("an office's words are what a decision says", () => {
    const texts = textsInForce(
      [
        {
          id: 1,
          code: 'refused',
          language: 'ru',
          channel: null,
          body: 'Отказ по {number}. {reason}',
          validFrom: '2026-01-01',
        },
      ],
      '2026-04-16',
      'sms',
    );
    const made = noticeText(
      {
        act: 'refuse',
        applicationNumber: '2026-000001',
        applicant: 'A',
        child: 'B',
        benefit: null,
        reason: { kk: 'Себеп', ru: 'Причина' },
        correctionDue: null,
        corrects: null,
      },
      texts,
    );
    expect(made).toMatchObject({ ok: true, ru: 'Отказ по 2026-000001. Причина.' });
  });

  it('an event is told in three languages, or not at all', () => {
    const values = { applicant: 'Анар', number: '1', child: 'Б', parent: 'П' };
    expect(eventNotice('linked', () => values)).toMatchObject({ ok: true });
    expect(eventNotice('linked', (language) => (language === 'en' ? {} : values))).toMatchObject({
      ok: false,
    });
  });

  it('the preview shows every value a text may name, and leaves what it does not know', () => {
    for (const code of NOTICE_TEXT_CODES) {
      for (const language of NOTICE_LANGUAGES) {
        expect([code, previewText(NOTICE_TEXTS[code][language], language)]).toEqual([
          code,
          expect.not.stringMatching(/[{}]/),
        ]);
      }
    }
    expect(previewText('{unknown}', 'kk')).toBe('{unknown}');
  });
});
