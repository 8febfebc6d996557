import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FuseState, FuseV1Options, flipFuses, getCurrentFuseWire } from '@electron/fuses';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FUSES } from '../../../scripts/fuses.cjs';
import { importedPackages, packageClosure } from '../../../scripts/packed-modules.ts';

// What packing itself makes is looked into by `npm run package -- --check`; here are the rules it goes by.
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kezek-pack-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}
const manifest = (path: string, version: string, more: object = {}): Promise<void> =>
  write(`${path}/package.json`, JSON.stringify({ version, ...more }));

describe('the fuses', () => {
  const NAMES = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));

  /** An executable that is nothing but a fuse wire of so many fuses, all off. */
  async function makeExecutable(fuses: number): Promise<string> {
    const wire = [
      Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
      Buffer.from([1, fuses]),
      Buffer.alloc(fuses, 48),
    ];
    await write('electron', '');
    await writeFile(join(folder, 'electron'), Buffer.concat(wire));
    return join(folder, 'electron');
  }

  it('are nine, each set as wanted on the binary itself', async () => {
    expect(NAMES).toHaveLength(9);
    const path = await makeExecutable(9);
    await flipFuses(path, FUSES);
    const wire = (await getCurrentFuseWire(path)) as unknown as Record<number, FuseState>;
    const on = NAMES.filter(
      (name) => wire[FuseV1Options[name as keyof typeof FuseV1Options]] === FuseState.ENABLE,
    );
    expect(on.sort()).toEqual([
      'EnableCookieEncryption',
      'EnableEmbeddedAsarIntegrityValidation',
      'OnlyLoadAppFromAsar',
      'WasmTrapHandlers',
    ]);
  });

  it('of a later Electron stop the build until someone has decided on them', async () => {
    await expect(flipFuses(await makeExecutable(10), FUSES)).rejects.toThrow();
  });

  it('are set before the package is signed', async () => {
    const config = await readFile(join(ROOT, 'electron-builder.yml'), 'utf8');
    const hook = /^afterPack: (.+)$/m.exec(config)?.[1] ?? '';
    expect(typeof createRequire(join(ROOT, 'x'))(hook)).toBe('function');
  });
});

describe('the configuration of the package', () => {
  it('packs an archive of what is built, for the Electron that is pinned, with no source and no other host', async () => {
    const config = await readFile(join(ROOT, 'electron-builder.yml'), 'utf8');
    const pinned = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(config).toMatch(/^asar: true$/m);
    expect(config).toMatch(/^publish: null$/m);
    expect(config).toContain(`electronVersion: ${pinned.devDependencies.electron}`);
    expect(pinned.main).toBe('dist/main/host-electron/main.mjs');
    const files = /^files:\n((?: {2}- .+\n)+)/m.exec(config)?.[1]?.match(/(?<=- ).+/g);
    expect(files).toEqual([
      'dist/main/**',
      'dist/db/**',
      'dist/domain/**',
      'dist/preload/**',
      'dist/renderer/**',
      'dist/package.json',
      'package.json',
    ]);
  });
});

describe('the packages that are packed', () => {
  it('are those the built code imports', async () => {
    await write(
      'main/a.mjs',
      `import z from 'zod'; import '@noble/curves/abstract/weierstrass.js'; import 'node:fs';`,
    );
    await write(
      'main/b.mjs',
      `import './a.mjs'; const p = import('pdfmake'); import { app } from 'electron'; import 'fs';`,
    );
    await write('preload/index.cjs', `require('electron');`);
    await write('renderer/x.js', `import 'react';`);
    expect(importedPackages(folder, ['main', 'preload'])).toEqual(['@noble/curves', 'pdfmake', 'zod']);
  });

  it('bring what they need, the version each would find, and no optional extras', async () => {
    await manifest('node_modules/a', '1.0.0', {
      dependencies: { b: '^2.0.0' },
      optionalDependencies: { huge: '1.0.0' },
      peerDependencies: { c: '*', native: '*' },
      peerDependenciesMeta: { native: { optional: true } },
    });
    await manifest('node_modules/b', '1.0.0');
    await manifest('node_modules/a/node_modules/b', '2.0.0', { dependencies: { c: '*', a: '*' } });
    await manifest('node_modules/c', '3.0.0');
    await manifest('node_modules/huge', '1.0.0');
    await manifest('node_modules/native', '1.0.0');
    const { names, edges } = packageClosure(folder, ['a', 'b']);
    expect(names).toEqual(['a', 'b', 'c']);
    expect(edges).toEqual([
      'a@1.0.0 > b@2.0.0',
      'a@1.0.0 > c@3.0.0',
      'b@2.0.0 > a@1.0.0',
      'b@2.0.0 > c@3.0.0',
      'kezek > a@1.0.0',
      'kezek > b@1.0.0',
    ]);
  });

  it('that are not installed stop the packing', async () => {
    await manifest('node_modules/a', '1.0.0', { dependencies: { gone: '*' } });
    expect(() => packageClosure(folder, ['a'])).toThrow('gone, wanted by a@1.0.0');
  });
});
