import type { ApplicationStatus } from '../../../domain/status.ts';

/**
 * How many applications stand where. A world begins with slots for what officers work on now (the figures of the
 * mock-ups at 2,000 applications), the rest is drawn from a mix in which most are queued, enrolled or archived.
 */
export type Slot = {
  readonly district: number;
  readonly status: ApplicationStatus;
  /** Index into the staff of who holds the claim; null: nobody. */
  readonly claimedBy: number | null;
  readonly benefit: boolean;
  /** Working days to the deadline; negative: overdue. Null: decided or paused. */
  readonly due: number | null;
  /** Set where a signed act brings the application to its status after the load. */
  readonly decide?: 'queued' | 'refused' | 'returned';
};

export type Mix = readonly (readonly [weight: number, status: ApplicationStatus])[];

/** Shares in percent of the applications that are past review; those queued are served or wait (`queue-life.ts`). */
export const SETTLED_MIX: Mix = [
  [74.5, 'queued'],
  [13, 'archived'],
  [3, 'refused'],
  [2.5, 'cancelled'],
  [2, 'removed_no_interest'],
  [1.3, 'inactive'],
  [1.3, 'suspended'],
  [1.2, 'declined'],
  [1.2, 'expired'],
];

/** Share of the settled part that waits for review in a world too large for the slots. */
export const REVIEW_SHARE = 0.025;

const FULL_SIZE = 2000;

/** Slots for a world of `applications`; `officers` are the staff indexes of the first clerk of each district. */
export function reviewSlots(
  applications: number,
  me: number,
  colleagues: readonly number[],
  clerkOf: (district: number) => number,
  districts: number,
): readonly Slot[] {
  const scale = Math.min(1, applications / FULL_SIZE);
  const scaled = (count: number) => (applications < 12 ? 0 : Math.max(1, Math.round(count * scale)));
  const slots: Slot[] = [];
  const add = (count: number, slot: Omit<Slot, 'due'>, dues: readonly (number | null)[]) => {
    const drawn = Array.from({ length: scaled(count) }, (_, i) => dues[i % dues.length] ?? null);
    // Equal deadlines side by side: twins take two slots that are alike.
    for (const due of drawn.toSorted((a, b) => (a ?? 0) - (b ?? 0))) {
      slots.push({ ...slot, due });
    }
  };
  const sarybel = { district: 0, benefit: true };
  // 128 benefit applications of Сарыбел: 41 mine, 87 nobody's; one overdue, six due today.
  add(1, { ...sarybel, status: 'in_review', claimedBy: me }, [-1]);
  add(6, { ...sarybel, status: 'in_review', claimedBy: me }, [0]);
  add(30, { ...sarybel, status: 'in_review', claimedBy: me }, [2, 1, 3, 2, 4, 3, 2, 3, 1, 4]);
  add(4, { ...sarybel, status: 'answered', claimedBy: me }, [1, 2, 2, 3]);
  add(80, { ...sarybel, status: 'registered', claimedBy: null }, [4, 3, 5, 4, 2, 5, 3, 4, 1, 5]);
  add(4, { ...sarybel, status: 'submitted', claimedBy: null }, [5]);
  add(3, { ...sarybel, status: 'answered', claimedBy: null }, [2, 3]);
  for (const colleague of colleagues) {
    add(8, { ...sarybel, status: 'in_review', claimedBy: colleague }, [1, 2, 3, 2, 4]);
  }
  add(18, { district: 0, benefit: false, status: 'registered', claimedBy: null }, [5, 4, 3, 4, 2]);
  // What was decided these days, with signatures to look at.
  add(17, { ...sarybel, status: 'queued', claimedBy: null, decide: 'queued' }, [null]);
  add(9, { ...sarybel, status: 'returned', claimedBy: null, decide: 'returned' }, [null]);
  add(5, { ...sarybel, status: 'refused', claimedBy: null, decide: 'refused' }, [null]);
  for (let district = 1; district < districts; district += 1) {
    const elsewhere = { district, benefit: true };
    add(2, { ...elsewhere, status: 'registered', claimedBy: null }, [3, 4]);
    add(1, { ...elsewhere, status: 'in_review', claimedBy: clerkOf(district) }, [2]);
    add(1, { ...elsewhere, benefit: false, status: 'registered', claimedBy: null }, [4]);
  }
  return slots.slice(0, Math.floor(applications * 0.7));
}
