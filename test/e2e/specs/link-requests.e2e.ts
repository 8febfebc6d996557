/**
 * What a parent asked on e.astana.kz, at the desk: a package of the watched folder and one of `kezek import` stand on the Links
 * screen; one is looked at, its certificate judged, and linked by the clerk's signature, the other refused by another.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Page } from 'playwright/test';
import { headWish, iinOf, linkXml, type PersonWish, tinyPdf } from '../../fakes/packages.ts';
import { axeFaults } from '../support/axe.ts';
import { brokenRows, edsVerify } from '../support/cli.ts';
import { readyToSign, signDialog } from '../support/decide.ts';
import { expect, test } from '../support/fixtures.ts';
import { run } from '../support/global-setup.ts';
import { layoutFaults } from '../support/layout.ts';
import { goAddress, goTo, takeDesk } from '../support/officers.ts';
import { answerQuestions, readPassword, signAndSave, toldInHistory } from '../support/places-desk.ts';
import { DISTRICT, inFolder, rowsOf, the } from '../support/places-world.ts';
import type { Words } from '../support/words.ts';

interface Child {
  readonly id: string;
  readonly number: string;
  readonly iin: string;
}

let linked: Child;
let refused: Child;
const father: PersonWish = {
  iin: iinOf('1986-07-08', 'male'),
  surname: 'Порталов',
  givenName: 'Асқар',
  patronymic: 'Серікұлы',
  birthDate: '1986-07-08',
  sex: 'male',
};
const other: PersonWish = { ...father, iin: iinOf('1986-07-08', 'male'), givenName: 'Дәулет' };

async function prepare(dataFolder: string): Promise<void> {
  const { department } = await inFolder(dataFolder, async (db) => {
    const children = await rowsOf(
      db,
      sql<Child>`select a.id::text, a.number, c.iin from kezek.application a join kezek.person c on c.id = a.child_id
        where a.district_id = ${DISTRICT} and a.status = 'queued' and a.second_parent_id is null and a.applicant_relation = 'mother'
          and not exists (select from kezek.parent_link l where l.child_id = a.child_id)
          and not exists (select from kezek.application o where o.child_id = a.child_id and o.id <> a.id)
        order by a.id limit 2`,
    );
    linked = the(children[0], 'child of a mother');
    refused = the(children[1], 'another child of a mother');
    // Of these two the registry knows no kin: the certificate decides.
    await rowsOf(
      db,
      sql`delete from kezek.registry_kinship where child_iin in (${linked.iin}, ${refused.iin}) returning child_iin`,
    );
    const [row] = await rowsOf(
      db,
      sql<{ department: string }>`select bin as department from kezek.district where id = ${DISTRICT}`,
    );
    return the(row, 'department');
  });
  const scan = {
    kind: 'birth_certificate',
    about: 'child',
    name: 'туу туралы куәлік.pdf',
    bytes: tinyPdf('of the portal'),
  };
  const intake = join(dataFolder, 'intake');
  await mkdir(intake, { recursive: true });
  const head = () => headWish(new Date(), { portal: 'astana', department });
  const xml = linkXml(head(), { childIin: linked.iin, parent: father, scans: [scan] });
  // As portals do: whole, then under its name.
  await writeFile(join(intake, 'link.xml.part'), xml);
  await rename(join(intake, 'link.xml.part'), join(intake, 'link.xml'));
  const file = join(tmpdir(), `kezek-link-${process.pid}.xml`);
  await writeFile(file, linkXml(head(), { childIin: refused.iin, parent: other }));
  const said = await run(['main/host-cli/kezek.ts', 'import', file, '--json'], { KEZEK_DATA: dataFolder });
  expect(JSON.parse(said.split('\n')[0] ?? '')).toMatchObject({ outcome: 'taken', number: refused.number });
}

test.use({ prepare: { run: prepare } });

const card = (page: Page, t: Words) => page.getByRole('region', { name: t('links:card'), exact: true });

test('a request of a portal is looked at, judged and linked; another is refused by a signature, and who asked is told', async ({
  page,
  t,
  desk,
}, info) => {
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  await goTo(page, 'KeyL');
  await page.getByRole('radio', { name: t('links:request.list') }).click();
  const rows = page.getByRole('grid').locator('[role="row"]:not([aria-rowindex="1"])');
  // One came by the command line before the desk began, the other from the folder it watches.
  await expect(rows).toHaveCount(2, { timeout: 30_000 });
  await rows.filter({ hasText: linked.number }).click();
  const asked = (name: string) =>
    card(page, t).getByRole('article', { name: t('links:request.of', { name }), exact: true });
  const request = asked('Порталов Асқар Серікұлы');
  await expect(request).toContainText(t('links:request.state.waiting'));
  await expect(request).toContainText('+77070005678');
  await expect(request).toContainText(t('links:request.unsigned'));
  await expect(request).toContainText(father.iin);
  expect(await layoutFaults(page)).toEqual([]);
  expect(await axeFaults(page)).toEqual([]);

  await page.keyboard.press('KeyL');
  await expect(page.getByLabel(t('links:form.iin'), { exact: true })).toHaveValue(father.iin);
  await expect(page.getByRole('radio', { name: t('links:role.father') })).toBeChecked();
  await page.keyboard.press('Control+Enter');
  await expect(card(page, t)).toContainText(t('decide:family.answer.not_found'));
  await expect(page.getByText(t('links:request.lookAt'))).toBeVisible();
  await expect(page.getByLabel(t('links:form.surname'), { exact: true })).toHaveValue(father.surname);
  await card(page, t)
    .getByRole('button', { name: t('links:request.judge'), exact: true })
    .click();
  await expect(page.getByText(t('links:request.lookAt'))).toHaveCount(0);
  await expect(card(page, t).getByText(t('links:missing.certificate'))).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await signAndSave(page, t, password, 'linked');
  await expect(request).toContainText(t('links:request.state.linked'));
  await expect(
    card(page, t).getByRole('article', { name: 'Порталов Асқар Серікұлы', exact: true }),
  ).toContainText(t('links:state.live'));
  await expect(rows).toHaveCount(1);

  await rows.filter({ hasText: refused.number }).click();
  const second = asked('Порталов Дәулет Серікұлы');
  await expect(second).toContainText(t('links:request.noScans'));
  await page.keyboard.press('KeyX');
  const reasons = page.getByRole('dialog', {
    name: t('decide:choose.referralTitle.refuse_link_request'),
  });
  await expect(reasons.getByRole('button', { name: t('decide:choose.next') })).toBeDisabled();
  await expect(reasons).toContainText(t('decide:choose.noteHintAsker'));
  await info.attach('reasons', { body: await page.screenshot(), contentType: 'image/png' });
  expect(await axeFaults(page)).toEqual([]);
  await answerQuestions(page, t, 'refuse_link_request', true);
  // What goes out, and to whom, stands beside the signature: the asker's phone, not the family's contact.
  await readyToSign(page, t);
  const signing = signDialog(page, t);
  await expect(signing).toContainText(other.iin);
  await expect(signing).toContainText('Дәулет Серікұлы');
  await expect(signing).toContainText(
    t('decide:sign.notifyAsker', { phone: '+77070005678', language: t('decide:sign.language.kk') }),
  );
  expect(await layoutFaults(page)).toEqual([]);
  expect(await axeFaults(page)).toEqual([]);
  await info.attach('signing', { body: await page.screenshot(), contentType: 'image/png' });
  const xml = await signAndSave(page, t, password, 'link_request_refused');
  expect(xml).toContain(`<linkRequest><person><iin>${other.iin}</iin>`);
  expect(await edsVerify(xml)).toMatchObject({ ok: true });
  await expect(second).toContainText(t('links:request.state.refused'));
  await expect(page.getByText(t('links:empty.requests'))).toBeVisible();
  await info.attach('refused', { body: await page.screenshot(), contentType: 'image/png' });

  // The card leads to the decision, which verifies and shows what who asked was told.
  await second.getByRole('link', { name: /^№ / }).click();
  const decision = page.getByRole('tabpanel');
  await expect(decision).toContainText(t('decide:sign.outcome.link_request_refused'));
  await expect(decision).toContainText(t('decide:result.askerText'));
  await expect(decision).toContainText(t('application:decisions.valid'));
  expect(await axeFaults(page)).toEqual([]);
  await info.attach('decision', { body: await page.screenshot(), contentType: 'image/png' });

  // The families' applications tell both: what was asked, what was answered, who was told.
  await toldInHistory(page, t, refused.id, ['refuse_link_request']);
  await goAddress(page, `#/application/${refused.id}/notices`);
  await expect(page.getByRole('tabpanel')).toContainText(t('notices:kind.link_request_refused'));
  await goAddress(page, `#/application/${linked.id}/notices`);
  await expect(page.getByRole('tabpanel')).toContainText(t('notices:kind.link_request_linked'));
  const { program } = desk;
  if (program === null) return;
  await page.close();
  await program.stop();
  expect(await brokenRows(program.dataFolder)).toEqual([]);
  await program.startAgain();
});
