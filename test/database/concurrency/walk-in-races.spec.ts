/** Two clerks of one department register the same child at once: one application, and the other is told why. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../preload/contract/index.ts';
import { signIn, startDesk, type TestDesk, testClock } from '../../fakes/desk.ts';
import { type Office, serverOffice } from '../../fakes/engines.ts';
import { WORLD_MS } from '../../fakes/office.ts';
import { familyForm, ownBins, sent, signPrepared } from '../../fakes/walk-in.ts';

describe('two counters of one department', () => {
  const clock = testClock();
  let office: Office;
  const desks: TestDesk[] = [];
  const clients: Client[] = [];

  beforeAll(async () => {
    office = await serverOffice();
    for (const officer of ['me', 'tileubek'] as const) {
      const desk = await startDesk({ ...office.start, clock });
      desks.push(desk);
      const client = desk.port();
      await signIn(client, officer, { role: 'clerk' });
      clients.push(client);
    }
  }, WORLD_MS);
  afterAll(async () => {
    for (const desk of desks) await desk.close();
    await office?.close();
  });

  it('register one child once, and two children under two numbers', async () => {
    const [mine, theirs] = clients;
    if (mine === undefined || theirs === undefined) throw new Error('NO_DESKS');
    const bins = (await ownBins(mine)).slice(0, 1);
    for (let round = 0; round < 5; round++) {
      const form = sent(familyForm(bins));
      const prepared = await Promise.all(
        clients.map((client) => client.walkIn.prepare({ form, consent: 'paper_kept' })),
      );
      expect(new Set(prepared.map(({ application }) => application.number)).size).toBe(2);
      const results = await Promise.all(
        clients.map((client, i) => signPrepared(client, prepared[i] as (typeof prepared)[number])),
      );
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(results.find(({ ok }) => !ok)?.error).toMatchObject({
        code: 'REFUSED',
        data: { obstacles: [{ code: 'CHILD_QUEUED' }] },
      });
      const forms = [sent(familyForm(bins)), sent(familyForm(bins))];
      const both = await Promise.all(
        clients.map(async (client, i) => {
          const one = forms[i] ?? form;
          return await signPrepared(
            client,
            await client.walkIn.prepare({ form: one, consent: 'paper_kept' }),
          );
        }),
      );
      expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    }
  });
});
