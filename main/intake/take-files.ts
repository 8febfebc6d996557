/** Files taken in their order, while the next ones are read and opened. */
import { type Package, subjectOf } from '../../domain/package.ts';
import { PackageRefusal } from './fault.ts';
import { type FoundFile, readPackageFile, statFile } from './files.ts';
import {
  type BegunPackage,
  beginPackage,
  finishPackage,
  type IntakeContext,
  refuseFile,
  type TakeResult,
} from './take.ts';

/** Files read before their turn, and what they may weigh together: memory does not grow with the number of files. */
const MOST_AHEAD = 4;
const MOST_AHEAD_BYTES = 32 * 1024 * 1024;
/** Of each lane, that are done or under way: one slow package does not hold up the others, and its followers do not pile up. */
const MOST_UNANSWERED = 8;

export type FileToTake = Pick<FoundFile, 'path' | 'name' | 'size'>;

export interface TakenFile<F> {
  readonly file: F;
  /** Null: it is no longer there. */
  readonly result: TakeResult | null;
}

export interface TakeFilesOptions {
  /** Packages in the database at once, each on a connection of its own; 1 unless given. The embedded engine has one connection. */
  readonly lanes?: number;
  /** Once it says so no further file is begun: those under way are taken and answered, the rest stay where they are. */
  readonly isOver?: () => boolean;
}

/**
 * Takes files and answers them in their order. Where several are in the database at once, order is kept where it matters: what is
 * about one child follows each other, for one may be about what another brought; and so do applications of one moment, whose numbers
 * are their order in the queue.
 * @throws what `finishPackage` throws; the file is then not taken
 */
export async function* takeFiles<F extends FileToTake>(
  ctx: IntakeContext,
  files: readonly F[],
  { lanes = 1, isOver = () => false }: TakeFilesOptions = {},
): AsyncGenerator<TakenFile<F>> {
  const ahead = new Ahead(ctx, files);
  const turns = new Turns();
  const most = ctx.db.kind === 'embedded' ? 1 : lanes;
  const underWay: UnderWay<F>[] = [];
  try {
    for (let one = ahead.next(); one !== undefined && !isOver(); one = ahead.next()) {
      const { file } = one;
      const begun = await one.begun;
      const result = turns.run(await turnsOf(begun), () => finishFile(ctx, file, begun));
      underWay.push(watched(file, result));
      // Those that are done wait for the ones before them to be answered, but hold no lane meanwhile.
      for (let open = stillOpen(underWay); open.length >= most; open = stillOpen(underWay)) {
        await Promise.race(open.map((each) => each.done));
        while (underWay[0]?.isDone === true) yield await firstOf(underWay);
      }
      while (underWay.length >= most * MOST_UNANSWERED) yield await firstOf(underWay);
    }
    while (underWay.length > 0) yield await firstOf(underWay);
  } finally {
    await Promise.allSettled(underWay.map(({ result }) => result));
  }
}

/** A file whose package was begun, and is not answered yet. */
interface UnderWay<F> {
  readonly file: F;
  readonly result: Promise<TakeResult | null>;
  /** Fulfilled once the result is there, or will not be. */
  readonly done: Promise<void>;
  isDone: boolean;
}

function watched<F>(file: F, result: Promise<TakeResult | null>): UnderWay<F> {
  const end = (): void => {
    one.isDone = true;
  };
  const one: UnderWay<F> = { file, result, done: result.then(end, end), isDone: false };
  return one;
}

const stillOpen = <F>(underWay: readonly UnderWay<F>[]): readonly UnderWay<F>[] =>
  underWay.filter((one) => !one.isDone);

/** Waits for the first and takes it out; one that failed stays in. */
async function firstOf<F>(underWay: UnderWay<F>[]) {
  const [first] = underWay;
  if (first === undefined) throw new Error('NOTHING_UNDER_WAY');
  const result = await first.result;
  underWay.shift();
  return { file: first.file, result };
}

type Begun = BegunPackage | PackageRefusal | null;

/** Reads and opens files before their turn. */
class Ahead<F extends FileToTake> {
  readonly #ctx: IntakeContext;
  readonly #files: readonly F[];
  readonly #begun: { readonly file: F; readonly begun: Promise<Begun> }[] = [];
  #next = 0;

  constructor(ctx: IntakeContext, files: readonly F[]) {
    this.#ctx = ctx;
    this.#files = files;
    this.#read();
  }

  /** The next file, those after it on their way; undefined after the last. */
  next(): { readonly file: F; readonly begun: Promise<Begun> } | undefined {
    const one = this.#begun.shift();
    this.#read();
    return one;
  }

  #read(): void {
    for (let file = this.#files[this.#next]; file !== undefined; file = this.#files[this.#next]) {
      const weight = this.#begun.reduce((sum, one) => sum + one.file.size, file.size);
      const isFull = this.#begun.length >= MOST_AHEAD || weight > MOST_AHEAD_BYTES;
      if (isFull && this.#begun.length > 0) return;
      const begun = beginFile(this.#ctx, file);
      // Who stops asking does not hear how it ended.
      begun.catch(() => undefined);
      this.#begun.push({ file, begun });
      this.#next += 1;
    }
  }
}

/** Work that follows the work given before under any of the same keys, whatever became of that. */
class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const done = Promise.all(keys.map((key) => this.#last.get(key))).then(work);
    // Whoever waits for it hears of its failure; who only follows does not.
    const settled = Promise.allSettled([done]).then(() => {
      for (const key of keys) if (this.#last.get(key) === settled) this.#last.delete(key);
    });
    for (const key of keys) this.#last.set(key, settled);
    return done;
  }
}

async function turnsOf(begun: Begun): Promise<readonly string[]> {
  if (begun === null || begun instanceof PackageRefusal) return [];
  // Why it could not be opened is told when it is finished.
  const answer = await begun.answer.catch(() => null);
  return answer?.outcome === 'opened' ? keysOf(answer.opened.package) : [];
}

function keysOf(one: Package): readonly string[] {
  const child = `child ${subjectOf(one)}`;
  return one.kind === 'application' ? [child, `at ${Date.parse(one.submittedAt)}`] : [child];
}

async function beginFile(ctx: IntakeContext, file: FileToTake): Promise<Begun> {
  try {
    return await beginPackage(ctx, await readPackageFile(file.path), file.name);
  } catch (error) {
    if (!(error instanceof PackageRefusal)) throw error;
    return (await statFile(file.path, file.name)) === null && error.code === 'FILE_UNREADABLE' ? null : error;
  }
}

/** One that cannot be read is set aside like any other. */
async function finishFile(ctx: IntakeContext, file: FileToTake, begun: Begun): Promise<TakeResult | null> {
  if (begun === null) return null;
  return begun instanceof PackageRefusal
    ? await refuseFile(ctx, file.name, begun)
    : await finishPackage(ctx, begun);
}
