import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { type Configuration, Platform, build as pack } from 'electron-builder';
import { build, DIST, ROOT } from './build.ts';
import { findElectron } from './electron-binary.ts';
import { FUSES } from './fuses.cjs';
import { importedPackages, packageClosure } from './packed-modules.ts';

/**
 * `npm run package`: builds dist/ and packs it with electron-builder. `--check` packs a Linux folder, around a stand-in
 * where no Electron binary can be had, and looks into what came out. `--win`, `--target deb|nsis|dir` choose.
 */

const STUB = join(ROOT, '.cache', 'electron-stub');
const OUTPUT = join(DIST, 'package');
/** What must not be in the archive, whatever way it came. */
const FORBIDDEN = [
  /^\/(test|scripts|docs|renderer|domain|db|main|preload)\//,
  /^\/dist\/main\/(host-web|host-cli|demo)\//,
  /^\/dist\/(db|main\/eds)\/demo/,
  /^\/node_modules\/(@napi-rs|sharp|@img|pdf-lib|@pdf-lib|@resvg|electron|playwright|vite|vitest|typescript|@mui|react)(\/|$)/,
  /\.(ts|tsx|map|p12|pfx)$/,
];
const REQUIRED = [
  '/package.json',
  '/dist/main/host-electron/main.mjs',
  '/dist/main/host-electron/back-end.mjs',
  '/dist/main/host-electron/signer.mjs',
  '/dist/main/eds/signer/signer.mjs',
  '/dist/main/intake/opener-thread.mjs',
  '/dist/preload/index.cjs',
  '/dist/renderer/index.html',
  '/dist/renderer/pdfjs/wasm/openjpeg.wasm',
  '/node_modules/@electric-sql/pglite/package.json',
];

const { values: flags } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    win: { type: 'boolean', default: false },
    target: { type: 'string', default: 'dir' },
  },
});

await build('renderer');
await build('electron');
const imported = importedPackages(DIST, ['main', 'db', 'domain', 'preload']);
const packages = packageClosure(ROOT, imported);
// What is found on this machine is of this machine's platform.
if (flags.win && !process.env.ELECTRON_OVERRIDE_DIST_PATH) {
  throw new Error('--win needs ELECTRON_OVERRIDE_DIST_PATH: a folder with Electron for Windows');
}
const binary = flags.win ? null : await findElectron({ download: !flags.check });
const config: Configuration = {
  extends: join(ROOT, 'electron-builder.yml'),
  files: packageFiles(packages.names),
  electronDist: (flags.win ? process.env.ELECTRON_OVERRIDE_DIST_PATH : binary?.folder) ?? makeStub(),
};
if (!binary && !flags.win) {
  console.error('no Electron binary: packing around a stand-in, which holds the archive but does not start');
}
rmSync(OUTPUT, { recursive: true, force: true });
await pack({
  targets: (flags.win ? Platform.WINDOWS : Platform.LINUX).createTarget(flags.target),
  config,
  projectDir: ROOT,
  publish: 'never',
});
if (flags.check) process.exitCode = await checkPackage();

/** Patterns that let these packages in, wherever electron-builder puts them (it hoists anew), and no others. */
function packageFiles(names: readonly string[]): string[] {
  const wanted = names.map((name) => `**/node_modules/${name}/**`);
  return ['!node_modules/**', ...wanted, '!**/*.{map,d.ts,d.mts,d.cts,ts,mts,cts,tsx}'];
}

/**
 * A folder in the shape of an Electron distribution, around an executable that holds a fuse wire of nine fuses and
 * nothing else. Enough for electron-builder to make the archive and for the fuses to be flipped and read back.
 */
function makeStub(): string {
  rmSync(STUB, { recursive: true, force: true });
  mkdirSync(join(STUB, 'resources'), { recursive: true });
  mkdirSync(join(STUB, 'locales'), { recursive: true });
  const fuses = Object.values(FuseV1Options).filter((value) => typeof value === 'number').length;
  const wire = Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1'),
    Buffer.from([1, fuses]),
    Buffer.alloc(fuses, FuseState.DISABLE),
  ]);
  // A small real program around the wire: tools look at the headers of what they pack.
  const executable = join(STUB, 'electron');
  copyFileSync('/bin/true', executable);
  writeFileSync(executable, wire, { flag: 'a' });
  chmodSync(executable, 0o755);
  writeFileSync(join(STUB, 'version'), '45.4.1');
  const empty = [
    'LICENSE',
    'LICENSES.chromium.html',
    'locales/kk.pak',
    'locales/ru.pak',
    'locales/en-US.pak',
  ];
  for (const name of empty) writeFileSync(join(STUB, name), '');
  return STUB;
}

async function checkPackage(): Promise<number> {
  const folder = readdirSync(OUTPUT).find((name) => name.endsWith('-unpacked'));
  if (!folder) throw new Error(`nothing in ${OUTPUT}`);
  const app = join(OUTPUT, folder);
  const archive = join(app, 'resources', 'app.asar');
  const files = listPackage(archive, { isPack: false }).map((name) => name.replaceAll('\\', '/'));
  const present = new Set(files);
  const problems = [
    ...REQUIRED.filter((file) => !present.has(file)).map((file) => `missing: ${file}`),
    ...lostPackages(archive),
    ...files
      .filter((file) => FORBIDDEN.some((pattern) => pattern.test(file)))
      .map((file) => `not wanted: ${file}`),
  ];
  const wire = await getCurrentFuseWire(
    join(app, process.platform === 'linux' && !flags.win ? 'kezek' : 'Kezek.exe'),
  );
  for (const [fuse, wanted] of Object.entries(FUSES).filter(([name]) => /^\d+$/.test(name))) {
    const state = (wire as unknown as Record<string, FuseState>)[fuse];
    if (state !== (wanted ? FuseState.ENABLE : FuseState.DISABLE))
      problems.push(`fuse ${FuseV1Options[Number(fuse)]}: ${state}`);
  }
  for (const problem of problems.slice(0, 40)) console.error(problem);
  const size = spawnSync('du', ['-sm', archive], { encoding: 'utf8' }).stdout.split('\t')[0];
  console.error(`${archive}: ${files.length} entries, ${size} MB, ${packages.names.length} packages`);
  console.error(problems.length === 0 ? 'the package holds what it should' : `${problems.length} problems`);
  return problems.length === 0 && existsSync(archive) ? 0 : 1;
}

/** Takes the archive apart and lets every import be resolved in it: each must find the version it finds here. */
function lostPackages(archive: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'kezek-package-'));
  try {
    extractAll(archive, folder);
    const found = new Set(packageClosure(folder, imported).edges);
    return packages.edges.filter((edge) => !found.has(edge)).map((edge) => `lost: ${edge}`);
  } catch (error) {
    return [String(error)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
