/** August: two families change places, and a clerk moves a child to another kindergarten. */
import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Page } from 'playwright/test';
import { almatyDate } from '../../../domain/calendar.ts';
import { addDays } from '../../../domain/civil-date.ts';
import { addChildren, addEnrolled, addGroup } from '../../fakes/places.ts';
import { clockAhead } from '../support/clock-ahead.ts';
import type { Desk } from '../support/fixtures.ts';
import { expect, test } from '../support/fixtures.ts';
import { run, SEED } from '../support/global-setup.ts';
import { goAddress, takeDesk } from '../support/officers.ts';
import { answerQuestions, readPassword, signAndSave } from '../support/places-desk.ts';
import { headsOwn, inFolder, rowsOf, the } from '../support/places-world.ts';
import type { Words } from '../support/words.ts';

/** Days from today to the next twelfth of August. */
const DAYS = ((): number => {
  const today = almatyDate(new Date());
  const year = Number(today.slice(0, 4));
  const august = [`${year}-08-12`, `${year + 1}-08-12`].find((day) => day >= today) ?? today;
  return Math.round((Date.parse(august) - Date.parse(today)) / 86_400_000);
})();
const AUGUST = addDays(almatyDate(new Date()), DAYS);
/** As a child is typed in a date field: 'ddmmyyyy'. */
const typed = (day: string): string => day.split('-').toReversed().join('');

interface Child {
  readonly id: string;
  readonly number: string;
  readonly iin: string;
}
let children: readonly Child[] = [];

/** A world made in August, with three children in groups alike: two of the head's kindergarten, one of another. */
async function makeAugust(dataFolder: string): Promise<void> {
  await rm(dataFolder, { recursive: true, force: true });
  await run(['main/host-cli/kezek.ts', 'demo', '--applications', '120', '--seed', String(SEED)], {
    KEZEK_DATA: dataFolder,
    ...clockAhead(DAYS),
  });
  await inFolder(dataFolder, async (db) => {
    const own = await headsOwn(db);
    const [far] = await rowsOf<{ id: number }>(
      db,
      sql`select id from kezek.kindergarten where id <> ${own}
        and district_id = (select district_id from kezek.kindergarten where id = ${own}) order by id limit 1`,
    );
    const away = the(far, 'second kindergarten of the district').id;
    const group = (kindergartenId: number, name: string) =>
      addGroup(db, { kindergartenId, name, seats: 3, cohort: 2024, language: 'ru' });
    const home = await group(own, 'Тамыз А');
    await group(own, 'Тамыз Б');
    const distant = await group(away, 'Тамыз В');
    const ids = await addChildren(db, {
      wants: [own, away],
      children: 3,
      cohort: 2024,
      language: 'ru',
      from: 730_000,
    });
    const seats = [home.seats[0], home.seats[1], distant.seats[0]];
    await addEnrolled(
      db,
      ids.map((applicationId, i) => ({ applicationId, seatId: seats[i] ?? '' })),
    );
    children = await rowsOf<Child>(
      db,
      sql`select a.id::text, a.number, p.iin from kezek.application a join kezek.person p on p.id = a.child_id
        where a.id = any(${[...ids]}::bigint[]) order by a.id`,
    );
    await sql`set session_replication_role = replica`.execute(db.kysely);
    await sql`update kezek.application a set search = a.search || ' ' || p.iin from kezek.person p
      where p.id = a.child_id and a.id = any(${[...ids]}::bigint[])`.execute(db.kysely);
    await sql`set session_replication_role = origin`.execute(db.kysely);
  });
}

let isAugust = false;
/** The desk in the middle of August. */
async function inAugust(desk: Desk): Promise<Page> {
  const { program } = desk;
  test.skip(program === null, 'the clock of a packaged program is the machine’s own');
  if (program !== null && !isAugust) {
    await program.stop();
    await makeAugust(program.dataFolder);
    await program.startAgain(clockAhead(DAYS));
    isAugust = true;
  }
  return await desk.open();
}

const child = (n: number): Child => the(children[n], 'enrolled child');
const act = (page: Page, t: Words, name: string) =>
  page.getByRole('button', { name: t(`application:act.${name}`) });

async function openCard(page: Page, t: Words, one: { readonly id: string }): Promise<void> {
  await goAddress(page, `#/application/${one.id}`);
  await expect(page.getByRole('tab', { name: t('application:tabs.info') })).toBeVisible();
}

test.describe.configure({ mode: 'serial', timeout: 240_000 });

test('two families change places: the other child, both consents, both documents, each in the other group', async ({
  desk,
  t,
}) => {
  const page = await inAugust(desk);
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  await openCard(page, t, child(0));
  await expect(act(page, t, 'exchange')).toBeEnabled();
  await page.keyboard.press('KeyX');
  const dialog = page.getByRole('dialog', { name: t('application:move.exchange') });
  await expect(dialog.getByText(t('application:move.chooseChild'))).toBeVisible();
  // Of its own group nobody is offered; of the other kindergarten, which both families asked for, the child is.
  await expect(dialog.getByText(child(2).number)).toBeVisible();
  await expect(dialog.getByText(child(1).number)).toHaveCount(0);
  await expect(dialog.getByText(t('application:move.bothWant')).first()).toBeVisible();
  const search = dialog.getByRole('textbox', { name: t('act.search') });
  await search.fill(child(2).iin);
  await expect(dialog.getByRole('radio')).toHaveCount(1);
  await search.press('Enter');
  await page.keyboard.press('Space');
  await expect(dialog.getByRole('radio')).toBeChecked();
  await expect(dialog.getByText(t('application:move.needConsents'))).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.type(typed(addDays(AUGUST, -3)));
  await page.keyboard.press('Tab');
  await page.keyboard.type(typed(addDays(AUGUST, 1)));
  await expect(dialog.getByText(t('application:move.future')).first()).toBeVisible();
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type(typed(addDays(AUGUST, -2)));
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  const xml = await signAndSave(page, t, password, 'exchanged');
  expect(xml).toContain(`<ownConsent>${addDays(AUGUST, -3)}</ownConsent>`);
  expect(xml).toContain(child(2).number);
  await expect(page.getByText('Тамыз В').first()).toBeVisible();
  await openCard(page, t, child(2));
  await expect(page.getByText('Тамыз А').first()).toBeVisible();
});

test('a clerk moves a child to a free place of the other kindergarten', async ({ desk, t }) => {
  const page = await inAugust(desk);
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  await openCard(page, t, child(1));
  await expect(act(page, t, 'transfer')).toBeEnabled();
  await page.keyboard.press('KeyT');
  const dialog = page.getByRole('dialog', { name: t('application:move.transfer') });
  await dialog.getByRole('radio', { name: /Тамыз В/ }).check();
  await page.keyboard.press('Control+Enter');
  await answerQuestions(page, t, 'transfer', true);
  await signAndSave(page, t, password, 'transferred');
  await expect(page.getByText('Тамыз В').first()).toBeVisible();
});
