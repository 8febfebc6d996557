/** The watched folder: packages that stand still are taken, the oldest first, and put where they belong. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import { almatyIso } from '../../domain/calendar.ts';
import { packageFaultWords, packageRemedy, REMEDY_WORDS } from '../../domain/package-words.ts';
import { type Log, safeErrorFields } from '../log.ts';
import { type FoundFile, packagesIn, statFile } from './files.ts';
import type { IntakeContext, TakeResult } from './take.ts';
import { takeFiles } from './take-files.ts';

/** A file whose size and time stood still this long is whole. */
export const STILL_MS = 2_000;
/** Of one look: acts of people come between. */
const BUDGET_MS = 1_000;

/** Connections of the desk that packages may hold at once: people's acts have the others. */
const LANES = 2;

const PLACES = { taken: 'taken', repeated: 'repeated', set_aside: 'set-aside' } as const;

export interface FolderWatch {
  /** Looks once: takes what stands still. Answers how many were taken up. */
  look(ctx: IntakeContext): Promise<number>;
}

interface Seen {
  readonly size: number;
  readonly mtimeMs: number;
  readonly since: number;
}

/** Watches one folder; `now` is the machine's clock in ms, for stillness alone. */
export function watchFolder(folder: string, log: Log, now: () => number = Date.now): FolderWatch {
  let seen = new Map<string, Seen>();
  return {
    async look(ctx) {
      await Promise.all(
        Object.values(PLACES).map((place) => mkdir(join(folder, place), { recursive: true })),
      );
      const files = await packagesIn(folder);
      const at = now();
      seen = new Map(files.map((file) => [file.name, lookAt(file, seen.get(file.name), at)]));
      const still = files.filter((file) => at - (seen.get(file.name)?.since ?? at) >= STILL_MS);
      let done = 0;
      const isOver = () => now() - at > BUDGET_MS;
      for await (const { file, result } of takeFiles(ctx, still, { lanes: LANES, isOver })) {
        done += 1;
        // Another desk may have been quicker.
        if (result !== null) await settle(ctx, folder, file, result, log);
        await immediate();
      }
      return done;
    },
  };
}

function lookAt(file: FoundFile, before: Seen | undefined, at: number): Seen {
  const same = before !== undefined && before.size === file.size && before.mtimeMs === file.mtimeMs;
  return same ? before : { size: file.size, mtimeMs: file.mtimeMs, since: at };
}

async function settle(
  ctx: IntakeContext,
  folder: string,
  file: FoundFile,
  result: TakeResult,
  log: Log,
): Promise<void> {
  log.info('PACKAGE', { outcome: result.outcome, reason: result.reason, package: result.packageId });
  try {
    await putAway(folder, file, result, ctx.clock.now());
  } catch (error) {
    // Taken it is; the next look sees a repeat.
    log.error('PACKAGE_NOT_MOVED', safeErrorFields(error));
  }
}

async function putAway(folder: string, file: FoundFile, result: TakeResult, at: Date): Promise<void> {
  const place = join(folder, PLACES[result.outcome]);
  const isTaken = (await statFile(join(place, file.name), file.name)) !== null;
  const extension = extname(file.name);
  const name = isTaken
    ? `${file.name.slice(0, -extension.length)}-${result.sha256.slice(0, 12)}${extension}`
    : file.name;
  const words = result.outcome === 'set_aside' ? reasonText(result, at) : null;
  const beside = join(place, `${name}.reason.txt`);
  // The words first: a file is never there without its reason.
  if (words !== null) await writeFile(beside, words, { mode: 0o600 });
  try {
    await rename(file.path, join(place, name));
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Why, in Kazakh and Russian, with the code and the place for the portal's people. No names of people. */
export function reasonText(result: TakeResult & { readonly outcome: 'set_aside' }, at: Date): string {
  const { reason, place } = result;
  const words = packageFaultWords(reason);
  const remedy = REMEDY_WORDS[packageRemedy(reason)];
  const where = place === null ? '' : ` (${place})`;
  const whose = [result.portal, result.portalId].filter((part) => part !== null).join(' ');
  return `${[
    `${words.kk}${where}`,
    remedy.kk,
    '',
    `${words.ru}${where}`,
    remedy.ru,
    '',
    [reason, whose, almatyIso(at)].filter((part) => part !== '').join(' · '),
  ].join('\n')}\n`;
}
