/** A clerk's day: ten scans judged, decisions signed one after another, with the keyboard alone; the history holds at the end. */
import { resultDialog, signNow } from '../support/decide.ts';
import { expect, test } from '../support/fixtures.ts';
import { run } from '../support/global-setup.ts';
import { rows, total } from '../support/journal.ts';
import { demoOfficer, demoPassword, goTo, signedOut } from '../support/officers.ts';
import { judgeAllValid, judgeInvalid, marked, reviewStands, seeEveryPage } from '../support/review.ts';

const SCANS = 10;

test('ten scans, keyboard only, from sign-in to lock', async ({ page, t, desk }) => {
  test.setTimeout(300_000);
  await signedOut(page, t);
  const password = await demoPassword(page, t);
  await page.evaluate(() => {
    Object.assign(window, { kezekPointer: 0 });
    addEventListener('pointerdown', () => Object.assign(window, { kezekPointer: 1 }), { capture: true });
  });
  // The strip acts once the keys are listed.
  await expect(demoOfficer(page, t, 'clerk')).toBeEnabled();
  await page.keyboard.press('Alt+Digit1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio')).toHaveCount(2);
  await page.keyboard.press('Enter');
  await goTo(page, 'KeyM');
  await expect(rows(page).first()).toBeVisible();
  const before = await total(page);
  await page.keyboard.press('KeyJ');
  await page.keyboard.press('Enter');
  let judged = 0;
  let signed = 0;
  while (judged < SCANS) {
    await reviewStands(page, t);
    const address = page.url();
    // Every third application has a fault and goes back to the family.
    const faulty = signed % 3 === 2;
    if (faulty) {
      await seeEveryPage(page, t);
      await judgeInvalid(page, t, 1);
      await expect(marked(page, t, 'invalid').first()).toBeVisible();
      judged += 1;
    }
    judged += await judgeAllValid(page, t, 'invalid');
    await page.keyboard.press('Control+Enter');
    await signNow(page, t, password);
    signed += 1;
    await page.keyboard.press('KeyJ');
    await expect(resultDialog(page, t)).toHaveCount(0);
    if (judged < SCANS) await expect(page).not.toHaveURL(address);
  }
  await goTo(page, 'KeyM');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('nav.my'));
  expect(signed).toBeGreaterThan(1);
  expect(before).toBeGreaterThan(0);
  expect(
    await page.evaluate(() => (window as unknown as { kezekPointer: number }).kezekPointer),
    'clicks',
  ).toBe(0);
  await page.keyboard.press('Control+KeyL');
  await expect(page.getByRole('heading', { name: t('session:locked.title') })).toBeVisible();
  // The chain of history and every signature of the day hold.
  const { program } = desk;
  if (program !== null) {
    await program.stop();
    const said = await run(['main/host-cli/kezek.ts', 'verify', '--json'], {
      KEZEK_DATA: program.dataFolder,
    });
    const verified = JSON.parse(said) as { ok: boolean; decisions: number };
    expect(verified.ok).toBe(true);
    expect(verified.decisions).toBeGreaterThanOrEqual(signed);
    await program.startAgain();
  }
});
