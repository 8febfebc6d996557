/**
 * Places that come back: a benefit that turns out false, of which the kindergarten never hears; a referral nobody used, ended by
 * the job of a desk that was shut for weeks; an offer declined, whose stop list ends by itself.
 */
import { sql } from 'kysely';
import { brokenRows } from '../support/cli.ts';
import { clockAhead } from '../support/clock-ahead.ts';
import { expect, test } from '../support/fixtures.ts';
import { keyFiles } from '../support/keys.ts';
import { goAddress, signInWithFile, takeDesk } from '../support/officers.ts';
import {
  acceptAndIssue,
  answerQuestions,
  explanation,
  goScreen,
  gridRows,
  offerPlace,
  openPlace,
  openReferral,
  readPassword,
  referralCard,
  searchInVain,
  signAndSave,
} from '../support/places-desk.ts';
import {
  giveHead,
  inFolder,
  rowsOf,
  sameQueue,
  the,
  type Waiting,
  waiting,
} from '../support/places-world.ts';

/** Longer than a referral and a stop list last, shorter than the officers' keys. */
const AWAY_DAYS = 24;

let falseBenefit: Waiting;
let unused: Waiting;
let declining: Waiting;
let signedElsewhere: readonly string[] = [];

async function prepare(dataFolder: string): Promise<void> {
  await inFolder(dataFolder, async (db) => {
    const wants = (await waiting(db)).filter((one) => one.free > 0);
    falseBenefit = the(
      wants.find((one) => one.benefit),
      'waiting child with a benefit',
    );
    const others = wants.filter((one) => !one.benefit && !sameQueue(one, falseBenefit));
    unused = the(others[0], 'waiting child');
    declining = the(
      others.find((one) => !sameQueue(one, unused)),
      'waiting child of a third queue',
    );
    const rows = await rowsOf(
      db,
      sql<{ row: string }>`select 'decision ' || d.number as row from kezek.decision d
        where d.staff_post_id = (select min(id) from kezek.staff_post where role = 'head') order by 1`,
    );
    signedElsewhere = rows.map(({ row }) => row);
    await giveHead(db, falseBenefit.kindergartenId);
    // All of them have said this year that they want a place: of that another spec tells.
    await rowsOf(db, sql`update kezek.interest set due_on = kezek.today() + 300`);
  });
}

test.use({ prepare: { run: prepare } });

test('a false benefit: the head never sees the referral, the child waits again at its own date', async ({
  page,
  t,
}) => {
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  await openPlace(page, t, falseBenefit);
  const row = gridRows(page, t('queue:order.title')).filter({ hasText: falseBenefit.number });
  const appliedAt = (await row.getByRole('gridcell').last().textContent()) ?? '';
  expect(appliedAt).toMatch(/^\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d/);
  await offerPlace(page, t, password);
  await openReferral(page, t, falseBenefit);
  await acceptAndIssue(page, t, password);
  const card = referralCard(page, t);
  await expect(card).toContainText(t('referrals:benefit.pending'));

  const { head } = await keyFiles();
  await signInWithFile(page, t, head.path, head.password, 'head');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('nav.incoming'));
  await searchInVain(page, t, falseBenefit.iin);

  await takeDesk(page, t, 'clerk');
  await openReferral(page, t, falseBenefit);
  await page.keyboard.press('Shift+KeyB');
  await answerQuestions(page, t, 'reject_benefit', true);
  await signAndSave(page, t, password, 'benefit_rejected');
  await openPlace(page, t, falseBenefit);
  await expect(row).toContainText(appliedAt);
  // No class any more: a dash stands in its column.
  await expect(row.getByRole('gridcell').nth(1)).toHaveText('—');

  await signInWithFile(page, t, head.path, head.password, 'head');
  await page.getByRole('radio', { name: t('head:which.ended') }).click();
  await searchInVain(page, t, falseBenefit.iin);
});

test('weeks later the jobs have ended what ran out, and the history holds', async ({ desk, t }) => {
  const { program } = desk;
  test.skip(program === null, 'the clock of a packaged program is the machine’s own');
  if (program === null) return;
  const page = await desk.open();
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  for (const one of [unused, declining]) {
    await openPlace(page, t, one);
    await offerPlace(page, t, password);
  }
  await openReferral(page, t, unused);
  await acceptAndIssue(page, t, password);
  await openReferral(page, t, declining);
  await page.keyboard.press('KeyR');
  await answerQuestions(page, t, 'decline', true);
  await signAndSave(page, t, password, 'declined');
  await goAddress(page, `#/queue/${declining.id}`);
  await expect(page.getByText(t('queue:explain.left'))).toBeVisible();
  await page.close();

  await program.stop();
  await program.startAgain(clockAhead(AWAY_DAYS));
  const later = await desk.open();
  await takeDesk(later, t, 'clerk');
  // Jobs run some seconds after the start; what they did reaches the open window by itself.
  await goScreen(later, t, 'KeyR', 'referrals');
  await later.getByRole('button', { name: t('referrals:jobs.open') }).click();
  const jobs = later.getByRole('dialog', { name: t('referrals:jobs.title') });
  await expect(jobs).toBeVisible();
  await expect(async () => {
    for (const job of ['referrals', 'stop_list', 'offers', 'bulletin']) {
      const said = jobs.getByRole('row').filter({ hasText: t(`referrals:jobs.name.${job}`) });
      await expect(said).toContainText(t('referrals:jobs.outcome.done'), { timeout: 1000 });
    }
  }).toPass({ timeout: 60_000 });
  await later.keyboard.press('Escape');
  await openReferral(later, t, unused, 'ended');
  const card = referralCard(later, t);
  await expect(card).toContainText(t('referrals:state.expired'));
  await expect(card).toContainText(t('referrals:byJob', { job: t('referrals:jobs.name.referrals') }));
  // Who declined waits again, where it stood by its date.
  await openPlace(later, t, declining);
  await expect(explanation(later, t)).toContainText(declining.number);
  await later.close();

  await program.stop();
  // The demo head was given another kindergarten behind the program's back: what it had signed in its own is told, and no more.
  expect(await brokenRows(program.dataFolder)).toEqual(signedElsewhere);
  await program.startAgain();
});
