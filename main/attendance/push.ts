/** One change posted to the attendance system: docs/attendance.md says what it answers. */
import type { PushSettings } from './settings.ts';

export type Outcome =
  | { readonly kind: 'sent' }
  /** Later again; `afterMs` is what the other side asked for. `stop`: it is not there for anybody now. */
  | { readonly kind: 'failed'; readonly why: string; readonly afterMs: number | null; readonly stop: boolean }
  /** Not this one, however often. */
  | { readonly kind: 'refused'; readonly why: string };

/** Answers that may be others next time. */
const AGAIN = new Set([408, 409, 421, 423, 425, 429]);
const LONGEST_WAIT_MS = 10 * 60_000;

/**
 * Posts one change. `key` is the same at every attempt: a change that arrived before its answer was lost is known by it.
 * Never throws, follows no redirect, reads nothing of an answer but its status. The time-out covers the answer's head.
 */
export async function push(settings: PushSettings, key: string, body: string, now: Date): Promise<Outcome> {
  const signal = AbortSignal.timeout(settings.timeoutMs);
  let response: Response;
  try {
    response = await fetch(settings.url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'idempotency-key': key,
        ...(settings.token === null ? {} : { authorization: `Bearer ${settings.token}` }),
      },
    });
  } catch {
    const why = signal.aborted ? 'ATTENDANCE_TIMEOUT' : 'ATTENDANCE_UNREACHABLE';
    return { kind: 'failed', why, afterMs: null, stop: true };
  }
  // An answer without end is not waited for.
  await response.body?.cancel().catch(() => undefined);
  return outcomeOf(response, now);
}

function outcomeOf(response: Response, now: Date): Outcome {
  const { status } = response;
  if (status >= 200 && status < 300) return { kind: 'sent' };
  // Neither the address nor the token: nothing about this change, and no use for the next one.
  if (status === 401 || status === 403 || status === 404 || (status >= 300 && status < 400)) {
    return { kind: 'failed', why: `ATTENDANCE_STATUS_${status}`, afterMs: null, stop: true };
  }
  if (status >= 500 || AGAIN.has(status)) {
    const afterMs = retryAfter(response.headers.get('retry-after'), now);
    return { kind: 'failed', why: `ATTENDANCE_STATUS_${status}`, afterMs, stop: status !== 409 };
  }
  return { kind: 'refused', why: `ATTENDANCE_STATUS_${status}` };
}

/** Milliseconds of a Retry-After (RFC 9110): seconds or a date; null where it says nothing of use. */
export function retryAfter(value: string | null, now: Date): number | null {
  if (value === null) return null;
  const text = value.trim();
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, LONGEST_WAIT_MS) : null;
}

/** How long after the n-th attempt that failed comes the next: half a minute, doubled, at most ten minutes. */
export function backOffMs(attempts: number): number {
  return Math.min(30_000 * 2 ** Math.max(0, Math.min(attempts, 20) - 1), LONGEST_WAIT_MS);
}
