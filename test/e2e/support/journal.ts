/** The application log and the lists of the rail, as they stand on the page. */
import { expect, type Locator, type Page } from 'playwright/test';
import type { World, WorldApplication } from './make-world.ts';
import type { Words } from './words.ts';

export const grid = (page: Page): Locator => page.getByRole('grid');
/** Rows of applications now drawn, without the head. */
export const rows = (page: Page): Locator => grid(page).locator('[role="row"]:not([aria-rowindex="1"])');
export const rowOf = (page: Page, number: string): Locator => rows(page).filter({ hasText: number });
export const searchBox = (page: Page, t: Words): Locator =>
  page.getByRole('textbox', { name: t('act.search') });

/** How many applications match, as the list itself says. */
export async function total(page: Page): Promise<number> {
  await expect(grid(page)).toHaveAttribute('aria-rowcount', /^[1-9]/);
  await expect(grid(page)).toHaveAttribute('aria-busy', 'false');
  return Number(await grid(page).getAttribute('aria-rowcount')) - 1;
}

/** The list has settled on so many applications. */
export async function expectTotal(page: Page, count: number): Promise<void> {
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(count + 1));
  await expect(grid(page)).toHaveAttribute('aria-busy', 'false');
}

/** Puts a filter of one of several words on by the menus: F, its name, the word, Escape. */
export async function filterBy(page: Page, t: Words, name: string, option: string): Promise<void> {
  await page.keyboard.press('KeyF');
  await page.getByRole('menuitem', { name: t(`journal:filter.name.${name}`), exact: true }).click();
  await page
    .getByRole('menuitemcheckbox', { name: option })
    .or(page.getByRole('menuitemradio', { name: option }))
    .first()
    .click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
}

export async function clearFilters(page: Page, t: Words): Promise<void> {
  await page.getByRole('tab', { name: new RegExp(`^${t('journal:views.all')}`) }).click();
}

/** Puts the list in the order of numbers, the smallest first, whatever order was kept from before. */
export async function sortByNumber(page: Page, t: Words): Promise<void> {
  const head = page.getByRole('columnheader', { name: t('journal:columns.number') });
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', /^(ascending|descending)$/);
  if ((await head.getAttribute('aria-sort')) === 'descending') await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect(grid(page)).toHaveAttribute('aria-busy', 'false');
}

/** What the world knows of one district. */
export function inDistrict(world: World, districtId: number): readonly WorldApplication[] {
  return world.applications.filter((application) => application.districtId === districtId);
}

/** Applications under review that the demo clerk has. */
export function mine(world: World): readonly WorldApplication[] {
  return inDistrict(world, demoClerk(world).districtId).filter(
    (one) => one.claimedBy === demoClerk(world).iin && one.status === 'in_review',
  );
}

/** Those of them on whose scans nobody has given a verdict: each test that decides takes one of its own. */
export function untouched(world: World): readonly WorldApplication[] {
  return mine(world).filter((one) => one.scans.every((scan) => !scan.judged));
}

/** Registered applications of the demo clerk's district that nobody has claimed. */
export function unclaimed(world: World): readonly WorldApplication[] {
  return inDistrict(world, demoClerk(world).districtId).filter(
    (one) => one.claimedBy === null && one.status === 'registered',
  );
}

/** Puts the cursor of the list in view on an application, by keys. */
export async function moveTo(page: Page, number: string): Promise<void> {
  await expect(rowOf(page, number)).toBeVisible();
  await expect(grid(page)).toHaveAttribute('aria-busy', 'false');
  const index = Number(await rowOf(page, number).getAttribute('aria-rowindex')) - 2;
  await page.keyboard.press('Home');
  for (let press = 0; press < index; press += 1) await page.keyboard.press('KeyJ');
}

/** The demo clerk's post: the one who stands first in the strip. */
export function demoClerk(world: World): { iin: string; districtId: number } {
  const post = world.posts.find((one) => one.role === 'clerk' && one.surname === 'Абдырахманова');
  if (post?.districtId == null) throw new Error('the demo clerk has no district');
  return { iin: post.iin, districtId: post.districtId };
}
