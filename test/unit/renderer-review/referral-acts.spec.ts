import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { REFERRAL_EVENTS } from '../../../domain/status.ts';
import type { PreparedDecision } from '../../../preload/contract/index.ts';
import { checkEvidence } from '../../../renderer/decide/evidence.ts';
import { asksAnything, firstDetails, intentOf, questionsOf } from '../../../renderer/decide/questions.ts';
import { outOfOrderReasons } from '../../../renderer/decide/reasons.ts';
import { queueRows, referralRows } from '../../../renderer/decide/referral-words.ts';
import { DeskError } from '../../../renderer/desk-error.ts';
import { changeLocale, startI18n, type T } from '../../../renderer/i18n.ts';
import { errorText } from '../../../renderer/ui/errors.ts';
import { reason } from './fixtures.ts';

let t: T;
beforeAll(async () => {
  await startI18n('kk');
  t = i18next.t as unknown as T;
});

describe('what an act asks', () => {
  it('is a reason where the catalogue has one for it, and how the family answered', () => {
    const asked = REFERRAL_EVENTS.filter((act) => questionsOf(act, {}).reason);
    expect(asked).toEqual([
      'decline',
      'extend',
      'cancel_referral',
      'reject_benefit',
      'transfer',
      'refuse_admission',
      'withdraw_child',
    ]);
    expect(REFERRAL_EVENTS.filter((act) => questionsOf(act, {}).how)).toEqual(['accept', 'decline']);
    expect(asksAnything('issue_referral', {})).toBe(false);
    expect(asksAnything('accept', { how: 'phone' })).toBe(false);
    expect(questionsOf('extend', { until: '2026-05-20' }).until).toBe(false);
  });

  it('is enough for an intent only when everything is there', () => {
    const choice = { reason: null, note: '  ', details: {} };
    expect(intentOf({ ...choice, act: 'decline', details: { how: 'phone' } })).toBeNull();
    expect(intentOf({ ...choice, act: 'accept' })).toBeNull();
    expect(intentOf({ ...choice, act: 'accept', details: firstDetails('accept', {}) })).toEqual({
      act: 'accept',
      reason: null,
      note: null,
      details: { how: 'counter' },
    });
    expect(intentOf({ ...choice, act: 'offer', reason: 'left from another act' })).toEqual({
      act: 'offer',
      reason: null,
      note: null,
    });
    expect(
      intentOf({ act: 'cancel_referral', reason: 'mistake', note: ' қате ', details: {} }),
    ).toMatchObject({ reason: 'mistake', note: 'қате' });
  });

  it('offers reasons for passing others over in the order of the catalogue', () => {
    const reasons = [
      reason('b', { usedFor: 'out_of_order', position: 2 }),
      reason('x', { usedFor: 'decline', position: 1 }),
      reason('a', { usedFor: 'out_of_order', position: 1 }),
    ];
    expect(outOfOrderReasons({ reasons }).map((each) => each.code)).toEqual(['a', 'b']);
  });
});

describe('evidence of places and referrals', () => {
  const check = (code: PreparedDecision['checks'][number]['code'], ok: boolean, evidence: object) =>
    checkEvidence(t, 'kk', { code, ok, evidence: { ...evidence } });

  it('says the place, or how many are passed over', () => {
    expect(check('queue_order', true, { place: 14, passed: 0 })).toBe('14-орын');
    expect(check('queue_order', false, { place: 14, passed: 2 })).toBe('2 бала өткізілген');
  });
  it('names who took the seat and when, and never says so of a free one', () => {
    const taken = { by: 'С. Оразова', at: new Date('2026-04-16T07:03:00Z') };
    expect(check('seat_free', false, taken)).toBe('С. Оразова, 12:03');
    expect(check('seat_free', false, { by: null, at: null })).toBe('басқа балаға берілген');
    expect(check('seat_free', true, taken)).toBe('');
  });
  it('tells a benefit whose paper has run out from one still to be confirmed', () => {
    expect(check('benefit', true, { state: 'confirmed', expiredOn: null })).toBe('расталған');
    expect(check('benefit', false, { state: 'pending', expiredOn: '2026-03-02' })).toBe('02.03.2026 өткен');
  });
  it('of documents, consents and the season of transfers', () => {
    expect(check('documents', false, { received: 3, required: 5 })).toBe('3 / 5');
    expect(check('consents', true, { own: '2026-08-02', other: '2026-08-03' })).toBe(
      '02.08.2026 және 03.08.2026',
    );
    expect(check('window', true, { from: '08-01', to: '08-31' })).toBe('01.08 – 31.08');
    expect(check('term', true, { until: new Date('2026-04-21T13:30:00Z') })).toBe('21.04.2026 18:30 дейін');
  });
});

describe('a place in words', () => {
  const referral: NonNullable<PreparedDecision['referral']> = {
    id: null,
    number: null,
    state: 'offered',
    benefitState: 'not_needed',
    kindergarten: 'Балауса',
    kindergartenBin: '030340001234',
    groupId: 4,
    groupName: 'Ботақан',
    cohortYear: 2021,
    seatId: '81',
    ordinal: 7,
    offerUntil: new Date('2026-04-20T13:30:00Z'),
    benefitUntil: null,
    validUntil: null,
    answeredBy: null,
    contractNumber: null,
    contractOn: null,
    from: null,
    other: null,
    documents: null,
  };
  const rows = (part: Partial<typeof referral>) =>
    referralRows(t, { referral: { ...referral, ...part } } as PreparedDecision).map(([label, value]) => [
      label,
      value,
    ]);

  it('of an offer has its answer term and no referral yet', () => {
    expect(rows({})).toEqual([
      ['Балабақша', '«Балауса», БСН 030340001234'],
      ['Топ, орын', '«Ботақан», 2021 ж. туғандар, 7-орын'],
      ['Жауап мерзімі', '20.04.2026 18:30 дейін'],
    ]);
  });
  it('of a referral says that its number comes with the signature', () => {
    const labels = rows({ state: 'issued', offerUntil: null, validUntil: new Date('2026-04-23T13:30:00Z') });
    expect(labels[2]).toEqual(['Жолдама', 'нөмірін қол қойылғанда алады']);
    expect(rows({ state: 'issued', number: '2026-Ж-000412' })[2]).toEqual(['Жолдама', '№ 2026-Ж-000412']);
  });
  it('is nothing for an act of review', () => {
    expect(referralRows(t, { referral: null } as PreparedDecision)).toEqual([]);
    expect(queueRows(t, { queue: null } as PreparedDecision)).toEqual([]);
  });
  it('names who is passed over by number and place, never more than three', () => {
    const passed = [5, 6, 8, 9].map((place) => ({
      applicationId: String(place),
      number: `2026-00000${place}`,
      place,
      why: 'x',
    }));
    const queue: NonNullable<PreparedDecision['queue']> = {
      key: {
        districtId: 1,
        service: 'preschool_queue',
        queueKind: 'general',
        cohortYear: 2021,
        language: 'kk',
      },
      place: 14,
      total: 187,
      turn: 30,
      stream: 'ordinary',
      cause: 'other_stream_empty',
      benefitPlaces: 1,
      ordinaryPlaces: 3,
      passed,
      outOfOrderReason: null,
    };
    const [, place, over] = queueRows(t, { queue } as PreparedDecision);
    expect(place?.[1]).toBe('187 ішінде 14-орын; 30-рет, жалпы (екінші тізімде ешкім жоқ); арақатынас 1 : 3');
    expect(over?.[1]).toBe('2026-000005 (5-орын), 2026-000006 (6-орын), 2026-000008 (8-орын), +1');
  });
});

describe('a seat that went to another child', () => {
  const at = new Date('2026-04-16T07:03:00Z');
  const next = { seatId: '9', kindergarten: 'Күншуақ', group: 'Жұлдыз' };
  it('is told with the time and the next free seat, in each language', async () => {
    const error = new DeskError('SEAT_TAKEN', { by: null, at, next });
    expect(errorText(t, error)).toBe(
      'Бұл орын 12:03-те басқа балаға берілді. Келесі бос орын: «Күншуақ», «Жұлдыз» тобы.',
    );
    await changeLocale('ru');
    expect(errorText(t, error)).toBe(
      'Это место в 12:03 отдано другому ребёнку. Следующее свободное: «Күншуақ», группа «Жұлдыз».',
    );
    await changeLocale('en');
    expect(errorText(t, error)).toBe(
      'This seat went to another child at 12:03. The next free one: «Күншуақ», group «Жұлдыз».',
    );
    await changeLocale('kk');
  });
  it('without a time or another seat says what is known', () => {
    expect(errorText(t, new DeskError('SEAT_TAKEN', { by: null, at: null, next: null }))).toBe(
      'Бұл орын басқа балаға берілді. Қалаған балабақшаларда бос орын қалмады.',
    );
  });
});
