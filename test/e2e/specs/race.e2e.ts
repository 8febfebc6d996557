/** Two officers on one PostgreSQL: whoever comes second is told who was first and when, and nothing is overwritten. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { signDialog } from '../support/decide.ts';
import { expect, test, WebDesk } from '../support/fixtures.ts';
import { APPLICATIONS, run, SEED } from '../support/global-setup.ts';
import { grid, rowOf, rows, searchBox } from '../support/journal.ts';
import { goAddress, goTo, signIn } from '../support/officers.ts';
import { runFolder } from '../support/places.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { Program } from '../support/program.ts';
import { judgeAllValid, reviewStands } from '../support/review.ts';

let server: PostgresServer;
let clerk: WebDesk;
let supervisor: WebDesk;

test.beforeAll(async ({ desks }) => {
  test.setTimeout(300_000);
  server = await startPostgres({ durable: false });
  const office = join(runFolder(), 'office');
  await mkdir(office, { recursive: true });
  await run(
    ['main/host-cli/kezek.ts', 'demo', '--applications', String(APPLICATIONS), '--seed', String(SEED)],
    { KEZEK_DATA: office, KEZEK_DATABASE_URL: server.url },
  );
  // As in an office: the desks are not the owner of the database.
  const desk = new URL(server.url);
  desk.username = 'kezek_desk';
  desk.password = 'desk';
  await server.query(`alter role kezek_desk login password '${desk.password}'`);
  const env = { KEZEK_DATABASE_URL: desk.href };
  const [first, second] = await Promise.all([
    Program.start({ name: 'office-clerk', from: office, env }),
    Program.start({ name: 'office-supervisor', from: office, env }),
  ]);
  clerk = new WebDesk(first, desks.browser);
  supervisor = new WebDesk(second, desks.browser);
});

test.afterAll(async () => {
  await Promise.all([clerk?.stop(), supervisor?.stop()]);
  await server?.stop();
});

test('an application handed to another while its decision lies ready: not signed, by whom and when', async ({
  t,
}) => {
  const mine = await clerk.open();
  await signIn(mine, t, 'clerk');
  await goTo(mine, 'KeyM');
  await expect(rows(mine).first()).toBeVisible();
  await mine.keyboard.press('Home');
  await mine.keyboard.press('Enter');
  await reviewStands(mine, t);
  const number = /\d{4}-\d{6,7}/.exec((await mine.locator('header').first().textContent()) ?? '')?.[0] ?? '';
  await judgeAllValid(mine, t);
  await mine.keyboard.press('Control+Enter');
  await expect(signDialog(mine, t).getByText(t('decide:sign.hash'))).toBeVisible();

  const theirs = await supervisor.open();
  await signIn(theirs, t, 'supervisor');
  await goTo(theirs, 'KeyJ');
  await theirs.getByRole('tab', { name: new RegExp(`^${t('journal:views.all')}`) }).click();
  await searchBox(theirs, t).fill(number);
  await expect(rowOf(theirs, number)).toBeVisible();
  await theirs.keyboard.press('Enter');
  await grid(theirs).focus();
  await theirs.keyboard.press('KeyJ');
  await theirs.keyboard.press('Space');
  await theirs
    .getByRole('toolbar', { name: t('journal:bulk.label') })
    .getByRole('button', { name: t('journal:bulk.handTo') })
    .click();
  const hand = theirs.getByRole('dialog', { name: t('journal:hand.title') });
  await hand.getByRole('radio', { name: /Оразова/ }).check();
  await hand.getByRole('button', { name: t('journal:hand.do') }).click();
  await expect(rows(theirs).getByText(t('journal:result.handed'))).toHaveCount(1);

  await mine.keyboard.press('Control+Enter');
  const told = signDialog(mine, t).getByRole('alert');
  await expect(told).toContainText('Қалиев');
  await expect(told).toContainText(/\b\d{1,2}:\d{2}\b/);
  await mine.keyboard.press('Escape');
  // The list of the first clerk no longer has it.
  await mine.keyboard.press('Escape');
  await goTo(mine, 'KeyM');
  await expect(rowOf(mine, number)).toHaveCount(0);
});

test('two clerks open one free application: the second is told who has it, and can look but not judge', async ({
  t,
  world,
}) => {
  const mine = await clerk.open();
  await signIn(mine, t, 'clerk');
  const theirs = await supervisor.open();
  await signIn(theirs, t, 'supervisor');
  expect(world.posts.length).toBeGreaterThan(3);
  await goTo(mine, 'KeyU');
  await expect(rows(mine).first()).toBeVisible();
  const link = await rows(mine).first().locator('a').getAttribute('href');
  await mine.keyboard.press('Home');
  await mine.keyboard.press('Enter');
  await reviewStands(mine, t);
  const id = /\d+$/.exec(link ?? '')?.[0] ?? '';
  await goAddress(theirs, `#/review/${id}`);
  await expect(
    theirs
      .getByText(t('review:readOnly.claimed', { by: '', until: '' }).slice(0, 8))
      .or(theirs.getByText(t('review:readOnly.post'))),
  ).toBeVisible();
  await expect(
    theirs
      .getByRole('group', { name: t('review:verdict.label') })
      .getByRole('button')
      .first(),
  ).toBeDisabled();
});

test('the list of one shows within seconds what the other took', async ({ t }) => {
  const mine = await clerk.open();
  await signIn(mine, t, 'clerk');
  const theirs = await supervisor.open();
  await signIn(theirs, t, 'supervisor');
  await goTo(theirs, 'KeyJ');
  await theirs.getByRole('tab', { name: new RegExp(`^${t('journal:views.unclaimed')}`) }).click();
  await goTo(mine, 'KeyU');
  await expect(rows(mine).first()).toBeVisible();
  const number = /\d{4}-\d{6,7}/.exec((await rows(mine).first().textContent()) ?? '')?.[0] ?? '';
  await expect(rowOf(theirs, number)).toBeVisible();
  await mine.keyboard.press('Home');
  await mine.keyboard.press('KeyC');
  await expect(rows(mine).getByText(t('journal:result.claimed'))).toHaveCount(1);
  // It is claimed now: the other's list marks it as changed, or no longer shows it.
  const row = rowOf(theirs, number);
  await expect(async () => {
    const gone = (await row.count()) === 0;
    const marked = gone || (await row.getByRole('img', { name: t('journal:row.changed') }).count()) > 0;
    expect(gone || marked).toBe(true);
  }).toPass({ timeout: 60_000 });
});
