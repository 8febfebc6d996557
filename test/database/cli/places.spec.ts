import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliIo } from '../../../main/host-cli/io.ts';
import { registerPlacesCommand } from '../../../main/host-cli/places-command.ts';

const EXAMPLE = fileURLToPath(new URL('../../../docs/examples/places.json', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kezek-places-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs `kezek places …` on an empty office's data folder; answers what it printed and its exit code. */
async function kezek(...args: readonly string[]) {
  const printed = { out: [] as string[], err: [] as string[], exit: -1 };
  const io: CliIo = {
    out: (text) => printed.out.push(text),
    err: (text) => printed.err.push(text),
    env: { KEZEK_DATA: folder },
    now: () => new Date('2026-11-21T05:00:00Z'),
    setExit: (code) => {
      printed.exit = code;
    },
    prompt: () => Promise.resolve(null),
    readStdin: () => Promise.resolve(''),
  };
  const program = new Command('kezek').exitOverride();
  registerPlacesCommand(program, io);
  await program.parseAsync(['places', ...args], { from: 'user' });
  return printed;
}

async function exampleWith(change: (text: string) => string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  const file = join(folder, 'places.json');
  await writeFile(file, change(await readFile(EXAMPLE, 'utf8')));
  return file;
}

describe('kezek places', () => {
  it("takes the README's example, and taking it again doubles nothing", async () => {
    expect(await kezek('import', EXAMPLE, '--json')).toMatchObject({ exit: 0 });
    const renamed = await exampleWith((text) => text.replace('"Сарыбел ауданы"', '"Жаңа Сарыбел ауданы"'));
    expect((await kezek('import', renamed, '--lang', 'en')).out).toEqual([
      'Imported (regions / districts / kindergartens): 1 / 1 / 1',
    ]);
    const listed = await kezek('list', '--json');
    expect(JSON.parse(listed.out[0] ?? '')).toEqual([
      {
        region: 'altynsai',
        district: 'sarybel',
        bin: '150440000122',
        name_kk: 'Жаңа Сарыбел ауданы',
        kindergartens: '1',
      },
    ]);
  });

  it('refuses a file whole, and says where it is wrong', async () => {
    const before = (await kezek('list', '--json')).out[0];
    const badBin = await exampleWith((text) =>
      text.replace('"Сарыбел ауданы"', '"Басқа аты"').replace('150440002010', '150440002011'),
    );
    const refused = await kezek('import', badBin, '--lang', 'en');
    expect(refused.exit).toBe(2);
    expect(refused.err[0]).toContain('regions.0.districts.0.kindergartens.0.bin');
    expect((await kezek('list', '--json')).out[0]).toBe(before);
    const noJson = await exampleWith(() => '{');
    expect(await kezek('import', noJson)).toMatchObject({ exit: 2 });
  });
});
