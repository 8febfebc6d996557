/**
 * Scans of every kind on the review screen: what can be shown is shown, to the colour; what cannot says why and leaves those after it
 * whole. One program reads a broken file and the next good one with the same workers.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Page } from 'playwright/test';
import { applicationWish, zippedPackage } from '../../fakes/packages.ts';
import { expect, test } from '../support/fixtures.ts';
import { run } from '../support/global-setup.ts';
import { type Colour, type OddScan, oddScans } from '../support/odd-scans.ts';
import { goAddress, takeDesk } from '../support/officers.ts';
import { addressee, inFolder, rowsOf, the } from '../support/places-world.ts';
import { goToDocument, reviewStands, seeEveryPage } from '../support/review.ts';
import type { Words } from '../support/words.ts';

let scans: readonly OddScan[];
let application: { readonly id: string; readonly number: string };

test.use({
  prepare: {
    run: async (dataFolder) => {
      scans = await oddScans();
      const { department, kindergarten } = await inFolder(dataFolder, addressee);
      const file = join(dataFolder, 'scans.zip');
      const wish = applicationWish(new Date(), {
        id: 'IND-SCANS',
        department,
        kindergartens: [kindergarten],
        scans: scans.map(({ name, bytes }) => ({ kind: 'birth_certificate', about: 'child', name, bytes })),
      });
      await writeFile(file, zippedPackage(wish));
      await run(['main/host-cli/kezek.ts', 'import', file], { KEZEK_DATA: dataFolder });
      const [taken] = await inFolder(dataFolder, (db) =>
        rowsOf<typeof application>(
          db,
          sql`select a.id, a.number from kezek.package p join kezek.application a on a.id = p.application_id
            where p.portal_id = 'IND-SCANS' and p.state = 'taken'`,
        ),
      );
      application = the(taken, 'application');
    },
  },
});

/** The colour a quarter down the middle of the page on the stage, as it is painted. */
async function colourShown(page: Page): Promise<Colour> {
  const [red = 0, green = 0, blue = 0] = await page
    .locator('canvas[role="img"]')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => [
      ...(canvas.getContext('2d')?.getImageData(canvas.width / 2, canvas.height / 4, 1, 1).data ?? []),
    ]);
  return [red, green, blue];
}

/** Within what a JPEG loses of a plain colour. */
const near = (one: Colour, other: Colour): boolean =>
  one.every((value, i) => Math.abs(value - (other[i] ?? 0)) <= 6);

async function expectColour(page: Page, wanted: Colour, what: string): Promise<void> {
  await expect.poll(async () => near(await colourShown(page), wanted), `${what}: ${wanted}`).toBe(true);
}

async function expectScan(page: Page, t: Words, scan: OddScan): Promise<void> {
  const alert = page.getByRole('alert').filter({ hasText: scan.name });
  if (typeof scan.shows === 'string') {
    await expect(alert).toContainText(t(`review:stage.error.${scan.shows}.title`));
    await expect(alert.getByRole('button', { name: t('review:stage.markInvalid') })).toBeVisible();
    return;
  }
  await expect(alert).toHaveCount(0);
  for (const [i, colour] of scan.shows.entries()) {
    if (i > 0) await page.keyboard.press('PageDown');
    await expectColour(page, colour, `${scan.name}, page ${i + 1}`);
  }
  await seeEveryPage(page, t);
}

test('every kind of scan is shown as it is, or says why not, forwards and backwards', async ({ page, t }) => {
  await takeDesk(page, t, 'clerk');
  await goAddress(page, `#/review/${application.id}`);
  await reviewStands(page, t, application.number);
  for (const [i, scan] of scans.entries()) {
    await goToDocument(page, t, i + 1);
    await expectScan(page, t, scan);
  }
  // More documents than are kept open: going back opens them once more, with workers that have read others since.
  for (const [i, scan] of [...scans.entries()].toReversed()) {
    await goToDocument(page, t, i + 1);
    await expectScan(page, t, scan);
  }
});
