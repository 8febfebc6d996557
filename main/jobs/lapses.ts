/** Offers nobody answered, referrals nobody used, benefits nobody confirmed: the seat is free again, and the profile says what follows. */
import {
  type Lapse,
  type LapsedReferral,
  lapsedReferrals,
  lapseReferral,
} from '../../db/queries/job-runs.ts';
import { type LapsedPlace, lapsedPlaces, referralTerms, type TermJob } from '../../db/queries/place-jobs.ts';
import { almatyDate } from '../../domain/calendar.ts';
import type { Desk } from '../context.ts';
import type { Reference } from '../reference.ts';
import type { Step } from '../referrals/effects.ts';
import { consequenceOf, termsOf } from '../referrals/terms.ts';
import type { DueJob, Ran } from './due.ts';
import { momentFor } from './moments.ts';
import { inBatches, type JobMove, moveAsJob } from './steps.ts';

/** Applications of one transaction: desks wait for it. */
const BATCH = 50;

const EVENT = {
  offer: 'offer_lapsed',
  referral: 'referral_lapsed',
  benefit: 'benefit_review_lapsed',
} as const satisfies Record<Lapse, string>;

function lapseJob(name: TermJob, what: Lapse): DueJob {
  return {
    name,
    async due(desk, tx) {
      const { overdue } = await referralTerms(tx, name, desk.clock.now());
      return overdue === null ? null : await momentFor(desk, tx, name, overdue);
    },
    next: async (desk, tx) => (await referralTerms(tx, name, desk.clock.now())).next,
    run: (desk) => lapseAll(desk, name, what),
  };
}

export const OFFERS = lapseJob('offers', 'offer');
export const REFERRALS = lapseJob('referrals', 'referral');
export const BENEFITS = lapseJob('benefits', 'benefit');

async function lapseAll(desk: Desk, job: TermJob, what: Lapse): Promise<Ran> {
  const reference = await desk.reference.get();
  const done = await inBatches(desk, BATCH, async (tx, size) => {
    const rows = await lapsedReferrals(tx, what, desk.clock.now(), size);
    const places = await lapsedPlaces(
      tx,
      rows.map((row) => row.id),
    );
    for (const row of rows) await lapseReferral(tx, row.id, what, desk.clock.now());
    await moveAsJob(
      desk,
      reference,
      tx,
      job,
      rows.map((row) => lapseMove(desk, reference, what, row, places.get(row.id))),
    );
    return rows.length;
  });
  return { done, note: null };
}

/** What a lapse makes of the application. An unconfirmed benefit is none: back to the common queue at the original date. */
function lapseMove(
  desk: Desk,
  reference: Reference,
  what: Lapse,
  row: LapsedReferral,
  place: LapsedPlace | undefined,
): JobMove {
  const profile = reference.profileById(row.rule_profile_id);
  if (profile === null || place === undefined) throw new Error('RULES_MISSING');
  const on = almatyDate(desk.clock.now());
  const failure =
    what === 'benefit'
      ? { steps: [], next: { kind: 'queue' } as const }
      : consequenceOf(what === 'offer' ? 'lapsed' : 'expired', termsOf(profile), row.restored, on);
  const first: Step =
    what === 'benefit'
      ? { event: EVENT[what], status: 'queued', priority_class: 'ordinary' }
      : { event: EVENT[what], status: 'expired' };
  return {
    row: { ...row, id: row.application_id },
    steps: [first, ...failure.steps],
    notice: {
      event: EVENT[what],
      values: {
        kindergarten: place.kindergarten,
        group: place.group_name,
        referralNumber: place.number,
        until: what === 'offer' ? place.offer_until : place.valid_until,
        benefitUntil: place.benefit_until,
        next: failure.next,
      },
    },
    detail: place.number === null ? {} : { referral: place.number },
  };
}
