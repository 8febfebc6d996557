/** A family at the counter, by keys alone: the five steps, a paper signed by hand or the parent's own key, the number and its paper. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { textOf } from '../../fakes/pdf-text.ts';
import { axeFaults } from '../support/axe.ts';
import { kezek } from '../support/cli.ts';
import { readyToSign, saved, signDialog } from '../support/decide.ts';
import { expect, test } from '../support/fixtures.ts';
import { keyFiles } from '../support/keys.ts';
import { layoutFaults } from '../support/layout.ts';
import { goTo, takeDesk } from '../support/officers.ts';
import { readPassword } from '../support/places-desk.ts';
import { verifySignedXml } from '../support/verify.ts';
import { addScanFile, stepOf, tabTo, typedFamily, typePeople, typeWish } from '../support/walk-in.ts';
import { openBreakable } from '../support/wire.ts';
import type { Words } from '../support/words.ts';

/** Signs what the dialog shows by keys, and waits for the number. */
async function register(page: Page, t: Words, password: string): Promise<string> {
  await page.keyboard.press('Control+Enter');
  await readyToSign(page, t);
  const field = signDialog(page, t).getByLabel(t('decide:sign.password'), { exact: true });
  if ((await field.count()) > 0) {
    await expect(field).toBeFocused();
    await page.keyboard.type(password);
  }
  await page.keyboard.press('Control+Enter');
  const done = page.getByRole('region', { name: t('walkIn:done.label') });
  await expect(done).toBeVisible({ timeout: 60_000 });
  const said = (await done.getByRole('heading').textContent()) ?? '';
  const number = /\d{4}-\d{6}/.exec(said)?.[0] ?? '';
  expect(said).toBe(t('walkIn:done.number', { number }));
  return number;
}

/** The paper of the registration, saved by its key. */
async function paperOf(page: Page): Promise<{ name: string; words: string }> {
  const { name, path } = await saved(page, 'KeyP');
  return { name, words: await textOf(await readFile(path)) };
}

test('five steps by keys alone, the consent on paper, a number and its paper', async ({ page, t }) => {
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  await goTo(page, 'KeyW');
  await expect(page.getByRole('heading', { name: t('nav.walkIn') })).toBeVisible();

  // Nothing typed: the step says what it lacks, and stays.
  await expect(stepOf(page, t, 'contacts')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(stepOf(page, t, 'contacts').getByText(t('walkIn:fault.empty')).first()).toBeVisible();
  const family = typedFamily();
  await typePeople(page, t, family);

  // The window is gone and comes back: what was typed is there, and so are the steps that are done.
  await expect(page.getByText(family.address).first()).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(stepOf(page, t, 'benefit')).toBeVisible({ timeout: 30_000 });
  }).toPass();
  await page.keyboard.press('Alt+Digit2');
  await expect(
    stepOf(page, t, 'child').getByLabel(t('walkIn:field.permanentAddress'), { exact: true }),
  ).toHaveValue(family.address);
  await expect(
    stepOf(page, t, 'child').getByLabel(t('walkIn:field.birthDate'), { exact: true }),
  ).not.toHaveValue('');
  await page.keyboard.press('Alt+Digit3');
  await expect(stepOf(page, t, 'benefit')).toBeVisible();
  await typeWish(page, t, family);
  await expect(page.getByText(t('walkIn:complete'))).toBeVisible();
  expect(await layoutFaults(page)).toEqual([]);
  expect(await axeFaults(page)).toEqual([]);

  // The application to be signed by hand, in both languages.
  await tabTo(page, page.getByRole('button', { name: t('walkIn:paper.print') }));
  const printed = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const form = await textOf(await readFile(await (await printed).path()));
  expect(form).toContain(family.child.iin);
  expect(form).toContain('Даю согласие на сбор и обработку персональных данных');

  const number = await register(page, t, password);
  expect(await layoutFaults(page)).toEqual([]);
  expect(await axeFaults(page)).toEqual([]);
  const paper = await paperOf(page);
  expect(paper.name).toBe(`kezek-${number}-registration.pdf`);
  expect(paper.words).toContain(`Балаңыз № ${number} кезекке сәтті тұрды`);
  expect(paper.words).toContain(`Ваш ребёнок успешно встал в очередь под номером ${number}`);

  // It stays among the issued documents of the application.
  await page.keyboard.press('KeyO');
  await expect(page.getByText(number).first()).toBeVisible();
  await expect(page.getByText(t('decide:sign.outcome.registered')).first()).toBeVisible();
  const again = page.waitForEvent('download');
  await page
    .getByRole('button', { name: t('application:documents.notice') })
    .first()
    .click();
  expect((await again).suggestedFilename()).toBe(paper.name);

  // The same child again: what stands in the way is named.
  await goTo(page, 'KeyW');
  const iin = stepOf(page, t, 'contacts').getByLabel(t('walkIn:field.applicantIin'), { exact: true });
  await expect(iin).toBeFocused();
  await page.keyboard.press('Alt+Digit2');
  await expect(
    stepOf(page, t, 'child').getByLabel(t('walkIn:field.childIin'), { exact: true }),
  ).toBeFocused();
  await page.keyboard.type(family.child.iin);
  await expect(page.getByText(number).first()).toBeVisible();
  await expect(page.getByRole('link', { name: t('walkIn:elsewhere.open') })).toBeVisible();
  await page.getByRole('button', { name: t('walkIn:discard.act') }).click();
  await page.getByRole('button', { name: t('walkIn:discard.yes') }).click();
});

test('the parent signs with a key of its own, and the registration verifies anywhere', async ({
  page,
  t,
  desk,
}) => {
  const { stranger: parent, untrusted } = await keyFiles();
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  await goTo(page, 'KeyW');
  const family = typedFamily(parent.iin);
  await typePeople(page, t, family);
  await typeWish(page, t, family);
  const group = page.getByRole('radiogroup', { name: t('walkIn:consentProof.title') });
  await tabTo(page, group.getByRole('radio').first());
  await page.keyboard.press('ArrowLeft');
  await expect(group.getByRole('radio', { name: t('walkIn:consentProof.signature') })).toBeChecked();
  await expect(page.getByText(t('walkIn:parentFirst'))).toBeVisible();

  const signWith = async (path: string, secret: string): Promise<void> => {
    const dialog = page.waitForEvent('filechooser');
    await tabTo(page, page.locator('button', { hasText: t('walkIn:parentKey.choose') }));
    await page.keyboard.press('Enter');
    await (await dialog).setFiles(path);
    const field = page.getByLabel(t('walkIn:parentKey.password'), { exact: true });
    await expect(field).toBeFocused();
    await page.keyboard.type(secret);
    await page.keyboard.press('Enter');
  };
  // Somebody else's key signs nothing for this family.
  await signWith(untrusted.path, untrusted.password);
  await expect(page.getByText(t('errors:key.KEY_NOT_APPLICANT'))).toBeVisible();
  await signWith(parent.path, parent.password);
  await expect(page.getByText(t('walkIn:parentFirst'))).toHaveCount(0);
  const number = await register(page, t, password);
  expect((await paperOf(page)).words).toContain(number);
  await page.keyboard.press('KeyO');
  const arrives = page.waitForEvent('download');
  await page
    .getByRole('button', { name: t('application:documents.xml') })
    .first()
    .click();
  const xml = await readFile(await (await arrives).path(), 'utf8');
  expect(xml).toContain('urn:kz:kezek:decision:4');
  expect(xml).toContain('<consentProof>signature</consentProof>');
  expect(await verifySignedXml(xml)).toMatchObject({ valid: true });

  const { program } = desk;
  if (program === null) return;
  await program.stop();
  expect(await kezek(program.dataFolder, 'verify')).toMatchObject({ ok: true });
  await program.startAgain();
});

test('what is typed while the line is broken is kept once it is back, without another key', async ({
  desk,
  t,
}) => {
  test.skip(desk.program === null, 'cuts the socket of the web host');
  const { page, line } = await openBreakable(desk);
  await takeDesk(page, t, 'clerk');
  await goTo(page, 'KeyW');
  const email = stepOf(page, t, 'contacts').getByLabel(t('walkIn:field.email'), { exact: true });
  await expect(email).toBeVisible();
  await line.cut();
  await expect(page.getByText(t('connection.lost')).first()).toBeVisible();
  await email.fill('otbasy@example.kz');
  await expect(page.getByText(t('walkIn:notKept', { error: '' }).trim()).first()).toBeVisible();
  line.mend();
  await expect(page.getByText(t('connection.lost'))).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByText(t('walkIn:notKept', { error: '' }).trim())).toHaveCount(0);
  await page.reload();
  await expect(email).toHaveValue('otbasy@example.kz');
});

test('a signed paper is scanned back and goes with the application', async ({ page, t }) => {
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  await goTo(page, 'KeyW');
  const family = typedFamily();
  await typePeople(page, t, family);
  await typeWish(page, t, family);
  const group = page.getByRole('radiogroup', { name: t('walkIn:consentProof.title') });
  await tabTo(page, group.getByRole('radio').first());
  await page.keyboard.press('ArrowRight');
  await expect(group.getByRole('radio', { name: t('walkIn:consentProof.paper_scan') })).toBeChecked();
  // Without the scan the registration says so.
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(t('errors:obstacle.WALK_IN_NO_PAPER'))).toBeVisible();
  await addScanFile(page, page.locator('button', { hasText: t('walkIn:paper.scan') }), 'қол қойылған.pdf');
  await expect(page.getByText('қол қойылған.pdf')).toBeVisible();
  const number = await register(page, t, password);
  await page.keyboard.press('KeyO');
  await expect(page.getByText(number).first()).toBeVisible();
  await expect(page.getByText('2', { exact: true }).first()).toBeVisible();
});
