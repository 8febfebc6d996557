/**
 * The yearly confirmation of interest: taken at the counter and by telephone; a family that did not confirm leaves the queue by the
 * job, is told, and is put back by a signed act at its own date.
 */
import { sql } from 'kysely';
import { edsVerify, kezek } from '../support/cli.ts';
import { resultDialog, saved, signNow } from '../support/decide.ts';
import { expect, test } from '../support/fixtures.ts';
import { takeDesk } from '../support/officers.ts';
import { goScreen, gridRows, readPassword, toldInHistory } from '../support/places-desk.ts';
import { DISTRICT, inFolder, rowsOf, the } from '../support/places-world.ts';

let lost: { readonly id: string; readonly number: string };

test.use({
  prepare: {
    run: async (dataFolder) => {
      await inFolder(dataFolder, async (db) => {
        // Five families of the clerk's district are due in the coming days.
        await rowsOf(
          db,
          sql`update kezek.interest i set due_on = kezek.today() + 20 + (i.application_id % 20)::integer
            where i.application_id in (select x.id from kezek.application x where x.district_id = ${DISTRICT}
              and x.status = 'queued' order by x.id desc limit 5)`,
        );
        // One family of the clerk's district forgot: its days of grace ended yesterday.
        const rows = await rowsOf(
          db,
          sql<{ id: string; number: string }>`
            update kezek.interest i set due_on = kezek.today() - p.interest_grace_days::integer - 1
            from kezek.application a cross join lateral kezek.profile_of_district(a.district_id) p
            where a.id = i.application_id and a.id = (select min(x.id) from kezek.application x
              where x.district_id = ${DISTRICT} and x.status = 'queued' and x.scans_total > 0)
            returning a.id, a.number`,
        );
        lost = the(rows[0], 'family that waits');
      });
    },
  },
});

test('a family confirms at the counter, another by telephone, and both keep their places', async ({
  page,
  t,
}) => {
  await takeDesk(page, t, 'clerk');
  await goScreen(page, t, 'KeyY', 'interest');
  const list = gridRows(page, t('nav.interest'));
  await expect(list.nth(1)).toBeVisible();
  const dialog = page.getByRole('dialog', { name: t('interest:confirmTitle') });
  const first = (await list.first().textContent()) ?? '';
  const number = /\d{4}-\d{6}/.exec(first)?.[0] ?? '';

  await page.keyboard.press('KeyC');
  await expect(dialog).toContainText(number);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(list.filter({ hasText: number })).toHaveCount(0);

  const second = /\d{4}-\d{6}/.exec((await list.first().textContent()) ?? '')?.[0] ?? '';
  await page.keyboard.press('KeyC');
  await expect(dialog).toContainText(second);
  await dialog.getByRole('radio', { name: t('interest:how.phone') }).click();
  // Without a note of the call it is not taken.
  await expect(dialog.getByRole('button', { name: t('interest:confirm') })).toBeDisabled();
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('Әкесі қоңырау шалды');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);

  await page.getByRole('radio', { name: new RegExp(`^${t('interest:list.confirmed')}`) }).click();
  await expect(list.first()).toContainText(second);
  await expect(list.first()).toContainText(t('interest:how.phone'));
  await expect(list.nth(1)).toContainText(number);
  await list.first().click();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tabpanel')).toBeVisible();
  await page.keyboard.press('Alt+Digit2');
  await expect(page.getByRole('tabpanel')).toContainText(t('application:history.event.confirm_interest'));
});

test('who did not confirm leaves the queue by the job, is told, and is put back by a signed act', async ({
  page,
  desk,
  t,
}) => {
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  await goScreen(page, t, 'KeyY', 'interest');
  const list = gridRows(page, t('nav.interest'));
  await page.getByRole('radio', { name: new RegExp(`^${t('interest:list.removed')}`) }).click();
  const search = page.getByRole('textbox', { name: t('act.search') });
  await search.fill(lost.number);
  await expect(list).toHaveCount(1, { timeout: 30_000 });
  await search.press('Enter');
  await expect(search).not.toBeFocused();
  await expect(page.getByRole('button', { name: t('interest:restore') })).toBeEnabled();
  await page.keyboard.press('KeyV');
  await signNow(page, t, password);
  const xml = await saved(page, 'KeyX');
  expect(xml.content.toString('utf8')).toContain('<outcome>restored</outcome>');
  expect(await edsVerify(xml.content.toString('utf8'))).toMatchObject({ ok: true });
  await page.keyboard.press('Escape');
  await expect(resultDialog(page, t)).toHaveCount(0);
  await toldInHistory(page, t, lost.id, ['restore', 'remove_no_interest']);
  const { program } = desk;
  if (program === null) return;
  await page.close();
  await program.stop();
  expect(await kezek(program.dataFolder, 'verify')).toMatchObject({ ok: true });
  await program.startAgain();
});
