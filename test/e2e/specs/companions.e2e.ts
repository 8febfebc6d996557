/**
 * The seed of akmola from the staff's side: the applicant is there by itself; others are added with their rules told as they are
 * typed; an officer signs; a companion who becomes staff is suspended; the sixth is one too many.
 */
import { sql } from 'kysely';
import type { Locator, Page } from 'playwright/test';
import { makeIin } from '../../../domain/iin.ts';
import { expect, test } from '../support/fixtures.ts';
import { takeDesk } from '../support/officers.ts';
import {
  answerQuestions,
  goScreen,
  gridRows,
  pick,
  readPassword,
  searchFor,
  signAndSave,
} from '../support/places-desk.ts';
import { type Enrolled, enrolled, headsOwn, inFolder, rowsOf, the } from '../support/places-world.ts';
import type { Words } from '../support/words.ts';

let child: Enrolled;

test.use({
  prepare: {
    run: (dataFolder) =>
      inFolder(dataFolder, async (db) => {
        const own = await headsOwn(db);
        // Not one of those whom the demo's officers have given companions.
        const busy = await rowsOf(
          db,
          sql<{
            iin: string;
          }>`select c.iin from kezek.companion_permit p join kezek.person c on c.id = p.child_id where not p.is_applicant`,
        );
        child = the(
          (await enrolled(db)).find(
            (one) => one.kindergartenId === own && !busy.some(({ iin }) => iin === one.iin),
          ),
          'child of the head without companions',
        );
      }),
  },
});

const dialogOf = (page: Page, t: Words): Locator => page.getByRole('dialog', { name: t('companions:add') });
const cardOf = (page: Page, t: Words): Locator =>
  page.getByRole('region', { name: t('companions:one'), exact: true });

let serial = 300;
function iinOf(birthDate: string): string {
  for (;;) {
    serial += 1;
    const iin = makeIin(birthDate, 'female', serial);
    if (iin !== null) return iin;
  }
}

/** Fills the form; the child is known already where the dialog was opened from its card. */
async function fill(
  dialog: Locator,
  page: Page,
  t: Words,
  who: { readonly iin: string; readonly surname: string },
): Promise<void> {
  await dialog.getByLabel(t('iin.label')).fill(who.iin);
  await dialog.getByLabel(t('companions:field.surname')).fill(who.surname);
  await dialog.getByLabel(t('companions:field.givenName')).fill('Гүлжан');
  await dialog.getByLabel(t('companions:field.phone')).fill('8 701 555 12 34');
  await pick(page, dialog, t('companions:field.relation'), t('companions:relation.aunt'));
}

async function findChild(page: Page, t: Words): Promise<void> {
  const search = page.getByRole('textbox', { name: t('act.search') });
  await search.fill(child.iin);
  await expect(gridRows(page, t('nav.companions')).first()).toContainText(child.surname);
  await search.press('Enter');
}

test('a family’s companions at the head’s desk, by the story of akmola', async ({ page, t }) => {
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'head');
  await goScreen(page, t, 'KeyE', 'companions');
  await searchFor(page, t, t('nav.companions'), child.iin);
  const card = cardOf(page, t);
  await expect(card).toContainText(t('companions:applicant'));
  await expect(card).toContainText(t('companions:state.approved'));

  // Too young, and told so before anything is sent.
  await card.getByRole('button', { name: t('companions:addTo') }).click();
  const dialog = dialogOf(page, t);
  const thisYear = new Date().getUTCFullYear();
  await fill(dialog, page, t, { iin: iinOf(`${thisYear - 14}-05-05`), surname: 'Жасболатова' });
  await expect(dialog).toContainText(t('errors:obstacle.COMPANION_OF_AGE', { count: 16 }));
  await expect(dialog.getByRole('button', { name: t('companions:register') })).toBeDisabled();

  // The staff of the kindergarten may not.
  await page.keyboard.press('Escape');
  await page.keyboard.press('KeyW');
  const staff = page.getByRole('dialog', { name: t('companions:staff.title') });
  const educator = { iin: iinOf('1984-04-04'), surname: 'Тәрбиешиева' };
  await staff.getByLabel(t('iin.label')).fill(educator.iin);
  await staff.getByLabel(t('companions:field.surname')).fill(educator.surname);
  await staff.getByLabel(t('companions:field.givenName')).fill('Гүлжан');
  await staff.getByRole('button', { name: t('companions:staff.add') }).click();
  await expect(staff).toContainText(educator.surname);
  await page.keyboard.press('Escape');
  await card.getByRole('button', { name: t('companions:addTo') }).click();
  await fill(dialog, page, t, educator);
  await expect(dialog).toContainText(t('errors:obstacle.COMPANION_NO_STAFF'));

  // An aunt may: she waits, and is approved by signature.
  const aunt = { iin: iinOf('1991-09-09'), surname: 'Апаева' };
  await dialog.getByLabel(t('companions:field.surname')).fill('');
  await fill(dialog, page, t, aunt);
  await expect(dialog).toContainText(/09\.09\.1991/);
  await expect(dialog.getByRole('button', { name: t('companions:register') })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await searchFor(page, t, t('nav.companions'), aunt.iin);
  await expect(card).toContainText(aunt.iin);
  await expect(card).toContainText(t('companions:state.waiting'));
  await page.keyboard.press('Control+Enter');
  const xml = await signAndSave(page, t, password, 'companion_approved');
  expect(xml).toContain('urn:kz:kezek:decision:3');
  expect(xml).toContain(aunt.iin);
  await expect(card).toContainText(t('companions:state.approved'));

  // Suspended with a reason, and resumed.
  await page.keyboard.press('KeyR');
  await answerQuestions(page, t, 'suspend_companion', true);
  expect(await signAndSave(page, t, password, 'companion_suspended')).toMatch(/<reason[ >]/);
  await expect(card).toContainText(t('companions:state.suspended'));
  await page.keyboard.press('Control+Enter');
  await signAndSave(page, t, password, 'companion_resumed');
  await expect(card).toContainText(t('companions:state.approved'));

  // She becomes staff: suspended at once by the program itself.
  await page.keyboard.press('KeyW');
  await staff.getByLabel(t('iin.label')).fill(aunt.iin);
  await staff.getByLabel(t('companions:field.surname')).fill(aunt.surname);
  await staff.getByLabel(t('companions:field.givenName')).fill('Гүлжан');
  await staff.getByRole('button', { name: t('companions:staff.add') }).click();
  await expect(staff).toContainText(aunt.surname);
  await page.keyboard.press('Escape');
  await expect(card).toContainText(t('companions:cause.became_staff'));
});

test('the clerk adds up to five; the sixth is told why not', async ({ page, t }) => {
  await takeDesk(page, t, 'clerk');
  await goScreen(page, t, 'KeyE', 'companions');
  await findChild(page, t);
  const dialog = dialogOf(page, t);
  const register = dialog.getByRole('button', { name: t('companions:register') });
  const begin = async (): Promise<void> => {
    await page.keyboard.press('KeyN');
    await dialog.getByLabel(t('companions:findChild'), { exact: true }).fill(child.iin);
    await dialog.getByRole('button', { name: child.surname }).click();
  };
  // One may be there from before, suspended: it holds its place.
  await begin();
  await expect(dialog).toContainText(/\d \/ 5/);
  const [, there = ''] = /(\d) \/ 5/.exec((await dialog.textContent()) ?? '') ?? [];
  expect(there).toMatch(/[01]/);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  for (let have = Number(there); have < 5; have += 1) {
    await begin();
    await fill(dialog, page, t, { iin: iinOf('1992-02-02'), surname: `Көмекшиева` });
    await expect(register).toBeEnabled();
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toHaveCount(0);
  }
  await begin();
  await fill(dialog, page, t, { iin: iinOf('1993-03-03'), surname: 'Алтыншыева' });
  await expect(dialog).toContainText(t('errors:obstacle.COMPANION_MAX_PER_CHILD', { count: 5 }));
  await expect(register).toBeDisabled();
});
