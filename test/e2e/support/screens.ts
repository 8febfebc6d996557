/** Every screen and dialog of the desk, and how an officer comes to it: for axe, for the layout walk, for the pictures. */
import { expect, type Page } from 'playwright/test';
import { chooseDialog, resultDialog, signDialog } from './decide.ts';
import { demoClerk, grid, mine, moveTo, rows, searchBox, untouched } from './journal.ts';
import type { World } from './make-world.ts';
import {
  demoOfficer,
  goAddress,
  goTo,
  lockedTitle,
  type Role,
  rail,
  signedOut,
  signIn,
  signInTitle,
} from './officers.ts';
import { judgeAllValid, pagesSeen, reasonSearch, reviewStands, signButton } from './review.ts';
import type { Words } from './words.ts';

export interface At {
  readonly page: Page;
  readonly t: Words;
  readonly world: World;
}

export interface Screen {
  readonly name: string;
  /** Who sees it; null: nobody has signed in. */
  readonly as: Role | null;
  open(at: At): Promise<void>;
  /** Takes away what `open` put over the screen. */
  close?(at: At): Promise<void>;
}

/** Escape, once or as often as something lies over the screen: in a dialog it first leaves the list inside. */
export const pressEscape = async ({ page }: At): Promise<void> => {
  await page.keyboard.press('Escape');
  const over = page.getByRole('dialog').or(page.getByRole('menu'));
  await expect(async () => {
    if (await over.first().isVisible()) await page.keyboard.press('Escape');
    await expect(over).toHaveCount(0, { timeout: 1000 });
  }).toPass({ timeout: 30_000 });
};

/** Opens one of my applications that nobody has judged yet; signing takes it out of the list. */
async function openMine({ page, t, world }: At): Promise<void> {
  await goTo(page, 'KeyM');
  await expect(rows(page).first()).toBeVisible();
  const listed = (await rows(page).allTextContents()).join();
  const number = untouched(world).find((one) => listed.includes(one.number))?.number ?? '';
  await moveTo(page, number);
  await page.keyboard.press('Enter');
  await reviewStands(page, t, number);
  await expect(pagesSeen(page, t)).toHaveAttribute('aria-label', /[1-9]/);
}

/** Chooses applications of my list and asks to decide on them. */
async function decideInList({ page, t }: At, chosen: readonly { readonly number: string }[]): Promise<void> {
  await goTo(page, 'KeyM');
  await expect(rows(page).first()).toBeVisible();
  const acts = page.getByRole('toolbar', { name: t('journal:bulk.label') });
  if (await acts.isVisible()) await page.keyboard.press('Escape');
  for (const { number } of chosen) {
    await moveTo(page, number);
    await page.keyboard.press('Space');
  }
  await acts.getByRole('button', { name: t('journal:bulk.decide') }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
}

/** An application of the demo clerk's district that bears signed decisions, with several scans if there is one. */
export function decidedApplication(world: World): string {
  const decided = world.applications.filter(
    (one) => one.decisions > 0 && one.districtId === demoClerk(world).districtId,
  );
  const [best] = [...decided].sort((a, b) => b.decisions - a.decisions || b.scans.length - a.scans.length);
  if (best === undefined) throw new Error('the world has no decided application');
  return best.id;
}

const tab = (name: string): Screen => ({
  name: `application-${name}`,
  as: 'clerk',
  open: async ({ page, world }) => {
    await goAddress(page, `#/application/${decidedApplication(world)}/${name}`);
    await expect(page.getByRole('tabpanel')).toBeVisible();
    await expect(page.getByRole('tabpanel').getByText(/\p{L}/u).first()).toBeVisible();
  },
});

export const SIGNED_OUT: readonly Screen[] = [
  {
    name: 'signin',
    as: null,
    open: async ({ page, t }) => {
      await signedOut(page, t);
      await demoOfficer(page, t, 'clerk').click();
    },
  },
];

export const DESK: readonly Screen[] = [
  {
    name: 'my',
    as: 'clerk',
    open: async ({ page }) => {
      await goTo(page, 'KeyM');
      await expect(rows(page).first()).toBeVisible();
    },
  },
  {
    name: 'journal',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyJ');
      await page.getByRole('tab', { name: new RegExp(`^${t('journal:views.all')}`) }).click();
      await expect(rows(page).nth(8)).toBeVisible();
      await grid(page).focus();
      await page.keyboard.press('KeyJ');
    },
  },
  {
    name: 'journal-selected',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyU');
      await expect(rows(page).nth(3)).toBeVisible();
      await page.keyboard.press('Home');
      await page.keyboard.press('Shift+KeyJ');
      await page.keyboard.press('Shift+KeyJ');
      await expect(page.getByRole('toolbar', { name: t('journal:bulk.label') })).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'journal-columns',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyJ');
      await page.getByRole('button', { name: t('journal:columns.button') }).click();
      await expect(page.getByRole('dialog', { name: t('journal:columns.title') })).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'journal-empty',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyJ');
      await page.getByRole('tab', { name: new RegExp(`^${t('journal:views.all')}`) }).click();
      await searchBox(page, t).fill('000000000000');
      await expect(page.getByText(t('journal:empty.searchHint'))).toBeVisible();
    },
    close: async ({ page, t }) => {
      await searchBox(page, t).fill('');
      await expect(rows(page).first()).toBeVisible();
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'release',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyM');
      await expect(rows(page).first()).toBeVisible();
      await page.keyboard.press('Home');
      await page.keyboard.press('KeyU');
      await expect(page.getByRole('dialog', { name: t('journal:release.title') })).toBeVisible();
    },
    close: pressEscape,
  },
  tab('info'),
  tab('history'),
  tab('documents'),
  tab('decisions'),
  tab('duplicates'),
  tab('notices'),
  { name: 'review', as: 'clerk', open: openMine },
  {
    name: 'review-reasons',
    as: 'clerk',
    open: async (at) => {
      await openMine(at);
      await at.page.keyboard.press('KeyR');
      await expect(reasonSearch(at.page, at.t)).toBeFocused();
    },
    close: async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+KeyZ');
    },
  },
  {
    name: 'palette',
    as: 'clerk',
    open: async ({ page, t }) => {
      await goTo(page, 'KeyM');
      await page.keyboard.press('Control+KeyK');
      await expect(page.getByRole('dialog', { name: t('palette.title') })).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'keys',
    as: 'clerk',
    open: async (at) => {
      await openMine(at);
      await at.page.keyboard.press('Shift+Slash');
      await expect(at.page.getByRole('dialog', { name: at.t('shortcuts.title') })).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'settings',
    as: 'clerk',
    open: async ({ page, t }) => {
      await rail(page, t).locator('button[aria-haspopup="menu"]').click();
      await page.getByRole('menuitem', { name: t('nav.settings') }).click();
      await expect(page.getByRole('dialog', { name: t('settings.title') })).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'sign',
    as: 'clerk',
    open: async (at) => {
      await openMine(at);
      await judgeAllValid(at.page, at.t);
      await expect(signButton(at.page, at.t)).toBeEnabled();
      await at.page.keyboard.press('Control+Enter');
      await expect(signDialog(at.page, at.t)).toBeVisible();
      await expect(signDialog(at.page, at.t).getByText(at.t('decide:sign.hash'))).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'choose',
    as: 'clerk',
    open: async (at) => {
      await decideInList(at, untouched(at.world).slice(-1));
      await chooseDialog(at.page, at.t)
        .getByRole('radio', { name: at.t('review:decision.refuse') })
        .click();
      await expect(reasonSearch(at.page, at.t)).toBeVisible();
    },
    close: pressEscape,
  },
  {
    name: 'sign-many',
    as: 'clerk',
    open: async (at) => {
      const { page, t, world } = at;
      const mixed = [
        ...untouched(world).slice(-1),
        ...mine(world).filter((one) => one.scans.some((scan) => scan.judged)),
      ];
      await decideInList(at, mixed);
      await page
        .getByRole('dialog')
        .getByRole('radio', { name: t('review:decision.approve') })
        .click();
      await page.keyboard.press('Control+Enter');
      const list = page.getByRole('dialog').getByRole('region', { name: t('decide:batch.list') });
      await expect(list.getByRole('listitem')).toHaveCount(mixed.length);
    },
    close: pressEscape,
  },
];

/** Signs: it is for the last screen of a run, since the world is another one after it. */
export const SIGNED: Screen = {
  name: 'signed',
  as: 'clerk',
  open: async (at) => {
    await DESK.find((one) => one.name === 'sign')?.open(at);
    await at.page.keyboard.press('Control+Enter');
    await expect(resultDialog(at.page, at.t)).toBeVisible({ timeout: 60_000 });
  },
  close: pressEscape,
};

export const LOCKED: Screen = {
  name: 'locked',
  as: 'clerk',
  open: async ({ page, t }) => {
    await page.keyboard.press('Control+KeyL');
    await expect(lockedTitle(page, t)).toBeVisible();
  },
};

const ROLES: readonly Role[] = ['clerk', 'head', 'supervisor', 'admin'];

/** Signs in as the one who sees the screen, if somebody else is in. A folded rail tells no role: it is a clerk's review. */
export async function become(at: At, role: Role | null): Promise<void> {
  const { page, t } = at;
  if (role === null) {
    await signedOut(page, t);
    await expect(signInTitle(page, t)).toBeVisible();
    return;
  }
  await expect(rail(page, t).or(signInTitle(page, t)).or(lockedTitle(page, t)).first()).toBeVisible();
  for (const other of ROLES) {
    const shown = rail(page, t).getByText(t(`role.${other}`), { exact: true });
    if (other !== role && (await shown.isVisible())) await signedOut(page, t);
  }
  await signIn(page, t, role);
}
