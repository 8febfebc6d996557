import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliIo } from '../../../main/host-cli/io.ts';
import { registerQueueCommand } from '../../../main/host-cli/queue-command.ts';
import { openTestDatabase, type TestDatabase } from '../engines.ts';
import type { MadeApplication } from '../mini-world.ts';
import { acts, PlaceWorld } from '../places/place-world.ts';

let test: TestDatabase;
let world: PlaceWorld;
let first: MadeApplication;
let second: MadeApplication;
let third: MadeApplication;
let seats: readonly string[];
let before: Date;

/** Runs `kezek queue …` as the administrator of the server; answers what it printed and its exit code. */
async function kezek(...args: readonly string[]) {
  const printed = { out: [] as string[], err: [] as string[], exit: -1 };
  const io: CliIo = {
    out: (text) => printed.out.push(text),
    err: (text) => printed.err.push(text),
    env: { KEZEK_DATABASE_URL: test.url ?? '' },
    now: () => new Date(),
    setExit: (code) => {
      printed.exit = code;
    },
    prompt: () => Promise.resolve(null),
    readStdin: () => Promise.resolve(''),
  };
  const program = new Command('kezek').exitOverride();
  registerQueueCommand(program, io);
  await program.parseAsync(['queue', ...args], { from: 'user' });
  return printed;
}

describe('kezek queue', () => {
  beforeAll(async () => {
    test = await openTestDatabase('postgres');
    world = await PlaceWorld.make(test);
    ({ seats } = await world.addGroup({ capacity: 5 }));
    const since = { status_since: new Date() };
    first = await world.family({ minute: 1, childName: 'Өтегенов', row: since });
    second = await world.family({ minute: 2, childName: 'Ғаббасова', row: since });
    third = await world.family({ minute: 3, priorityClass: 'priority', childName: 'Қалиев', row: since });
    await new Promise((done) => setTimeout(done, 5));
    before = new Date();
    await new Promise((done) => setTimeout(done, 5));
    const { mine } = world.mini;
    // The benefit holder first, then one who is put before another for a reason.
    await world.clerk(...acts.offer(third, mine, 1, { seat: seats[0] ?? '' }));
    await world.clerk(
      ...acts.offer(second, mine, 1, {
        seat: seats[1] ?? '',
        outOfOrder: `(select code from reason where used_for = 'out_of_order' order by code limit 1)`,
      }),
    );
  });
  afterAll(() => test.close());

  it('explains a place in three languages, without a name', async () => {
    const kk = await kezek('explain', first.number, '--lang', 'kk');
    expect(kk.exit).toBe(0);
    expect(kk.out.join('\n')).toContain('1-орын, кезекте 1 бала');
    expect(kk.out.join('\n')).toContain(`№ ${first.number} жалпы кезекте`);
    expect((await kezek('explain', first.id, '--lang', 'ru')).out.join('\n')).toContain('1-е место');
    const en = (await kezek('explain', first.number, '--lang', 'en')).out.join('\n');
    expect(en).toContain('Place 1 of 1');
    for (const name of ['Өтегенов', 'Ғаббасова', 'Қалиев', 'Ерасыл'])
      expect(en + kk.out.join()).not.toContain(name);
  });

  it('explains a moment gone by', async () => {
    const { out, exit } = await kezek('explain', first.number, '--at', before.toISOString(), '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      ok: true,
      application: first.number,
      place: 2,
      total: 3,
      turn: 2,
      benefitAhead: 1,
      key: { cohortYear: 2022, language: 'kk', queueKind: 'general' },
    });
    const order = await kezek('order', 'd1', 'general', '2022', 'kk', '--at', before.toISOString(), '--json');
    expect(
      JSON.parse(order.out[0] ?? '').order.map((row: { application: string }) => row.application),
    ).toEqual([third.number, first.number, second.number]);
  });

  it('says that one who was offered a place waits no longer, and what was asked for wrongly', async () => {
    expect(await kezek('explain', third.number, '--json')).toMatchObject({
      exit: 1,
      out: ['{"ok":false,"code":"QUEUE_NOT_WAITING","detail":null}'],
    });
    expect(await kezek('explain', '2026-999999')).toMatchObject({ exit: 1 });
    expect(await kezek('explain', 'Өтегенов')).toMatchObject({ exit: 2 });
    expect(await kezek('explain', first.number, '--at', 'yesterday')).toMatchObject({ exit: 2 });
    expect(await kezek('replay', 'x')).toMatchObject({ exit: 2 });
    expect(await kezek('replay', '999999')).toMatchObject({ exit: 1 });
    expect(await kezek('order', 'd1', 'general', '2022', 'en')).toMatchObject({ exit: 2 });
    expect(await kezek('order', 'd1', 'special', '2022', 'kk')).toMatchObject({ exit: 1 });
  });

  it('proves who was next, and names whom a signed act passed over', async () => {
    const next = await kezek('replay', third.number, '--lang', 'en');
    expect(next.exit).toBe(0);
    expect(next.out[0]).toBe('The child was next');
    const passed = await kezek('replay', second.number, '--json');
    expect(passed.exit).toBe(0);
    const proof = JSON.parse(passed.out[0] ?? '');
    expect(proof).toMatchObject({
      ok: true,
      verdict: 'passed_over',
      place: 2,
      total: 2,
      faults: [],
      passed: [{ number: first.number, place: 1, why: 'ahead', decisionNumber: proof.decisionNumber }],
    });
    expect(proof.decisionNumber).toMatch(/^2026-Ш-/u);
    const words = (await kezek('replay', second.number, '--lang', 'kk')).out.join('\n');
    expect(words).toContain(`1. № ${first.number} · кезекте алда тұрған`);
  });

  it('does not prove a referral whose order somebody rewrote', async () => {
    // A hand above all guards hides that the first one waited longer.
    await test.tamper(`delete from referral_passed where application_id = ${first.id}`);
    const { out, exit } = await kezek('replay', second.number, '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      ok: false,
      verdict: 'not_proven',
      faults: ['REPLAY_UNTOLD'],
    });
  });
});
