/** Files taken one after another in their order, while the next ones are read and opened. */
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

export type FileToTake = Pick<FoundFile, 'path' | 'name' | 'size'>;

export interface TakenFile<F> {
  readonly file: F;
  /** Null: it is no longer there. */
  readonly result: TakeResult | null;
}

/**
 * Takes files in their order: one may be about what another brought. Who stops asking leaves the rest where they are.
 * @throws what `finishPackage` throws; the file is then not taken
 */
export async function* takeFiles<F extends FileToTake>(
  ctx: IntakeContext,
  files: readonly F[],
): AsyncGenerator<TakenFile<F>> {
  const ahead: { readonly file: F; readonly begun: Promise<Begun> }[] = [];
  let next = 0;
  const read = () => {
    for (let file = files[next]; file !== undefined; file = files[next]) {
      const weight = ahead.reduce((sum, one) => sum + one.file.size, file.size);
      if (ahead.length >= MOST_AHEAD || (ahead.length > 0 && weight > MOST_AHEAD_BYTES)) return;
      const begun = beginFile(ctx, file);
      // Who stops asking does not hear how it ended.
      begun.catch(() => undefined);
      ahead.push({ file, begun });
      next += 1;
    }
  };
  read();
  for (let one = ahead.shift(); one !== undefined; one = ahead.shift()) {
    read();
    const begun = await one.begun;
    yield { file: one.file, result: begun === null ? null : await finishFile(ctx, one.file, begun) };
    read();
  }
}

type Begun = BegunPackage | PackageRefusal | null;

async function beginFile(ctx: IntakeContext, file: FileToTake): Promise<Begun> {
  try {
    return await beginPackage(ctx, await readPackageFile(file.path), file.name);
  } catch (error) {
    if (!(error instanceof PackageRefusal)) throw error;
    return (await statFile(file.path, file.name)) === null && error.code === 'FILE_UNREADABLE' ? null : error;
  }
}

/** One that cannot be read is set aside like any other. */
async function finishFile(
  ctx: IntakeContext,
  file: FileToTake,
  begun: BegunPackage | PackageRefusal,
): Promise<TakeResult> {
  return begun instanceof PackageRefusal
    ? await refuseFile(ctx, file.name, begun)
    : await finishPackage(ctx, begun);
}
