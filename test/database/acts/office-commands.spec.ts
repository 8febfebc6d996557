import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbedded } from '../../../db/open.ts';
import { makeDemoCa } from '../../../main/eds/demo-ca.ts';
import type { CliIo } from '../../../main/host-cli/io.ts';
import { registerStaffCommands } from '../../../main/host-cli/staff-commands.ts';
import { registerVerifyCommand } from '../../../main/host-cli/verify-command.ts';
import { NOW, officeFolder, WORLD_MS } from '../../fakes/office.ts';

describe('kezek staff, trust, settings, verify', () => {
  let folder: string;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    ({ folder, remove } = await officeFolder());
  }, WORLD_MS);
  afterAll(() => remove());

  async function kezek(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
    const said = { out: [] as string[], err: [] as string[], exit: 0 };
    const io: CliIo = {
      out: (text) => said.out.push(text),
      err: (text) => said.err.push(text),
      env: { KEZEK_DATA: folder, LANG: 'en_US.UTF-8' },
      now: () => NOW,
      setExit: (code) => {
        said.exit = code;
      },
      prompt: async () => null,
      readStdin: async () => '',
    };
    const program = new Command('kezek')
      .exitOverride()
      .configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    registerVerifyCommand(program, io);
    registerStaffCommands(program, io);
    try {
      await program.parseAsync(['node', 'kezek', ...args]);
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      said.exit = error.exitCode === 0 ? 0 : 2;
    }
    return { exit: said.exit, out: said.out.join('\n'), err: said.err.join('\n') };
  }

  it('puts a person on the list once, and gives and ends a post', async () => {
    const add = ['staff', 'add', '--iin', '900101300017', '--surname', 'Сейтов', '--given', 'Арман'];
    const iin = '900101300017';
    expect((await kezek(...add)).exit).toBe(0);
    expect(await kezek(...add)).toMatchObject({ exit: 1, err: `This IIN is on the list already: ${iin}` });
    const post = await kezek(
      'staff',
      'post',
      iin,
      '--role',
      'clerk',
      '--district',
      'altynsai-sarybel',
      '--json',
    );
    expect(post.exit).toBe(0);
    const { post: number } = JSON.parse(post.out) as { post: number };
    expect((await kezek('staff', 'list')).out).toContain(`#${number} clerk altynsai-sarybel 2026-04-16–`);
    expect((await kezek('staff', 'end', String(number), '--on', '2026-05-01')).exit).toBe(0);
    expect((await kezek('staff', 'list')).out).toContain('2026-04-16–2026-05-01');
  });

  it.each([
    [['staff', 'add', '--iin', '123456789011', '--surname', 'А', '--given', 'Б'], 2],
    [['staff', 'post', '900101300025', '--role', 'clerk', '--district', 'altynsai-sarybel'], 1],
    [['staff', 'post', '900101300017', '--role', 'clerk'], 2],
    [['staff', 'post', '900101300017', '--role', 'clerk', '--region', 'altynsai'], 2],
    [['staff', 'post', '900101300017', '--role', 'boss', '--district', 'x'], 2],
    [['staff', 'post', '900101300017', '--role', 'clerk', '--district', 'nowhere'], 1],
    [['staff', 'end', '999999'], 1],
    [['settings', 'test-ca', 'maybe'], 2],
    [['settings', 'ocsp', 'ftp://x'], 2],
    [['settings', 'key-idle', '61'], 2],
    [['trust', 'add', '/nowhere.cer'], 2],
  ])('refuses %j', async (args, exit) => {
    expect((await kezek(...args)).exit).toBe(exit);
  });

  it('pins an authority by its key, once', async () => {
    const ca = await makeDemoCa({ notBefore: new Date('2025-01-01'), notAfter: new Date('2035-01-01') });
    const file = join(folder, 'root.cer');
    await writeFile(file, ca.roots.gost.certificateDer);
    expect((await kezek('trust', 'add', file, '--purpose', 'test')).exit).toBe(0);
    expect((await kezek('trust', 'add', file)).exit).toBe(1);
    expect((await kezek('trust', 'list')).out).toMatch(/test {2}database/);
    const key = await ca.issueKey(
      {
        kind: 'gost512',
        holder: { iin: '900101300017', surname: 'А', givenName: 'Б' },
        notBefore: new Date('2026-01-01'),
        notAfter: new Date('2027-01-01'),
      },
      'x',
    );
    await writeFile(file, key.certificateDer);
    expect((await kezek('trust', 'add', file)).exit).toBe(1);
  });

  it('keeps settings, and the history of them all', async () => {
    expect((await kezek('settings', 'test-ca', 'on')).exit).toBe(0);
    expect((await kezek('settings', 'ocsp', 'http://ocsp.example/')).exit).toBe(0);
    expect(JSON.parse((await kezek('settings', 'show', '--json')).out)).toMatchObject({
      test_ca_enabled: true,
      ocsp_url: 'http://ocsp.example/',
    });
    expect((await kezek('settings', 'ocsp', 'off')).exit).toBe(0);
    const db = await openEmbedded({ dataFolder: folder });
    const rows = await db.read('system', (tx) =>
      tx.selectFrom('history').select(['event', 'actor']).where('actor', 'like', 'cli:%').execute(),
    );
    await db.close();
    expect(rows.map((row) => row.event)).toEqual(
      expect.arrayContaining(['staff_added', 'post_given', 'post_ended', 'trust_added', 'settings_changed']),
    );
  });

  it('verifies, and says in words and in JSON', async () => {
    expect(await kezek('verify')).toMatchObject({ exit: 0 });
    expect(JSON.parse((await kezek('verify', '--json')).out)).toMatchObject({ ok: true, broken: [] });
  });
});
