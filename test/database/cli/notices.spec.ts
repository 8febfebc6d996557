/** `kezek channels` and `kezek notices`: what is set up and what waits, without a secret, a text or a home in what is printed. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerChannelsCommand } from '../../../main/host-cli/channels-command.ts';
import type { CliIo } from '../../../main/host-cli/io.ts';
import { registerNoticesCommand } from '../../../main/host-cli/notices-command.ts';
import { openTestDatabase, type TestDatabase } from '../engines.ts';
import type { MadeApplication } from '../mini-world.ts';
import { NoticeWorld } from '../notices/notice-world.ts';

const TOKEN = 'gateway-t0ken-of-the-office';

describe('kezek channels and notices', () => {
  let test: TestDatabase;
  let world: NoticeWorld;
  let folder: string;
  let family: MadeApplication;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kezek-channels-'));
    test = await openTestDatabase('postgres');
    world = await NoticeWorld.make(test);
    family = await world.family();
  });
  afterAll(async () => {
    await test.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs `kezek …` as the administrator of the server; answers what it printed and its exit code. */
  async function kezek(args: readonly string[], stdin = '') {
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
      readStdin: () => Promise.resolve(stdin),
    };
    const program = new Command('kezek').exitOverride();
    registerChannelsCommand(program, io);
    registerNoticesCommand(program, io);
    await program.parseAsync([...args], { from: 'user' });
    return printed;
  }
  const secret = (channel: string): Promise<string> =>
    world.one(`select coalesce(max(secret), '-') as value from channel_secret where channel = '${channel}'`);
  const told = (): Promise<string> =>
    world.one(
      `select coalesce(string_agg(detail::text, ' '), '') as value from history where event in ('channel_saved', 'notice_resent')`,
    );

  it('takes a token from standard input or a file, keeps it, and shows it to nobody', async () => {
    const set = ['channels', 'sms', '--url', 'https://sms.example.kz/send', '--sender', 'BILIM'];
    const given = await kezek([...set, '--password-stdin'], `${TOKEN}\n`);
    expect(given.exit).toBe(0);
    expect(await secret('sms')).toBe(TOKEN);
    await writeFile(join(folder, 'token'), `${TOKEN}-2`);
    expect(await kezek([...set, '--password-file', join(folder, 'token')])).toMatchObject({ exit: 0 });
    expect(await secret('sms')).toBe(`${TOKEN}-2`);
    const kept = await kezek(['channels', 'sms', '--url', 'https://sms.example.kz/v2', '--keep-password']);
    expect(kept.exit).toBe(0);
    expect(await secret('sms')).toBe(`${TOKEN}-2`);
    const shown = await kezek(['channels', 'show', '--json']);
    const row = (JSON.parse(shown.out[0] ?? '[]') as { channel: string }[]).find(
      (one) => one.channel === 'sms',
    );
    expect(row).toMatchObject({
      enabled: true,
      secret: true,
      settings: { url: 'https://sms.example.kz/v2' },
    });
    const plain = await kezek(['channels', 'show']);
    expect(plain.out.join('\n')).toContain('••••');
    for (const said of [given, kept, shown, plain])
      expect([...said.out, ...said.err].join()).not.toContain(TOKEN);
    expect(await told()).not.toContain(TOKEN);
    expect(await kezek([...set, '--no-login'])).toMatchObject({ exit: 0 });
    expect(await secret('sms')).toBe('-');
    expect(await readFile(join(folder, 'token'), 'utf8')).toBe(`${TOKEN}-2`);
  });

  it('refuses what would send in clear, elsewhere, or without the secret that was asked for', async () => {
    for (const args of [
      ['channels', 'sms', '--url', 'http://sms.example.kz/', '--no-login'],
      ['channels', 'sms', '--url', 'https://user:pass@sms.example.kz/', '--no-login'],
      ['channels', 'sms', '--url', 'https://sms.example.kz/', '--timeout', '600', '--no-login'],
      ['channels', 'sms', '--url', 'https://sms.example.kz/'],
      ['channels', 'email', '--host', 'mail.kz', '--security', 'none', '--from', 'a@b.kz'],
      ['channels', 'email', '--host', 'mail.kz', '--from', 'a@b.kz\r\nBcc: x@y.kz'],
      ['channels', 'email', '--host', 'mail.kz', '--from', 'a@b.kz', '--from-name', 'x\nBcc: y'],
      ['channels', 'switch', 'pigeon', 'on'],
      ['channels', 'switch', 'sms', 'maybe'],
    ]) {
      expect([args, (await kezek(args)).exit]).toEqual([args, 2]);
    }
    const twoLines = await kezek(
      ['channels', 'sms', '--url', 'https://sms.example.kz/', '--password-stdin'],
      'a\r\nb',
    );
    expect(twoLines.exit).toBe(2);
    expect(await secret('sms')).toBe('-');
  });

  it('switches a channel off and on', async () => {
    const on = (): Promise<string> =>
      world.one(`select enabled::text as value from notice_channel where channel = 'ed24'`);
    expect(await kezek(['channels', 'switch', 'ed24', 'off'])).toMatchObject({ exit: 0 });
    expect(await on()).toBe('false');
    expect(await kezek(['channels', 'switch', 'ed24', 'on'])).toMatchObject({ exit: 0 });
    expect(await on()).toBe('true');
  });

  it('lists notices without a text or a whole address, and sends dead ones again', async () => {
    const letter = await world.notice(family, { channel: 'letter', address: 'Достық даңғылы, 5, 12-пәтер' });
    const sms = await world.notice(family);
    const [leased] = await world.lease(['sms'], 1);
    if (leased === undefined) throw new Error('NOT_LEASED');
    expect(await world.end(leased, 'rejected')).toBe('dead');
    const listed = await kezek(['notices', 'list', '--json']);
    const rows = JSON.parse(listed.out[0] ?? '[]') as { id: string; state: string; to: string }[];
    expect(rows.find((row) => row.id === letter)?.to).toBe('•••');
    expect(rows.find((row) => row.id === sms)).toMatchObject({ state: 'dead', error: 'PROVIDER_BUSY' });
    const plain = await kezek(['notices', 'list', '--state', 'dead']);
    expect(plain.out).toHaveLength(1);
    for (const said of [listed, plain]) {
      expect(said.out.join()).not.toContain(family.phone);
      expect(said.out.join()).not.toContain('Достық');
      expect(said.out.join()).not.toContain('мәтін');
    }
    expect((await kezek(['notices', 'resend', letter])).exit).toBe(1);
    expect((await kezek(['notices', 'resend', '999999999'])).exit).toBe(1);
    expect((await kezek(['notices', 'resend', `1'; drop table notice`])).exit).toBe(2);
    expect((await kezek(['notices', 'list', '--limit', '0'])).exit).toBe(2);
    expect((await kezek(['notices', 'resend', 'dead'])).exit).toBe(0);
    expect(await world.state(sms)).toBe('waiting');
    expect(await told()).toContain(`"notice": "${sms}"`);
    // None is dead any more: nothing is done, and that is no failure.
    expect((await kezek(['notices', 'resend', 'dead'])).exit).toBe(0);
  });
});
