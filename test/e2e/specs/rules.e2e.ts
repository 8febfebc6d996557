/** Rule profiles: a used one never changes; the administrator's change of it becomes a new version from a later day. */
import { sql } from 'kysely';
import { kezek } from '../support/cli.ts';
import { expect, test } from '../support/fixtures.ts';
import { goTo, takeDesk } from '../support/officers.ts';
import { inFolder, rowsOf } from '../support/places-world.ts';

const CODE = 'altynsai-2026';

const profiles = (dataFolder: string) =>
  inFolder(dataFolder, (db) =>
    rowsOf<Record<string, unknown> & { code: string }>(
      db,
      sql`select to_jsonb(p) - 'valid_to' as terms, p.id, p.code, p.supersedes_id, p.benefit_places, p.valid_from::text, p.valid_to::text
        from kezek.rule_profile p order by p.id`,
    ),
  );

/** The day after tomorrow in Almaty, as typed and as the database has it. */
function soon(): { readonly typed: string; readonly iso: string } {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Almaty' }).format(
    new Date(Date.now() + 2 * 86_400_000),
  );
  return { typed: day.split('-').toReversed().join(''), iso: day };
}

let before: Awaited<ReturnType<typeof profiles>> = [];

test.use({
  prepare: {
    run: async (dataFolder) => {
      before = await profiles(dataFolder);
    },
  },
});

test('a new version of a used profile; the old one keeps every term', async ({ page, t, desk }) => {
  await takeDesk(page, t, 'admin');
  await goTo(page, 'KeyP');
  const list = page.getByRole('navigation', { name: t('rules:list') });
  await list
    .getByRole('button')
    .filter({ hasText: t('rules:used') })
    .filter({ hasText: 'Altynsai' })
    .click();
  const form = page.getByRole('form', { name: t('rules:form') });
  await expect(form.getByText(t('rules:usedDetail'))).toBeVisible();
  await form.getByLabel(t('rules:field.benefitPlaces')).fill('2');
  await page.keyboard.press('Control+Enter');
  // Without a code and a day of its own it is no new version; nothing is saved.
  await expect(form.getByText(t('rules:fault.SUPERSEDE_BEGINS'))).toBeVisible();
  await form.getByLabel(t('rules:field.code'), { exact: true }).fill(`${CODE}-2`);
  const from = form.getByLabel(t('rules:field.validFrom'), { exact: true });
  await from.fill('');
  await from.pressSequentially(soon().typed);
  await form.getByRole('button', { name: t('rules:saveVersion') }).click();
  await expect(form.getByText(t('rules:versionOf', { code: CODE }))).toBeVisible();
  await expect(form.getByLabel(t('rules:field.benefitPlaces'))).toHaveValue('2');

  const { program } = desk;
  if (program === null) return;
  await program.stop();
  const after = await profiles(program.dataFolder);
  expect(after.length).toBe(before.length + 1);
  for (const old of before) {
    const kept = after.find((one) => one.id === old.id);
    expect(kept?.terms).toEqual(old.terms);
    expect(kept?.valid_to).toBe(old.code === CODE ? soon().iso : old.valid_to);
  }
  expect(after.at(-1)).toMatchObject({
    code: `${CODE}-2`,
    supersedes_id: before.find((one) => one.code === CODE)?.id,
    benefit_places: 2,
    valid_from: soon().iso,
  });
  expect(await kezek(program.dataFolder, 'verify')).toMatchObject({ ok: true });
  await program.startAgain();
});
