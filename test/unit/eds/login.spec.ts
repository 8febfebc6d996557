import { beforeAll, describe, expect, it } from 'vitest';
import { LOGIN_LIFETIME_MS, LoginChallenges, verifyRawSignature } from '../../../main/eds/login.ts';
import { rawMessage } from '../../../main/eds/signer/protocol.ts';
import type { TrustStore } from '../../../main/eds/trust.ts';
import { authority, NOW, openKey, signWith, type TestKey, trusting } from './support.ts';

let trust: TrustStore;
let gost: TestKey;
let auth: TestKey;
let signing: TestKey;
let system: TestKey;

beforeAll(async () => {
  const ca = await authority();
  trust = trusting(ca);
  gost = await openKey(ca, 'gost512');
  auth = await openKey(ca, 'rsa_auth');
  signing = await openKey(ca, 'rsa_sign');
  system = await openKey(ca, 'gost512', { role: 'information_system' });
});

function setUp(host = 'office-1') {
  const clock = { time: NOW.getTime(), now: () => new Date(clock.time) };
  return { clock, challenges: new LoginChallenges(host, clock) };
}

describe('Entering with a key', () => {
  it('accepts a challenge signed by a GOST key or an AUTH key, once', () => {
    for (const key of [gost, auth]) {
      const { challenges } = setUp('office "1" <&>');
      const challenge = challenges.issue();
      const signed = signWith(key, challenge.xml);
      const verdict = challenges.redeem(challenge.nonce, signed, trust);
      expect(verdict).toMatchObject({ ok: true, code: 'LOGIN_OK' });
      expect(verdict.certificate?.subject.iin).toBe('850312400017');
      expect(challenges.redeem(challenge.nonce, signed, trust).code).toBe('LOGIN_UNKNOWN_CHALLENGE');
    }
  });

  it('refuses a signing key and an information system', () => {
    const { challenges } = setUp();
    for (const key of [signing, system]) {
      const challenge = challenges.issue();
      const verdict = challenges.redeem(challenge.nonce, signWith(key, challenge.xml), trust);
      expect(verdict).toMatchObject({ ok: false, code: 'SIG_KEY_USAGE', certificate: null });
    }
  });

  it('refuses after two minutes, and a clock that went back', () => {
    const { challenges, clock } = setUp();
    const late = challenges.issue();
    clock.time += LOGIN_LIFETIME_MS + 1;
    expect(challenges.redeem(late.nonce, signWith(gost, late.xml), trust).code).toBe('LOGIN_STALE');
    const back = challenges.issue();
    clock.time -= 1000;
    expect(challenges.redeem(back.nonce, signWith(gost, back.xml), trust).code).toBe('LOGIN_STALE');
    const inTime = challenges.issue();
    clock.time += LOGIN_LIFETIME_MS;
    expect(challenges.redeem(inTime.nonce, signWith(gost, inTime.xml), trust).code).toBe('LOGIN_OK');
  });

  it('refuses another challenge, another host, and a document that only contains the nonce', () => {
    const { challenges } = setUp();
    const [first, second] = [challenges.issue(), challenges.issue()];
    expect(challenges.redeem(first.nonce, signWith(gost, second.xml), trust).code).toBe(
      'LOGIN_WRONG_DOCUMENT',
    );
    const elsewhere = setUp('office-2').challenges.issue();
    const moved = elsewhere.xml.replace(elsewhere.nonce, second.nonce);
    expect(challenges.redeem(second.nonce, signWith(gost, moved), trust).code).toBe('LOGIN_WRONG_DOCUMENT');
    const third = challenges.issue();
    const decision = `<decision>${third.xml}</decision>`;
    expect(challenges.redeem(third.nonce, signWith(gost, decision), trust).code).toBe('LOGIN_WRONG_DOCUMENT');
  });

  it('uses a challenge up even when the attempt fails', () => {
    const { challenges } = setUp();
    const challenge = challenges.issue();
    expect(challenges.redeem(challenge.nonce, '<a/>', trust).code).toBe('SIG_MISSING');
    expect(challenges.redeem(challenge.nonce, signWith(gost, challenge.xml), trust).code).toBe(
      'LOGIN_UNKNOWN_CHALLENGE',
    );
  });

  it('keeps no more than a hundred challenges', () => {
    const { challenges } = setUp();
    const oldest = challenges.issue();
    for (let i = 0; i < 100; i++) challenges.issue();
    expect(challenges.redeem(oldest.nonce, signWith(gost, oldest.xml), trust).code).toBe(
      'LOGIN_UNKNOWN_CHALLENGE',
    );
  });

  it('verifies raw signatures only over bytes marked as such', () => {
    for (const key of [gost, auth]) {
      const bytes = Buffer.from('nonce');
      const signature = key.key.sign(rawMessage(bytes));
      expect(verifyRawSignature(key.certificate, bytes, signature)).toBe(true);
      expect(verifyRawSignature(key.certificate, Buffer.from('other'), signature)).toBe(false);
      expect(verifyRawSignature(key.certificate, bytes, key.key.sign(bytes))).toBe(false);
    }
  });
});
