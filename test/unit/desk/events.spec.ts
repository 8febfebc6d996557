import { describe, expect, it } from 'vitest';
import { createEventHub } from '../../../main/events.ts';

describe('the event hub', () => {
  it('greets, then gives every window every event in order', async () => {
    const hub = createEventHub();
    const [a, b] = [hub.subscribe(), hub.subscribe()];
    expect((await a.next()).value).toEqual({ type: 'hello' });
    expect((await b.next()).value).toEqual({ type: 'hello' });
    hub.publish({ type: 'session' });
    hub.publish({ type: 'database', connected: false });
    for (const one of [a, b]) {
      expect((await one.next()).value).toEqual({ type: 'session' });
      expect((await one.next()).value).toEqual({ type: 'database', connected: false });
    }
  });

  it('lets a window go when its signal aborts while it waits', async () => {
    const hub = createEventHub();
    const leave = new AbortController();
    const one = hub.subscribe(leave.signal);
    await one.next();
    const waiting = one.next();
    leave.abort();
    expect((await waiting).done).toBe(true);
    expect(hub.listeners).toBe(0);
  });

  it('ends for all when it closes', async () => {
    const hub = createEventHub();
    const one = hub.subscribe();
    await one.next();
    const waiting = one.next();
    hub.close();
    expect((await waiting).done).toBe(true);
  });

  it('does not grow for a window that stopped reading', async () => {
    const hub = createEventHub();
    const one = hub.subscribe();
    await one.next();
    for (let i = 0; i < 10_000; i++)
      hub.publish({ type: 'application', id: String(i), version: 1, mine: false });
    const first = await one.next();
    expect(first.value).toMatchObject({ id: '9500' });
  });
});
