/** Possible duplicates by keys: a pair compared, judged, asked again; one of the two removed by signature, and put back. */
import { sql } from 'kysely';
import { brokenRows, edsVerify } from '../support/cli.ts';
import { expect, test } from '../support/fixtures.ts';
import { takeDesk } from '../support/officers.ts';
import {
  answerQuestions,
  goScreen,
  gridRows,
  readPassword,
  searchFor,
  signAndSave,
  toldInHistory,
} from '../support/places-desk.ts';
import { DISTRICT, inFolder, rowsOf, the } from '../support/places-world.ts';

/** A child who waits in the clerk's district, and earlier in another one. */
let mine: { readonly id: string; readonly number: string };
let other: { readonly id: string; readonly number: string };

test.use({
  prepare: {
    run: async (dataFolder) => {
      await inFolder(dataFolder, async (db) => {
        mine = the(
          (
            await rowsOf(
              db,
              sql<{ id: string; number: string }>`select a.id::text, a.number from kezek.application a
                where a.district_id = ${DISTRICT} and a.status = 'queued' and not exists (select 1 from kezek.duplicate_pair p
                  where a.id in (p.first_id, p.second_id)) order by a.id limit 1`,
            )
          )[0],
          'child that waits',
        );
        // As another office's old list brings it: without a history here, so the district is one that the world leaves alone.
        other = the(
          (
            await rowsOf(
              db,
              sql<{
                id: string;
                number: string;
              }>`insert into kezek.application select r.* from kezek.application a
                cross join lateral jsonb_populate_record(a, jsonb_build_object('id', (select max(id) + 1 from kezek.application),
                  'number', '2020-000077', 'version', 1, 'district_id', (select max(id) from kezek.district where id <> ${DISTRICT}),
                  'submitted_at', a.submitted_at - interval '40 days')) r
                where a.id = ${mine.id} returning id::text, number`,
            )
          )[0],
          'second application',
        );
      });
    },
  },
});

test('a pair is compared by keys, judged with a note, and asked again', async ({ page, t }, info) => {
  await takeDesk(page, t, 'clerk');
  await goScreen(page, t, 'KeyD', 'duplicates');
  const list = gridRows(page, t('nav.duplicates'));
  await expect(list.first()).toBeVisible();
  const pane = page.getByRole('article', { name: t('duplicates:one') });
  await expect(pane).toBeVisible();
  await info.attach('register', { body: await page.screenshot(), contentType: 'image/png' });
  await searchFor(page, t, t('nav.duplicates'), mine.number);
  await expect(pane).toContainText(other.number);
  // Of what lies in another district nobody is named.
  await expect(pane).toContainText(t('application:duplicates.notReadable'));
  await page.keyboard.press('KeyV');
  await expect(pane.getByText(t('duplicates:log.none'))).toBeVisible();
  await page.keyboard.press('KeyE');
  await page.keyboard.type('Екеуі де бір ЖСН-мен');
  await page.keyboard.press('Enter');
  await page.keyboard.press('KeyD');
  await expect(
    page.getByText(t('duplicates:empty.open')).or(page.getByText(t('interest:empty.search'))),
  ).toBeVisible();
  await page.keyboard.press('Alt+Digit2');
  await expect(list).toHaveCount(1);
  await expect(pane.getByRole('status')).toContainText('Екеуі де бір ЖСН-мен');
  // Who asks again says why.
  await page.keyboard.press('KeyR');
  await expect(pane.getByRole('textbox', { name: t('duplicates:note') })).toBeFocused();
  await expect(pane.getByText(t('duplicates:noteNeeded'))).toBeVisible();
  await page.keyboard.type('Тексеру керек');
  await page.keyboard.press('Enter');
  await page.keyboard.press('KeyR');
  await expect(list).toHaveCount(0);
  await page.keyboard.press('Alt+Digit1');
  await expect(list).toHaveCount(1);
  await page.keyboard.press('KeyV');
  const log = pane.getByRole('list', { name: t('duplicates:log.title') });
  await expect(log.getByRole('listitem')).toHaveCount(2);
  await expect(log).toContainText('Тексеру керек');
});

test('the later application is removed by signature and put back at its own date', async ({
  page,
  desk,
  t,
}, info) => {
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  await goScreen(page, t, 'KeyD', 'duplicates');
  const list = gridRows(page, t('nav.duplicates'));
  await searchFor(page, t, t('nav.duplicates'), mine.number);
  const pane = page.getByRole('article', { name: t('duplicates:one') });
  await expect(
    pane.getByRole('button', { name: t('duplicates:remove', { number: mine.number }) }),
  ).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await answerQuestions(page, t, 'remove_duplicate', true);
  const xml = await signAndSave(page, t, password, 'duplicate_removed');
  expect(xml).toContain(`<keptApplication>${other.number}</keptApplication>`);
  expect(await edsVerify(xml)).toMatchObject({ ok: true });

  await page.keyboard.press('Alt+Digit3');
  await expect(list).toHaveCount(1);
  await expect(pane.getByRole('status')).toContainText(mine.number);
  await info.attach('removed', { body: await page.screenshot(), contentType: 'image/png' });
  await expect(pane.getByRole('button', { name: t('duplicates:reinstate') })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await answerQuestions(page, t, 'reinstate_duplicate', true);
  const back = await signAndSave(page, t, password, 'duplicate_reinstated');
  expect(back).toContain('<removedBy>');
  expect(await edsVerify(back)).toMatchObject({ ok: true });

  await toldInHistory(page, t, mine.id, ['remove_duplicate', 'reinstate_duplicate']);
  const { program } = desk;
  if (program === null) return;
  await page.close();
  await program.stop();
  // The second application came without a history: it alone is named.
  expect((await brokenRows(program.dataFolder)).filter((row) => row !== `application ${other.id}`)).toEqual(
    [],
  );
  await program.startAgain();
});
