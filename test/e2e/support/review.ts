/** The review screen by its keys: nothing here touches the mouse. */
import { expect, type Locator, type Page } from 'playwright/test';
import type { Words } from './words.ts';

const MAX_PAGES = 60;
const MAX_SCANS = 20;

/** The page counter of the scan in view: `data-all` is true once every page has been on the screen. */
export function pagesSeen(page: Page, t: Words): Locator {
  return page.getByRole('navigation', { name: t('review:stage.rail') }).getByRole('status');
}

export function verdictButton(page: Page, t: Words, verdict: 'valid' | 'invalid' | 'later'): Locator {
  return page.getByRole('group', { name: t('review:verdict.label') }).locator(`[data-verdict="${verdict}"]`);
}

export const signButton = (page: Page, t: Words): Locator =>
  page.getByRole('button', { name: t('review:decision.sign') });

export const dateField = (page: Page, t: Words): Locator => page.getByLabel(t('review:checks.issuedOn'));

export const reasonSearch = (page: Page, t: Words): Locator =>
  page.getByRole('combobox', { name: t('review:reasons.searchLabel') });

/** The review screen of an application stands and its verdicts can be given. */
export async function reviewStands(page: Page, t: Words, number?: string): Promise<void> {
  await expect(page).toHaveURL(/#\/review\/\d+$/);
  if (number !== undefined) await expect(page.getByRole('banner').getByText(number)).toBeVisible();
  await expect(verdictButton(page, t, 'valid')).toBeEnabled({ timeout: 25_000 });
}

/** Shows every page of the document in view, and waits until each has been drawn. */
export async function seeEveryPage(page: Page, t: Words): Promise<void> {
  const toolbar = page.getByRole('toolbar', { name: t('review:stage.label') });
  const place = toolbar.getByText(/^\d+ \/ \d+$/);
  for (let turn = 0; turn < MAX_PAGES; turn += 1) {
    await expect(page.getByRole('status', { name: t('review:stage.loading') })).toHaveCount(0);
    const [at = 1, of = 1] = ((await place.first().textContent()) ?? '').match(/\d+/g)?.map(Number) ?? [];
    if (at >= of) return;
    await page.keyboard.press('PageDown');
    await expect(place.first()).toHaveText(`${at + 1} / ${of}`);
  }
}

/** `days` before today in Almaty, as an officer types it: ddmmyyyy. */
export function typedDay(daysAgo: number): string {
  const day = new Date(Date.now() - daysAgo * 86_400_000);
  const [year, month, date] = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Almaty' })
    .format(day)
    .split('-');
  return `${date}${month}${year}`;
}

/** Judges the scan in view valid: every page, the date of issue where the document has a term, then A. */
export async function judgeValid(page: Page, t: Words): Promise<void> {
  await seeEveryPage(page, t);
  const date = dateField(page, t);
  if ((await date.count()) > 0 && (await date.inputValue()) === '') {
    await page.keyboard.press('Digit4');
    await expect(date).toBeFocused();
    await page.keyboard.type(typedDay(3));
    await page.keyboard.press('Enter');
    await expect(date).not.toBeFocused();
  }
  const unseen = page.getByRole('alert').filter({ hasText: t('errors:obstacle.PAGES_UNSEEN') });
  await expect(async () => {
    await page.keyboard.press('KeyA');
    await page.waitForTimeout(100);
    // A page counts as seen in the frame after the one that drew it.
    expect(await unseen.count()).toBe(0);
  }).toPass({ intervals: [100, 300, 1000] });
}

/** Judges the scan in view not valid, with the reason at `place` (1–9) of the list. */
export async function judgeInvalid(page: Page, t: Words, place = 1): Promise<void> {
  await page.keyboard.press('KeyR');
  await expect(reasonSearch(page, t)).toBeFocused();
  await page.keyboard.press(`Digit${place}`);
}

/** Names of the documents that bear a mark already, from the thumbnails. */
export function marked(page: Page, t: Words, verdict: 'valid' | 'invalid' | 'later'): Locator {
  return page
    .getByRole('navigation', { name: t('review:stage.rail') })
    .getByRole('button', { name: new RegExp(`: ${t(`review:verdict.${verdict}`)}$`) });
}

/** Judges every scan of the application that has no verdict yet as valid, until the decision can be signed. */
export async function judgeAllValid(page: Page, t: Words): Promise<number> {
  const sign = signButton(page, t);
  const valid = verdictButton(page, t, 'valid');
  for (let judged = 0; judged < MAX_SCANS; judged += 1) {
    // A verdict leads on to the next open scan; where it stays, there is none left.
    if ((await valid.getAttribute('aria-pressed')) === 'true') {
      await expect(sign).toBeEnabled();
      return judged;
    }
    const before = await marked(page, t, 'valid').count();
    await judgeValid(page, t);
    await expect.poll(() => marked(page, t, 'valid').count()).toBeGreaterThan(before);
  }
  throw new Error(`${MAX_SCANS} verdicts and scans still open`);
}
