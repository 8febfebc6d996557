import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { almatyInstant, almatyTime } from '../../../domain/calendar.ts';
import { DELIVERY_RULES } from '../../../domain/data/delivery-rules.ts';
import {
  afterAttempt,
  DELIVERY_STEPS,
  type DeliveryTerms,
  deliveryRuleFaults,
  isAddress,
  isQuiet,
  longestTrying,
  maskedAddress,
  NOTICE_STATES,
  nextDeliveryState,
  retrySeconds,
  sendableAt,
} from '../../../domain/delivery.ts';

const rules: DeliveryTerms = {
  attempts: 5,
  firstRetrySeconds: 60,
  longestRetrySeconds: 3600,
  leaseSeconds: 300,
  quietFrom: '21:00',
  quietTo: '09:00',
  quietChannels: ['sms', 'ed24'],
};
const time = (hour: number, minute: number): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => time(h, m));
const instant = fc.date({
  min: new Date('2024-01-01T00:00:00Z'),
  max: new Date('2031-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('the way of a notice', () => {
  it('never leaves the state sent, and leaves dead by a person alone', () => {
    expect(DELIVERY_STEPS.filter((step) => step.from === 'sent')).toEqual([]);
    expect(DELIVERY_STEPS.filter((step) => step.from === 'dead').map((step) => step.event)).toEqual([
      'resend',
    ]);
    for (const state of NOTICE_STATES) {
      expect(nextDeliveryState(state, 'sent')).toBe(state === 'sending' ? 'sent' : null);
    }
  });

  it('waits longer after each attempt, within its bounds, and spread', () => {
    expect(retrySeconds(rules, 1, 1)).toBe(60);
    expect(retrySeconds(rules, 1, 0)).toBe(30);
    expect(retrySeconds(rules, 4, 1)).toBe(480);
    expect(retrySeconds(rules, 40, 1)).toBe(3600);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tries, jitter) => {
          const seconds = retrySeconds(rules, tries, jitter);
          expect(seconds).toBeGreaterThanOrEqual(30);
          expect(seconds).toBeLessThanOrEqual(3600);
          expect(retrySeconds(rules, tries + 1, jitter)).toBeGreaterThanOrEqual(seconds);
        },
      ),
    );
    expect(() => retrySeconds(rules, 0, 0)).toThrow('DELIVERY_TRIES');
    expect(() => retrySeconds(rules, 1, 1.5)).toThrow('DELIVERY_JITTER');
  });

  it('ends: after any outcomes it is sent or dead within the attempts of a round', () => {
    const outcome = fc.constantFrom('failed' as const, 'lost' as const, 'rejected' as const, 'sent' as const);
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 5, maxLength: 9 }), instant, (outcomes, start) => {
        let at = start;
        let state: string = 'waiting';
        let tries = 0;
        for (const one of outcomes) {
          if (state !== 'waiting') break;
          tries++;
          const after = afterAttempt(rules, {
            outcome: one,
            tries,
            channel: 'sms',
            at,
            jitter: 0.5,
            retryAfterSeconds: null,
          });
          state = after.state;
          if (after.nextAt !== null) {
            expect(after.nextAt.getTime()).toBeGreaterThan(at.getTime());
            expect(isQuiet(rules, 'sms', after.nextAt)).toBe(false);
            at = after.nextAt;
          }
        }
        expect(['sent', 'dead']).toContain(state);
        expect(tries).toBeLessThanOrEqual(rules.attempts);
        expect(state === 'sent').toBe(outcomes[tries - 1] === 'sent');
      }),
    );
  });

  it('heeds a provider that asks for patience, within a day', () => {
    const at = almatyInstant('2026-04-16', '10:00');
    const end = { outcome: 'failed', tries: 1, channel: 'email', at, jitter: 0 } as const;
    const waits = (retryAfterSeconds: number | null) =>
      ((afterAttempt(rules, { ...end, retryAfterSeconds }).nextAt?.getTime() ?? 0) - at.getTime()) / 1000;
    expect(waits(null)).toBe(30);
    expect(waits(10)).toBe(30);
    expect(waits(900)).toBe(900);
    expect(waits(10 ** 9)).toBe(24 * 3600);
  });
});

describe('quiet hours', () => {
  it('hold from the evening to the morning in Almaty, for the channels that wake people', () => {
    const at = (hour: string): Date => almatyInstant('2026-04-16', hour);
    for (const [hour, quiet] of [
      ['20:59', false],
      ['21:00', true],
      ['23:59', true],
      ['00:00', true],
      ['08:59', true],
      ['09:00', false],
    ] as const) {
      expect([hour, isQuiet(rules, 'sms', at(hour))]).toEqual([hour, quiet]);
      expect(isQuiet(rules, 'email', at(hour))).toBe(false);
    }
    expect(sendableAt(rules, 'sms', at('22:00'))).toEqual(almatyInstant('2026-04-17', '09:00'));
    expect(sendableAt(rules, 'sms', at('03:00'))).toEqual(almatyInstant('2026-04-16', '09:00'));
    expect(sendableAt(rules, 'email', at('03:00'))).toEqual(at('03:00'));
    expect(isQuiet({ ...rules, quietFrom: null, quietTo: null }, 'sms', at('03:00'))).toBe(false);
  });

  it('end within a day, exactly at their end, whatever they are and also in the night the zone moved', () => {
    fc.assert(
      fc.property(clock, clock, instant, (quietFrom, quietTo, at) => {
        const own = { ...rules, quietFrom, quietTo };
        const opens = sendableAt(own, 'sms', at);
        expect(isQuiet(own, 'sms', opens)).toBe(false);
        // 29.02.2024 had 25 hours.
        expect(opens.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        if (isQuiet(own, 'sms', at)) {
          expect(opens.getTime()).toBeGreaterThan(at.getTime());
          expect(almatyTime(opens)).toBe(quietTo);
        } else {
          expect(opens).toBe(at);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('addresses', () => {
  it('a mailbox is one and nothing else', () => {
    for (const good of ['a@b.kz', 'anar.s+kz@mail.example.kz', 'әлия@пошта.қаз', `${'x'.repeat(64)}@b.kz`]) {
      expect([good, isAddress('email', good)]).toEqual([good, true]);
    }
    for (const bad of [
      '',
      'a@b',
      'a@b.kz, c@d.kz',
      'a@b.kz\r\nBcc: c@d.kz',
      'a@b.kz\n',
      '"a b"@c.kz',
      'Anar <a@b.kz>',
      'a@[127.0.0.1]',
      'a..b@c.kz',
      '.a@b.kz',
      'a@-b.kz',
      'a@b.kz>',
      'a(c)@b.kz',
      'a;b@c.kz',
      'a@b@c.kz',
      'a\u2028@b.kz',
      `${'x'.repeat(65)}@b.kz`,
      `a@${'b.'.repeat(130)}kz`,
    ]) {
      expect([bad, isAddress('email', bad)]).toEqual([bad, false]);
    }
  });

  it('no text with a control character is an address of any channel', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('sms' as const, 'email' as const, 'ed24' as const, 'letter' as const),
        fc.string(),
        fc.constantFrom('\r', '\n', '\0', '\u0085', '\u2028'),
        fc.string(),
        (channel, before, control, after) => {
          expect(isAddress(channel, before + control + after)).toBe(false);
        },
      ),
    );
  });

  it('a hostile mailbox is judged at once', () => {
    const started = performance.now();
    expect(isAddress('email', `${'a.'.repeat(100)}@${'a-'.repeat(60)}`)).toBe(false);
    expect(isAddress('email', `${'a'.repeat(120)}!${'@'.repeat(120)}`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(100);
  });

  it('masks: nobody can write to what is shown', () => {
    expect(maskedAddress('sms', '+77071234567')).toBe('+7707 ••• •• 67');
    expect(maskedAddress('email', 'anar@mail.kz')).toBe('a•••@mail.kz');
    expect(maskedAddress('ed24', '900101400123')).toBe('90••••••••23');
    expect(maskedAddress('letter', 'Көкшетау қ., Абай көшесі 1, 2')).toBe('Көкшетау қ., •••');
    expect(maskedAddress('email', '@')).toBe('•••');
  });
});

describe('terms of sending', () => {
  it('the shipped ones are sound', () => {
    for (const one of DELIVERY_RULES) expect(deliveryRuleFaults(one)).toEqual([]);
  });

  it.each([
    [{ attempts: 0 }, 'RULE_NUMBER attempts'],
    [{ attempts: 51 }, 'RULE_NUMBER attempts'],
    [{ firstRetrySeconds: 1.5 }, 'RULE_NUMBER firstRetrySeconds'],
    [{ longestRetrySeconds: 604_801 }, 'RULE_NUMBER longestRetrySeconds'],
    [{ firstRetrySeconds: 7200, longestRetrySeconds: 60 }, 'RULE_RETRY longestRetrySeconds'],
    [{ leaseSeconds: 5 }, 'RULE_NUMBER leaseSeconds'],
    [{ quietFrom: '21:00', quietTo: null }, 'RULE_QUIET quietTo'],
    [{ quietFrom: null }, 'RULE_QUIET quietFrom'],
    [{ quietFrom: '25:00', quietTo: '09:00' }, 'RULE_QUIET quietFrom'],
  ] as const)('%j is %s', (change, fault) => {
    expect(deliveryRuleFaults({ ...rules, ...change }).map(({ code, field }) => `${code} ${field}`)).toEqual([
      fault,
    ]);
  });

  it('an undelivered notice is tried for so long at most', () => {
    expect(longestTrying({ ...rules, attempts: 1 })).toBe(0);
    expect(longestTrying(rules)).toBe(60 + 120 + 240 + 480);
    expect(longestTrying({ ...rules, longestRetrySeconds: 100 })).toBe(60 + 100 * 3);
  });
});
