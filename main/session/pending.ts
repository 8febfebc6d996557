import { randomUUID } from 'node:crypto';
import type { CertificateInfo } from '../eds/certificate.ts';
import { actError } from '../errors.ts';
import type { OpenKey } from './holder.ts';

/** How long a key that was opened may wait to be entered with. */
const TICKET_LIFE_MS = 5 * 60_000;

/** A key the officer opened on the sign-in screen and has not entered with yet. */
export interface PendingKey {
  readonly keyId: string;
  readonly certificate: CertificateInfo;
  readonly open: OpenKey;
}

/** At most one key waits: opening another forgets it. */
export interface PendingKeys {
  put(key: PendingKey): string;
  /** Takes the key of a ticket, once. Throws KEY_CLOSED when it is gone. */
  take(ticket: string): PendingKey;
  forget(): void;
}

export function createPendingKeys(): PendingKeys {
  let held: { readonly ticket: string; readonly key: PendingKey; readonly timer: NodeJS.Timeout } | null =
    null;

  function forget(): void {
    if (held === null) return;
    clearTimeout(held.timer);
    held.key.open.client.forget();
    held = null;
  }

  return {
    put(key) {
      forget();
      const timer = setTimeout(forget, TICKET_LIFE_MS);
      timer.unref();
      held = { ticket: randomUUID(), key, timer };
      return held.ticket;
    },
    take(ticket) {
      if (held === null || held.ticket !== ticket) throw actError('KEY_CLOSED');
      clearTimeout(held.timer);
      const { key } = held;
      held = null;
      return key;
    },
    forget,
  };
}
