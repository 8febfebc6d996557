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
  if (number !== undefined) await expect(page.locator('header').first()).toContainText(number);
  await expect(verdictButton(page, t, 'valid')).toBeEnabled({ timeout: 60_000 });
}

/** Where the pane stands: which document of how many, which page of how many. */
async function placeOf(
  page: Page,
  t: Words,
): Promise<{ document: [number, number]; page: [number, number] }> {
  const toolbar = page.getByRole('toolbar', { name: t('review:stage.label') });
  const numbers = async (text: Locator): Promise<[number, number]> => {
    const [at = 1, of = 1] = ((await text.first().textContent()) ?? '').match(/\d+/g)?.map(Number) ?? [];
    return [at, of];
  };
  const document = new RegExp(`^${t('review:stage.documentOf', { at: '\\d+', of: '\\d+' })}$`);
  return {
    document: await numbers(toolbar.getByText(document)),
    page: await numbers(toolbar.getByText(/^\d+ \/ \d+$/)),
  };
}

/** Shows every page of the document in view; goes on once each has been drawn and counts as looked at. */
export async function seeEveryPage(page: Page, t: Words): Promise<void> {
  const inView = page
    .getByRole('navigation', { name: t('review:stage.rail') })
    .locator('[aria-current="true"]');
  for (let turn = 0; turn < MAX_PAGES; turn += 1) {
    await expect(inView).toHaveAttribute('data-seen', 'true');
    const [at, of] = (await placeOf(page, t)).page;
    if (at >= of) return;
    await page.keyboard.press('PageDown');
    await expect.poll(async () => (await placeOf(page, t)).page[0]).toBe(at + 1);
  }
}

/** The document in view has more pages than the one that has been looked at. */
export async function expectFirstPageOnly(page: Page, t: Words): Promise<void> {
  const inView = page
    .getByRole('navigation', { name: t('review:stage.rail') })
    .locator('[aria-current="true"]');
  await expect(inView).toHaveAttribute('data-seen', 'true');
  await expect(inView.locator('xpath=following-sibling::button[1]')).toHaveAttribute('data-seen', 'false');
}

/** The place of the document in view, 1-based. */
export async function documentInView(page: Page, t: Words): Promise<number> {
  return (await placeOf(page, t)).document[0];
}

/** Goes to a document by its place, 1-based, with N and P. */
export async function goToDocument(page: Page, t: Words, place: number): Promise<void> {
  for (let turn = 0; turn < MAX_SCANS; turn += 1) {
    const [at] = (await placeOf(page, t)).document;
    if (at === place) return;
    await page.keyboard.press(at < place ? 'KeyN' : 'KeyP');
    await expect.poll(async () => (await placeOf(page, t)).document[0]).not.toBe(at);
  }
}

/** Goes through my applications and their documents, with J and N, to a document whose date of issue is asked for. */
export async function goToDatedDocument(page: Page, t: Words): Promise<void> {
  for (let application = 0; application < MAX_SCANS; application += 1) {
    const [, documents] = (await placeOf(page, t)).document;
    for (let place = 1; place <= documents; place += 1) {
      await goToDocument(page, t, place);
      if ((await dateField(page, t).count()) > 0) return;
    }
    const address = page.url();
    await page.keyboard.press('KeyJ');
    await expect(page).not.toHaveURL(address);
    await reviewStands(page, t);
  }
  throw new Error('none of my applications has a document with a term');
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
  await page.keyboard.press('KeyA');
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

/**
 * Judges every scan of the application as valid, also those somebody had judged otherwise, until the decision can be signed;
 * `leave: 'invalid'` lets those judged not valid stand. Answers how many verdicts were given.
 */
export async function judgeAllValid(page: Page, t: Words, leave?: 'invalid'): Promise<number> {
  const pressed = async (verdict: 'valid' | 'invalid'): Promise<boolean> =>
    (await verdictButton(page, t, verdict).getAttribute('aria-pressed')) === 'true';
  const [, documents] = (await placeOf(page, t)).document;
  let judged = 0;
  for (let place = 1; place <= documents; place += 1) {
    await goToDocument(page, t, place);
    if ((await pressed('valid')) || (leave === 'invalid' && (await pressed('invalid')))) continue;
    const before = await marked(page, t, 'valid').count();
    await judgeValid(page, t);
    await expect(marked(page, t, 'valid')).toHaveCount(before + 1);
    judged += 1;
  }
  await expect(signButton(page, t)).toBeEnabled();
  return judged;
}
