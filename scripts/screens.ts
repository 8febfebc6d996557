/**
 * `npm run screens`: pictures of the real screens into docs/screens, Kazakh, light and dark, 1366×768 and 1920×1080, of the demo
 * world's 2,000 applications. `--only NAME` takes some; the names are those of SHOWN.
 */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { type Browser, chromium, expect } from 'playwright/test';
import sharp from 'sharp';
import { openEmbedded } from '../db/open.ts';
import { benchFolder } from '../test/bench/worlds.ts';
import { CHROMIUM_ARGS, WebDesk } from '../test/e2e/support/fixtures.ts';
import { prepareWorld, type World } from '../test/e2e/support/make-world.ts';
import { chromiumForTests } from '../test/e2e/support/places.ts';
import { Program } from '../test/e2e/support/program.ts';
import { become, DESK, type Screen, SIGNED, SIGNED_OUT } from '../test/e2e/support/screens.ts';
import { NOTICES, PLACES } from '../test/e2e/support/screens-places.ts';
import { wordsOf } from '../test/e2e/support/words.ts';
import { copyFolder } from '../test/fakes/copy-folder.ts';
import { build, ROOT } from './build.ts';

const APPLICATIONS = 2000;
const FOLDER = join(ROOT, 'docs/screens');
const SCHEMES = ['light', 'dark'] as const;
const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;

const find = (name: string): Screen => {
  const screen = [...SIGNED_OUT, ...DESK, ...PLACES, ...NOTICES].find((one) => one.name === name);
  if (screen === undefined) throw new Error(`no screen ${name}`);
  return screen;
};

/** In the order they are taken: what signs comes last. */
const SHOWN: readonly Screen[] = [
  find('signin'),
  { ...find('signin'), name: 'signin-test-ca' },
  ...['journal', 'review', 'sign', 'palette', 'keys'].map(find),
  ...['info', 'history', 'documents', 'decisions'].map((name) => find(`application-${name}`)),
  ...PLACES,
  ...NOTICES,
  SIGNED,
];

function chosen(): readonly Screen[] {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const names = values.only?.flatMap((value) => value.split(',')) ?? SHOWN.map((screen) => screen.name);
  const unknown = names.filter((name) => !SHOWN.some((screen) => screen.name === name));
  if (unknown.length > 0) {
    console.error(
      `unknown: ${unknown.join(', ')}; there are ${SHOWN.map((screen) => screen.name).join(', ')}`,
    );
    process.exit(2);
  }
  return SHOWN.filter((screen) => names.includes(screen.name));
}

async function take(desk: WebDesk, world: World, screen: Screen): Promise<void> {
  const t = wordsOf('kk');
  const page = await desk.open({ locale: 'kk', size: SIZES[0] });
  const at = { page, t, world };
  await become(at, screen.as);
  await screen.open(at);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      // Pictures of scans are drawn anew for the size; tooltips go away.
      await page.mouse.move(0, 0);
      await page.waitForTimeout(700);
      await expect(page.getByRole('status', { name: t('review:stage.loading') })).toHaveCount(0, {
        timeout: 20_000,
      });
      const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      const small = await sharp(shot)
        .png({ palette: true, colours: 192, effort: 9, compressionLevel: 9 })
        .toBuffer();
      const name = `${screen.name}-kk-${colorScheme}-${size.width}.png`;
      await writeFile(join(FOLDER, name), small);
      console.error(`${name}: ${Math.round(small.length / 1000)} kB`);
    }
  }
  await screen.close?.(at);
  await desk.closeWindows();
}

/** The same world in test mode, for the band over sign-in. */
async function inTestMode(folder: string): Promise<void> {
  const database = await openEmbedded({ dataFolder: folder });
  try {
    await sql`update kezek.installation set test_ca_enabled = true`.execute(database.kysely);
  } finally {
    await database.close();
  }
}

async function takeAll(screens: readonly Screen[], runFolder: string, browser: Browser): Promise<void> {
  const template = join(runFolder, 'template');
  const world = await prepareWorld(template);
  for (const testMode of [true, false]) {
    const part = screens.filter((screen) => (screen.name === 'signin-test-ca') === testMode);
    if (part.length === 0) continue;
    const from = testMode ? join(runFolder, 'template-test') : template;
    if (testMode) {
      copyFolder(template, from);
      await inTestMode(from);
    }
    const program = await Program.start({ name: testMode ? 'test-mode' : 'pictures', from });
    const desk = new WebDesk(program, () => Promise.resolve(browser));
    try {
      for (const screen of part) await take(desk, world, screen);
    } finally {
      await desk.stop();
    }
  }
}

const screens = chosen();
await build('renderer');
await mkdir(FOLDER, { recursive: true });
const runFolder = await mkdtemp(join(tmpdir(), 'kezek-screens-'));
process.env.KEZEK_E2E_RUN = runFolder;
const browser = await chromium.launch({
  executablePath: chromiumForTests(),
  args: [...CHROMIUM_ARGS],
});
try {
  copyFolder(await benchFolder(APPLICATIONS), join(runFolder, 'template'));
  await takeAll(screens, runFolder, browser);
  if (screens.length === SHOWN.length) {
    const wanted = new Set(
      SHOWN.flatMap(({ name }) =>
        SCHEMES.flatMap((scheme) => SIZES.map(({ width }) => `${name}-kk-${scheme}-${width}.png`)),
      ),
    );
    for (const file of await readdir(FOLDER)) {
      if (file.endsWith('.png') && !wanted.has(file)) await rm(join(FOLDER, file));
    }
  }
} finally {
  await browser.close();
  await rm(runFolder, { recursive: true, force: true });
}
