/** Acts on places as officers do them at the screen: by keys where there is one. */
import { expect, type Locator, type Page } from 'playwright/test';
import { readyToSign, resultDialog, saved, signDialog, signNow } from './decide.ts';
import { demoPassword, goAddress, goTo, signedOut } from './officers.ts';
import type { Words } from './words.ts';

/** Data rows of the grid of that name. */
export const gridRows = (page: Page, label: string): Locator =>
  page.getByRole('grid', { name: label }).locator('[role="row"]:not([aria-rowindex="1"])');

/** Goes to a screen of the rail by its key and waits until it stands: a key typed too early would act on the one before. */
export async function goScreen(page: Page, t: Words, key: `Key${string}`, screen: string): Promise<void> {
  await goTo(page, key);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t(`nav.${screen}`));
}

/** Searches the list of that name for a child that must be there, and alone; the focus goes back to the list. */
export async function searchFor(page: Page, t: Words, list: string, iin: string): Promise<void> {
  const search = page.getByRole('textbox', { name: t('act.search') });
  await search.fill(iin);
  await expect(gridRows(page, list)).toHaveCount(1);
  await search.press('Enter');
  await expect(search).not.toBeFocused();
}

/** The history of an application tells of each of these steps. */
export async function toldInHistory(
  page: Page,
  t: Words,
  applicationId: string,
  steps: readonly string[],
): Promise<void> {
  await goAddress(page, `#/application/${applicationId}/history`);
  for (const step of steps) {
    await expect(page.getByRole('tabpanel')).toContainText(t(`application:history.event.${step}`));
  }
}

/** Searches a list of the head's desk for a child that must not be there. */
export async function searchInVain(page: Page, t: Words, iin: string): Promise<void> {
  const search = page.getByRole('textbox', { name: t('act.search') });
  await search.fill(iin);
  await expect(page.getByText(t('head:empty.search', { text: iin }))).toBeVisible();
  await search.fill('');
  await search.blur();
}

/** The password of the demo keys, read from the sign-in screen; whoever was in is signed out. */
export async function readPassword(page: Page, t: Words): Promise<string> {
  await signedOut(page, t);
  return await demoPassword(page, t);
}

/** Opens a small choice by its label and takes the option whose text begins so; the first that can be taken unless given. */
export async function pick(page: Page, within: Locator, label: string, option?: string): Promise<void> {
  await within.getByRole('combobox', { name: label }).click();
  const options = page.getByRole('listbox').getByRole('option');
  const wanted = option === undefined ? options.first() : options.filter({ hasText: option }).first();
  await wanted.click();
  await expect(page.getByRole('listbox')).toHaveCount(0);
}

/** The dialog that asks what an act needs: the first reason where one is asked, else what stands there already. */
export async function answerQuestions(page: Page, t: Words, act: string, reason = false): Promise<void> {
  const dialog = page.getByRole('dialog', { name: t(`decide:choose.referralTitle.${act}`) });
  await expect(dialog).toBeVisible();
  if (reason) {
    await expect(dialog.getByRole('combobox').first()).toBeFocused();
    await page.keyboard.press('Digit1');
  }
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
}

/**
 * Where the key that entered may not sign (RSA officers have two): takes the officer's own signing key from the list. The
 * next password is typed by whoever signs.
 */
export async function takeSigningKey(page: Page, t: Words): Promise<void> {
  const dialog = signDialog(page, t);
  await readyToSign(page, t);
  if (!(await dialog.getByText(t('decide:sign.badCertificate')).isVisible())) return;
  await dialog.getByRole('button', { name: t('decide:sign.change'), exact: true }).click();
  await dialog.getByRole('listitem').getByRole('button').first().click();
}

/** Signs what the dialog shows and answers the signed decision's file; the dialog is left. */
export async function signAndSave(page: Page, t: Words, password: string, outcome: string): Promise<string> {
  await takeSigningKey(page, t);
  await signNow(page, t, password);
  await expect(resultDialog(page, t)).toContainText(t(`decide:sign.outcome.${outcome}`));
  const { content } = await saved(page, 'KeyX');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return content.toString('utf8');
}

/** The card of the register: what may be done to the referral under the cursor. */
export const referralCard = (page: Page, t: Words): Locator =>
  page.getByRole('region', { name: t('referrals:detail'), exact: true });

/** Opens the register of referrals on the one of this application. */
export async function openReferral(
  page: Page,
  t: Words,
  child: { readonly number: string; readonly iin: string },
  part: 'live' | 'ended' | 'all' = 'live',
): Promise<void> {
  await goScreen(page, t, 'KeyR', 'referrals');
  const shown = page.getByRole('radiogroup', { name: t('referrals:part.label') });
  await shown.getByRole('radio', { name: t(`referrals:part.${part}`), exact: true }).click();
  await searchFor(page, t, t('nav.referrals'), child.iin);
  await expect(referralCard(page, t)).toContainText(child.number);
}

/** Shows a child's place on the queue screen and waits for the explanation. */
export async function openPlace(
  page: Page,
  t: Words,
  child: { readonly id: string; readonly number: string },
): Promise<void> {
  await goAddress(page, `#/queue/${child.id}`);
  await expect(explanation(page, t).getByRole('link', { name: child.number })).toBeVisible();
}

/** The left pane of the queue screen. */
export const explanation = (page: Page, t: Words): Locator =>
  page.getByRole('region', { name: t('queue:explain.label') }).first();

/** A place for the child that is shown: asks for the reason where somebody is passed over; signs. */
export async function offerPlace(page: Page, t: Words, password: string): Promise<void> {
  await expect(page.getByRole('button', { name: t('queue:order.offerOne') })).toBeEnabled();
  await page.keyboard.press('KeyO');
  const asks = page.getByRole('dialog', { name: t('decide:choose.referralTitle.offer') });
  const signs = page.getByRole('dialog', { name: t('decide:sign.title') });
  await expect(asks.or(signs)).toBeVisible();
  if (await asks.isVisible()) {
    await page.keyboard.press('Digit1');
    await page.keyboard.press('Control+Enter');
  }
  await signAndSave(page, t, password, 'offered');
}

/** The family agrees at the counter, and the referral is issued; answers the signed referral. */
export async function acceptAndIssue(page: Page, t: Words, password: string): Promise<string> {
  const card = referralCard(page, t);
  await expect(card.getByRole('button', { name: t('referrals:act.accept') })).toBeEnabled();
  await page.keyboard.press('KeyA');
  await answerQuestions(page, t, 'accept');
  await signAndSave(page, t, password, 'accepted');
  await expect(card.getByRole('button', { name: t('referrals:act.issue_referral') })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  return await signAndSave(page, t, password, 'referred');
}

/** Goes to the queue screen and chooses a general queue of the clerk's district by typing its year and language. */
export async function chooseQueue(
  page: Page,
  t: Words,
  queue: { readonly cohort: number; readonly language: 'kk' | 'ru' },
): Promise<void> {
  await goScreen(page, t, 'KeyQ', 'queue');
  await expect(gridRows(page, t('queue:order.title')).first()).toBeVisible();
  await page.keyboard.press('KeyQ');
  const chooser = page.getByRole('dialog', { name: t('queue:chooser.title') });
  await expect(chooser.getByRole('combobox')).toBeFocused();
  const words = [queue.cohort, t(`queue:language.${queue.language}`), t('queueKind.general')];
  await page.keyboard.type(words.join(' '));
  await expect(chooser.getByRole('option').first()).toContainText(String(queue.cohort));
  const option = (await chooser.getByRole('option').first().locator('[title]').getAttribute('title')) ?? '';
  await page.keyboard.press('Enter');
  // Its keys stay its own until it has faded.
  await expect(page.locator('.MuiPopover-root')).toHaveCount(0);
  await expect(page.getByRole('button', { name: option })).toBeVisible();
  await expect(
    gridRows(page, t('queue:order.title')).and(page.locator('[aria-selected="true"]')),
  ).toHaveCount(1);
}

/** The right pane of the queue screen while places are given. */
export const batchPane = (page: Page, t: Words): Locator =>
  page.getByRole('region', { name: t('queue:batch.label'), exact: true });

/** Plans the places of the queue in view and waits until every row can be signed; answers how many rows there are. */
export async function planPlaces(page: Page, t: Words, rows: number): Promise<void> {
  await expect(page.getByRole('button', { name: t('queue:order.allot') })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await expect(gridRows(page, t('queue:batch.list'))).toHaveCount(rows);
  await expect(batchPane(page, t).getByText(t('decide:sign.actMany', { count: rows }))).toBeVisible();
}

/** Types the password where the key is closed and begins to sign the plan. */
export async function signPlan(page: Page, t: Words, password: string): Promise<void> {
  const field = batchPane(page, t).getByLabel(t('decide:sign.password'), { exact: true });
  if ((await field.count()) > 0) await field.fill(password);
  await page.keyboard.press('Control+Enter');
}
