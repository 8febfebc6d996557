/**
 * Every screen: axe finds nothing in light and dark; at three sizes and in three languages nothing but names is cut, nothing
 * sticks out, no controls overlap.
 */
import { axeFaults } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';
import { layoutFaults } from '../support/layout.ts';
import { become, DESK, LOCKED, type Screen, SIGNED, SIGNED_OUT } from '../support/screens.ts';
import { LOCALES, wordsOf } from '../support/words.ts';

const SIZES = [
  { width: 1366, height: 690 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1040 },
] as const;

const EVERY: readonly Screen[] = [...SIGNED_OUT, ...DESK];

test.describe('accessibility', () => {
  for (const screen of [...EVERY, SIGNED, LOCKED]) {
    test(`${screen.name}: axe finds nothing, light and dark`, async ({ desk, world }) => {
      const t = wordsOf('kk');
      const page = await desk.open({ locale: 'kk' });
      const at = { page, t, world };
      await become(at, screen.as);
      await screen.open(at);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect.soft(await axeFaults(page), colorScheme).toEqual([]);
      }
    });
  }
});

test.describe('layout', () => {
  for (const locale of LOCALES) {
    for (const screen of [...EVERY, LOCKED]) {
      test(`${screen.name} in ${locale}: nothing cut, nothing outside, at three sizes`, async ({
        desk,
        world,
      }) => {
        const t = wordsOf(locale);
        const page = await desk.open({ locale, size: SIZES[1] });
        const at = { page, t, world };
        await become(at, screen.as);
        await screen.open(at);
        for (const size of SIZES) {
          await page.setViewportSize(size);
          // One frame for the resize, one for what observes it.
          await page.evaluate(
            () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
          );
          expect.soft(await layoutFaults(page), `${size.width}×${size.height}`).toEqual([]);
        }
      });
    }
  }
});
