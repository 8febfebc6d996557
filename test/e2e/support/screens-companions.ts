/** Screens of companions: the head's and the clerk's list, adding one, the staff of a kindergarten. */
import { expect } from 'playwright/test';
import { goTo } from './officers.ts';
import { gridRows } from './places-desk.ts';
import type { Screen } from './screens.ts';

export const COMPANIONS: readonly Screen[] = [
  {
    name: 'companions',
    as: 'head',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyE');
      await expect(gridRows(page, t('nav.companions')).nth(3)).toBeVisible();
      await expect(page.getByRole('region', { name: t('companions:one'), exact: true })).toBeVisible();
    },
  },
  {
    name: 'companions-add',
    as: 'head',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyE');
      await expect(page.getByRole('region', { name: t('companions:one'), exact: true })).toBeVisible();
      await page.keyboard.press('KeyN');
      await expect(page.getByRole('dialog', { name: t('companions:add') })).toBeVisible();
    },
    close: ({ page }) => page.keyboard.press('Escape'),
  },
  {
    name: 'companions-staff',
    as: 'head',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyE');
      await expect(gridRows(page, t('nav.companions')).nth(3)).toBeVisible();
      await page.keyboard.press('KeyW');
      await expect(page.getByRole('dialog', { name: t('companions:staff.title') })).toBeVisible();
    },
    close: ({ page }) => page.keyboard.press('Escape'),
  },
  {
    name: 'companions-clerk',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyE');
      await expect(gridRows(page, t('nav.companions')).nth(3)).toBeVisible();
    },
  },
];
