/** The head's desk: its own kindergarten alone; a refusal with its reason; a seat asked about; a child discharged. */
import { sql } from 'kysely';
import { expect, test } from '../support/fixtures.ts';
import { goAddress, takeDesk } from '../support/officers.ts';
import {
  acceptAndIssue,
  answerQuestions,
  goScreen,
  gridRows,
  offerPlace,
  openPlace,
  openReferral,
  pick,
  readPassword,
  referralCard,
  searchFor,
  searchInVain,
  signAndSave,
} from '../support/places-desk.ts';
import {
  DISTRICT,
  type Enrolled,
  enrolled,
  headsOwn,
  inFolder,
  leaveNoPlace,
  rowsOf,
  the,
  type Waiting,
  waiting,
} from '../support/places-world.ts';

interface Issued {
  readonly iin: string;
  readonly surname: string;
  readonly kindergartenId: number;
  /** A head may know of it: no benefit waits to be confirmed. */
  readonly visible: boolean;
}

let referrals: readonly Issued[];
let referred: Waiting;
let children: readonly Enrolled[];
let leaver: Enrolled;
let own: number;

async function prepare(dataFolder: string): Promise<void> {
  await inFolder(dataFolder, async (db) => {
    own = await headsOwn(db);
    referrals = await rowsOf(
      db,
      sql<Issued>`select p.iin, p.surname, r.kindergarten_id as "kindergartenId", r.benefit_state not in ('pending', 'rejected') as visible
        from kezek.referral r join kezek.application a on a.id = r.application_id join kezek.person p on p.id = a.child_id
        where r.ended_at is null and r.state in ('issued', 'documents') order by a.district_id <> ${DISTRICT}, r.id`,
    );
    referred = the(
      (await waiting(db)).find((one) => one.kindergartenId === own && one.free > 0 && !one.benefit),
      'child that waits for the kindergarten of the demo head',
    );
    // Its place will be there and nowhere else.
    await leaveNoPlace(db, referred, own);
    children = await enrolled(db);
    leaver = the(
      children.find((one) => one.kindergartenId === own),
      'child to be discharged',
    );
  });
}

test.use({ prepare: { run: prepare } });

test('a head sees its own kindergarten alone, and refuses a referral with a reason of the catalogue', async ({
  page,
  t,
}) => {
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  await openPlace(page, t, referred);
  await offerPlace(page, t, password);
  await openReferral(page, t, referred);
  await acceptAndIssue(page, t, password);

  await takeDesk(page, t, 'head');
  const mine = referrals.filter((one) => one.kindergartenId === own && one.visible);
  const list = gridRows(page, t('head:referrals'));
  await expect(list).toHaveCount(mine.length + 1);
  for (const { surname } of [...mine, referred]) {
    await expect(list.filter({ hasText: surname }).first()).toBeVisible();
  }
  for (const other of referrals.filter((one) => one.kindergartenId !== own).slice(0, 3)) {
    await searchInVain(page, t, other.iin);
  }
  await goScreen(page, t, 'KeyC', 'children');
  const foreign = the(
    children.find((one) => one.kindergartenId !== own),
    'child of another kindergarten',
  );
  await searchInVain(page, t, foreign.iin);
  await searchFor(page, t, t('nav.children'), leaver.iin);
  // Screens of other posts lead home.
  for (const address of ['#/journal', '#/queue', '#/referrals', '#/rules', `#/application/${referred.id}`]) {
    await goAddress(page, address);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('nav.incoming'));
  }

  await list.filter({ hasText: referred.surname }).first().click();
  const card = page.getByRole('region', { name: t('head:referral'), exact: true });
  await expect(card).toContainText(referred.iin);
  await expect(card.getByRole('button', { name: t('head:act.refuse') })).toBeEnabled();
  await page.keyboard.press('KeyR');
  await answerQuestions(page, t, 'refuse_admission', true);
  const xml = await signAndSave(page, t, password, 'admission_refused');
  expect(xml).toContain('urn:kz:kezek:decision:2');
  expect(xml).toMatch(/<reason[ >]/);
  await expect(list).toHaveCount(mine.length);

  await takeDesk(page, t, 'supervisor');
  await openReferral(page, t, referred, 'ended');
  await expect(referralCard(page, t)).toContainText(t('referrals:state.refused'));
  // It waits again at its own date.
  await openPlace(page, t, referred);
});

test('a seat is asked to be closed; a clerk does not accept it, and the head reads why', async ({
  page,
  t,
}) => {
  await takeDesk(page, t, 'head');
  await goScreen(page, t, 'KeyF', 'freed');
  const ask = page.getByRole('button', { name: t('head:request.open') }).first();
  await expect(ask).toBeEnabled();
  await page.keyboard.press('KeyF');
  const dialog = page.getByRole('dialog', { name: t('head:request.title') });
  await dialog.getByRole('radio', { name: t('places:request.close') }).check();
  await expect(dialog.getByText(t('head:request.why.reason'))).toBeVisible();
  await pick(page, dialog, t('head:request.reason'));
  await dialog.getByLabel(t('head:request.note')).fill('Су құбыры жөнделуде');
  await expect(dialog.getByRole('button', { name: t('head:request.send') })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  const requests = gridRows(page, t('places:requests.label'));
  await expect(requests.filter({ hasText: 'Су құбыры жөнделуде' })).toHaveCount(1);

  await takeDesk(page, t, 'clerk');
  await goAddress(page, '#/places/requests');
  const asked = requests.filter({ hasText: 'Су құбыры жөнделуде' });
  await asked.click();
  await expect(page.getByRole('button', { name: t('places:requests.refuseDots') })).toBeEnabled();
  await page.keyboard.press('KeyR');
  const refusing = page.getByRole('dialog', { name: t('places:requests.refuseTitle', { count: 1 }) });
  await refusing.getByRole('textbox').fill('Орын кезекке керек');
  await page.keyboard.press('Control+Enter');
  await expect(asked).toContainText(t('places:requests.refused'));

  await takeDesk(page, t, 'head');
  await goScreen(page, t, 'KeyF', 'freed');
  await page.getByRole('radio', { name: t('places:requests.answered'), exact: true }).click();
  await expect(requests.filter({ hasText: 'Орын кезекке керек' })).toHaveCount(1);
});

test('a discharged child leaves the list, and its seat is reported as free', async ({ page, t }) => {
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'head');
  await goScreen(page, t, 'KeyC', 'children');
  await searchFor(page, t, t('nav.children'), leaver.iin);
  const list = gridRows(page, t('nav.children'));
  await page.keyboard.press('KeyR');
  await answerQuestions(page, t, 'withdraw_child', true);
  await signAndSave(page, t, password, 'withdrawn');
  await expect(page.getByText(t('head:empty.search', { text: leaver.iin }))).toBeVisible();
  await page.getByRole('radio', { name: t('head:children.ended'), exact: true }).click();
  await expect(list).toContainText(leaver.surname);
  await goScreen(page, t, 'KeyF', 'freed');
  await expect(
    gridRows(page, t('places:requests.label')).filter({ hasText: leaver.groupName }).first(),
  ).toBeVisible();
});
