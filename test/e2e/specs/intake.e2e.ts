/** Packages of portals: a folder of them put in on the Import screen, each answered for; the new application opened and reviewed. */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFaultWords } from '../../../domain/package-words.ts';
import {
  applicationWish,
  applicationXml,
  makeAuthority,
  makeCitizen,
  zippedPackage,
} from '../../fakes/packages.ts';
import { trustAuthority } from '../../fakes/trust.ts';
import { axeFaults } from '../support/axe.ts';
import { kezek } from '../support/cli.ts';
import { expect, test } from '../support/fixtures.ts';
import { layoutFaults } from '../support/layout.ts';
import { goTo, takeDesk } from '../support/officers.ts';
import { addressee, inFolder } from '../support/places-world.ts';
import { judgeValid, reviewStands } from '../support/review.ts';

/** The portals' files; made with the world, because they name its department and kindergarten. */
const folder = join(tmpdir(), `kezek-packages-${randomUUID()}`);
let names: { readonly child: string };

test.use({
  prepare: {
    run: async (dataFolder) => {
      const now = new Date();
      const { ca } = await makeAuthority();
      const place = await inFolder(dataFolder, async (db) => {
        await db.write('system', (tx) => trustAuthority(tx, ca.trusted));
        return await addressee(db);
      });
      const wish = (change: Parameters<typeof applicationWish>[1] = {}) =>
        applicationWish(now, {
          department: place.department,
          kindergartens: [place.kindergarten],
          ...change,
        });
      await mkdir(folder, { recursive: true });
      const indigo = wish({ id: 'IND-GOOD', child: { ...wish().child, surname: 'Шаңырақов' } });
      const akmola = wish({ id: 'AKM-SIGNED', portal: 'akmola' });
      const citizen = await makeCitizen(ca, akmola.applicant, 'gost512');
      const broken = wish({ id: 'IND-BAD' });
      const wrong = broken.child.iin.slice(0, 11) + ((Number(broken.child.iin[11]) + 1) % 10);
      names = { child: indigo.child.surname };
      await writeFile(join(folder, '1-indigo.xml'), applicationXml(indigo));
      await writeFile(join(folder, '2-akmola.zip'), zippedPackage(akmola, citizen.sign));
      await writeFile(join(folder, '3-iin.xml'), applicationXml(broken).replace(broken.child.iin, wrong));
      await writeFile(
        join(folder, '4-unsigned.xml'),
        applicationXml(wish({ id: 'AKM-BARE', portal: 'akmola' })),
      );
      await writeFile(join(folder, 'readme.txt'), 'no package');
    },
  },
});

test('a folder of packages, each answered for; a repeat is known; the new one is reviewed', async ({
  page,
  t,
  desk,
}) => {
  await takeDesk(page, t, 'clerk');
  await goTo(page, 'KeyI');
  // Families the demo's clerk registered at the counter came as packages too.
  const rows = page
    .getByRole('grid', { name: t('nav.intake') })
    .locator('[role="row"]:not([aria-rowindex="1"])');
  await expect(rows.first()).toBeVisible();
  const before = await rows.count();
  const input = page.getByLabel(t('intake:chooseFolder')).and(page.locator('input'));
  await input.setInputFiles(folder);
  const run = page.getByRole('region', { name: t('intake:run.label') });
  await expect(run.getByText(t('intake:run.done'))).toBeVisible();
  await expect(run.getByText(t('intake:run.taken', { count: 2 }))).toBeVisible();
  await expect(run.getByText(t('intake:run.set_aside', { count: 2 }))).toBeVisible();
  const results = run.getByRole('listitem');
  await expect(results).toHaveCount(4);
  await expect(results.filter({ hasText: '3-iin.xml' })).toContainText(packageFaultWords('IIN_CHECKSUM').en);
  await expect(results.filter({ hasText: '4-unsigned.xml' })).toContainText(
    packageFaultWords('SIGNATURE_MISSING').en,
  );
  expect(await layoutFaults(page)).toEqual([]);
  expect(await axeFaults(page)).toEqual([]);

  await run.getByRole('button', { name: t('intake:run.clear') }).click();
  await expect(rows).toHaveCount(before + 4);
  await input.setInputFiles(folder);
  await expect(run.getByText(t('intake:run.repeated', { count: 2 }))).toBeVisible();
  await run.getByRole('button', { name: t('intake:run.clear') }).click();

  // The reason stands beside the row under the cursor; the good one leads to its application.
  await rows.filter({ hasText: 'IND-BAD' }).click();
  const detail = page.getByRole('region', { name: t('intake:detail.label') });
  await expect(detail).toContainText(packageFaultWords('IIN_CHECKSUM').en);
  await expect(detail).toContainText('child/iin');
  await rows.filter({ hasText: 'AKM-SIGNED' }).last().click();
  await expect(detail).toContainText(t('intake:detail.signed'));
  await rows.filter({ hasText: names.child }).first().click();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(names.child).first()).toBeVisible();
  const number = /\d{4}-\d{6}/.exec((await page.locator('main').textContent()) ?? '')?.[0] ?? '';
  await page.keyboard.press('KeyC');
  await expect(page.getByRole('button', { name: t('application:act.release') })).toBeVisible();
  await page.keyboard.press('Enter');
  await reviewStands(page, t, number);
  await judgeValid(page, t);

  const { program } = desk;
  if (program === null) return;
  await program.stop();
  expect(await kezek(program.dataFolder, 'verify')).toMatchObject({ ok: true });
  await program.startAgain();
});
