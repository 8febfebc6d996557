import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterFailure,
  applicationEventOf,
  applicationStatusOf,
  BENEFIT_STATES,
  type BenefitState,
  FAILED_REFERRAL_STATES,
  initialBenefitState,
  isVisibleToKindergarten,
  LIVE_REFERRAL_STATES,
  nextReferral,
  permittedReferralEvents,
  REFERRAL_STATES,
  REFERRAL_STEP_EVENTS,
  REFERRAL_TRANSITIONS,
  type ReferralState,
} from '../../../domain/referral.ts';
import {
  type Actor,
  APPLICATION_EVENTS,
  APPLICATION_STATUSES,
  DECISION_EVENTS,
  isPermitted,
  JOB_OF_EVENT,
  JOBS,
  nextStatus,
  permittedEvents,
  REFERRAL_EVENTS,
  signersOf,
  TRANSITIONS,
} from '../../../domain/status.ts';

const starts: readonly (ReferralState | null)[] = [null, ...REFERRAL_STATES];

describe('machine of a referral', () => {
  it('is closed and deterministic', () => {
    const keys = REFERRAL_TRANSITIONS.map((row) => `${row.event} ${row.from}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(REFERRAL_TRANSITIONS.map((row) => row.event))).toEqual(new Set(REFERRAL_STEP_EVENTS));
    for (const row of REFERRAL_TRANSITIONS) {
      expect(row.actors.length).toBeGreaterThan(0);
      expect(row.benefit.length).toBeGreaterThan(0);
      // Nothing leaves an end.
      if (row.from !== null) expect(LIVE_REFERRAL_STATES).toContain(row.from);
    }
    expect([...LIVE_REFERRAL_STATES, ...FAILED_REFERRAL_STATES, 'admitted'].toSorted()).toEqual(
      [...REFERRAL_STATES].toSorted(),
    );
  });

  /** Word for word what docs/trunk-queue.md, domain.md A3-A5 and issue 3 say; everything else is refused. */
  const LEGAL: ReadonlySet<string> = new Set([
    'null offer not_needed > offered not_needed',
    'null offer pending > offered pending',
    'null issue_referral not_needed > issued not_needed',
    'null issue_referral pending > issued pending',
    ...['not_needed', 'pending', 'confirmed'].flatMap((b) => [
      `offered accept ${b} > accepted ${b}`,
      `offered offer_lapsed ${b} > lapsed ${b}`,
      `accepted issue_referral ${b} > issued ${b}`,
      ...['offered', 'accepted', 'issued', 'documents'].flatMap((s) => [
        `${s} decline ${b} > declined ${b}`,
        `${s} cancel_referral ${b} > cancelled ${b}`,
        `${s} cancel ${b} > cancelled ${b}`,
        `${s} placed_elsewhere ${b} > cancelled ${b}`,
      ]),
    ]),
    ...['offered', 'accepted', 'issued'].flatMap((s) => [
      `${s} confirm_benefit pending > ${s} confirmed`,
      `${s} reject_benefit pending > cancelled rejected`,
    ]),
    'issued benefit_review_lapsed pending > cancelled rejected',
    ...['not_needed', 'confirmed'].flatMap((b) => [
      `issued extend ${b} > issued ${b}`,
      `issued referral_lapsed ${b} > expired ${b}`,
      `issued submit_documents ${b} > documents ${b}`,
      `documents return_documents ${b} > issued ${b}`,
      `issued refuse_admission ${b} > refused ${b}`,
      `documents refuse_admission ${b} > refused ${b}`,
      `documents admit ${b} > admitted ${b}`,
    ]),
  ]);

  it('permits what the rules say and refuses every other step', () => {
    const seen = new Set<string>();
    for (const state of starts) {
      for (const event of REFERRAL_STEP_EVENTS) {
        for (const benefitState of BENEFIT_STATES) {
          const next = nextReferral({ state, benefitState }, event);
          const step = `${state} ${event} ${benefitState} > ${next?.state} ${next?.benefitState}`;
          if (next !== null) seen.add(step);
        }
      }
    }
    expect([...seen].toSorted()).toEqual([...LEGAL].toSorted());
  });

  it('and the application’s machine take the same steps', () => {
    for (const row of REFERRAL_TRANSITIONS) {
      for (const benefitState of row.benefit) {
        const next = nextReferral({ state: row.from, benefitState }, row.event);
        if (next === null) throw new Error('a row that is no step');
        const was = row.from === null ? 'queued' : applicationStatusOf({ state: row.from, benefitState });
        const event = applicationEventOf(row.event, benefitState);
        const ends = row.event === 'cancel' || row.event === 'placed_elsewhere';
        const becomes = ends ? 'cancelled' : applicationStatusOf(next);
        expect([row.from, row.event, benefitState, nextStatus(was, event)]).toEqual([
          row.from,
          row.event,
          benefitState,
          becomes,
        ]);
        for (const actor of row.actors)
          expect([event, actor, isPermitted(was, event, actor)]).toEqual([event, actor, true]);
      }
    }
  });

  it('any walk of permitted steps keeps application and referral in one standing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('not_needed' as const, 'pending' as const),
        fc.array(fc.nat(), { maxLength: 20 }),
        (benefit, picks) => {
          let referral: { state: ReferralState | null; benefitState: BenefitState } = {
            state: null,
            benefitState: benefit,
          };
          let status = nextStatus('in_review', 'approve');
          for (const pick of picks) {
            const rows = REFERRAL_TRANSITIONS.filter(
              (row) => row.from === referral.state && row.benefit.includes(referral.benefitState),
            );
            const row = rows[pick % Math.max(rows.length, 1)];
            if (row === undefined || status === null) break;
            const event = applicationEventOf(row.event, referral.benefitState);
            status = nextStatus(status, event);
            const next = nextReferral(referral, row.event);
            if (next === null) throw new Error('refused');
            referral = next;
            const isEnd = row.event === 'cancel' || row.event === 'placed_elsewhere';
            expect(status).toBe(isEnd ? 'cancelled' : applicationStatusOf(next));
          }
        },
      ),
    );
  });

  it('shows nothing to a kindergarten before it is issued and the benefit settled', () => {
    for (const state of REFERRAL_STATES) {
      for (const benefitState of BENEFIT_STATES) {
        const seen = isVisibleToKindergarten({ state, benefitState });
        if (['offered', 'accepted', 'declined', 'lapsed', 'cancelled'].includes(state))
          expect(seen).toBe(false);
        if (benefitState === 'pending' || benefitState === 'rejected') expect(seen).toBe(false);
        // Where a head may act, it sees.
        if (permittedReferralEvents({ state, benefitState }, 'head').length > 0) expect(seen).toBe(true);
      }
    }
    expect(isVisibleToKindergarten({ state: 'issued', benefitState: 'confirmed' })).toBe(true);
  });

  it('gives each role its own acts', () => {
    const acts = (state: ReferralState, benefitState: BenefitState, actor: Actor) =>
      permittedReferralEvents({ state, benefitState }, actor);
    expect(acts('issued', 'not_needed', 'head')).toEqual(['submit_documents', 'refuse_admission']);
    expect(acts('documents', 'confirmed', 'head')).toEqual(['return_documents', 'refuse_admission', 'admit']);
    expect(acts('issued', 'pending', 'head')).toEqual([]);
    expect(acts('issued', 'pending', 'clerk')).toEqual([
      'decline',
      'confirm_benefit',
      'reject_benefit',
      'cancel_referral',
      'cancel',
    ]);
    expect(acts('offered', 'not_needed', 'job')).toEqual([
      'accept',
      'decline',
      'offer_lapsed',
      'cancel',
      'placed_elsewhere',
    ]);
    for (const state of REFERRAL_STATES) {
      for (const benefitState of BENEFIT_STATES) {
        expect(acts(state, benefitState, 'supervisor')).toEqual([]);
        expect(acts(state, benefitState, 'admin')).toEqual([]);
      }
    }
  });

  it('begins with the benefit to be confirmed exactly where the profile wants it', () => {
    expect(initialBenefitState('priority', { benefitConfirmWorkingDays: 5 })).toBe('pending');
    expect(initialBenefitState('out_of_turn', { benefitConfirmWorkingDays: 5 })).toBe('pending');
    expect(initialBenefitState('ordinary', { benefitConfirmWorkingDays: 5 })).toBe('not_needed');
    expect(initialBenefitState('priority', { benefitConfirmWorkingDays: null })).toBe('not_needed');
  });

  it('after a failure goes where the profile says, by a step of the application', () => {
    for (const afterDecline of ['queue', 'stop_list', 'inactive'] as const) {
      for (const afterExpiry of ['queue', 'stop_list', 'inactive'] as const) {
        const profile = { afterDecline, afterExpiry };
        for (const state of REFERRAL_STATES) {
          const step = afterFailure(state, profile);
          const choice =
            state === 'declined'
              ? afterDecline
              : state === 'lapsed' || state === 'expired'
                ? afterExpiry
                : null;
          const to =
            choice === null
              ? undefined
              : { queue: 'queued', stop_list: 'stop_list', inactive: 'inactive' }[choice];
          expect(step?.to).toBe(to);
          if (step === null) continue;
          const was = applicationStatusOf({ state, benefitState: 'not_needed' });
          expect(nextStatus(was, step.event)).toBe(step.to);
          for (const actor of ['clerk', 'job'] as const)
            expect(isPermitted(was, step.event, actor)).toBe(true);
        }
      }
    }
  });
});

describe('acts of the application’s machine', () => {
  it('each signed act has a signer, each job its own name', () => {
    for (const act of DECISION_EVENTS) expect([act, signersOf(act).length > 0]).toEqual([act, true]);
    const heads = REFERRAL_EVENTS.filter((act) => signersOf(act).includes('head'));
    expect(heads).toEqual(['transfer', 'submit_documents', 'admit', 'refuse_admission', 'withdraw_child']);
    expect(REFERRAL_EVENTS.filter((act) => signersOf(act).join() === 'clerk,head')).toEqual(['transfer']);
    for (const [event, job] of Object.entries(JOB_OF_EVENT)) {
      expect(JOBS).toContain(job);
      const rows = TRANSITIONS.filter((row) => row.event === event);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect([event, row.by]).toEqual([event, ['job']]);
    }
  });

  it('self-cleaning ends an application wherever it waits, and never an enrolment', () => {
    for (const status of APPLICATION_STATUSES) {
      const over = ['enrolled', 'refused', 'cancelled', 'removed_no_interest', 'archived'].includes(status);
      expect([status, nextStatus(status, 'placed_elsewhere')]).toEqual([status, over ? null : 'cancelled']);
    }
  });

  it('what a live referral holds is neither corrected, aged out nor removed over interest', () => {
    for (const status of ['offered', 'benefit_review', 'referral_issued', 'docs_submitted'] as const) {
      for (const event of ['correct', 'age_out', 'remove_no_interest', 'offer'] as const) {
        expect([status, event, nextStatus(status, event)]).toEqual([status, event, null]);
      }
    }
  });

  /** Pairs of status and event that are legal; what is not listed here or in the review's test is a fault of the table. */
  it.each([
    ['offered', 'accept', 'offered'],
    ['offered', 'decline', 'declined'],
    ['offered', 'offer_lapsed', 'expired'],
    ['offered', 'start_benefit_review', 'benefit_review'],
    ['benefit_review', 'confirm_benefit', 'referral_issued'],
    ['benefit_review', 'benefit_review_lapsed', 'queued'],
    ['referral_issued', 'extend', 'referral_issued'],
    ['referral_issued', 'referral_lapsed', 'expired'],
    ['docs_submitted', 'refuse_admission', 'queued'],
    ['inactive', 'restore', 'queued'],
    ['declined', 'deactivate', 'inactive'],
    ['enrolled', 'transfer', 'enrolled'],
    ['enrolled', 'exchange', 'enrolled'],
    ['enrolled', 'withdraw_child', 'archived'],
  ] as const)('%s --%s--> %s', (from, event, to) => {
    expect(nextStatus(from, event)).toBe(to);
  });

  it.each([
    ['queued', 'accept'],
    ['queued', 'admit'],
    ['referral_issued', 'admit'],
    ['benefit_review', 'submit_documents'],
    ['benefit_review', 'referral_lapsed'],
    ['docs_submitted', 'extend'],
    ['docs_submitted', 'referral_lapsed'],
    ['stop_list', 'restore'],
    ['stop_list', 'offer'],
    ['inactive', 'offer'],
    ['enrolled', 'offer'],
    ['enrolled', 'placed_elsewhere'],
    ['declined', 'issue_referral'],
    ['archived', 'withdraw_child'],
  ] as const)('%s does not know %s', (from, event) => {
    expect(nextStatus(from, event)).toBeNull();
  });

  it('no clerk admits, no head offers, no job signs for an officer', () => {
    const events = (actor: Actor) =>
      new Set(APPLICATION_STATUSES.flatMap((status) => permittedEvents(status, actor)));
    for (const event of ['admit', 'submit_documents', 'refuse_admission', 'withdraw_child'] as const)
      expect(events('clerk')).not.toContain(event);
    for (const event of [
      'offer',
      'issue_referral',
      'extend',
      'cancel_referral',
      'confirm_benefit',
      'restore',
    ] as const) {
      expect(events('head')).not.toContain(event);
      expect(events('job')).not.toContain(event);
    }
    expect([...events('head')].every((event) => APPLICATION_EVENTS.includes(event))).toBe(true);
  });
});
