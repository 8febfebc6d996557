/** Decisions beside the approval: several at once, refusal, return with what was typed, correction; RSA verified by xmlsec1. */
import type { Page } from 'playwright/test';
import { readyToSign, resultDialog, saved, signDialog, signNow } from '../support/decide.ts';
import { expect, test } from '../support/fixtures.ts';
import { grid, rows, total } from '../support/journal.ts';
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
import { judgeAllValid, reviewStands, seeEveryPage, signButton } from '../support/review.ts';
import { verifySignedXml } from '../support/verify.ts';
import type { Words } from '../support/words.ts';

async function openFirst(page: Page, t: Words, list: 'KeyM' | 'KeyU'): Promise<void> {
  await goTo(page, list);
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await reviewStands(page, t);
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
}) => {
  const keys = await keyFiles();
  await signInWithFile(page, t, keys.officer.path, keys.officer.password, 'clerk');
  await openFirst(page, t, 'KeyU');
  await judgeAllValid(page, t);
  await page.keyboard.press('Control+Enter');
  await readyToSign(page, t).catch(() => undefined);
  const dialog = signDialog(page, t);
  await dialog.getByRole('button', { name: t('decide:sign.change') }).click();
  await dialog.locator('input[type=file]').setInputFiles(keys.officerSigning.path);
  await dialog.getByLabel(t('decide:sign.password'), { exact: true }).fill(keys.officerSigning.password);
  await page.keyboard.press('Control+Enter');
  await expect(resultDialog(page, t)).toBeVisible({ timeout: 25_000 });
  const xml = await saved(page, 'KeyX');
  const judged = await verifySignedXml(xml.content.toString('utf8'));
  expect(judged.algorithm).toBe('rsa');
  expect(judged.valid, judged.said).toBe(true);
  const forged = xml.content.toString('utf8').replace(/(<\w*:?surname>)/, '$1Ө');
  const changed = xml.content.toString('utf8').replace('>approved<', '>refused<');
  expect(changed === xml.content.toString('utf8') && forged === changed).toBe(false);
  expect((await verifySignedXml(changed)).valid, 'a changed outcome').toBe(false);
  await page.keyboard.press('Escape');
  await signedOut(page, t);
});

test('a refusal needs a reason, goes out with it, and stands in the decisions of the application', async ({
  page,
  t,
}) => {
  const password = await demoPasswordOf(page, t);
  await signIn(page, t, 'clerk');
  await openFirst(page, t, 'KeyM');
  const application = page.url().match(/review\/(\d+)/)?.[1] ?? '';
  await judgeAllValid(page, t);
  await chooseAct(page, t, 'refuse');
  await signButton(page, t).click();
  const choose = page.getByRole('dialog', { name: t('decide:choose.title', { count: 1 }) });
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

test('what was decided is corrected by a new act, never edited', async ({ page, t }) => {
  const password = await demoPasswordOf(page, t);
  await signIn(page, t, 'clerk');
  await openFirst(page, t, 'KeyM');
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

test('a return keeps what was typed when the dialog is closed and opened again', async ({ page, t }) => {
  const password = await demoPasswordOf(page, t);
  await signIn(page, t, 'clerk');
  await openFirst(page, t, 'KeyM');
  await judgeAllValid(page, t);
  await chooseAct(page, t, 'return');
  await signButton(page, t).click();
  const choose = page.getByRole('dialog', { name: t('decide:choose.title', { count: 1 }) });
  await page.keyboard.press('Digit1');
  await page.keyboard.press('Control+Enter');
  await expect(signDialog(page, t)).toContainText(t('decide:sign.outcome.returned'));
  await expect(signDialog(page, t)).toContainText(t('decide:sign.row.due'));
  await signDialog(page, t)
    .getByRole('button', { name: t('decide:sign.changeReason') })
    .click();
  await expect(choose).toBeVisible();
  await page.keyboard.press('Digit2');
  await page.keyboard.press('Control+Enter');
  await signNow(page, t, password);
  await expect(resultDialog(page, t)).toContainText(t('decide:sign.outcome.returned'));
  await page.keyboard.press('Escape');
});

test('several at once: a result for each, what cannot be signed says why', async ({ page, t }) => {
  const password = await demoPasswordOf(page, t);
  await signIn(page, t, 'clerk');
  await goTo(page, 'KeyM');
  await expect(rows(page).first()).toBeVisible();
  // Two are made ready, the third is left as it is.
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  for (let ready = 0; ready < 2; ready += 1) {
    await reviewStands(page, t);
    await judgeAllValid(page, t);
    await page.keyboard.press('KeyJ');
  }
  await goTo(page, 'KeyM');
  const before = await total(page);
  expect(before).toBeGreaterThan(2);
  await grid(page).focus();
  await page.keyboard.press('Control+KeyA');
  await page
    .getByRole('toolbar', { name: t('journal:bulk.label') })
    .getByRole('button', { name: t('journal:bulk.decide') })
    .click();
  const choose = page.getByRole('dialog', { name: t('decide:choose.title', { count: before }) });
  await choose.getByRole('radio', { name: t('review:decision.approve') }).click();
  await page.keyboard.press('Control+Enter');
  const batch = page
    .getByRole('dialog')
    .filter({ hasText: t('decide:batch.list') })
    .or(page.getByRole('dialog'));
  await expect(batch.getByText(t('decide:batch.ready', { count: 2 }))).toBeVisible();
  await expect(batch.getByText(t('decide:batch.cannot', { count: before - 2 }))).toBeVisible();
  const field = batch.getByLabel(t('decide:sign.password'), { exact: true });
  if ((await field.count()) > 0) await field.fill(password);
  await page.keyboard.press('Control+Enter');
  await expect(batch.getByText(t('decide:batch.signed', { count: 2 }))).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press('Escape');
  await expect(rail(page, t)).toBeVisible();
  await goTo(page, 'KeyJ');
  await goTo(page, 'KeyM');
  await expect.poll(() => total(page)).toBe(before - 2);
});

test('every page must have been seen before A, and the reason is said', async ({ page, t, world }) => {
  await signIn(page, t, 'clerk');
  const long = world.applications.find(
    (one) =>
      one.claimedBy === null &&
      one.status === 'registered' &&
      one.scans.some((scan) => (scan.pages ?? 0) > 2),
  );
  test.skip(long === undefined, 'no free application with a document of three pages in this seed');
  await goAddress(page, `#/review/${long?.id}`);
  await reviewStands(page, t);
  for (let turn = 0; turn < 6; turn += 1) {
    await page.keyboard.press('KeyA');
    const unseen = page.getByRole('alert').filter({ hasText: t('errors:obstacle.PAGES_UNSEEN') });
    if (await unseen.isVisible()) {
      await seeEveryPage(page, t);
      return;
    }
    await page.keyboard.press('KeyN');
  }
  throw new Error('A never asked for the unseen pages');
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
