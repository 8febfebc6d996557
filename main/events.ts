import type { DeskEvent } from '../preload/contract/session.ts';

/** A subscriber that stops reading must not make the desk grow: beyond this its oldest events are dropped. */
const MAX_WAITING = 500;

/** Hands what happens on the desk to every window that listens. */
export interface EventHub {
  publish(event: DeskEvent): void;
  /** Events from now on, `hello` first; ends when the signal aborts or the hub closes. */
  subscribe(signal?: AbortSignal): AsyncGenerator<DeskEvent, void, void>;
  close(): void;
  readonly listeners: number;
}

interface Subscriber {
  readonly waiting: DeskEvent[];
  wake: (() => void) | null;
}

export function createEventHub(): EventHub {
  const subscribers = new Set<Subscriber>();
  let closed = false;

  function wakeAll(): void {
    for (const subscriber of subscribers) {
      subscriber.wake?.();
    }
  }

  async function* subscribe(signal?: AbortSignal): AsyncGenerator<DeskEvent, void, void> {
    const subscriber: Subscriber = { waiting: [], wake: null };
    const stop = (): void => subscriber.wake?.();
    subscribers.add(subscriber);
    signal?.addEventListener('abort', stop);
    try {
      yield { type: 'hello' };
      while (!closed && !signal?.aborted) {
        const event = subscriber.waiting.shift();
        if (event !== undefined) {
          yield event;
          continue;
        }
        await new Promise<void>((wake) => {
          subscriber.wake = wake;
        });
        subscriber.wake = null;
      }
    } finally {
      signal?.removeEventListener('abort', stop);
      subscribers.delete(subscriber);
    }
  }

  return {
    publish(event) {
      for (const subscriber of subscribers) {
        subscriber.waiting.push(event);
        if (subscriber.waiting.length > MAX_WAITING) {
          subscriber.waiting.shift();
        }
      }
      wakeAll();
    },
    subscribe,
    close() {
      closed = true;
      wakeAll();
    },
    get listeners() {
      return subscribers.size;
    },
  };
}
