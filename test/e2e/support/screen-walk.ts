/**
 * The walk of screens: in three languages and at three sizes nothing but names is cut, nothing sticks out, no controls overlap;
 * axe finds nothing in light and dark. Two spec files share the screens, so that two workers share the walk.
 */
import type { Page } from 'playwright/test';
import { axeFaults } from './axe.ts';
import { expect, speakHere, test } from './fixtures.ts';
import { layoutFaults } from './layout.ts';
import { become, type Screen } from './screens.ts';
import { LOCALES, type Locale, wordsOf } from './words.ts';

const MIDDLE = { width: 1366, height: 768 };
const SIZES = [{ width: 1366, height: 690 }, MIDDLE, { width: 1920, height: 1040 }] as const;

/** Two frames: one for what changed, one for what observes it. */
const painted = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  await painted(page);
}

async function colours(page: Page, colorScheme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await painted(page);
}

const lookAt = async (page: Page, locale: Locale): Promise<void> => {
  for (const size of SIZES) {
    await resize(page, size);
    expect.soft(await layoutFaults(page), `${locale}, ${size.width}×${size.height}`).toEqual([]);
  }
};

/**
 * A test for each screen, in the order given, all in one window: an officer does not begin anew for each of them either. The
 * screen is opened once and changes its language where it stands.
 */
export function walk(screens: readonly Screen[]): void {
  const [first = 'kk', ...others] = LOCALES;
  let page: Page | null = null;

  for (const screen of screens) {
    test(`${screen.name}: nothing cut, nothing outside, axe content`, async ({ desks, world }, info) => {
      page ??= await (await desks.forFile(info.file)).open({ locale: first, size: MIDDLE });
      const at = { page, t: wordsOf(first), world };
      await become(at, screen.as);
      await screen.open(at);
      await lookAt(page, first);
      for (const locale of others) {
        await speakHere(page, locale);
        await lookAt(page, locale);
      }
      await speakHere(page, first);
      await resize(page, MIDDLE);
      // What is pointed at says more of itself, outside of every landmark.
      await page.mouse.move(0, 0);
      // What axe judges is the same in every language but the words; in the dark only the colours are others.
      await colours(page, 'dark');
      expect.soft(await axeFaults(page, ['color-contrast']), 'dark').toEqual([]);
      await colours(page, 'light');
      expect.soft(await axeFaults(page), 'light').toEqual([]);
      await screen.close?.(at);
    });
  }
}
