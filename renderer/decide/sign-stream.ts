/** One call of `sign` followed to its end; where the stream ends early, what became of the rest is asked for. Without React. */
import type { Client, SignRowResult } from '../../preload/contract/index.ts';
import { DeskError, isAbort, toDeskError } from '../desk-error.ts';

/** The two calls, and the line they go over. */
export interface SignCalls {
  readonly sign: Client['decisions']['sign'];
  readonly signed: Client['decisions']['signed'];
  readonly isOpen: () => boolean;
  /** Answers once the line is there again. */
  readonly opened: (gone: AbortSignal) => Promise<void>;
}

/** A prepared decision of the part, with the key of its life. */
export interface Signable {
  /** The application. */
  readonly id: string;
  readonly preparedId: string;
  readonly idempotencyKey: string;
}

export interface Told {
  readonly started: (id: string) => void;
  readonly result: (result: SignRowResult) => void;
}

export interface SignSignals {
  /** The officer stops: the group under way is finished and told. */
  readonly stop: AbortSignal;
  /** Nobody looks any more: nothing is asked after. */
  readonly gone: AbortSignal;
}

/** How the part ended. `error`: what ended the call, or kept what was signed from being told. */
export interface PartEnd {
  readonly stopped: boolean;
  readonly error: DeskError | null;
}

/**
 * Signs a part of a batch and tells each result once. The stream may end early: stopped, or its line lost. Then `signed` is
 * asked with the same keys, as often as it takes, so that what is told is what is stored.
 */
export async function signPart(
  calls: SignCalls,
  part: readonly Signable[],
  signals: SignSignals,
  told: Told,
): Promise<PartEnd> {
  const open = new Map(part.map((one) => [one.idempotencyKey, one]));
  const tell = (one: Signable | undefined, result: SignRowResult): void => {
    if (one === undefined || !open.delete(one.idempotencyKey)) return;
    // By the row's own application: a preparation that ran out is answered without one.
    told.result({ ...result, applicationId: one.id });
  };
  let broken: DeskError;
  try {
    const prepared = part.map(({ preparedId, idempotencyKey }) => ({ preparedId, idempotencyKey }));
    for await (const event of await calls.sign({ prepared }, { signal: signals.stop })) {
      if (event.type === 'done') return { stopped: event.stopped, error: null };
      const one = part[event.index];
      if (event.type === 'result') tell(one, event.result);
      else if (one !== undefined) told.started(one.id);
    }
    broken = new DeskError('CONNECTION_LOST');
  } catch (error) {
    // A line that goes aborts its streams before anybody is told of it.
    broken = isAbort(error) || !calls.isOpen() ? new DeskError('CONNECTION_LOST') : toDeskError(error);
  }
  const error = await askAfter(calls, [...open.values()], signals.gone, tell);
  // A refusal of the call itself is told; of a line that broke and was mended there is nothing left to tell.
  const refused = signals.stop.aborted || isPassing(broken) ? null : broken;
  return { stopped: open.size > 0, error: refused ?? error };
}

/** Asks how the rest ended until it is answered; the error that makes asking again useless. */
async function askAfter(
  calls: SignCalls,
  rest: readonly Signable[],
  gone: AbortSignal,
  tell: (one: Signable | undefined, result: SignRowResult) => void,
): Promise<DeskError | null> {
  const prepared = rest.map(({ preparedId, idempotencyKey }) => ({ preparedId, idempotencyKey }));
  while (prepared.length > 0 && !gone.aborted) {
    try {
      await calls.opened(gone);
      const answers = await calls.signed({ prepared }, { signal: gone });
      for (const [i, answer] of answers.entries()) if (answer !== null) tell(rest[i], answer);
      return null;
    } catch (error) {
      const thrown = toDeskError(error);
      if (!gone.aborted && !isPassing(thrown)) return thrown;
    }
  }
  return null;
}

/** The line went, or the answer took too long: asking again may answer. */
function isPassing(error: DeskError): boolean {
  return error.code === 'CONNECTION_LOST' || error.code === 'TIMEOUT';
}
