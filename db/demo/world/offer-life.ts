import { almatyDate, almatyInstant, deadlineAt, type WorkingCalendar } from '../../../domain/calendar.ts';
import { addDays, type CivilDate } from '../../../domain/civil-date.ts';
import type { ApplicationEvent, ApplicationStatus } from '../../../domain/status.ts';
import type { Random } from '../random.ts';
import type { QueueCode } from './seat-plan.ts';
import { inOfficeHours, type Step } from './timeline.ts';

/** Terms of the profile a referral is made under. */
export type OfferTerms = {
  /** Code of the profile. */
  readonly profile: string;
  readonly calendar: WorkingCalendar;
  readonly offerDays: number;
  readonly offerDayUnit: 'working' | 'calendar';
  readonly referralWorkingDays: number;
  readonly benefitConfirmWorkingDays: number;
  readonly extensionCalendarDays: number;
  readonly benefitPlaces: number;
  readonly ordinaryPlaces: number;
  readonly afterDecline: 'queue' | 'stop_list' | 'inactive';
  readonly afterExpiry: 'queue' | 'stop_list' | 'inactive';
  readonly stopListDays: number;
  readonly restoreDays: number;
  readonly restoreLimit: number;
};

/** A referral as its row will be. Times in milliseconds. */
export type PlannedReferral = {
  readonly application: number;
  readonly seat: number;
  readonly group: number;
  readonly kindergarten: number;
  readonly queue: QueueCode;
  readonly profile: string;
  readonly turn: number;
  readonly stream: 'benefit' | 'ordinary';
  readonly cause: 'ratio' | 'other_stream_empty';
  readonly state: string;
  readonly benefitState: 'not_needed' | 'pending' | 'confirmed' | 'rejected';
  readonly offeredAt: number;
  readonly offerUntil: number;
  readonly acceptedAt: number | null;
  readonly issuedAt: number | null;
  readonly validUntil: number | null;
  readonly firstValidUntil: number | null;
  readonly extensions: number;
  readonly benefitUntil: number | null;
  readonly documentsAt: number | null;
  /** Of the documents of an admission how many were brought. */
  readonly documents: number;
  readonly endedAt: number | null;
  readonly endReason: string | null;
};

export type OfferPlay = {
  readonly at: number;
  readonly until: number;
  readonly terms: OfferTerms;
  /** Stands in the queue by a benefit that is to be confirmed. */
  readonly benefit: boolean;
  /** The application's steps so far; those of the offer are added. */
  readonly steps: Step[];
  readonly referral: Pick<
    PlannedReferral,
    'application' | 'seat' | 'group' | 'kindergarten' | 'queue' | 'profile' | 'turn' | 'stream' | 'cause'
  >;
  readonly restored: number;
};

export type OfferEnd = {
  readonly referral: PlannedReferral;
  readonly status: ApplicationStatus;
  /** When the seat was free again; null: it is held. */
  readonly failedAt: number | null;
  /** When the child waits again; null: it does not, or not yet. */
  readonly waitsFrom: number | null;
  readonly enrolledAt: number | null;
  readonly stopListUntil: CivilDate | null;
  readonly restoreUntil: CivilDate | null;
  readonly restored: 0 | 1;
  readonly rejected: boolean;
};

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Reasons of the catalogue (domain/data/place-reasons.ts) by what they end. */
const END_REASONS = {
  decline: ['decline_far', 'decline_other_place', 'decline_later', 'decline_moving', 'decline_health'],
  cancel: ['cancel_mistake', 'cancel_appeal'],
  benefit: ['benefit_not_entitled', 'benefit_false'],
  admission: ['admission_incomplete', 'admission_expired', 'admission_unvaccinated'],
} as const;

/** Plays an offer to its end, or to the present. */
export function playOffer(random: Random, play: OfferPlay): OfferEnd {
  return new Offer(random, play).run();
}

type Row = { -readonly [K in keyof PlannedReferral]: PlannedReferral[K] };

class Offer {
  readonly #random: Random;
  readonly #play: OfferPlay;
  readonly #row: Row;
  #status: ApplicationStatus = 'queued';

  constructor(random: Random, play: OfferPlay) {
    this.#random = random;
    this.#play = play;
    this.#row = {
      ...play.referral,
      state: 'offered',
      benefitState: play.benefit ? 'pending' : 'not_needed',
      offeredAt: play.at,
      offerUntil: 0,
      acceptedAt: null,
      issuedAt: null,
      validUntil: null,
      firstValidUntil: null,
      extensions: 0,
      benefitUntil: null,
      documentsAt: null,
      documents: 0,
      endedAt: null,
      endReason: null,
    };
  }

  run(): OfferEnd {
    const { terms, at } = this.#play;
    const row = this.#row;
    const random = this.#random;
    row.offerUntil =
      terms.offerDayUnit === 'working'
        ? deadlineAt(terms.calendar, new Date(at), terms.offerDays, WORKDAY_ENDS).getTime()
        : almatyInstant(addDays(almatyDate(new Date(at)), terms.offerDays), WORKDAY_ENDS).getTime();
    this.#step('offer', 'offered', at, 'clerk');
    const luck = random.next();
    const answered = this.#later(at, 2, 30, row.offerUntil);
    // In these days more decline: somebody should be on the stop list.
    const declines = this.#play.until - at < 12 * 24 * HOUR ? 0.08 : 0.04;
    if (luck < declines) {
      return this.#isPast(answered) ? this.#declined(answered) : this.#still();
    }
    if (luck > 0.97) {
      const lapsed = row.offerUntil + random.int(1, 9) * MINUTE;
      return this.#isPast(lapsed) ? this.#ranOut('offer_lapsed', 'lapsed', lapsed) : this.#still();
    }
    if (!this.#isPast(answered)) return this.#still();
    row.acceptedAt = answered;
    row.state = 'accepted';
    this.#step('accept', 'offered', answered, 'clerk');
    return this.#issue(this.#later(answered, 0.5, 20));
  }

  #issue(at: number): OfferEnd {
    if (!this.#isPast(at)) return this.#still();
    const { terms, benefit } = this.#play;
    const row = this.#row;
    const random = this.#random;
    row.state = 'issued';
    row.issuedAt = at;
    this.#validFrom(at);
    if (!benefit) {
      this.#step('issue_referral', 'referral_issued', at, 'clerk');
      return this.#atKindergarten(at);
    }
    row.benefitUntil = deadlineAt(
      terms.calendar,
      new Date(at),
      terms.benefitConfirmWorkingDays,
      WORKDAY_ENDS,
    ).getTime();
    this.#step('issue_referral', 'benefit_review', at, 'clerk');
    const judged = this.#later(at, 20, 110, row.benefitUntil);
    if (!this.#isPast(judged)) return this.#still();
    if (random.chance(0.05)) {
      row.benefitState = 'rejected';
      this.#step('reject_benefit', 'queued', judged, 'clerk');
      return this.#failed(judged, 'cancelled', random.pick(END_REASONS.benefit), {
        rejected: true,
        waitsFrom: judged,
      });
    }
    row.benefitState = 'confirmed';
    // The family's days begin when the kindergarten sees the referral.
    this.#validFrom(judged);
    this.#step('confirm_benefit', 'referral_issued', judged, 'clerk');
    return this.#atKindergarten(judged);
  }

  #validFrom(at: number): void {
    const { terms } = this.#play;
    const until = deadlineAt(terms.calendar, new Date(at), terms.referralWorkingDays, WORKDAY_ENDS).getTime();
    this.#row.validUntil = until;
    this.#row.firstValidUntil = until;
  }

  /** The kindergarten sees it: documents, admission, or an end without. */
  #atKindergarten(from: number): OfferEnd {
    const row = this.#row;
    const random = this.#random;
    const luck = random.next();
    const term = row.validUntil ?? from;
    if (luck < 0.03) {
      const expired = term + random.int(1, 9) * MINUTE;
      return this.#isPast(expired) ? this.#ranOut('referral_lapsed', 'expired', expired) : this.#still();
    }
    if (luck < 0.045) {
      const cancelled = this.#later(from, 10, 60, term);
      if (!this.#isPast(cancelled)) return this.#still();
      this.#step('cancel_referral', 'queued', cancelled, 'clerk');
      return this.#failed(cancelled, 'cancelled', random.pick(END_REASONS.cancel), { waitsFrom: cancelled });
    }
    let brought = this.#later(from, 20, 110, term);
    if (luck > 0.95) {
      const extended = this.#later(from, 50, 100, term);
      if (!this.#isPast(extended)) return this.#still();
      row.extensions = 1;
      row.validUntil = almatyInstant(
        addDays(almatyDate(new Date(term)), random.int(10, this.#play.terms.extensionCalendarDays)),
        WORKDAY_ENDS,
      ).getTime();
      this.#step('extend', 'referral_issued', extended, 'clerk');
      brought = this.#later(extended, 60, 24 * 12, row.validUntil);
    }
    // Papers come one by one.
    row.documents = random.int(0, 3);
    if (!this.#isPast(brought)) return this.#still();
    row.documents = DOCUMENTS.length;
    row.documentsAt = brought;
    row.state = 'documents';
    this.#step('submit_documents', 'docs_submitted', brought, 'head');
    const decided = this.#later(brought, 1, 30);
    if (!this.#isPast(decided)) return this.#still();
    if (random.chance(0.02)) {
      this.#step('refuse_admission', 'queued', decided, 'head');
      return this.#failed(decided, 'refused', random.pick(END_REASONS.admission), { waitsFrom: decided });
    }
    row.state = 'admitted';
    row.endedAt = decided;
    this.#step('admit', 'enrolled', decided, 'head');
    return this.#end({ enrolledAt: decided });
  }

  #declined(at: number): OfferEnd {
    const { terms } = this.#play;
    this.#step('decline', 'declined', at, 'clerk');
    return this.#consequence(
      terms.afterDecline,
      at,
      'declined',
      this.#random.pick(END_REASONS.decline),
      'clerk',
    );
  }

  #ranOut(event: 'offer_lapsed' | 'referral_lapsed', state: string, at: number): OfferEnd {
    this.#step(event, 'expired', at, 'job');
    return this.#consequence(this.#play.terms.afterExpiry, at, state, null, 'job');
  }

  #consequence(
    choice: OfferTerms['afterDecline'],
    at: number,
    state: string,
    reason: string | null,
    by: Step['by'],
  ): OfferEnd {
    const { terms, until } = this.#play;
    const today = almatyDate(new Date(at));
    if (choice === 'queue') {
      this.#step('requeue', 'queued', at + 1, by);
      return this.#failed(at, state, reason, { waitsFrom: at });
    }
    if (choice === 'stop_list') {
      const last = addDays(today, terms.stopListDays);
      this.#step('put_on_stop_list', 'stop_list', at + 1, by);
      const over = almatyInstant(addDays(last, 1), '00:10').getTime();
      if (over > until) return this.#failed(at, state, reason, { stopListUntil: last });
      this.#step('leave_stop_list', 'queued', over, 'job');
      return this.#failed(at, state, reason, { waitsFrom: over });
    }
    const last = this.#play.restored < terms.restoreLimit ? addDays(today, terms.restoreDays) : null;
    this.#step('deactivate', 'inactive', at + 1, by);
    const restored = this.#later(at, 60, 24 * 20);
    if (last === null || restored > until || this.#random.chance(0.5)) {
      return this.#failed(at, state, reason, { restoreUntil: last });
    }
    this.#step('restore', 'queued', restored, 'clerk');
    return this.#failed(at, state, reason, { waitsFrom: restored, restored: 1 });
  }

  #failed(at: number, state: string, reason: string | null, more: Partial<OfferEnd>): OfferEnd {
    this.#row.state = state;
    this.#row.endedAt = at;
    this.#row.endReason = reason;
    return this.#end({ failedAt: at, ...more });
  }

  #still(): OfferEnd {
    return this.#end({});
  }

  #end(more: Partial<OfferEnd>): OfferEnd {
    return {
      referral: this.#row,
      status: this.#status,
      failedAt: null,
      waitsFrom: null,
      enrolledAt: null,
      stopListUntil: null,
      restoreUntil: null,
      restored: 0,
      rejected: false,
      ...more,
    };
  }

  #step(event: ApplicationEvent, to: ApplicationStatus, at: number, by: Step['by']): void {
    this.#play.steps.push({ event, from: this.#status, to, at, by });
    this.#status = to;
  }

  /** So many hours later, in the hours of an office, before a term ends. */
  #later(at: number, from: number, to: number, before = Number.POSITIVE_INFINITY): number {
    const drawn = at + (from + this.#random.next() * (to - from)) * HOUR;
    const bounded = Math.min(drawn, before - HOUR);
    return Math.max(at + 5 * MINUTE, Math.min(inOfficeHours(bounded), before - 10 * MINUTE));
  }

  #isPast(at: number): boolean {
    return at <= this.#play.until;
  }
}

const WORKDAY_ENDS = '18:30';
/** Documents a family brings to be admitted to any group. */
export const DOCUMENTS = [
  'admission_application',
  'applicant_id',
  'birth_certificate',
  'health_passport',
] as const;
