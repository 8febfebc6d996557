/** Offers nobody answered, referrals nobody used, benefits nobody confirmed: the seat is free again, and the profile says what follows. */
import type { WriteTransaction } from '../../db/open.ts';
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
import { stepAsJob } from './steps.ts';

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
  let done = 0;
  for (;;) {
    const count = await desk.db.write('system', async (tx) => {
      const rows = await lapsedReferrals(tx, what, desk.clock.now(), BATCH);
      const places = await lapsedPlaces(
        tx,
        rows.map((row) => row.id),
      );
      for (const row of rows) await lapseOne(desk, tx, reference, job, what, row, places.get(row.id));
      return rows.length;
    });
    done += count;
    if (count < BATCH) return { done, note: null };
  }
}

async function lapseOne(
  desk: Desk,
  tx: WriteTransaction,
  reference: Reference,
  job: TermJob,
  what: Lapse,
  row: LapsedReferral,
  place: LapsedPlace | undefined,
): Promise<void> {
  const profile = reference.profileById(row.rule_profile_id);
  if (profile === null || place === undefined) throw new Error('RULES_MISSING');
  const now = desk.clock.now();
  await lapseReferral(tx, row.id, what, now);
  // An unconfirmed benefit is none: back to the common queue at the original date.
  const failure =
    what === 'benefit'
      ? { steps: [], next: { kind: 'queue' } as const }
      : consequenceOf(
          what === 'offer' ? 'lapsed' : 'expired',
          termsOf(profile),
          row.restored,
          almatyDate(now),
        );
  const first: Step =
    what === 'benefit'
      ? { event: EVENT[what], status: 'queued', priority_class: 'ordinary' }
      : { event: EVENT[what], status: 'expired' };
  const values = {
    kindergarten: place.kindergarten,
    group: place.group_name,
    referralNumber: place.number,
    until: what === 'offer' ? place.offer_until : place.valid_until,
    benefitUntil: place.benefit_until,
    next: failure.next,
  };
  await stepAsJob(
    desk,
    tx,
    job,
    { ...row, id: row.application_id },
    [first, ...failure.steps],
    { event: EVENT[what], values },
    place.number === null ? {} : { referral: place.number },
  );
}
