/** Screens of places, of families' affairs and of the rules, and how an officer comes to them. */
import { expect } from 'playwright/test';
import { goAddress, goTo } from './officers.ts';
import { batchPane, explanation, gridRows, referralCard } from './places-desk.ts';
import { decidedApplication, pressEscape, type Screen } from './screens.ts';
import { COMPANIONS } from './screens-companions.ts';
import { DUPLICATES } from './screens-duplicates.ts';
import { WALK_IN } from './screens-walk-in.ts';

/** Screens of places: the queue, the registers, the desk of a head, the administrator's rules. */
export const PLACES: readonly Screen[] = [
  {
    name: 'queue',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyQ');
      await expect(gridRows(page, t('queue:order.title')).nth(2)).toBeVisible();
      await expect(explanation(page, t).getByRole('img').first()).toBeVisible();
      await expect(explanation(page, t).getByRole('table')).toBeVisible();
    },
  },
  {
    name: 'queue-batch',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyQ');
      await expect(page.getByRole('button', { name: t('queue:order.allot') })).toBeEnabled();
      await page.keyboard.press('Control+Enter');
      await expect(gridRows(page, t('queue:batch.list')).first()).toBeVisible();
      await expect(
        batchPane(page, t).locator('button[aria-keyshortcuts="Control+Enter"]:enabled'),
      ).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'referrals',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyR');
      await expect(gridRows(page, t('nav.referrals')).first()).toBeVisible();
      await expect(referralCard(page, t).locator('[data-verdict]')).toBeVisible();
    },
  },
  {
    name: 'intake',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyI');
      await expect(page.getByText(t('intake:drop'))).toBeVisible();
      await expect(gridRows(page, t('nav.intake')).first()).toBeVisible();
    },
  },
  {
    name: 'links',
    as: 'clerk',
    open: async ({ page, t, world }) => {
      await goAddress(page, `#/links/${decidedApplication(world)}`);
      const card = page.getByRole('region', { name: t('links:card'), exact: true });
      await expect(card.getByRole('button', { name: t('links:form.open') })).toBeVisible();
      await page.keyboard.press('KeyN');
      await expect(page.getByLabel(t('links:form.iin'), { exact: true })).toBeFocused();
    },
    close: pressEscape,
  },
  {
    name: 'places',
    as: 'clerk',
    open: async ({ page }) => {
      await goTo(page, 'KeyS');
      await expect(page.getByRole('grid').getByRole('row').nth(2)).toBeVisible();
    },
  },
  {
    name: 'places-requests',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goAddress(page, '#/places/requests');
      await expect(gridRows(page, t('places:requests.label')).first()).toBeVisible();
    },
  },
  {
    name: 'bulletin',
    as: 'clerk',
    open: async ({ page }) => {
      await goAddress(page, '#/places/bulletin');
      await expect(page.getByRole('grid').getByRole('row').nth(2)).toBeVisible();
    },
  },
  {
    name: 'interest',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyY');
      await expect(gridRows(page, t('nav.interest')).first()).toBeVisible();
    },
  },
  {
    name: 'interest-confirm',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyY');
      await expect(gridRows(page, t('nav.interest')).first()).toBeVisible();
      await page.keyboard.press('KeyC');
      await expect(page.getByRole('dialog', { name: t('interest:confirmTitle') })).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'head',
    as: 'head',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyR');
      await expect(page.getByRole('list', { name: t('head:documents') })).toBeVisible();
      await expect(
        page
          .getByRole('region', { name: t('places:groupsTitle') })
          .getByRole('row')
          .nth(2),
      ).toBeVisible();
    },
  },
  {
    name: 'head-children',
    as: 'head',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyC');
      await expect(gridRows(page, t('nav.children')).nth(3)).toBeVisible();
    },
  },
  ...COMPANIONS,
  ...WALK_IN,
  {
    name: 'rules',
    as: 'admin',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyP');
      await page
        .getByRole('navigation', { name: t('rules:list') })
        .getByRole('button')
        .first()
        .click();
      await expect(page.getByRole('form', { name: t('rules:form') })).toBeVisible();
    },
  },
  ...(['family', 'delivery'] as const).map(
    (tab): Screen => ({
      name: `rules-${tab}`,
      as: 'admin',
      open: async ({ page, t }) => {
        await goTo(page, 'KeyP');
        await page.getByRole('tab', { name: t(`rules:tabs.${tab}`) }).click();
        await expect(page.getByRole('form', { name: t(`rules:dated.${tab}.form`) })).toBeVisible();
      },
    }),
  ),
];

/** Screens of notices. The made world tells nobody anything yet: the register is empty until somebody signs. */
export const NOTICES: readonly Screen[] = [
  ...DUPLICATES,
  {
    name: 'notices',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyN');
      await expect(page.getByRole('radio', { name: t('notices:part.dead') })).toBeVisible();
      await expect(
        gridRows(page, t('nav.notices'))
          .first()
          .or(page.getByText(t('notices:empty.none')))
          .first(),
      ).toBeVisible();
    },
  },
  {
    name: 'templates',
    as: 'admin',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyN');
      await expect(page.getByRole('form', { name: t('notices:templates.form') })).toBeVisible();
    },
  },
];
