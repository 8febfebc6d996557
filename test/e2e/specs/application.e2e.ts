/** One application in whole: its tabs, what stands in them, possible duplicates compared and judged. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/fixtures.ts';
import { clearFilters, demoClerk, filterBy, inDistrict, rows, total } from '../support/journal.ts';
import { goAddress, goTo, signIn } from '../support/officers.ts';
import { decidedApplication } from '../support/screens.ts';

test.beforeEach(async ({ page, t }) => {
  await signIn(page, t, 'clerk');
});

test('Alt+1 … Alt+5 lead through the tabs; the data is the child’s', async ({ page, t, world }) => {
  const one = inDistrict(world, demoClerk(world).districtId).find(
    (application) => application.category !== null && application.scans.length > 1,
  );
  await goAddress(page, `#/application/${one?.id}`);
  const panel = page.getByRole('tabpanel');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(one?.child.surname ?? '-');
  await expect(panel).toContainText(one?.child.iin ?? '-');
  await expect(
    panel
      .getByText(t(`status.${one?.status}`))
      .or(page.locator('header').getByText(t(`status.${one?.status}`)))
      .first(),
  ).toBeVisible();
  for (const [index, name] of ['info', 'history', 'documents', 'decisions', 'duplicates'].entries()) {
    await page.keyboard.press(`Alt+Digit${index + 1}`);
    await expect(page).toHaveURL(new RegExp(`/${name}$`));
    await expect(page.getByRole('tab', { name: t(`application:tabs.${name}`) })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  }
  await page.keyboard.press('Alt+Digit3');
  await expect(panel.getByRole('heading', { name: t('application:documents.attached') })).toBeVisible();
  await expect(panel.getByRole('button', { name: t('application:documents.download') })).toHaveCount(
    one?.scans.length ?? -1,
  );
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/#\/(my|journal)$/);
});

test('opening is a reading of personal data, and stands in the history', async ({ page, t, world }) => {
  const one = inDistrict(world, demoClerk(world).districtId).at(-1);
  await goAddress(page, `#/application/${one?.id}/history`);
  const panel = page.getByRole('tabpanel');
  await expect(panel.getByText(t('application:history.event.submit')).first()).toBeVisible();
  await page.reload();
  await expect(panel.getByText(t('application:history.event.read')).first()).toBeVisible();
  await expect(panel).toContainText('Абдырахманова');
  expect(await panel.getByText(/\{\{|undefined/).count()).toBe(0);
});

test('a scan is downloaded as it was sent', async ({ page, t, world }) => {
  const one = inDistrict(world, demoClerk(world).districtId).find((application) =>
    application.scans.some((scan) => scan.mediaType === 'application/pdf'),
  );
  const index = one?.scans.findIndex((scan) => scan.mediaType === 'application/pdf') ?? 0;
  await goAddress(page, `#/application/${one?.id}/documents`);
  const arrives = page.waitForEvent('download');
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: t('application:documents.download') })
    .nth(index)
    .click();
  const download = await arrives;
  expect(download.suggestedFilename()).toBe(one?.scans[index]?.fileName);
  expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-');
});

test('decisions stand with their signature verified anew', async ({ page, t, world }) => {
  await goAddress(page, `#/application/${decidedApplication(world)}/decisions`);
  const panel = page.getByRole('tabpanel');
  await expect(panel.getByText(t('application:decisions.valid')).first()).toBeVisible();
  await expect(panel.getByText(t('application:decisions.invalid'))).toHaveCount(0);
  await expect(panel.getByText(t('decide:result.line.signature')).first()).toBeVisible();
});

test('possible duplicates: compared side by side, judged, and the finding is kept', async ({ page, t }) => {
  await goTo(page, 'KeyJ');
  await clearFilters(page, t);
  await filterBy(page, t, 'duplicates', t('journal:filter.duplicates.yes'));
  expect(await total(page)).toBeGreaterThan(0);
  const link = await rows(page).first().locator('a').getAttribute('href');
  const id = /\d+/.exec(link ?? '')?.[0] ?? '';
  await goAddress(page, `#/application/${id}/duplicates`);
  const panel = page.getByRole('tabpanel');
  const list = panel.getByRole('navigation', { name: t('application:duplicates.list') });
  await expect(list.getByRole('button').first()).toBeVisible();
  for (const row of await list.getByRole('button').all()) {
    await row.click();
    await expect(
      panel
        .getByRole('table')
        .or(panel.getByText(t('application:duplicates.notReadable')))
        .or(panel.locator('canvas').first())
        .first(),
    ).toBeVisible();
  }
  const judge = panel.getByRole('button', { name: t('application:duplicates.markNot'), exact: true });
  for (const row of await list.getByRole('button').all()) {
    await row.click();
    if (!(await judge.isEnabled())) continue;
    await judge.click();
    await expect(judge).toHaveAttribute('aria-pressed', 'true');
    await page.reload();
    await row.click();
    await expect(judge).toHaveAttribute('aria-pressed', 'true');
    return;
  }
});
