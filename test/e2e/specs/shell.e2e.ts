/** Around the screens: palette, shortcuts, languages, theme, settings kept for the officer, what other roles see. */
import { expect, test } from '../support/fixtures.ts';
import { rows } from '../support/journal.ts';
import { demoOfficer, enter, goTo, rail, signedOut, signIn } from '../support/officers.ts';
import { untilAnswered } from '../support/wire.ts';
import { wordsOf } from '../support/words.ts';

test('Ctrl+K goes to a screen by its name and to an application by its number', async ({
  page,
  t,
  world,
}) => {
  await signIn(page, t, 'clerk');
  await page.keyboard.press('Control+KeyK');
  const palette = page.getByRole('dialog', { name: t('palette.title') });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(t('nav.unclaimed').slice(0, 5));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('nav.unclaimed'));
  const mine = world.applications.find((one) => one.claimedBy !== null && one.status === 'in_review');
  const number = mine?.number ?? '';
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.type(number);
  await expect(palette.getByRole('option').first()).toContainText(`${number} ·`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`#/application/${mine?.id}`));
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
});

test('? lists the keys of the screen under it, and each listed key of a list acts', async ({ page, t }) => {
  await signIn(page, t, 'clerk');
  await goTo(page, 'KeyU');
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press('Shift+Slash');
  const keys = page.getByRole('dialog', { name: t('shortcuts.title') });
  await expect(keys.getByRole('heading', { name: t('shortcuts.everywhere') })).toBeVisible();
  for (const label of [
    'journal:keys.next',
    'journal:keys.open',
    'journal:bulk.claim',
    'shortcuts.palette',
    'act.lock',
  ]) {
    await expect(keys.getByText(t(label), { exact: true }).first()).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
});

test('keys act alike in the Russian and Kazakh layouts', async ({ page, t }) => {
  await signIn(page, t, 'clerk');
  // The key G gives «п», J gives «о» there; the place of the key is what counts.
  for (const [code, key] of [
    ['KeyG', 'п'],
    ['KeyU', 'г'],
  ] as const) {
    await page.evaluate(
      ([at, letter]) =>
        document.body.dispatchEvent(
          new KeyboardEvent('keydown', { code: at, key: letter, bubbles: true, cancelable: true }),
        ),
      [code, key] as const,
    );
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('nav.unclaimed'));
});

test('kk, ru and en: the words change at once, and the choice is kept', async ({ page, t, desk }) => {
  await signIn(page, t, 'clerk');
  await goTo(page, 'KeyJ');
  for (const locale of ['kk', 'ru', 'en'] as const) {
    const words = wordsOf(locale);
    await page.locator('header button[aria-haspopup="menu"]').last().click();
    await page.getByRole('menuitem', { name: words(`language.${locale}`) }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('nav.journal'));
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    expect(await page.getByText(/\{\{|\bundefined\b|\[object/).count()).toBe(0);
  }
  await page.locator('header button[aria-haspopup="menu"]').last().click();
  await page.getByRole('menuitem', { name: t('language.ru') }).click();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(wordsOf('ru')('nav.journal'));
  expect(desk).toBeTruthy();
});

test('the theme follows the button and is kept for the officer after signing out', async ({
  page,
  t,
  desk,
}) => {
  await signIn(page, t, 'clerk');
  const dark = () => page.evaluate(() => document.documentElement.classList.contains('dark'));
  expect(await dark()).toBe(false);
  await page.getByRole('button', { name: t('theme.toDark') }).click();
  await expect.poll(dark).toBe(true);
  if (desk.program !== null) await untilAnswered(page, '/desk/saveSetting', '"dark"');
  await signedOut(page, t);
  await page.evaluate(() => localStorage.removeItem('kezek.theme'));
  await page.reload();
  await demoOfficer(page, t, 'clerk').click();
  await enter(page, t, 'clerk');
  await expect.poll(dark).toBe(true);
  await page.getByRole('button', { name: t('theme.toLight') }).click();
  await expect.poll(dark).toBe(false);
  if (desk.program !== null) await untilAnswered(page, '/desk/saveSetting', '"light"');
});

test('single-letter keys can be switched off; those with Ctrl stay', async ({ page, t }) => {
  await signIn(page, t, 'clerk');
  const settings = async () => {
    await page.keyboard.press('Control+KeyK');
    await page.keyboard.type(t('nav.settings'));
    await page.keyboard.press('Enter');
    return page.getByRole('dialog', { name: t('settings.title') });
  };
  let dialog = await settings();
  await dialog
    .getByRole('group', { name: t('settings.singleLetters') })
    .getByRole('button', { name: t('settings.off') })
    .click();
  await page.keyboard.press('Escape');
  await goTo(page, 'KeyU');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(t('nav.unclaimed'));
  dialog = await settings();
  await dialog
    .getByRole('group', { name: t('settings.singleLetters') })
    .getByRole('button', { name: t('settings.on') })
    .click();
  await page.keyboard.press('Escape');
  await goTo(page, 'KeyU');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('nav.unclaimed'));
});

test('Ctrl+B folds the rail; it stays folded and unfolds again', async ({ page, t }) => {
  await signIn(page, t, 'clerk');
  await goTo(page, 'KeyJ');
  const width = async () => (await rail(page, t).boundingBox())?.width;
  expect(await width()).toBe(212);
  await page.keyboard.press('Control+KeyB');
  await expect.poll(width).toBe(56);
  await page.keyboard.press('Control+KeyB');
  await expect.poll(width).toBe(212);
});

test('a supervisor reads but does not judge; head and administrator see what is theirs', async ({
  page,
  t,
}) => {
  await signedOut(page, t);
  await signIn(page, t, 'supervisor');
  await goTo(page, 'KeyJ');
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press('KeyJ');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/application\/\d+/);
  for (const [role, own] of [
    ['head', 'incoming'],
    ['admin', 'rules'],
  ] as const) {
    await signedOut(page, t);
    await signIn(page, t, role);
    await expect(rail(page, t).getByRole('link', { name: t(`nav.${own}`) })).toBeVisible();
    await expect(rail(page, t).getByRole('link', { name: t('nav.journal') })).toHaveCount(0);
  }
  await signedOut(page, t);
});
