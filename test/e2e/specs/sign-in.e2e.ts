/** Signing in: whose keys open the desk, whose do not, and what the screen says. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/fixtures.ts';
import { keyFiles } from '../support/keys.ts';
import {
  chooseFile,
  demoOfficer,
  demoPassword,
  demoStrip,
  enter,
  lockedTitle,
  passwordField,
  rail,
  STRIP,
  signedOut,
  signIn,
  signInTitle,
} from '../support/officers.ts';

test.beforeEach(async ({ page, t }) => {
  await signedOut(page, t);
});

for (const officer of STRIP) {
  test(`the ${officer.role} of the strip enters with a ${officer.algorithm} key`, async ({ page, t }) => {
    const button = demoOfficer(page, t, officer.role);
    await expect(button).toContainText(t(`session:algorithm.${officer.algorithm}`));
    await button.click();
    await expect(passwordField(page, t)).toBeFocused();
    await expect(passwordField(page, t)).not.toHaveValue('');
    await enter(page, t, officer.role);
    await expect(rail(page, t)).toContainText(t(`role.${officer.role}`));
    await expect(signInTitle(page, t)).toBeHidden();
  });
}

test('the four officers answer to Alt+1 … Alt+4, and Enter alone leads in', async ({ page, t }) => {
  await expect(demoStrip(page, t).getByRole('button')).toHaveCount(STRIP.length);
  await expect(demoOfficer(page, t, 'clerk')).toBeEnabled();
  for (const [index, officer] of STRIP.entries()) {
    await page.keyboard.press(`Alt+Digit${index + 1}`);
    await expect(demoOfficer(page, t, officer.role)).toHaveAttribute('aria-pressed', 'true');
  }
  await expect(passwordField(page, t)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rail(page, t)).toBeVisible();
});

test('Enter right after Alt+1 leads in, and the list of keys follows the arrows into view', async ({
  page,
  t,
}) => {
  const list = page.getByRole('listbox', { name: t('session:found') });
  const keys = list.getByRole('option');
  await expect(keys.first()).toBeVisible();
  await list.focus();
  for (let press = await keys.count(); press > 0; press -= 1) await page.keyboard.press('ArrowDown');
  await expect(keys.last()).toHaveAttribute('aria-selected', 'true');
  await expect(keys.last()).toBeInViewport({ ratio: 1 });
  await expect(demoOfficer(page, t, 'supervisor')).toBeEnabled();
  await page.keyboard.press('Alt+Digit3');
  await page.keyboard.press('Enter');
  await expect(rail(page, t)).toContainText(t('role.supervisor'));
});

test('a wrong password is refused without a hint about the key, and the right one then opens it', async ({
  page,
  t,
}) => {
  await demoOfficer(page, t, 'supervisor').click();
  await passwordField(page, t).fill('not the password');
  await passwordField(page, t).press('Enter');
  const alert = page.getByRole('alert');
  await expect(alert).toHaveText(t('errors:key.KEY_WRONG_PASSWORD'));
  await expect(passwordField(page, t)).toHaveAttribute('aria-invalid', 'true');
  await passwordField(page, t).fill(await demoPassword(page, t));
  await expect(alert).toHaveCount(0);
  await enter(page, t, 'supervisor');
});

test('Cyrillic letters in a password are warned of before it is tried', async ({ page, t }) => {
  await demoOfficer(page, t, 'admin').click();
  await passwordField(page, t).fill('');
  await passwordField(page, t).pressSequentially('құпі');
  await expect(page.getByText(t('password.cyrillic'))).toBeVisible();
  await expect(page.getByTitle(t('password.layout'))).toHaveText('ҚАЗ');
});

test('an officer of several posts chooses one, and changes it later without leaving', async ({ page, t }) => {
  await demoOfficer(page, t, 'clerk').click();
  await passwordField(page, t).press('Enter');
  await expect(page.getByRole('radio')).toHaveCount(2);
  await page.getByRole('radio', { name: t('role.supervisor') }).check();
  await page.getByRole('button', { name: t('session:enter') }).click();
  await expect(rail(page, t)).toContainText(t('role.supervisor'));
  await rail(page, t).locator('button[aria-haspopup="menu"]').click();
  await page.getByRole('menuitem', { name: t('role.clerk') }).click();
  await expect(rail(page, t)).toContainText(t('role.clerk'));
});

test('a key chosen by browsing shows its holder before entering', async ({ page, t, desk }) => {
  test.skip(desk.program === null, 'the system dialog of Electron cannot be driven');
  const keys = await keyFiles();
  await expect(demoStrip(page, t)).toBeVisible();
  // The strip may stand a moment before the keys are bound.
  await expect(async () => {
    const chooser = page.waitForEvent('filechooser', { timeout: 3000 });
    await page.keyboard.press('Control+KeyO');
    await (await chooser).setFiles(keys.officer.path);
  }).toPass({ timeout: 60_000 });
  await expect(page.getByText(t('session:newFileHint'))).toBeVisible();
  await passwordField(page, t).fill(keys.officer.password);
  await page.getByRole('button', { name: t('session:openKey') }).click();
  await expect(page.getByText(keys.officer.iin)).toBeVisible();
  await expect(rail(page, t)).toHaveCount(0);
  await page.getByRole('button', { name: t('session:enter') }).click();
  await expect(rail(page, t)).toBeVisible();
});

test('a key dropped on the window is taken', async ({ page, t }) => {
  const keys = await keyFiles();
  const bytes = [...(await readFile(keys.stranger.path))];
  const transfer = await page.evaluateHandle(
    ([name, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(content as number[])], name as string));
      return data;
    },
    [keys.stranger.fileName, bytes] as const,
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await expect(page.getByText(t('session:dropNow'))).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(page.getByText(t('session:dropNow'))).toBeHidden();
  await expect(page.getByText(t('session:newFileHint'))).toBeVisible();
});

test('a good key of somebody not on the staff list: the IIN to tell, and another key', async ({
  page,
  t,
}) => {
  const keys = await keyFiles();
  await chooseFile(page, keys.stranger.path);
  await passwordField(page, t).fill(keys.stranger.password);
  await passwordField(page, t).press('Enter');
  await expect(page.getByRole('heading', { name: t('session:notStaff.title') })).toBeVisible();
  await expect(page.getByText(keys.stranger.iin)).toBeVisible();
  await page.getByRole('button', { name: t('session:notStaff.other') }).click();
  await expect(page.getByText(t('session:chooseTitle'))).toBeVisible();
});

test('an expired key is refused by name and date', async ({ page, t }) => {
  const keys = await keyFiles();
  await chooseFile(page, keys.expired.path);
  await passwordField(page, t).fill(keys.expired.password);
  await passwordField(page, t).press('Enter');
  await expect(page.getByRole('alert')).toHaveText(
    t('errors:key.KEY_EXPIRED', { date: keys.expired.notAfterText }),
  );
  await expect(rail(page, t)).toHaveCount(0);
});

test('a key of an unknown authority is refused', async ({ page, t }) => {
  const keys = await keyFiles();
  await chooseFile(page, keys.untrusted.path);
  await passwordField(page, t).fill(keys.untrusted.password);
  await passwordField(page, t).press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: t('errors:key.CHAIN_UNTRUSTED') })).toBeVisible();
  await expect(rail(page, t)).toHaveCount(0);
});

test('a signing-only key does not open the desk', async ({ page, t }) => {
  const keys = await keyFiles();
  await chooseFile(page, keys.signingOnly.path);
  await passwordField(page, t).fill(keys.signingOnly.password);
  await passwordField(page, t).press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: t('errors:key.KEY_USAGE_LOGIN') })).toBeVisible();
});

test('a file that is no key says so', async ({ page, t }) => {
  const file = { name: 'photo.p12', mimeType: 'application/x-pkcs12', buffer: Buffer.from('no key in here') };
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByText(t('session:newFileHint'))).toBeVisible();
  await passwordField(page, t).fill('whatever');
  await passwordField(page, t).press('Enter');
  await expect(page.getByRole('alert')).toHaveText(t('errors:key.KEY_NOT_A_KEY_FILE'));
});

test('Ctrl+L locks: the key is forgotten, the data is gone from the page, the password brings it back', async ({
  page,
  t,
}) => {
  const password = await demoPassword(page, t);
  await signIn(page, t, 'clerk');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('Control+KeyL');
  await expect(lockedTitle(page, t)).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(0);
  // A reload does not let anyone round the lock.
  await page.reload();
  await expect(lockedTitle(page, t)).toBeVisible();
  await passwordField(page, t).fill('wrong');
  await passwordField(page, t).press('Enter');
  await expect(page.getByRole('alert')).toHaveText(t('errors:key.KEY_WRONG_PASSWORD'));
  await passwordField(page, t).fill(password);
  await passwordField(page, t).press('Enter');
  await expect(rail(page, t)).toBeVisible();
});

test('the key can be closed while the desk stays open', async ({ page, t }) => {
  const password = await demoPassword(page, t);
  await signIn(page, t, 'clerk');
  const state = page.getByRole('button', { name: new RegExp(t('key.open')) });
  await state.click();
  await page.getByRole('menuitem', { name: t('key.close') }).click();
  const closed = page.getByRole('button', { name: t('key.closed') });
  await expect(closed).toBeVisible();
  await closed.click();
  await page.getByRole('menuitem', { name: t('key.reopen') }).click();
  await page.getByRole('dialog').getByLabel(t('session:password')).fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: new RegExp(t('key.open')) })).toBeVisible();
});
