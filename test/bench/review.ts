/** From the key that asks for the next application to the frame that shows its scan, in Chromium, as a clerk works. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright/test';
import { CHROMIUM_ARGS, WebDesk } from '../e2e/support/fixtures.ts';
import { run } from '../e2e/support/global-setup.ts';
import { goTo, signIn } from '../e2e/support/officers.ts';
import { chromiumForTests } from '../e2e/support/places.ts';
import { Program } from '../e2e/support/program.ts';
import { reviewStands } from '../e2e/support/review.ts';
import { wordsOf } from '../e2e/support/words.ts';
import { copyFolder } from '../fakes/copy-folder.ts';
import { type Result, result } from './measure.ts';
import { benchFolder } from './worlds.ts';

const APPLICATIONS = 2000;
const STEPS = 60;
/** As long as a quick clerk looks at a scan; the next ones are fetched meanwhile. */
const LOOK_MS = 900;
const MEASURE = 'kezek:next-scan';

export async function benchReview(): Promise<Result[]> {
  await run(['scripts/build.ts']);
  const runFolder = await mkdtemp(join(tmpdir(), 'kezek-bench-'));
  process.env.KEZEK_E2E_RUN = runFolder;
  copyFolder(await benchFolder(APPLICATIONS), join(runFolder, 'template'));
  const program = await Program.start({ name: 'review' });
  const browser = await chromium.launch({ executablePath: chromiumForTests(), args: [...CHROMIUM_ARGS] });
  const desk = new WebDesk(program, () => Promise.resolve(browser));
  try {
    const page = await desk.open({ locale: 'kk' });
    const t = wordsOf('kk');
    await signIn(page, t, 'clerk');
    await goTo(page, 'KeyM');
    await page.getByRole('grid').locator('[aria-rowindex="2"]').waitFor();
    await page.keyboard.press('KeyJ');
    await page.keyboard.press('Enter');
    await reviewStands(page, t);
    const samples: number[] = [];
    for (let step = 0; step < STEPS; step += 1) samples.push(await nextScan(page));
    return [result('next scan painted after J', samples, { target: { p95: 100 } })];
  } finally {
    await desk.stop();
    await browser.close();
    await rm(runFolder, { recursive: true, force: true });
  }
}

async function nextScan(page: Page): Promise<number> {
  await page.waitForTimeout(LOOK_MS);
  await page.evaluate((name) => performance.clearMeasures(name), MEASURE);
  await page.keyboard.press('KeyJ');
  await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, MEASURE);
  return page.evaluate((name) => performance.getEntriesByName(name)[0]?.duration ?? Number.NaN, MEASURE);
}
