/** Notices: what was not delivered is told and sent again, letters are printed, an administrator words a text anew. */
import { sql } from 'kysely';
import type { Locator, Page } from 'playwright/test';
import { leaseNotices, putChannel } from '../../../db/queries/notices.ts';
import { expect, test } from '../support/fixtures.ts';
import { goAddress, goTo, takeDesk } from '../support/officers.ts';
import { gridRows } from '../support/places-desk.ts';
import { DISTRICT, inFolder } from '../support/places-world.ts';
import type { Words } from '../support/words.ts';

/** Sixty families are told, every third by letter; ten numbers are unknown to the gateway, then the channel is switched off. */
async function tellFamilies(dataFolder: string): Promise<void> {
  await inFolder(dataFolder, (db) =>
    db.write('system', async (tx) => {
      const at = new Date();
      const sms = (enabled: boolean) =>
        putChannel(tx, 'sms', {
          enabled,
          settings: { url: 'http://127.0.0.1:1/' },
          secret: null,
          at,
          by: 'cli:test',
        });
      await sms(true);
      // Awake at any hour; nobody may change terms in force but by switching their guard off.
      await sql`alter table kezek.delivery_rule disable trigger delivery_rule_guard`.execute(tx);
      await sql`update kezek.delivery_rule set quiet_from = null, quiet_to = null`.execute(tx);
      await sql`alter table kezek.delivery_rule enable trigger delivery_rule_guard`.execute(tx);
      // The oldest that wait, so that they are taken first; the last written, so that they stand on top.
      await sql`insert into kezek.notice (application_id, kind, channel, language, address, body, queued_at)
        select id, 'interest_due', case when n % 3 = 0 then 'letter' else 'sms' end, 'kk',
          case when n % 3 = 0 then permanent_address else phone end, 'Мүдделілікті 23.04.2026 дейін растаңыз.', '2020-01-01'
        from (select a.*, row_number() over (order by a.id) as n from kezek.application a where a.district_id = ${DISTRICT}) a
        where n <= 60 order by n`.execute(tx);
      for (const one of await leaseNotices(tx, ['sms'], 10)) {
        await sql`select kezek.end_delivery(${one.id}::int8, ${one.attempt}::int2, ${one.lease}::uuid, 'rejected', null,
          'ADDRESS_REFUSED', null)`.execute(tx);
      }
      await sms(false);
    }),
  );
}

/** Takes the first row of a channel, until what its card says shows: a notice of the office's own jobs may come in above, under the pointer. */
async function takeFirst(page: Page, t: Words, channel: string, shown: Locator): Promise<void> {
  await expect(async () => {
    await gridRows(page, t('nav.notices')).filter({ hasText: channel }).first().click();
    await expect(shown).toBeVisible({ timeout: 3000 });
  }).toPass();
}

test.use({ prepare: { run: tellFamilies } });

test('a dead notice says why, goes again by one key, and the application tells it', async ({
  page,
  t,
}, info) => {
  await takeDesk(page, t, 'clerk');
  await goTo(page, 'KeyN');
  await expect(gridRows(page, t('nav.notices')).nth(5)).toBeVisible();
  await page.getByRole('radio', { name: t('notices:part.dead') }).click();
  await expect(gridRows(page, t('nav.notices')).nth(9)).toBeVisible();
  const card = page.getByRole('region', { name: t('notices:detail') });
  await expect(card.getByText(t('notices:error.ADDRESS_REFUSED')).first()).toBeVisible();
  await info.attach('register', { body: await page.screenshot(), contentType: 'image/png' });
  await page.keyboard.press('KeyR');
  await expect(page.getByText(t('notices:resent'))).toBeVisible();
  await expect(gridRows(page, t('nav.notices'))).toHaveCount(9);
  await page.getByRole('radio', { name: t('notices:part.open') }).click();
  // The choice of lists has the focus: a row is taken first, one that was told by telephone.
  await takeFirst(
    page,
    t,
    t('decide:sign.channel.sms'),
    card.getByText(t('notices:held.no_channel')).first(),
  );
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/application\/\d+\/notices$/);
  const panel = page.getByRole('tabpanel');
  await expect(panel.getByRole('heading', { name: new RegExp(`^${t('notices:attempts')}`) })).toBeVisible();
  await info.attach('application', { body: await page.screenshot(), contentType: 'image/png' });
});

test('letters that wait are printed together, once', async ({ page, t }) => {
  await takeDesk(page, t, 'clerk');
  await goTo(page, 'KeyN');
  await expect(gridRows(page, t('nav.notices')).nth(2)).toBeVisible();
  const arrives = page.waitForEvent('download');
  await page.keyboard.press('Shift+KeyP');
  expect((await arrives).suggestedFilename()).toMatch(/^letters-\d{4}-\d{2}-\d{2}\.pdf$/);
  // A letter shows that the print was written down; what the office's own jobs tell meanwhile stands above it.
  const card = page.getByRole('region', { name: t('notices:detail') });
  await takeFirst(page, t, t('decide:sign.channel.letter'), card.getByText(t('notices:outcome.printed')));
  // The key waits for what it began before.
  await expect(page.getByRole('button', { name: t('notices:act.printAll') })).not.toHaveAttribute(
    'aria-busy',
    'true',
  );
  await page.keyboard.press('Shift+KeyP');
  await expect(page.getByText(t('notices:noLetters'))).toBeVisible();
});

test('an administrator words a text: the check, the preview, the version', async ({ page, t }, info) => {
  await takeDesk(page, t, 'admin');
  await goTo(page, 'KeyN');
  await page
    .getByRole('navigation', { name: t('notices:templates.list') })
    .getByRole('button')
    .filter({ hasText: t('notices:kind.refused') })
    .first()
    .click();
  const form = page.getByRole('form', { name: t('notices:templates.form') });
  const words = form.getByLabel(t('notices:text'));
  await words.fill('№ {number}: {reson}');
  await expect(form.getByRole('alert')).toContainText('{reson}');
  await info.attach('templates', { body: await page.screenshot(), contentType: 'image/png' });
  await words.fill('№ {number} өтінішіңізден бас тартылды. {reason}');
  await expect(form.getByRole('region', { name: t('notices:templates.preview') })).toContainText(
    'Скан оқылмайды.',
  );
  await words.press('Control+Enter');
  await expect(page.getByText(t('notices:templates.saved'))).toBeVisible();
  await expect(form.getByText(t('notices:templates.now'), { exact: true })).toBeVisible();
  await goAddress(page, '#/templates');
});
