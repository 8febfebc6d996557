/** Limits on a child's people and terms of sending: an administrator writes its region's from a day on; what changes is told before it is saved. */
import { sql } from 'kysely';
import type { Locator, Page } from 'playwright/test';
import { kezek } from '../support/cli.ts';
import { expect, test } from '../support/fixtures.ts';
import { goTo, takeDesk } from '../support/officers.ts';
import { inFolder, rowsOf } from '../support/places-world.ts';
import type { Words } from '../support/words.ts';

/** The day after tomorrow in Almaty, as typed, as shown and as the database has it. */
function soon(): { readonly typed: string; readonly shown: string; readonly iso: string } {
  const iso = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Almaty' }).format(
    new Date(Date.now() + 2 * 86_400_000),
  );
  const parts = iso.split('-').toReversed();
  return { typed: parts.join(''), shown: parts.join('.'), iso };
}

async function typeDay(form: Locator, t: Words, digits: string): Promise<void> {
  const from = form.getByLabel(t('rules:field.validFrom'), { exact: true });
  await from.fill('');
  await from.pressSequentially(digits);
}

async function openTab(page: Page, t: Words, tab: 'family' | 'delivery') {
  await page.getByRole('tab', { name: t(`rules:tabs.${tab}`) }).click();
  const form = page.getByRole('form', { name: t(`rules:dated.${tab}.form`) });
  const list = page.getByRole('navigation', { name: t(`rules:dated.${tab}.list`) });
  await expect(list.getByRole('region', { name: t('rules:state.in_force') })).toBeVisible();
  return { form, list, effect: form.getByRole('region', { name: t('rules:effect.title') }) };
}

test('an administrator writes new limits and quiet hours of its region', async ({ page, t, desk }) => {
  await takeDesk(page, t, 'admin');
  await goTo(page, 'KeyP');
  const family = await openTab(page, t, 'family');
  // The country's are shown, and are not a region's to change.
  await expect(family.form.getByText(t('rules:dated.otherRegion'))).toBeVisible();
  await page.keyboard.press('n');
  const age = family.form.getByLabel(t('rules:field.guardianYears'));
  await age.fill('12');
  await typeDay(family.form, t, soon().typed);
  await expect(
    family.form.getByText(t('rules:fault.RULE_NUMBER', { least: '16', most: '40' })),
  ).toBeVisible();
  await age.fill('21');
  await expect(family.form.getByText(t('rules:fault.RULE_NUMBER', { least: '16', most: '40' }))).toBeHidden();
  await expect(family.effect).toContainText(soon().shown);
  await expect(family.effect).toContainText(t('rules:field.guardianYears'));
  await expect(family.effect).toContainText(
    `${t('rules:value.years', { count: 18 })} → ${t('rules:value.years', { count: 21 })}`,
  );
  await expect(family.effect).not.toContainText(t('rules:field.parentYearsOlder'));
  await page.keyboard.press('Control+Enter');
  const coming = family.list.getByRole('region', { name: t('rules:state.to_come') });
  await expect(coming.getByRole('button')).toContainText(soon().shown);
  await expect(family.form.getByLabel(t('rules:field.guardianYears'))).toHaveValue('21');

  const delivery = await openTab(page, t, 'delivery');
  await page.keyboard.press('n');
  await delivery.form.getByLabel(t('rules:field.quietFrom')).fill('20:30');
  await delivery.form.getByLabel(t('rules:field.quietTo')).fill('');
  await typeDay(delivery.form, t, soon().typed);
  await page.keyboard.press('Control+Enter');
  await expect(delivery.form.getByText(t('rules:fault.RULE_QUIET'))).toBeVisible();
  await delivery.form.getByLabel(t('rules:field.quietTo')).fill('08:00');
  await delivery.form.getByRole('checkbox', { name: t('decide:sign.channel.email') }).check();
  await expect(delivery.effect).toContainText('21:00 → 20:30');
  await expect(delivery.effect).toContainText('09:00 → 08:00');
  await page.keyboard.press('Control+Enter');
  await expect(
    delivery.list.getByRole('region', { name: t('rules:state.to_come') }).getByRole('button'),
  ).toContainText(soon().shown);

  const { program } = desk;
  if (program === null) return;
  await program.stop();
  const [rows, terms] = await inFolder(program.dataFolder, async (db) => [
    await rowsOf<object>(
      db,
      sql`select region_id is null as country, guardian_years, valid_from::text, valid_to from kezek.family_rule order by id`,
    ),
    await rowsOf<object>(
      db,
      sql`select region_id is null as country, quiet_from::text, quiet_to::text, quiet_channels, valid_to from kezek.delivery_rule order by id`,
    ),
  ]);
  expect(rows).toMatchObject([
    { country: true, guardian_years: 18, valid_to: null },
    { country: false, guardian_years: 21, valid_from: soon().iso, valid_to: null },
  ]);
  expect(terms).toMatchObject([
    { country: true, quiet_from: '21:00:00', valid_to: null },
    {
      country: false,
      quiet_from: '20:30:00',
      quiet_to: '08:00:00',
      quiet_channels: ['sms', 'ed24', 'email'],
    },
  ]);
  expect(await kezek(program.dataFolder, 'verify')).toMatchObject({ ok: true });
  await program.startAgain();
});
