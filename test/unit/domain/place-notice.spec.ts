import { describe, expect, it } from 'vitest';
import { almatyInstant } from '../../../domain/calendar.ts';
import { OUTCOME_OF_ACT } from '../../../domain/decision-document.ts';
import {
  type NextStanding,
  PLACE_NOTICE_KINDS,
  type PlaceNoticeInput,
  type PlaceNoticeKind,
  placeNotice,
} from '../../../domain/place-notice.ts';
import { REFERRAL_EVENTS } from '../../../domain/status.ts';

const full: Required<PlaceNoticeInput> = {
  kind: 'offered',
  applicationNumber: '2026-004817',
  applicant: 'Нұрлан Сәбитұлы',
  child: 'Бекежан Әлихан',
  kindergarten: '«Балауса»',
  group: 'Ботақан',
  referralNumber: '2026-Ж-000412',
  until: almatyInstant('2026-04-23', '18:30'),
  benefit: { kk: 'көпбалалы отбасы', ru: 'многодетная семья', en: 'large family' },
  benefitUntil: null,
  reason: { kk: 'Баланың ауруы', ru: 'Болезнь ребёнка.', en: 'Illness' },
  next: { kind: 'queue' },
  contractNumber: '17',
};
const text = (change: Partial<PlaceNoticeInput>) => {
  const result = placeNotice({ ...full, ...change });
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result;
};

describe('notices about places', () => {
  it('there is one for every signed act, and for what jobs do', () => {
    for (const act of REFERRAL_EVENTS) expect(PLACE_NOTICE_KINDS).toContain(OUTCOME_OF_ACT[act]);
    expect(new Set(PLACE_NOTICE_KINDS).size).toBe(PLACE_NOTICE_KINDS.length);
  });

  it.each(PLACE_NOTICE_KINDS)('%s: whole in three languages, nothing unfilled, nobody else named', (kind) => {
    for (const change of [{}, { referralNumber: null }, { benefitUntil: full.until }]) {
      const isIssued = ['referred', 'extended', 'referral_lapsed', 'benefit_review_lapsed'].includes(kind);
      const needsTerm = kind === 'benefit_review_lapsed';
      const input = {
        ...full,
        kind,
        ...change,
        ...(isIssued ? { referralNumber: full.referralNumber } : {}),
        ...(needsTerm ? { benefitUntil: full.until } : {}),
      };
      const { kk, ru, en } = text(input);
      for (const one of [kk, ru, en]) {
        expect(one).not.toMatch(/[{}]|undefined|null|\s\s|\.\.|\s\./);
        expect(one).toContain('2026-004817');
        expect(one).toContain(full.applicant);
        expect(one.endsWith('.')).toBe(true);
      }
      expect(new Set([kk, ru, en]).size).toBe(3);
    }
  });

  it('is this text', () => {
    expect(text({ kind: 'offered', until: almatyInstant('2026-04-20', '18:30') }).kk).toBe(
      'Құрметті Нұрлан Сәбитұлы, № 2026-004817 өтініш: Бекежан Әлихан үшін балабақшадан орын ұсынылады. Балабақша: «Балауса», топ: Ботақан. 20.04.2026 күні сағат 18:30-ға дейін растаңыз немесе бас тартыңыз.',
    );
    expect(text({ kind: 'referral_lapsed', next: { kind: 'stop_list', until: '2026-05-03' } }).ru).toBe(
      'Здравствуйте, Нұрлан Сәбитұлы. Заявление № 2026-004817: срок направления № 2026-Ж-000412 истёк: документы не сданы до 18:30 23.04.2026. Заявление в стоп-листе по 03.05.2026 включительно, затем само вернётся в очередь.',
    );
    expect(text({ kind: 'admitted' }).en).toContain('Contract No. 17.');
  });

  it('says what follows', () => {
    const next = (standing: NextStanding) => text({ kind: 'declined', next: standing }).kk;
    expect(next({ kind: 'queue' })).toContain('кезекте бастапқы күнімен тұр.');
    expect(next({ kind: 'stop_list', until: '2026-05-03' })).toContain(
      '03.05.2026 күнін қоса алғанда стоп-парақта',
    );
    expect(next({ kind: 'inactive', until: '2026-05-14' })).toContain(
      '14.05.2026 күнін қоса алғанда қалпына',
    );
    expect(next({ kind: 'inactive_for_good' })).toContain('құқығы пайдаланылған.');
  });

  it('a referral under a pending benefit asks for the confirmation instead of the documents', () => {
    const { ru } = text({ kind: 'referred', benefitUntil: almatyInstant('2026-04-23', '18:30') });
    expect(ru).toContain('Подтвердите льготу (многодетная семья) в отделе образования до 18:30 23.04.2026');
    expect(ru).not.toContain('Сдайте документы');
    expect(text({ kind: 'referred' }).ru).toContain('Сдайте документы');
  });

  it('an offer that is taken back is not called a referral', () => {
    expect(text({ kind: 'cancelled', referralNumber: null }).ru).toContain('предложенное место отозвано');
    expect(text({ kind: 'cancelled' }).ru).toContain('направление № 2026-Ж-000412 аннулировано');
  });

  it.each<[PlaceNoticeKind, Partial<PlaceNoticeInput>, string]>([
    ['offered', { until: null }, 'until'],
    ['offered', { kindergarten: null }, 'place'],
    ['declined', { reason: null }, 'reason'],
    ['declined', { reason: { kk: ' ', ru: 'x', en: 'x' } }, 'reason'],
    ['declined', { next: null }, 'next'],
    ['extended', { referralNumber: null }, 'referral'],
    ['admitted', { contractNumber: null }, 'contract'],
    ['benefit_confirmed', { benefit: null }, 'benefit'],
  ])('%s is not sent with a hole in it: %o', (kind, change, placeholder) => {
    const result = placeNotice({ ...full, kind, ...change });
    expect(result.ok ? [] : result.faults).toContainEqual({ code: 'TEMPLATE_MISSING', placeholder });
  });
});
