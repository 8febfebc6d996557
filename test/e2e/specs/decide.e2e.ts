/** Decisions beside the approval: several at once, refusal, return with what was typed, correction; RSA verified by xmlsec1. */
import type { Page } from 'playwright/test';
import { chooseDialog, readyToSign, resultDialog, saved, signDialog, signNow } from '../support/decide.ts';
import { expect, test } from '../support/fixtures.ts';
import { mine, moveTo, total, unclaimed, untouched } from '../support/journal.ts';
import { keyFiles } from '../support/keys.ts';
import {
  demoPassword,
  goAddress,
  goTo,
  rail,
  signedOut,
  signIn,
  signInWithFile,
} from '../support/officers.ts';
import {
  expectFirstPageOnly,
  goToDocument,
  judgeAllValid,
  judgeValid,
  marked,
  reviewStands,
  signButton,
} from '../support/review.ts';
import { verifySignedXml } from '../support/verify.ts';
import type { Words } from '../support/words.ts';

const isLong = (scan: { readonly pages: number | null }): boolean => (scan.pages ?? 0) > 2;

async function open(page: Page, t: Words, list: 'KeyM' | 'KeyU', number = ''): Promise<void> {
  await goTo(page, list);
  await moveTo(page, number);
  await page.keyboard.press('Enter');
  await reviewStands(page, t, number);
}

async function chooseAct(page: Page, t: Words, act: 'approve' | 'return' | 'refuse'): Promise<void> {
  await page
    .getByRole('radiogroup', { name: t('review:decision.label') })
    .getByRole('radio', { name: t(`review:decision.${act}`) })
    .click();
}

test('an RSA officer: login key to enter, signing key to sign, xmlsec1 accepts the decision', async ({
  page,
  t,
  world,
}) => {
  const keys = await keyFiles();
  const free = unclaimed(world).find((one) => !one.scans.some(isLong));
  await signInWithFile(page, t, keys.officer.path, keys.officer.password, 'clerk');
  await open(page, t, 'KeyU', free?.number);
  await judgeAllValid(page, t);
  await page.keyboard.press('Control+Enter');
  await readyToSign(page, t);
  const dialog = signDialog(page, t);
  await dialog.getByRole('button', { name: t('decide:sign.change') }).click();
  await dialog.locator('input[type=file]').setInputFiles(keys.officerSigning.path);
  await dialog.getByLabel(t('decide:sign.password'), { exact: true }).fill(keys.officerSigning.password);
  await page.keyboard.press('Control+Enter');
  await expect(resultDialog(page, t)).toBeVisible({ timeout: 60_000 });
  const xml = (await saved(page, 'KeyX')).content.toString('utf8');
  const judged = await verifySignedXml(xml);
  expect(judged.algorithm).toBe('rsa');
  expect(judged.valid, judged.said).toBe(true);
  for (const changed of [xml.replace('>approved<', '>refused<'), xml.replace('<fullName>', '<fullName>Ө')]) {
    expect(changed).not.toBe(xml);
    expect((await verifySignedXml(changed)).valid, 'a changed document').toBe(false);
  }
  await page.keyboard.press('Escape');
  await signedOut(page, t);
});

test('a refusal needs a reason, goes out with it, and stands in the decisions of the application', async ({
  page,
  t,
  world,
}) => {
  const password = await demoPasswordOf(page, t);
  await signIn(page, t, 'clerk');
  await open(page, t, 'KeyM', untouched(world)[0]?.number);
  const application = page.url().match(/review\/(\d+)/)?.[1] ?? '';
  await judgeAllValid(page, t);
  await chooseAct(page, t, 'refuse');
  await signButton(page, t).click();
  const choose = chooseDialog(page, t);
  await expect(choose).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(choose.getByText(t('decide:choose.needReason'))).toBeVisible();
  await page.keyboard.press('Digit1');
  await choose.getByRole('textbox', { name: t('decide:choose.note') }).fill('Сынақ ескертпесі');
  await page.keyboard.press('Control+Enter');
  await expect(signDialog(page, t)).toContainText('Сынақ ескертпесі');
  await expect(signDialog(page, t)).toContainText(t('decide:sign.outcome.refused'));
  await signNow(page, t, password);
  await expect(resultDialog(page, t)).toContainText(t('decide:sign.outcome.refused'));
  await page.keyboard.press('Escape');
  await goAddress(page, `#/application/${application}/decisions`);
  await expect(page.getByText(t('decide:sign.outcome.refused')).first()).toBeVisible();
});

test('what was decided is corrected by a new act, never edited', async ({ page, t, world }) => {
  const password = await demoPasswordOf(page, t);
  await signIn(page, t, 'clerk');
  await open(page, t, 'KeyM', untouched(world)[1]?.number);
  const application = page.url().match(/review\/(\d+)/)?.[1] ?? '';
  await judgeAllValid(page, t);
  await page.keyboard.press('Control+Enter');
  await signNow(page, t, password);
  await resultDialog(page, t)
    .getByRole('button', { name: t('decide:result.correct') })
    .click();
  const correcting = page.getByRole('dialog', { name: t('decide:choose.correctTitle') });
  await expect(correcting).toContainText(t('decide:choose.correctDetail'));
  await page.keyboard.press('Digit1');
  await page.keyboard.press('Control+Enter');
  await signNow(page, t, password);
  await expect(resultDialog(page, t)).toContainText(t('decide:sign.outcome.reopened'));
  await page.keyboard.press('Escape');
  await goAddress(page, `#/application/${application}/decisions`);
  const panel = page.getByRole('tabpanel');
  await expect(panel.getByText(t('decide:sign.outcome.approved')).first()).toBeVisible();
  await expect(panel.getByText(t('decide:sign.outcome.reopened')).first()).toBeVisible();
});

test('a return keeps what was typed when the dialog is closed and opened again', async ({
  page,
  t,
  world,
}) => {
  const password = await demoPasswordOf(page, t);
  await signIn(page, t, 'clerk');
  await open(page, t, 'KeyM', untouched(world)[2]?.number);
  await judgeAllValid(page, t);
  await chooseAct(page, t, 'return');
  await signButton(page, t).click();
  const choose = chooseDialog(page, t);
  await expect(choose).toBeVisible();
  await page.keyboard.press('Digit1');
  await choose.getByRole('textbox', { name: t('decide:choose.note') }).fill('Екінші бетін қосыңыз');
  await page.keyboard.press('Control+Enter');
  await expect(signDialog(page, t)).toContainText(t('decide:sign.outcome.returned'));
  await expect(signDialog(page, t)).toContainText(t('decide:sign.row.due'));
  // Closed and opened again: nothing is asked twice.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await signButton(page, t).click();
  await expect(signDialog(page, t)).toContainText('Екінші бетін қосыңыз');
  await signDialog(page, t)
    .getByRole('button', { name: t('decide:sign.changeReason') })
    .click();
  await expect(choose).toBeVisible();
  await expect(choose.getByRole('textbox', { name: t('decide:choose.note') })).toHaveValue(
    'Екінші бетін қосыңыз',
  );
  await page.keyboard.press('Digit2');
  await page.keyboard.press('Control+Enter');
  await signNow(page, t, password);
  await expect(resultDialog(page, t)).toContainText(t('decide:sign.outcome.returned'));
  await page.keyboard.press('Escape');
});

test('several at once: a result for each, what cannot be signed says why', async ({ page, t, world }) => {
  const password = await demoPasswordOf(page, t);
  await signIn(page, t, 'clerk');
  // Two are made ready, a third of the chosen is left as it is.
  const ready = untouched(world).slice(3, 5);
  for (const one of ready) {
    await open(page, t, 'KeyM', one.number);
    await judgeAllValid(page, t);
  }
  await goTo(page, 'KeyM');
  const before = await total(page);
  const half = mine(world).find((one) => one.scans.some((scan) => scan.judged));
  for (const { number } of [...ready, ...(half === undefined ? [] : [half])]) {
    await moveTo(page, number);
    await page.keyboard.press('Space');
  }
  const bar = page.getByRole('toolbar', { name: t('journal:bulk.label') });
  await expect(bar).toContainText(t('journal:bulk.selected', { count: 3, number: '3' }));
  await bar.getByRole('button', { name: t('journal:bulk.decide') }).click();
  const choose = page.getByRole('dialog', { name: t('decide:choose.title', { count: 3 }) });
  await choose.getByRole('radio', { name: t('review:decision.approve') }).click();
  await page.keyboard.press('Control+Enter');
  const batch = page.getByRole('dialog', { name: t('decide:batch.title', { count: 3 }) });
  await expect(batch.getByText(t('decide:batch.waiting', { count: 2 }))).toBeVisible();
  await expect(batch.getByText(t('decide:batch.cannot', { count: 1 }))).toBeVisible();
  const field = batch.getByLabel(t('decide:sign.password'), { exact: true });
  if ((await field.count()) > 0) await field.fill(password);
  await page.keyboard.press('Control+Enter');
  await expect(batch.getByText(t('decide:batch.signed', { count: 2 }))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rail(page, t)).toBeVisible();
  await goTo(page, 'KeyJ');
  await goTo(page, 'KeyM');
  await expect.poll(() => total(page)).toBe(before - 2);
});

test('every page must have been seen before A, and the reason is said', async ({ page, t, world }) => {
  await signIn(page, t, 'clerk');
  const long = unclaimed(world).find((one) => one.scans.some(isLong));
  if (long === undefined) throw new Error('the world has no free application with a document of three pages');
  await goAddress(page, `#/review/${long.id}`);
  await reviewStands(page, t);
  await goToDocument(page, t, long.scans.findIndex(isLong) + 1);
  await expectFirstPageOnly(page, t);
  await page.keyboard.press('KeyA');
  const unseen = page.getByRole('alert').filter({ hasText: t('errors:obstacle.PAGES_UNSEEN') });
  await expect(unseen).toBeVisible();
  await expect(marked(page, t, 'valid')).toHaveCount(0);
  await judgeValid(page, t);
  await expect(marked(page, t, 'valid')).toHaveCount(1);
  await expect(unseen).toHaveCount(0);
});

let known = '';
/** The demo password, read once from the sign-in screen. */
async function demoPasswordOf(page: Page, t: Words): Promise<string> {
  if (known === '') {
    await signedOut(page, t);
    known = await demoPassword(page, t);
  }
  return known;
}
