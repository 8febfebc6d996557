import type { OpenDatabase } from '../../db/open.ts';
import { type BrokenRow, verifyChains } from '../../db/verify-chain.ts';
import { verifyQueues } from '../../db/verify-queue.ts';
import type { Clock } from '../clock.ts';
import { createReferenceCache } from '../reference.ts';
import { createTrustSource } from '../session/trust.ts';
import { type Broken, verifyDecisions } from './decisions.ts';
import { verifyPackages } from './packages.ts';
import { verifyRegistrations } from './registrations.ts';

export interface VerifyReport {
  readonly ok: boolean;
  readonly chains: number;
  readonly historyRows: number;
  readonly decisions: number;
  readonly revocationUnchecked: number;
  readonly samples: number;
  /** Applications whose waiting, place and seat were compared with the history and with each other. */
  readonly places: number;
  /** Citizens' signatures kept with packages. */
  readonly packages: number;
  /** The first broken rows, in the order they were met; `brokenTotal` counts all. */
  readonly broken: readonly Broken[];
  readonly brokenTotal: number;
}

const MAX_TOLD = 100;

/** Walks all history, every decision, and every queue and seat of a database. Reads only, in small transactions, while desks go on working. */
export async function verifyAll(
  db: OpenDatabase,
  clock: Clock,
  progress: (what: 'history' | 'decisions' | 'places' | 'packages', done: number) => void = () => undefined,
): Promise<VerifyReport> {
  const reference = createReferenceCache(db, clock);
  const trust = createTrustSource(db, reference, clock);
  const broken: Broken[] = [];
  let brokenTotal = 0;
  const note = (one: Broken): void => {
    brokenTotal++;
    if (broken.length < MAX_TOLD) broken.push(one);
  };
  const history = await drain(
    verifyChains(db, (done) => progress('history', done)),
    (row: BrokenRow) =>
      note({
        row: `history ${row.chain}/${row.seq}`,
        reason: `HISTORY_${row.fault}`,
        detail: { application: row.applicationId },
      }),
  );
  const decisions = await drain(
    verifyDecisions(db, await reference.get(), await trust.archiveStore(), clock.now(), (done) =>
      progress('decisions', done),
    ),
    note,
  );
  const places = await drain(
    verifyQueues(db, (done) => progress('places', done)),
    ({ subject, fault }) => note({ row: subject, reason: fault, detail: {} }),
  );
  const packages = await drain(
    verifyPackages(db, await trust.archiveStore(), (done) => progress('packages', done)),
    note,
  );
  await drain(verifyRegistrations(db), note);
  return {
    ok: brokenTotal === 0,
    chains: history.chains,
    historyRows: history.rows,
    decisions: decisions.checked,
    revocationUnchecked: decisions.revocationUnchecked,
    samples: decisions.samples,
    places: places.applications,
    packages: packages.checked,
    broken,
    brokenTotal,
  };
}

async function drain<B, T>(walk: AsyncGenerator<B, T, void>, note: (one: B) => void): Promise<T> {
  for (;;) {
    const step = await walk.next();
    if (step.done === true) return step.value;
    note(step.value);
  }
}
