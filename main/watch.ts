/** Tells the windows what changes in the database, and whether it can be reached. */

import type { Desk } from './context.ts';
import { safeErrorFields } from './log.ts';

const PING_MS = 5_000;

/** Passes on changes of applications within the session's districts, and looks whether a server is still there. */
export async function watchDatabase(desk: Desk): Promise<() => Promise<void>> {
  const stopListening = await desk.db.onApplicationChanged((change) => {
    const { current } = desk.session;
    if (current === null || current.locked || !current.post.districts.includes(change.district)) {
      return;
    }
    if (change.id === null || change.version === null) {
      desk.events.publish({ type: 'applications' });
    } else {
      desk.events.publish({
        type: 'application',
        id: String(change.id),
        version: change.version,
        mine: desk.ownChanges.has(String(change.id), change.version),
      });
    }
  });
  const stopPinging = desk.db.kind === 'server' ? ping(desk) : () => undefined;
  return async () => {
    stopPinging();
    await stopListening();
  };
}

function ping(desk: Desk): () => void {
  let connected = true;
  let running = false;
  const timer = setInterval(async () => {
    if (running) return;
    running = true;
    // 'system': asks the server whether it is there, reads no table.
    const answered = await desk.db
      .read('system', (tx) => tx.selectNoFrom((eb) => eb.lit(1).as('one')).execute())
      .then(
        () => true,
        (error: unknown) => {
          if (connected) desk.log.error('DATABASE_LOST', safeErrorFields(error));
          return false;
        },
      );
    running = false;
    if (answered !== connected) {
      connected = answered;
      desk.events.publish({ type: 'database', connected });
    }
  }, PING_MS);
  timer.unref();
  return () => clearInterval(timer);
}
