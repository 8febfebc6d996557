/** Signings under way on this desk, and how the failed ones of late ended: for whoever stopped following the stream of one. */
import type { OfficerScope } from '../../db/open.ts';
import type { SignRowResult } from '../../preload/contract/decisions.ts';

/** As many as a few whole batches. */
const MOST_NOTED = 5000;

export interface SigningRun {
  /** Whether it was told to end: no further group is begun. */
  readonly halted: boolean;
  /** Does the work of one group; whoever halts the run waits for it. */
  group<T>(work: () => Promise<T>): Promise<T>;
  end(): void;
}

export interface Signings {
  begin(keys: readonly string[]): SigningRun;
  /** Ends every run over one of these keys and waits for its group under way. */
  halt(keys: readonly string[]): Promise<void>;
  /** Keeps how a row failed; what succeeded is kept by the database with its key. */
  note(key: string, scope: OfficerScope, result: SignRowResult): void;
  noted(key: string, scope: OfficerScope): SignRowResult | null;
  clear(): void;
}

interface Run {
  readonly keys: ReadonlySet<string>;
  halted: boolean;
  working: Promise<unknown>;
}

export function createSignings(): Signings {
  const runs = new Set<Run>();
  const failures = new Map<string, SignRowResult>();
  const ofOfficer = (key: string, scope: OfficerScope): string => JSON.stringify([key, scope]);
  return {
    begin(keys) {
      const run: Run = { keys: new Set(keys), halted: false, working: Promise.resolve() };
      runs.add(run);
      return {
        get halted() {
          return run.halted;
        },
        group(work) {
          const done = work();
          run.working = done.catch(() => {});
          return done;
        },
        end: () => void runs.delete(run),
      };
    },
    async halt(keys) {
      const asked = [...runs].filter((run) => keys.some((key) => run.keys.has(key)));
      for (const run of asked) run.halted = true;
      await Promise.all(asked.map((run) => run.working));
    },
    note(key, scope, result) {
      const own = ofOfficer(key, scope);
      failures.delete(own);
      failures.set(own, result);
      if (failures.size > MOST_NOTED) {
        const [oldest] = failures.keys();
        if (oldest !== undefined) failures.delete(oldest);
      }
    },
    noted: (key, scope) => failures.get(ofOfficer(key, scope)) ?? null,
    clear: () => failures.clear(),
  };
}
