/** Coming in and going out, as an officer does it at the screen. */
import type { Locator, Page } from 'playwright/test';
import { expect } from 'playwright/test';
import type { Words } from './words.ts';

export type Role = 'clerk' | 'head' | 'supervisor' | 'admin';

/** The four officers of the demo strip, in its order; the clerk has a second post as a supervisor. */
export const STRIP = [
  { role: 'clerk', algorithm: 'gost-2015-512', posts: 2 },
  { role: 'head', algorithm: 'rsa-2048', posts: 1 },
  { role: 'supervisor', algorithm: 'gost-2015-512', posts: 1 },
  { role: 'admin', algorithm: 'rsa-2048', posts: 1 },
] as const;

/** The strip of demo officers under the sign-in panel. */
export function demoStrip(page: Page, t: Words): Locator {
  return page.getByRole('region', { name: t('session:demo.title') });
}

/** An officer's button in the strip. */
export function demoOfficer(page: Page, t: Words, role: Role): Locator {
  const place = STRIP.findIndex((officer) => officer.role === role);
  return demoStrip(page, t).getByRole('button').nth(place);
}

export async function demoPassword(page: Page, t: Words): Promise<string> {
  return (await demoStrip(page, t).locator('b').first().textContent()) ?? '';
}

export function passwordField(page: Page, t: Words): Locator {
  return page.getByLabel(t('session:password'), { exact: true });
}

/** The rail: only a signed-in desk has it. */
export function rail(page: Page, t: Words): Locator {
  return page.getByRole('navigation', { name: t('nav.label') });
}

export const signInTitle = (page: Page, t: Words): Locator =>
  page.getByRole('heading', { name: t('session:title') });
export const lockedTitle = (page: Page, t: Words): Locator =>
  page.getByRole('heading', { name: t('session:locked.title') });

/** Waits until the screen shows one of its three faces. */
async function settled(page: Page, t: Words): Promise<'desk' | 'locked' | 'signed-out'> {
  const faces = rail(page, t).or(signInTitle(page, t)).or(lockedTitle(page, t));
  await expect(faces.first()).toBeVisible({ timeout: 60_000 });
  if (await rail(page, t).isVisible()) return 'desk';
  return (await lockedTitle(page, t).isVisible()) ? 'locked' : 'signed-out';
}

/** Opens the chosen key with the password in the field, and enters under `role` when several posts are asked for. */
export async function enter(page: Page, t: Words, role: Role): Promise<void> {
  await passwordField(page, t).press('Enter');
  const post = page.getByRole('radio', { name: t(`role.${role}`) });
  const button = page.getByRole('button', { name: t('session:enter') });
  // One post of a known key goes straight in, and its choice shows only on the way.
  await expect(async () => {
    if ((await post.isVisible()) && (await button.isEnabled({ timeout: 500 }))) {
      await post.check({ timeout: 500 });
      await button.click({ timeout: 500 });
    }
    await expect(rail(page, t)).toBeVisible({ timeout: 1500 });
  }).toPass({ timeout: 60_000 });
}

/** Signs in as a demo officer, unless somebody is signed in already. */
export async function signIn(page: Page, t: Words, role: Role = 'clerk'): Promise<void> {
  const face = await settled(page, t);
  if (face === 'desk') return;
  if (face === 'locked') await signedOut(page, t);
  await demoOfficer(page, t, role).click();
  await enter(page, t, role);
}

/** Adds a key file by browsing; settles when it stands chosen in the list (choosing another empties the password). */
export async function chooseFile(page: Page, path: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(path);
  const name = path.split(/[\\/]/).at(-1) ?? '';
  await expect(page.locator('[role="option"][aria-selected="true"]').getByTitle(name)).toBeVisible();
}

/** Signs in with a key file of the disk, e.g. of an officer who is not in the strip. */
export async function signInWithFile(
  page: Page,
  t: Words,
  file: string,
  password: string,
  role: Role,
): Promise<void> {
  await signedOut(page, t);
  await chooseFile(page, file);
  await passwordField(page, t).fill(password);
  await enter(page, t, role);
}

/** Signs out if somebody is signed in or the desk is locked. */
export async function signedOut(page: Page, t: Words): Promise<void> {
  const face = await settled(page, t);
  if (face === 'desk') {
    await rail(page, t).locator('button[aria-haspopup="menu"]').click();
    await page.getByRole('menuitem', { name: t('act.signOut') }).click();
  } else if (face === 'locked') {
    await page.getByRole('button', { name: t('session:locked.signOut') }).click();
  }
  await expect(signInTitle(page, t)).toBeVisible();
}

/** Signs in as that officer, whoever was in before. */
export async function takeDesk(page: Page, t: Words, role: Role): Promise<void> {
  await signedOut(page, t);
  await signIn(page, t, role);
}

/** Goes to a list of the rail by its key. */
export async function goTo(page: Page, key: `Key${string}`): Promise<void> {
  await page.keyboard.press('KeyG');
  await page.keyboard.press(key);
}

/** Goes to a screen by its address, `#/review/42`, without loading the page anew: there is no such step in Electron. */
export async function goAddress(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, address);
}
