import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InlineConfig, Plugin } from 'vite';
import { hashInputs, listFiles } from './inputs.ts';

/** Builds what runs outside Node's own reach: the renderer for every host, and all of it for Electron. */

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const DIST = join(ROOT, 'dist');
export const RENDERER = join(DIST, 'renderer');

const COMMON_INPUTS = ['package-lock.json', 'package.json', 'scripts/build.ts', 'domain', 'preload'];
const RENDERER_INPUTS = [...COMMON_INPUTS, 'renderer'];
const ELECTRON_INPUTS = [...COMMON_INPUTS, 'main', 'db'];

/** The entries of the Electron processes. Modules keep their places, so files beside them are found as in the sources. */
const ELECTRON_ENTRIES = [
  ...['main', 'back-end', 'signer'].map((name) => `main/host-electron/${name}.ts`),
  // Found by its path beside opener.ts, not by an import.
  'main/intake/opener-thread.ts',
];
const PRELOAD_ENTRY = 'preload/index.ts';
/** Parts of main/ and db/ that no packaged program carries: another host, the demo world and its scan factory. */
const NOT_PACKAGED = /^(main\/(host-web|host-cli|demo)|main\/eds\/demo|db\/demo)\//;
/** Files the back end reads at run time from beside its modules: CA certificates, SQL, fonts. */
const RUNTIME_FILE = /^(main|db)\/.*\.(pem|cer|crt|der|sql|ttf|otf|xsd|csv)$/;

export type BuildPart = 'renderer' | 'electron';

/**
 * Builds a part if its inputs have changed since the last time. The new files take the old ones' place only when
 * complete, so a program running from dist/ never meets half a build.
 *
 * @returns true if something was built
 */
export async function build(part: BuildPart): Promise<boolean> {
  const inputs = part === 'renderer' ? RENDERER_INPUTS : ELECTRON_INPUTS;
  const key = hashInputs(ROOT, inputs);
  const stamp = join(DIST, `.${part}-inputs`);
  const targets = part === 'renderer' ? ['renderer'] : ['main', 'db', 'domain', 'preload', 'package.json'];
  const complete = existsSync(join(DIST, targets[0] as string));
  if (complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return false;

  const fresh = join(DIST, `.${part}-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    await (part === 'renderer' ? buildRenderer(join(fresh, 'renderer')) : buildElectron(fresh));
    for (const target of targets) {
      rmSync(join(DIST, target), { recursive: true, force: true });
      if (existsSync(join(fresh, target))) renameSync(join(fresh, target), join(DIST, target));
    }
    writeFileSync(stamp, key);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return true;
}

async function buildRenderer(outDir: string): Promise<void> {
  await runVite({
    configFile: join(ROOT, 'renderer', 'vite.config.ts'),
    build: { outDir, emptyOutDir: true },
  });
}

async function buildElectron(outDir: string): Promise<void> {
  await runVite({
    configFile: false,
    root: ROOT,
    // npm packages stay in node_modules: PGlite and pdfmake read files beside their own code.
    ssr: { external: true, target: 'node' },
    build: {
      ssr: true,
      target: 'node24',
      outDir,
      emptyOutDir: false,
      minify: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: ELECTRON_ENTRIES.map((entry) => join(ROOT, entry)),
        external: ['electron'],
        plugins: [leaveOutUnpackaged()],
        output: {
          format: 'es',
          preserveModules: true,
          preserveModulesRoot: ROOT,
          entryFileNames: '[name].mjs',
        },
      },
    },
  });
  await runVite({
    configFile: false,
    root: ROOT,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      target: 'chrome140',
      outDir,
      emptyOutDir: false,
      minify: false,
      copyPublicDir: false,
      // A sandboxed preload is one CommonJS file; it may require `electron` and nothing else.
      rolldownOptions: {
        input: join(ROOT, PRELOAD_ENTRY),
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'preload/index.cjs', codeSplitting: false },
      },
    },
  });
  // The back end reads the program's version from ../package.json, as it does among the sources.
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  writeFileSync(join(outDir, 'package.json'), JSON.stringify({ name, version, type: 'module' }));
  for (const file of listFiles(ROOT, ['main', 'db'])) {
    if (!RUNTIME_FILE.test(file) || NOT_PACKAGED.test(file)) continue;
    mkdirSync(dirname(join(outDir, file)), { recursive: true });
    cpSync(join(ROOT, file), join(outDir, file));
  }
}

/**
 * Leaves out what no package carries. Code may reach it by `import()` alone, which fails only where it is called; a
 * plain import would keep the back end from starting, so it stops the build.
 */
function leaveOutUnpackaged(): Plugin {
  return {
    name: 'kezek-unpackaged',
    resolveId: {
      order: 'pre',
      handler(source, importer, { kind }) {
        if (importer === undefined || !source.startsWith('.')) return null;
        const path = relative(ROOT, resolve(dirname(importer), source))
          .split(sep)
          .join('/');
        if (!NOT_PACKAGED.test(path)) return null;
        if (kind !== 'dynamic-import')
          this.error(`${relative(ROOT, importer)} imports ${path}, which is not packaged`);
        return { id: source, external: true };
      },
    },
  };
}

async function runVite(config: InlineConfig): Promise<void> {
  // Loaded only when there is something to build: it costs 0.2 s of a start.
  const vite = await import('vite');
  await vite.build({ logLevel: 'warn', ...config });
}

if (import.meta.main) {
  const parts: BuildPart[] = process.argv.includes('--electron') ? ['renderer', 'electron'] : ['renderer'];
  for (const part of parts) {
    const started = performance.now();
    const built = await build(part);
    const took = ((performance.now() - started) / 1000).toFixed(1);
    console.error(built ? `${part}: built in ${took} s` : `${part}: up to date`);
  }
}
