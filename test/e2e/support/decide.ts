/** The decision dialog: choosing, signing, the signed decision. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from 'playwright/test';
import type { Words } from './words.ts';

export const signDialog = (page: Page, t: Words): Locator =>
  page.getByRole('dialog', { name: t('decide:sign.title') });
export const resultDialog = (page: Page, t: Words): Locator =>
  page.getByRole('dialog', { name: t('decide:result.title') });
export const chooseDialog = (page: Page, t: Words): Locator =>
  page.getByRole('dialog', { name: t('decide:choose.title', { count: 1 }) });

/** The dialog shows the document; nothing stands against it. */
export async function readyToSign(page: Page, t: Words): Promise<void> {
  const dialog = signDialog(page, t);
  await expect(dialog).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByText(t('decide:sign.final'))).toBeVisible();
}

/** Signs what the dialog shows, with the password where the key is closed; by keys alone. */
export async function signNow(page: Page, t: Words, password: string): Promise<void> {
  await readyToSign(page, t);
  const field = signDialog(page, t).getByLabel(t('decide:sign.password'), { exact: true });
  if ((await field.count()) > 0) {
    await expect(field).toBeFocused();
    await page.keyboard.type(password);
  }
  await page.keyboard.press('Control+Enter');
  await expect(resultDialog(page, t)).toBeVisible({ timeout: 60_000 });
  await expect(resultDialog(page, t)).toContainText(t('decide:result.valid'));
}

/** Saves what a key of the result dialog saves; answers the file's name and content. */
export async function saved(
  page: Page,
  key: 'KeyX' | 'KeyP',
): Promise<{ name: string; content: Buffer; path: string }> {
  const arrives = page.waitForEvent('download');
  await page.keyboard.press(key);
  const download = await arrives;
  const path = await download.path();
  return { name: download.suggestedFilename(), content: await readFile(path), path };
}
