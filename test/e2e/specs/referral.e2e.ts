/**
 * From a freed seat to an admitted child, with the keys of a head and a clerk under a supervisor's eyes: freed, reported,
 * confirmed, offered to the next child, accepted, referred, admitted; every signature is judged by others.
 */
import { edsVerify, kezek } from '../support/cli.ts';
import { saved } from '../support/decide.ts';
import { expect, test } from '../support/fixtures.ts';
import { goAddress, takeDesk } from '../support/officers.ts';
import {
  acceptAndIssue,
  answerQuestions,
  batchPane,
  chooseQueue,
  goScreen,
  gridRows,
  openReferral,
  planPlaces,
  readPassword,
  referralCard,
  searchFor,
  signAndSave,
  signPlan,
} from '../support/places-desk.ts';
import {
  type Enrolled,
  enrolled,
  headsOwn,
  inFolder,
  leaveNoPlace,
  sameQueue,
  the,
  type Waiting,
  waiting,
} from '../support/places-world.ts';
import { verifySignedXml } from '../support/verify.ts';

let leaver: Enrolled;
let hopeful: readonly Waiting[];

/** One kindergarten, one full queue in which somebody waits for it: its one place will be the one a child leaves. */
async function prepare(dataFolder: string): Promise<void> {
  await inFolder(dataFolder, async (db) => {
    const own = await headsOwn(db);
    const children = await enrolled(db);
    const wants = (await waiting(db)).filter((one) => one.kindergartenId === own);
    const first = the(
      wants.find((one) => children.some((child) => child.groupId === one.groupId)),
      'child that waits for a group somebody may leave',
    );
    leaver = the(
      children.find((child) => child.groupId === first.groupId),
      'child to leave',
    );
    hopeful = wants.filter((one) => sameQueue(one, first));
    await leaveNoPlace(db, first);
  });
}

test.use({ prepare: { run: prepare } });

test('a freed place goes to the next child, who is admitted; every signature holds', async ({
  page,
  t,
  desk,
}) => {
  test.setTimeout(300_000);
  const password = await readPassword(page, t);
  // The head: a child leaves, and with that the seat is reported.
  await takeDesk(page, t, 'head');
  await goScreen(page, t, 'KeyC', 'children');
  await searchFor(page, t, t('nav.children'), leaver.iin);
  await page.keyboard.press('KeyR');
  await answerQuestions(page, t, 'withdraw_child', true);
  const withdrawal = await signAndSave(page, t, password, 'withdrawn');
  await goScreen(page, t, 'KeyF', 'freed');
  // Who ends an enrolment reports the seat by it.
  await expect(gridRows(page, t('places:requests.label')).filter({ hasText: leaver.groupName })).toHaveCount(
    1,
  );

  // The clerk: confirms it, plans, signs the plan.
  await takeDesk(page, t, 'clerk');
  await goAddress(page, '#/places/requests');
  const asked = gridRows(page, t('places:requests.label')).filter({ hasText: leaver.groupName });
  await asked.first().click();
  await expect(
    page.getByRole('button', { name: new RegExp(`^${t('places:requests.accept')}`) }),
  ).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await expect(asked.first()).toContainText(t('places:requests.accepted'));
  await chooseQueue(page, t, leaver);
  await planPlaces(page, t, 1);
  const [planned] = await gridRows(page, t('queue:batch.list')).allTextContents();
  const next = the(
    hopeful.find((one) => planned?.includes(one.surname)),
    `child of the plan (${planned})`,
  );
  await signPlan(page, t, password);
  const pane = batchPane(page, t);
  await expect(pane.getByText(t('queue:batch.count.offered', { count: 1 }))).toBeVisible();
  await expect(gridRows(page, t('queue:batch.list'))).toContainText('№');
  await page.keyboard.press('Escape');

  // The family agrees at the counter; the referral is issued.
  await openReferral(page, t, next);
  const referral = await acceptAndIssue(page, t, password);
  const card = referralCard(page, t);
  await expect(card).toContainText(t('referrals:proof.was_next'));
  const paper = await saved(page, 'KeyP');
  expect(paper.content.subarray(0, 5).toString()).toBe('%PDF-');

  // The head: documents, contract, admission.
  await takeDesk(page, t, 'head');
  await goScreen(page, t, 'KeyR', 'incoming');
  await gridRows(page, t('head:referrals')).filter({ hasText: next.surname }).click();
  const incoming = page.getByRole('region', { name: t('head:referral'), exact: true });
  await expect(incoming).toContainText(next.iin);
  for (const box of await incoming
    .getByRole('list', { name: t('head:documents') })
    .getByRole('checkbox')
    .all()) {
    if (await box.isEnabled()) await box.check();
  }
  await expect(incoming.getByRole('button', { name: t('head:act.submit_documents') })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await signAndSave(page, t, password, 'documents_received');
  await expect(incoming.getByRole('button', { name: t('head:act.admit') })).toBeVisible();
  await incoming.getByLabel(t('head:contract.number'), { exact: true }).fill('Е2Е-1');
  await page.keyboard.press('Control+Enter');
  const admission = await signAndSave(page, t, password, 'admitted');
  await goScreen(page, t, 'KeyC', 'children');
  await searchFor(page, t, t('nav.children'), next.iin);
  await expect(gridRows(page, t('nav.children'))).toContainText('Е2Е-1');

  // The supervisor sees the whole life; the child waits no more.
  await takeDesk(page, t, 'supervisor');
  await openReferral(page, t, next, 'ended');
  await expect(card).toContainText(t('referrals:state.admitted'));
  await goAddress(page, `#/queue/${next.id}`);
  await expect(page.getByText(t('queue:explain.left'))).toBeVisible();

  for (const [xml, outcome, algorithm] of [
    [withdrawal, 'withdrawn', 'rsa'],
    [referral, 'referred', 'gost'],
    [admission, 'admitted', 'rsa'],
  ] as const) {
    expect(xml).toContain(`>${outcome}<`);
    const judged = await verifySignedXml(xml);
    expect(judged.valid, judged.said).toBe(true);
    expect(judged.algorithm).toBe(algorithm);
    expect((await edsVerify(xml)).ok).toBe(true);
  }
  const { program } = desk;
  if (program === null) return;
  await program.stop();
  const proof = await kezek<{ ok: boolean; verdict: string; place: number }>(
    program.dataFolder,
    'queue',
    'replay',
    next.number,
  );
  expect(proof).toMatchObject({ ok: true, verdict: 'was_next', passed: [], faults: [] });
  expect(await kezek(program.dataFolder, 'verify')).toMatchObject({ ok: true });
  await program.startAgain();
});
