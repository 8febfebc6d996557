/**
 * The walk of screens: in three languages and at three sizes nothing but names is cut, nothing sticks out, no controls overlap;
 * axe finds nothing in light and dark. Two spec files share the screens, so that two workers share the walk.
 */
import type { Page } from 'playwright/test';
import { axeFaults } from './axe.ts';
import { expect, speak, test } from './fixtures.ts';
import { layoutFaults } from './layout.ts';
import { become, type Screen } from './screens.ts';
import { LOCALES, wordsOf } from './words.ts';

const MIDDLE = { width: 1366, height: 768 };
const SIZES = [{ width: 1366, height: 690 }, MIDDLE, { width: 1920, height: 1040 }] as const;

async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  // One frame for the resize, one for what observes it.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** A test for each screen, in the order given. */
export function walk(screens: readonly Screen[]): void {
  for (const screen of screens) {
    test(`${screen.name}: nothing cut, nothing outside, axe content`, async ({ desk, world }) => {
      const page = await desk.open({ locale: LOCALES[0] ?? 'kk', size: MIDDLE });
      for (const locale of LOCALES) {
        if (locale !== LOCALES[0]) await speak(page, locale);
        const at = { page, t: wordsOf(locale), world };
        await become(at, screen.as);
        await screen.open(at);
        for (const size of SIZES) {
          await resize(page, size);
          expect.soft(await layoutFaults(page), `${locale}, ${size.width}×${size.height}`).toEqual([]);
        }
        await resize(page, MIDDLE);
        // What axe judges is the same in every language but the words; both themes are looked at in the first.
        if (locale !== LOCALES[0]) continue;
        for (const colorScheme of ['dark', 'light'] as const) {
          await page.emulateMedia({ colorScheme });
          expect.soft(await axeFaults(page), colorScheme).toEqual([]);
        }
      }
    });
  }
}
