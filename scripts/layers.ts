import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync, Visitor } from 'vite';

type VisitorObject = ConstructorParameters<typeof Visitor>[0];

import { listFiles } from './inputs.ts';

/**
 * Runs dependency-cruiser's rules over our sources. It reads TypeScript with the compiler's own API, which TypeScript 7
 * no longer has, so it is shown a picture instead: for each source a file of the same path holding only its imports,
 * found by the parser Vite brings. A type-only import stands as `require`, which the rules can tell apart.
 */

const FOLDERS = ['domain', 'db', 'main', 'preload', 'renderer', 'scripts', 'test'];
const SOURCE = /\.(ts|tsx|mts|cts|mjs|cjs|js)$/;

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

interface Imports {
  readonly values: Set<string>;
  readonly types: Set<string>;
}

/** Every specifier a source imports, re-exports, or names in a type, parted into values and types. */
export function readImports(file: string, text: string): Imports {
  const { module, program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error) throw new Error(`${file}: ${error.message}`);
  const values = new Set<string>();
  const types = new Set<string>();
  for (const { moduleRequest, entries } of module.staticImports) {
    const typeOnly = entries.length > 0 && entries.every((entry) => entry.isType);
    (typeOnly ? types : values).add(moduleRequest.value);
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest) (isType ? types : values).add(moduleRequest.value);
    }
  }
  const visitors: VisitorObject = {};
  visitors.ImportExpression = ({ source }) => {
    if (source.type === 'Literal' && typeof source.value === 'string') values.add(source.value);
  };
  visitors.TSImportType = ({ source }) => {
    types.add(source.value);
  };
  // new URL('./entry.ts', import.meta.url) names a module just as well: an entry forked or a worker started.
  visitors.NewExpression = ({ callee, arguments: [first] }) => {
    if (callee.type !== 'Identifier' || callee.name !== 'URL' || first?.type !== 'Literal') return;
    if (typeof first.value === 'string' && /^\.{1,2}\/.*\.tsx?$/.test(first.value)) types.add(first.value);
  };
  new Visitor(visitors).visit(program);
  return { values, types };
}

/** The picture of one file. Sources keep their names with `.js` added, so that rules can name them as they are. */
function picture({ values, types }: Imports): string {
  const place = (specifier: string): string => {
    const plain = specifier.replace(/\?.*$/, '');
    return JSON.stringify(plain.startsWith('.') && SOURCE.test(plain) ? `${plain}.js` : plain);
  };
  return [
    ...[...values].map((name) => `import ${place(name)};`),
    ...[...types].filter((name) => !values.has(name)).map((name) => `require(${place(name)});`),
  ].join('\n');
}

/** Checks the layers of the sources under `root`. */
export function checkLayers(root: string): { files: number; violations: Violation[] } {
  const mirror = join(root, '.cache', 'layers');
  rmSync(mirror, { recursive: true, force: true });
  const files = listFiles(root, FOLDERS, /(^|\/)(node_modules|dist)\//).filter((file) => SOURCE.test(file));
  for (const file of files) {
    const target = join(mirror, `${file}.js`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, picture(readImports(file, readFileSync(join(root, file), 'utf8'))));
  }
  // Tells packages of the program from packages of development.
  cpSync(join(root, 'package.json'), join(mirror, 'package.json'));
  return { files: files.length, violations: cruise(root, mirror) };
}

function cruise(root: string, mirror: string): Violation[] {
  const command = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const config = join(root, '.dependency-cruiser.cjs');
  const args = [command, '--config', config, '--output-type', 'json', ...FOLDERS];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: mirror,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!stdout) throw new Error(`dependency-cruiser: ${stderr}`);
  const { summary } = JSON.parse(stdout) as {
    summary: {
      violations: { rule: { name: string }; from: string; to: string; cycle?: { name: string }[] }[];
    };
  };
  const own = (path: string): string => path.replace(/\.js$/, '');
  return summary.violations.map(({ rule, from, to, cycle }) => ({
    rule: rule.name,
    from: own(from),
    to: cycle ? cycle.map(({ name }) => own(name)).join(' -> ') : own(to),
  }));
}
