import { type CivilDate, epochDay, fromEpochDay } from '../../../domain/civil-date.ts';
import { APPLICATION_STATUSES, type ApplicationStatus } from '../../../domain/status.ts';
import { CATEGORIES } from './household.ts';

/**
 * Where and when every application of the world stands, before any name is drawn: a few numbers each, so that a
 * million fit in memory. Applications of one family follow each other.
 */
export type PlannedApplication = {
  readonly family: number;
  /** Index among the family's applying children. */
  readonly child: number;
  readonly district: number;
  readonly status: ApplicationStatus;
  /** Milliseconds since 1970. */
  readonly submittedAt: number;
  readonly childBorn: CivilDate;
  /** Index into the staff; null: no claim. */
  readonly claimedBy: number | null;
  readonly benefit: boolean;
  readonly twins: boolean;
  /** A second application of the same child. */
  readonly repeat: boolean;
  /** Decided by a real signed act after the load: the status it shall come to. */
  readonly decide: 'queued' | 'refused' | 'returned' | null;
  /** Somebody works on it now, or did in these days: papers in every form and with faults. */
  readonly vivid: boolean;
  /** When it came into the queue where it waits or was served (`queue-life.ts`); null: it did not, or its timeline says when. */
  readonly queuedAt: number | null;
  /** Of the family's benefit; null: drawn with the household. */
  readonly category: string | null;
  readonly special: boolean;
  readonly language: 'kk' | 'ru' | null;
  /** A child of a kindergarten and little else: no scans. */
  readonly light: boolean;
};

/** A table of planned applications by index, backed by typed arrays. */
export class Plan {
  readonly length: number;
  readonly #family: Uint32Array;
  readonly #small: Uint8Array;
  readonly #claimedBy: Int16Array;
  readonly #submittedAt: Float64Array;
  readonly #queuedAt: Float64Array;
  readonly #born: Int32Array;
  #filled = 0;

  constructor(length: number) {
    this.length = length;
    this.#family = new Uint32Array(length);
    this.#small = new Uint8Array(length * SMALL);
    this.#claimedBy = new Int16Array(length);
    this.#submittedAt = new Float64Array(length);
    this.#queuedAt = new Float64Array(length);
    this.#born = new Int32Array(length);
  }

  /** A plan that begins with this one and has room for `more`. */
  extended(more: number): Plan {
    const longer = new Plan(this.#filled + more);
    for (let i = 0; i < this.#filled; i += 1) {
      longer.add(this.at(i));
    }
    return longer;
  }

  get filled(): number {
    return this.#filled;
  }

  add(one: PlannedApplication): void {
    const i = this.#filled;
    if (i >= this.length) {
      return;
    }
    const flags =
      (one.benefit ? 1 : 0) |
      (one.twins ? 2 : 0) |
      (one.repeat ? 4 : 0) |
      (one.vivid ? 8 : 0) |
      (DECIDE.indexOf(one.decide) << 4) |
      (one.special ? 64 : 0) |
      (one.light ? 128 : 0);
    this.#family[i] = one.family;
    this.#small.set(
      [
        one.child,
        one.district,
        APPLICATION_STATUSES.indexOf(one.status),
        flags,
        LANGUAGES.indexOf(one.language),
        one.category === null ? 0 : 1 + CATEGORIES.findIndex(([, code]) => code === one.category),
      ],
      i * SMALL,
    );
    this.#queuedAt[i] = one.queuedAt ?? 0;
    this.#claimedBy[i] = one.claimedBy ?? -1;
    this.#submittedAt[i] = one.submittedAt;
    this.#born[i] = epochDay(one.childBorn);
    this.#filled += 1;
  }

  at(i: number): PlannedApplication {
    const small = (n: number): number => this.#small[i * SMALL + n] ?? 0;
    const flags = small(3);
    const claimedBy = this.#claimedBy[i] ?? -1;
    return {
      family: this.#family[i] ?? 0,
      child: small(0),
      district: small(1),
      status: APPLICATION_STATUSES[small(2)] ?? 'submitted',
      submittedAt: this.#submittedAt[i] ?? 0,
      childBorn: fromEpochDay(this.#born[i] ?? 0),
      claimedBy: claimedBy < 0 ? null : claimedBy,
      benefit: (flags & 1) !== 0,
      twins: (flags & 2) !== 0,
      repeat: (flags & 4) !== 0,
      vivid: (flags & 8) !== 0,
      decide: DECIDE[(flags >> 4) & 3] ?? null,
      special: (flags & 64) !== 0,
      light: (flags & 128) !== 0,
      language: LANGUAGES[small(4)] ?? null,
      category: CATEGORIES[small(5) - 1]?.[1] ?? null,
      queuedAt: this.#queuedAt[i] || null,
    };
  }

  /** Place of each application in the order of submission, from 1: its id and what its number is made of. */
  ranks(): Uint32Array {
    const order = new Uint32Array(this.#filled).map((_, i) => i);
    order.sort((a, b) => (this.#submittedAt[a] ?? 0) - (this.#submittedAt[b] ?? 0) || a - b);
    const ranks = new Uint32Array(this.#filled);
    order.forEach((index, place) => {
      ranks[index] = place + 1;
    });
    return ranks;
  }
}

const DECIDE = [null, 'queued', 'refused', 'returned'] as const;
const LANGUAGES = [null, 'kk', 'ru'] as const;
/** Small numbers kept of an application. */
const SMALL = 6;

/** A planned application with nothing special about it. */
export function planned(
  some: Pick<PlannedApplication, 'family' | 'district' | 'submittedAt' | 'childBorn'> &
    Partial<PlannedApplication>,
): PlannedApplication {
  return {
    child: 0,
    status: 'submitted',
    claimedBy: null,
    benefit: false,
    twins: false,
    repeat: false,
    decide: null,
    vivid: false,
    queuedAt: null,
    category: null,
    special: false,
    language: null,
    light: false,
    ...some,
  };
}
