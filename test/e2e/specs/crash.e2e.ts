/** Nothing typed is lost: the program killed in the middle of a word, and a line that breaks and comes back. */
import type { WebSocketRoute } from 'playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { rows } from '../support/journal.ts';
import { goAddress, goTo, rail, signIn } from '../support/officers.ts';
import { judgeInvalid, marked, reviewStands, seeEveryPage } from '../support/review.ts';
import { untilAnswered } from '../support/wire.ts';

const NOTE = 'Мөр анық көрінбейді, қайта сканерле';

test('killed while typing: started again, the answers and the note are there', async ({ page, desk, t }) => {
  const { program } = desk;
  test.skip(program === null, 'kills the web host');
  if (program === null) return;
  await signIn(page, t, 'clerk');
  await goTo(page, 'KeyM');
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await reviewStands(page, t);
  const address = new URL(page.url()).hash;
  await seeEveryPage(page, t);
  // A scan put off: no verdict that would be saved with the note.
  await page.keyboard.press('Digit1');
  await judgeInvalid(page, t, 1);
  await expect(marked(page, t, 'invalid').first()).toBeVisible();
  await page.keyboard.press('KeyP');
  const addNote = page.getByRole('button', { name: t('review:reasons.addNote') });
  if (await addNote.isVisible()) await addNote.click();
  const note = page.getByRole('textbox', { name: t('review:reasons.note') });
  await note.pressSequentially(NOTE, { delay: 10 });
  // Typing rests, what was typed is kept by itself, and then the power is gone.
  await untilAnswered(page, '/review/saveDraft', NOTE);
  await program.kill();
  await expect(page.getByText(t('connection.lost')).first()).toBeVisible();
  await expect(note).toHaveValue(NOTE);

  await program.startAgain();
  const again = await desk.open();
  await signIn(again, t, 'clerk');
  await goAddress(again, address);
  await reviewStands(again, t);
  // The screen opens at the first scan without a verdict; the judged one is a step back.
  await again.keyboard.press('KeyP');
  await expect(again.getByRole('textbox', { name: t('review:reasons.note') })).toHaveValue(NOTE);
  await expect(marked(again, t, 'invalid').first()).toBeVisible();
});

test('the line breaks: a band with a countdown, reading goes on, acts are off, and it comes back by itself', async ({
  desk,
  t,
}) => {
  test.skip(desk.program === null, 'cuts the socket of the web host');
  const page = await desk.open();
  let cut = false;
  let line: WebSocketRoute | null = null;
  await page.routeWebSocket(/\/rpc$/, (route) => {
    if (cut) {
      route.close();
      return;
    }
    line = route;
    route.connectToServer();
  });
  await page.reload();
  await signIn(page, t, 'clerk');
  await goTo(page, 'KeyU');
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press('KeyJ');
  await page.keyboard.press('Space');
  const bar = page.getByRole('toolbar', { name: t('journal:bulk.label') });
  await expect(bar.getByRole('button', { name: t('journal:bulk.claim') })).toBeEnabled();

  cut = true;
  await (line as WebSocketRoute | null)?.close();
  const band = page.locator('.banner').filter({ hasText: t('connection.lost') });
  await expect(band).toBeVisible();
  await expect(band).toContainText(/\d/);
  await expect(rows(page).first()).toBeVisible();
  await expect(bar.getByRole('button', { name: t('journal:bulk.claim') })).toBeDisabled();
  await expect(bar).toContainText(t('connection.lost'));
  await expect(rail(page, t)).toContainText(t('connection.lost'));

  cut = false;
  await band.getByRole('button', { name: t('connection.retryNow') }).click();
  await expect(band).toHaveCount(0, { timeout: 60_000 });
  await expect(bar.getByRole('button', { name: t('journal:bulk.claim') })).toBeEnabled();
  await page.keyboard.press('KeyC');
  await expect(rows(page).getByText(t('journal:result.claimed'))).toHaveCount(1);
});

test('an unattended countdown reconnects alone', async ({ desk, t }) => {
  test.skip(desk.program === null, 'cuts the socket of the web host');
  const page = await desk.open();
  const lines: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/rpc$/, (route) => {
    lines.push(route);
    route.connectToServer();
  });
  await page.reload();
  await signIn(page, t, 'clerk');
  await lines.at(-1)?.close();
  await expect(page.getByText(t('connection.lost')).first()).toBeVisible();
  await expect(page.getByText(t('connection.lost'))).toHaveCount(0, { timeout: 60_000 });
  await goTo(page, 'KeyU');
  await expect(rows(page).first()).toBeVisible();
});
