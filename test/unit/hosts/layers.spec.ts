import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkLayers, readImports } from '../../../scripts/layers.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Each breaks one rule: the file, its one line, and the rule that must name it. */
const BREACHES: readonly (readonly [file: string, line: string, rule: string])[] = [
  ['domain/a.ts', "import 'node:fs';", 'domain-is-pure'],
  ['domain/b.ts', "import type { T } from '../db/ok.ts';", 'domain-is-pure'],
  ['domain/c.ts', "import { z } from 'zod';", 'domain-is-pure'],
  ['db/a.ts', "import '../main/ok.ts';", 'db-knows-domain-only'],
  ['db/b.ts', "type T = import('../main/ok.ts').T;", 'db-knows-domain-only'],
  ['main/a.ts', "export { r } from '../renderer/ok.tsx';", 'main-below-no-screen'],
  ['main/b.ts', "import '../preload/index.ts';", 'main-below-no-screen'],
  ['main/c.ts', "await import('./host-web/ok.ts');", 'back-end-knows-no-host'],
  ['main/d.ts', "import { app } from 'electron';", 'electron-in-its-place'],
  ['main/e.ts', "import '../db/demo/ok.ts';", 'demo-is-no-product'],
  ['main/f.ts', "import '../test/ok.ts';", 'tests-are-no-product'],
  ['main/g.ts', "import sharp from 'sharp';", 'no-development-package'],
  ['main/host-electron/a.ts', "import '../host-web/ok.ts';", 'electron-host-alone'],
  ['main/host-electron/b.ts', "new URL('../host-web/ok.ts', import.meta.url);", 'electron-host-alone'],
  ['main/host-web/a.ts', "import '../host-electron/ok.ts';", 'web-host-alone'],
  ['preload/contract/a.ts', "import { app } from 'kysely';", 'contract-stands-alone'],
  ['preload/index.ts', "import { z } from 'zod';", 'preload-is-one-file'],
  ['renderer/a.tsx', "import { x } from '../main/ok.ts';", 'renderer-speaks-through-contract'],
  ['renderer/b.tsx', "import '../preload/index.ts';", 'renderer-speaks-through-contract'],
  ['renderer/c.tsx', "import { join } from 'node:path';", 'renderer-has-no-node'],
  ['renderer/d.tsx', "import W from '../main/ok.ts?worker';", 'renderer-speaks-through-contract'],
];

/** What is permitted, in the same places. */
const PERMITTED: readonly (readonly [file: string, line: string])[] = [
  ['domain/ok.ts', 'export const d = 1;'],
  ['domain/two.ts', "import { d } from './ok.ts';"],
  ['db/ok.ts', "import { d } from '../domain/ok.ts'; import { sql } from 'kysely'; import 'node:fs';"],
  ['db/demo/ok.ts', "import sharp from 'sharp';"],
  [
    'main/ok.ts',
    "import '../db/ok.ts'; import '../preload/contract/ok.ts'; import type { S } from './eds/cycle-b.ts';",
  ],
  ['main/demo/ok.ts', "import '../../db/demo/ok.ts';"],
  // A cycle of types alone binds nothing at run time.
  ['main/eds/cycle-b.ts', "import type { M } from '../ok.ts';"],
  ['main/host-web/ok.ts', "import '../ok.ts'; import { WebSocketServer } from 'ws';"],
  ['main/host-electron/ok.ts', "import { app } from 'electron'; import '../ok.ts';"],
  [
    'preload/contract/ok.ts',
    "import { z } from 'zod'; import { oc } from '@orpc/contract'; import '../../domain/ok.ts';",
  ],
  [
    'renderer/ok.tsx',
    "import '../preload/contract/ok.ts'; import '../domain/ok.ts'; import React from 'react'; import './a.css';",
  ],
  ['scripts/ok.ts', "import '../main/host-web/ok.ts';"],
  [
    'test/ok.ts',
    "import '../main/host-electron/ok.ts'; import '../db/demo/ok.ts'; import type { App } from 'electron';",
  ],
];

async function makeProgram(files: readonly (readonly [string, string, ...string[]])[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'kezek-layers-'));
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  for (const name of ['package.json', '.dependency-cruiser.cjs'])
    await cp(join(ROOT, name), join(root, name));
  for (const [file, text] of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return root;
}

describe('the layers', () => {
  it('every breach is named by its rule, and what is permitted is not', { timeout: 60_000 }, async () => {
    const cycle = [
      ['main/x.ts', "import './y.ts';"],
      ['main/y.ts', "import './x.ts';"],
    ] as const;
    const root = await makeProgram([...PERMITTED, ...BREACHES, ...cycle]);
    try {
      const { files, violations } = checkLayers(root);
      expect(files).toBe(PERMITTED.length + BREACHES.length + cycle.length);
      const found = violations.map(({ rule, from }) => `${from} ${rule}`);
      for (const [file, line, rule] of BREACHES) expect(found, line).toContain(`${file} ${rule}`);
      expect(found).toContain('main/x.ts no-cycles');
      const permitted = new Set<string>(PERMITTED.map(([file]) => file));
      expect(violations.filter(({ from }) => permitted.has(from))).toEqual([]);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });

  it('imports are read from every form of writing them, types apart', () => {
    const { values, types } = readImports(
      'a.tsx',
      `import type { A } from 'a'; import { type B } from 'b'; import c, { type D } from 'c'; import 'd';
       export * from 'e'; export type { F } from 'f'; const g = await import('g'); type H = import('h').T;
       const i = new URL('./i.ts', import.meta.url); const jsx = <p>import 'k'</p>; // import 'l'`,
    );
    expect([...values].sort()).toEqual(['c', 'd', 'e', 'g']);
    expect([...types].sort()).toEqual(['./i.ts', 'a', 'b', 'f', 'h']);
  });

  it('a source that cannot be read is an error, not a file without imports', () => {
    expect(() => readImports('a.ts', 'import { from')).toThrow(/^a\.ts: /);
  });
});
