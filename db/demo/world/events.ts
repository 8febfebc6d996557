/** Steps of all applications, to be written to the history in the order of time: a few numbers each. */
export type HistoryStep = {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly application: number;
  readonly district: number;
  readonly event: string;
  /** Index into the staff; null: a job. */
  readonly officer: number | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Version the step made; null when it made none. */
  readonly version: number | null;
  /** For a verdict: the scan it is about and the verdict's reason. */
  readonly scan: number | null;
  readonly reason: string | null;
};

export class HistoryStore {
  #at = new Float64Array(4096);
  #numbers = new Uint32Array(4096 * FIELDS);
  #length = 0;
  readonly #words = new WordList();

  get length(): number {
    return this.#length;
  }

  add(step: HistoryStep): void {
    if (this.#length === this.#at.length) {
      this.#grow();
    }
    const i = this.#length;
    const words = this.#words;
    this.#at[i] = step.at;
    this.#numbers.set(
      [
        step.application,
        step.district,
        words.code(step.event),
        step.officer === null ? 0 : step.officer + 1,
        words.code(step.from),
        words.code(step.to),
        step.version ?? 0,
        step.scan ?? 0,
        words.code(step.reason),
      ],
      i * FIELDS,
    );
    this.#length += 1;
  }

  /** Steps by time; those of one moment by application and version. */
  *inOrder(): Generator<HistoryStep> {
    const order = new Uint32Array(this.#length).map((_, i) => i);
    const field = (i: number, n: number) => this.#numbers[i * FIELDS + n] ?? 0;
    order.sort(
      (a, b) =>
        (this.#at[a] ?? 0) - (this.#at[b] ?? 0) || field(a, 0) - field(b, 0) || field(a, 6) - field(b, 6),
    );
    for (const i of order) {
      const officer = field(i, 3);
      yield {
        at: this.#at[i] ?? 0,
        application: field(i, 0),
        district: field(i, 1),
        event: this.#words.word(field(i, 2)) ?? '',
        officer: officer === 0 ? null : officer - 1,
        from: this.#words.word(field(i, 4)),
        to: this.#words.word(field(i, 5)),
        version: field(i, 6) || null,
        scan: field(i, 7) || null,
        reason: this.#words.word(field(i, 8)),
      };
    }
  }

  #grow(): void {
    const at = new Float64Array(this.#at.length * 2);
    at.set(this.#at);
    this.#at = at;
    const numbers = new Uint32Array(this.#numbers.length * 2);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}

const FIELDS = 9;

/** Words by number; 0 is none. */
class WordList {
  readonly #codes = new Map<string, number>();
  readonly #list: (string | null)[] = [null];

  code(word: string | null): number {
    if (word === null) {
      return 0;
    }
    const known = this.#codes.get(word);
    if (known !== undefined) {
      return known;
    }
    this.#codes.set(word, this.#list.length);
    this.#list.push(word);
    return this.#list.length - 1;
  }

  word(code: number): string | null {
    return this.#list[code] ?? null;
  }
}
