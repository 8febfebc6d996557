import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { permittedReferralEvents, REFERRAL_STATES } from '../../../domain/referral.ts';
import { startI18n, type T } from '../../../renderer/i18n.ts';
import { ACT_LOOKS, actsOf, primaryAct, REFERRAL_ACTS } from '../../../renderer/referrals/acts.ts';
import { faultText, jobText } from '../../../renderer/referrals/proof-words.ts';
import { filterOf, isNarrowed, type RegisterView, statesOf } from '../../../renderer/referrals/state.ts';

let t: T;
beforeAll(async () => {
  await startI18n('kk');
  t = i18next.t as unknown as T;
});

describe('acts on a referral', () => {
  it('have each a key of its own', () => {
    expect(new Set(ACT_LOOKS.map(({ combo }) => combo)).size).toBe(ACT_LOOKS.length);
    expect(ACT_LOOKS.map(({ act }) => act).toSorted()).toEqual([...REFERRAL_ACTS].toSorted());
  });
  it('are those permitted, the one that leads on is the primary one', () => {
    const permitted = (state: 'offered' | 'accepted' | 'issued', benefitState: 'pending' | 'not_needed') =>
      permittedReferralEvents({ state, benefitState }, 'clerk');
    expect(actsOf(permitted('offered', 'not_needed')).map(({ act }) => act)).toEqual([
      'accept',
      'decline',
      'cancel_referral',
    ]);
    expect(primaryAct('offered', permitted('offered', 'not_needed'))).toBe('accept');
    expect(primaryAct('accepted', permitted('accepted', 'pending'))).toBe('issue_referral');
    expect(primaryAct('issued', permitted('issued', 'pending'))).toBe('confirm_benefit');
    expect(primaryAct('issued', permitted('issued', 'not_needed'))).toBeNull();
    expect(actsOf(permitted('issued', 'not_needed')).map(({ act }) => act)).toContain('extend');
    expect(actsOf([])).toEqual([]);
    expect(primaryAct('offered', [])).toBeNull();
  });
});

describe('the register’s filter', () => {
  const view: RegisterView = { part: 'live', filter: {}, state: null, search: ' ', chosen: null };
  it('begins with what is under way', () => {
    expect(filterOf(view)).toEqual({ states: ['offered', 'accepted', 'issued', 'documents'] });
    expect(isNarrowed(view)).toBe(false);
  });
  it('parts the states without losing or repeating one', () => {
    expect([...statesOf('live'), ...statesOf('ended')].toSorted()).toEqual([...REFERRAL_STATES].toSorted());
    expect(statesOf('all')).toEqual(REFERRAL_STATES);
  });
  it('narrows to one state, a search and the rest', () => {
    const narrow: RegisterView = {
      ...view,
      part: 'all',
      state: 'expired',
      search: 'Нұр ',
      filter: { lights: ['red'] },
    };
    expect(filterOf(narrow)).toEqual({ states: ['expired'], search: 'Нұр', lights: ['red'] });
    expect(isNarrowed(narrow)).toBe(true);
    expect(filterOf({ ...view, part: 'all' })).toEqual({});
  });
});

describe('words', () => {
  it('are there for every fault of a proof, and an unknown one is shown by its code', () => {
    for (const code of [
      'REPLAY_NOT_WAITING',
      'REPLAY_NOT_WANTED',
      'REPLAY_STREAM',
      'REPLAY_TURN_TAKEN',
      'REPLAY_UNTOLD',
      'REPLAY_TOLD_WRONGLY',
      'REPLAY_NO_REASON',
      'REPLAY_NOT_SIGNED',
    ]) {
      expect(faultText(t, code), code).not.toBe(code);
    }
    expect(faultText(t, 'REPLAY_X')).toBe('REPLAY_X');
  });
  it('are there for every job, by either of its names', () => {
    for (const job of [
      'offers',
      'referrals',
      'benefits',
      'stop_list',
      'cohorts',
      'families',
      'interest',
      'guardians',
      'bulletin',
      'self_cleaning',
    ]) {
      expect(jobText(t, job), job).not.toBe(job);
      expect(jobText(t, `job:${job}`)).toBe(jobText(t, job));
    }
    expect(jobText(t, 'job:x')).toBe('x');
  });
});
