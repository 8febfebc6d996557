/** Children, seats and queues for the tests of the plan of offers. */
import type { PriorityClass, QueueKey } from '../../../domain/priority.ts';
import { entryOf, withFamilies } from '../../../domain/queue-order.ts';
import type { OfferPlan, PlanChild, PlanQueue } from '../../../domain/queue-plan.ts';
import type { PlanSeat } from '../../../domain/seat-pool.ts';

export const NOW = Date.parse('2026-04-16T07:00:00Z');
export const DAY = 86_400_000;
export const ratio = { benefitPlaces: 1, ordinaryPlaces: 3 };
export const key: QueueKey = {
  districtId: 1,
  service: 'preschool_queue',
  queueKind: 'general',
  cohortYear: 2021,
  language: 'kk',
};
export const specialKey: QueueKey = { ...key, queueKind: 'special' };

export type Family = { readonly twinGroup: string | null };
export const child = (
  no: number,
  wants: readonly number[],
  change: { class?: PriorityClass; at?: number; twins?: string; correction?: string; holds?: boolean } = {},
): PlanChild & Family & { applicantId: string } => ({
  ...entryOf({
    id: String(no),
    number: `2026-${String(no).padStart(6, '0')}`,
    priorityClass: change.class ?? 'ordinary',
    at: change.at ?? no,
  }),
  wants,
  correctionKind: change.correction ?? null,
  holdsSeat: change.holds ?? false,
  twinGroup: change.twins ?? null,
  applicantId: String(no),
});
export const seat = (id: number, kindergartenId: number, change: Partial<PlanSeat> = {}): PlanSeat => ({
  id: String(id),
  kindergartenId,
  groupId: kindergartenId * 10,
  cohortYear: 2021,
  language: 'kk',
  kind: 'general',
  correctionKind: null,
  specialUntil: null,
  openSince: NOW - DAY + id,
  temporary: false,
  ...change,
});
export const queueOf = (
  entries: readonly (PlanChild & Family & { applicantId: string })[],
  change: Partial<PlanQueue> = {},
): PlanQueue => ({
  key,
  ratio,
  live: [],
  entries: withFamilies(entries, 'twins'),
  ...change,
});
export const brief = (plan: OfferPlan): readonly unknown[] =>
  plan.offers.map((o) => [o.turn, o.applicationId, o.kindergartenId, o.rank, o.cause]);
export const leftOf = (plan: OfferPlan): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...plan.childrenLeft.map((each) => [each.applicationId, each.code]),
    ...plan.seatsLeft.map((each) => [`seat ${each.seatId}`, each.code]),
  ]);
