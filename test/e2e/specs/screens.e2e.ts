/**
 * Every screen: in three languages and at three sizes nothing but names is cut, nothing sticks out, no controls overlap; axe
 * finds nothing in light and dark.
 */
import type { Page } from 'playwright/test';
import { axeFaults } from '../support/axe.ts';
import { expect, speak, test } from '../support/fixtures.ts';
import { layoutFaults } from '../support/layout.ts';
import { become, DESK, LOCKED, PLACES, type Screen, SIGNED, SIGNED_OUT } from '../support/screens.ts';
import { LOCALES, wordsOf } from '../support/words.ts';

const MIDDLE = { width: 1366, height: 768 };
const SIZES = [{ width: 1366, height: 690 }, MIDDLE, { width: 1920, height: 1040 }] as const;

const EVERY: readonly Screen[] = [...SIGNED_OUT, ...DESK, ...PLACES, SIGNED, LOCKED];

async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  // One frame for the resize, one for what observes it.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

for (const screen of EVERY) {
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
