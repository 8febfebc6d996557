/** One application from the log to the verified signature, and on to the next, with the keyboard alone. */
import type { Page } from 'playwright/test';
import { resultDialog, saved, signDialog, signNow } from '../support/decide.ts';
import { expect, test } from '../support/fixtures.ts';
import { moveTo, rows, total, untouched } from '../support/journal.ts';
import { demoPassword, goTo, passwordField, signedOut, signIn } from '../support/officers.ts';
import {
  dateField,
  goToDatedDocument,
  goToDocument,
  judgeAllValid,
  judgeInvalid,
  marked,
  reasonSearch,
  reviewStands,
  seeEveryPage,
  signButton,
  verdictButton,
} from '../support/review.ts';
import { verifySignedXml } from '../support/verify.ts';
import type { Words } from '../support/words.ts';

let password = '';

test.beforeEach(async ({ page, t }) => {
  if (password === '') {
    await signedOut(page, t);
    password = await demoPassword(page, t);
  }
  await signIn(page, t, 'clerk');
  // No mouse from here on: a click would be a failure of this spec.
  await page.evaluate(() => {
    const counted = { kezekClicks: 0 };
    Object.assign(window, { counted });
    addEventListener('pointerdown', () => (counted.kezekClicks += 1), { capture: true });
  });
  await goTo(page, 'KeyM');
  await expect(rows(page).first()).toBeVisible();
});

test.afterEach(async ({ page }) => {
  const clicks = await page.evaluate(
    () => (window as unknown as { counted: { kezekClicks: number } }).counted.kezekClicks,
  );
  expect(clicks, 'clicks of the mouse').toBe(0);
});

/** Opens one of my applications by J and Enter. */
async function openMine(page: Page, t: Words, number = ''): Promise<void> {
  await moveTo(page, number);
  await page.keyboard.press('Enter');
  await reviewStands(page, t, number);
}

test('from the log to a verified signature, and on to the next one', async ({ page, t, world }) => {
  const before = await total(page);
  await openMine(page, t, untouched(world)[0]?.number);
  const first = page.url();
  await judgeAllValid(page, t);
  await expect(signButton(page, t)).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await signNow(page, t, password);
  const signed = resultDialog(page, t);
  await expect(signed.getByRole('img', { name: t('decide:result.qr') })).toBeVisible();
  // Verified anew when asked.
  await page.keyboard.press('KeyV');
  await expect(signed).toContainText(t('decide:result.valid'));
  const xml = await saved(page, 'KeyX');
  expect(xml.name).toMatch(/\.xml$/);
  const verdict = await verifySignedXml(xml.content.toString('utf8'));
  expect(verdict.algorithm).toBe('gost');
  expect(verdict.valid, 'an independent verifier accepts the signature').toBe(true);
  const pdf = await saved(page, 'KeyP');
  expect(pdf.content.subarray(0, 5).toString()).toBe('%PDF-');
  await page.keyboard.press('KeyJ');
  await expect(signed).toHaveCount(0);
  await expect(page).not.toHaveURL(first);
  await reviewStands(page, t);
  await goTo(page, 'KeyM');
  await expect.poll(() => total(page)).toBe(before - 1);
});

test('a changed letter in the downloaded decision is found by the independent verifier', async ({
  page,
  t,
  world,
}) => {
  await openMine(page, t, untouched(world)[1]?.number);
  await judgeAllValid(page, t);
  await page.keyboard.press('Control+Enter');
  await signNow(page, t, password);
  const xml = (await saved(page, 'KeyX')).content.toString('utf8');
  const forged = xml.replace(/outcome>approved</, 'outcome>refused<');
  expect(forged).not.toBe(xml);
  expect((await verifySignedXml(forged)).valid).toBe(false);
  await page.keyboard.press('Escape');
});

test('pages, zoom, rotation, clarity and fit answer to their keys', async ({ page, t, world }) => {
  await openMine(page, t, untouched(world)[2]?.number);
  const toolbar = page.getByRole('toolbar', { name: t('review:stage.label') });
  const zoom = toolbar.getByRole('button', {
    name: new RegExp(t('review:stage.natural').replace(/[.,%]/g, '.')),
  });
  await expect(zoom).toHaveText(/\d/);
  const scale = async (): Promise<number> => Number(((await zoom.textContent()) ?? '').replace(/\D/g, ''));
  await page.keyboard.press('Digit0');
  await expect.poll(scale).toBe(100);
  await page.keyboard.press('Equal');
  await expect.poll(scale).toBeGreaterThan(100);
  await page.keyboard.press('Minus');
  await expect.poll(scale).toBe(100);
  await page.keyboard.press('Minus');
  await expect.poll(scale).toBeLessThan(100);
  await page.keyboard.press('KeyW');
  await expect(toolbar.getByRole('button', { name: t('review:stage.fitWidth') })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  const wide = await scale();
  await page.keyboard.press('KeyF');
  await expect.poll(scale).toBeLessThan(wide);
  await page.keyboard.press('BracketRight');
  await expect.poll(scale).not.toBe(wide);
  await page.keyboard.press('BracketLeft');
  const clarity = toolbar.getByRole('button', { name: t('review:stage.clarity') });
  await page.keyboard.press('KeyB');
  await expect(clarity).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('KeyB');
  await expect(clarity).toHaveAttribute('aria-pressed', 'false');
});

test('two scans stand side by side with D, and turn back into one', async ({ page, t, world }) => {
  await openMine(page, t, untouched(world)[2]?.number);
  const toolbar = page.getByRole('toolbar', { name: t('review:stage.label') });
  const compare = toolbar.getByRole('button', { name: t('review:stage.compare') });
  // The first of my applications with more than one document.
  for (let turn = 0; turn < 8 && (await compare.count()) === 0; turn += 1) {
    await page.keyboard.press('KeyJ');
    await reviewStands(page, t);
  }
  await page.keyboard.press('KeyD');
  await expect(compare).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('combobox', { name: t('review:stage.compareWith') })).toBeVisible();
  await page.keyboard.press('KeyD');
  await expect(compare).toHaveAttribute('aria-pressed', 'false');
});

test('A waits until every page was seen; R opens the reasons; Ctrl+Z takes a verdict back', async ({
  page,
  t,
  world,
}) => {
  await openMine(page, t, untouched(world)[2]?.number);
  await seeEveryPage(page, t);
  await judgeInvalid(page, t, 2);
  await expect(marked(page, t, 'invalid').first()).toBeVisible();
  await expect(page.getByText(t('review:decision.saving'))).toHaveCount(0);
  await page.keyboard.press('Control+KeyZ');
  await expect(marked(page, t, 'invalid')).toHaveCount(0);
  await expect(verdictButton(page, t, 'invalid')).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('KeyR');
  await expect(reasonSearch(page, t)).toBeFocused();
  // Searching the reasons and leaving them changes nothing.
  await page.keyboard.type('zzzz');
  await expect(page.getByText(t('review:reasons.none'))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(reasonSearch(page, t)).toHaveCount(0);
  await page.keyboard.press('KeyS');
  await expect(marked(page, t, 'later').first()).toBeVisible();
  await page.keyboard.press('Control+KeyZ');
  await expect(marked(page, t, 'later')).toHaveCount(0);
  await expect(page.getByText(t('review:decision.saving'))).toHaveCount(0);
});

test('Ctrl+Z brings back the mark, the reason and the answers a scan had before', async ({
  page,
  t,
  world,
}) => {
  await openMine(page, t, untouched(world)[2]?.number);
  await goToDocument(page, t, 1);
  await seeEveryPage(page, t);
  const reasons = page.getByRole('listbox');
  const chosen = reasons.getByRole('option', { selected: true });
  await judgeInvalid(page, t, 2);
  await goToDocument(page, t, 1);
  await expect(chosen).toHaveCount(1);
  const second = (await chosen.textContent()) ?? '';
  await judgeInvalid(page, t, 3);
  await goToDocument(page, t, 1);
  await expect(chosen).not.toHaveText(second);
  await page.keyboard.press('Control+KeyZ');
  await expect(chosen).toHaveText(second);
  await page.keyboard.press('Control+KeyZ');
  await expect(marked(page, t, 'invalid')).toHaveCount(0);
  await expect(reasons).toHaveCount(0);
});

test('keys of letters do nothing while a text is being typed', async ({ page, t, world }) => {
  await openMine(page, t, untouched(world)[2]?.number);
  await goToDatedDocument(page, t);
  const date = dateField(page, t);
  await page.keyboard.press('Digit4');
  await expect(date).toBeFocused();
  await page.keyboard.press('KeyA');
  await page.keyboard.press('KeyJ');
  await expect(marked(page, t, 'valid')).toHaveCount(0);
  await expect(date).toBeFocused();
});

test('the key closed: signing asks for the password, a wrong one signs nothing', async ({
  page,
  t,
  world,
}) => {
  await openMine(page, t, untouched(world)[3]?.number);
  await judgeAllValid(page, t);
  await page.keyboard.press('Control+KeyL');
  await expect(passwordField(page, t)).toBeFocused();
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await reviewStands(page, t);
  // Unlocking opens the key; it is closed from its own menu, by keys.
  await page.getByRole('button', { name: new RegExp(t('key.open')) }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: t('key.closed') })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const field = signDialog(page, t).getByLabel(t('decide:sign.password'), { exact: true });
  await expect(field).toBeFocused();
  await page.keyboard.type('wrong');
  await page.keyboard.press('Control+Enter');
  await expect(signDialog(page, t).getByText(t('errors:key.KEY_WRONG_PASSWORD'))).toBeVisible();
  await expect(resultDialog(page, t)).toHaveCount(0);
  // Enter never signs.
  await field.fill(password);
  await page.keyboard.press('Enter');
  await expect(resultDialog(page, t)).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await expect(resultDialog(page, t)).toBeVisible();
  await page.keyboard.press('Escape');
});

test('a scan judged not valid with a suggestion: the return is suggested and signed', async ({
  page,
  t,
  world,
}) => {
  await openMine(page, t, untouched(world)[4]?.number);
  await seeEveryPage(page, t);
  // The first check answered no suggests the reason; R takes it.
  await page.keyboard.press('Digit1');
  await page.keyboard.press('Digit1');
  await page.keyboard.press('KeyR');
  await expect(reasonSearch(page, t)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(marked(page, t, 'invalid')).toHaveCount(1);
  await judgeAllValid(page, t, 'invalid');
  await expect(page.getByRole('radio', { name: t('review:decision.return') })).toHaveAttribute(
    'aria-checked',
    'true',
  );
  await page.keyboard.press('Control+Enter');
  // The fault of the scan is the reason for the family: nothing is asked again.
  await signNow(page, t, password);
  await expect(resultDialog(page, t)).toContainText(t('decide:sign.outcome.returned'));
  await page.keyboard.press('Escape');
});
