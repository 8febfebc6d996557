/**
 * Sends changes of companions to the attendance system by whatever ways this desk has. The database gives each change to one desk at
 * a time; sending is outside of any transaction. As 'system': nobody needs to be signed in.
 */
import {
  type AttendanceChannel,
  reportChange,
  type TakenChange,
  takeChanges,
} from '../../db/queries/attendance.ts';
import type { Desk } from '../context.ts';
import { writeFeed } from './feed.ts';
import { backOffMs, type Outcome, push } from './push.ts';
import type { AttendanceSettings, PushSettings } from './settings.ts';

/** Lines of one file; requests of one batch. */
const FILE_BATCH = 500;
const PUSH_BATCH = 5;
/** Files of one round: the rest is a minute later. */
const MOST_FILES = 20;
/** How long a round of requests goes on: a desk that closes waits for it. */
const ROUND_MS = 20_000;
const FILE_LEASE_SECONDS = 120;

export interface Sent {
  readonly sent: number;
  readonly failed: number;
}

/** Sends what is due by every way; how many went out and how many did not. Throws what the database throws. */
export async function sendAttendance(desk: Desk, settings: AttendanceSettings): Promise<Sent> {
  const file = settings.folder === null ? NOTHING : await sendFiles(desk, settings.folder);
  const http = settings.push === null ? NOTHING : await sendRequests(desk, settings.push);
  const total = { sent: file.sent + http.sent, failed: file.failed + http.failed };
  if (total.sent + total.failed > 0) desk.log.info('ATTENDANCE', { ...total });
  return total;
}

const NOTHING: Sent = { sent: 0, failed: 0 };

async function sendFiles(desk: Desk, folder: string): Promise<Sent> {
  let sent = 0;
  for (let round = 0; round < MOST_FILES; round++) {
    const taken = await take(desk, 'file', FILE_BATCH, FILE_LEASE_SECONDS);
    const [first] = taken;
    if (first === undefined) break;
    const lines = taken.map(({ body }) => body);
    const outcome = await writeFeed(folder, first.batch, lines).then(
      (): Outcome => ({ kind: 'sent' }),
      (): Outcome => ({ kind: 'failed', why: 'ATTENDANCE_FOLDER', afterMs: null, stop: true }),
    );
    await report(desk, 'file', taken, outcome);
    if (outcome.kind !== 'sent') return { sent, failed: taken.length };
    sent += taken.length;
  }
  return { sent, failed: 0 };
}

async function sendRequests(desk: Desk, settings: PushSettings): Promise<Sent> {
  // As long as all of a batch may take, and some.
  const lease = Math.ceil((PUSH_BATCH * settings.timeoutMs) / 1000) + 60;
  const { id: installation } = (await desk.reference.get()).installation;
  let sent = 0;
  let failed = 0;
  const began = performance.now();
  while (performance.now() - began < ROUND_MS) {
    const taken = await take(desk, 'http', PUSH_BATCH, lease);
    if (taken.length === 0) break;
    for (const [index, one] of taken.entries()) {
      const outcome = await push(settings, `${installation}-${one.change}`, one.body, desk.clock.now());
      await report(desk, 'http', [one], outcome);
      if (outcome.kind === 'sent') sent++;
      else failed++;
      if (outcome.kind === 'failed' && outcome.stop) {
        // Nobody is there: the rest is not tried in vain, and waits as long.
        await report(desk, 'http', taken.slice(index + 1), outcome);
        return { sent, failed: failed + taken.length - index - 1 };
      }
    }
  }
  return { sent, failed };
}

function take(
  desk: Desk,
  channel: AttendanceChannel,
  limit: number,
  lease: number,
): Promise<readonly TakenChange[]> {
  return desk.db.write('system', (tx) => takeChanges(tx, channel, limit, lease));
}

async function report(
  desk: Desk,
  channel: AttendanceChannel,
  taken: readonly TakenChange[],
  outcome: Outcome,
): Promise<void> {
  if (taken.length === 0) return;
  const now = desk.clock.now().getTime();
  await desk.db.write('system', async (tx) => {
    for (const one of taken) {
      const retryAt =
        outcome.kind === 'failed' ? new Date(now + (outcome.afterMs ?? backOffMs(one.attempts))) : null;
      const why = outcome.kind === 'sent' ? null : outcome.why;
      await reportChange(tx, channel, one, { state: outcome.kind, why, retryAt });
    }
  });
}
