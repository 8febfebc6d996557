/** Screens of possible duplicates: the register on each of its views that has something. */
import { expect } from 'playwright/test';
import { goTo } from './officers.ts';
import { gridRows } from './places-desk.ts';
import type { Screen } from './screens.ts';

export const DUPLICATES: readonly Screen[] = [
  {
    name: 'duplicates',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyD');
      await expect(gridRows(page, t('nav.duplicates')).first()).toBeVisible();
      // What agrees is a table, or the same scan twice: the acts stand below either.
      await expect(page.getByRole('toolbar', { name: t('duplicates:acts') })).toBeVisible();
    },
  },
  {
    name: 'duplicates-judged',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyD');
      await expect(gridRows(page, t('nav.duplicates')).first()).toBeVisible();
      await page.keyboard.press('Alt+Digit2');
      await expect(page.getByText(t('duplicates:empty.judged'))).toBeVisible();
    },
    close: ({ page }) => page.keyboard.press('Alt+Digit1'),
  },
];
