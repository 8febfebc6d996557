/** Nothing typed is lost: the program killed in the middle of a word, and a line that breaks and comes back. */
import type { Locator, Page } from 'playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { rows } from '../support/journal.ts';
import { goAddress, goTo, rail, signIn } from '../support/officers.ts';
import {
  documentInView,
  goToDocument,
  judgeInvalid,
  marked,
  reviewStands,
  seeEveryPage,
} from '../support/review.ts';
import { frameOf, losesFirstAnswer, openBreakable, untilAnswered } from '../support/wire.ts';
import type { Words } from '../support/words.ts';

const NOTE = 'Мөр анық көрінбейді, қайта сканерле';

/**
 * Opens the first or the last of my applications for review, and looks at every page of the document it opens at; answers that
 * document's place.
 */
async function reviewMine(page: Page, t: Words, place: 'Home' | 'End'): Promise<number> {
  await goTo(page, 'KeyM');
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press(place);
  await page.keyboard.press('Enter');
  await reviewStands(page, t);
  await seeEveryPage(page, t);
  return await documentInView(page, t);
}

/** Chooses the second of the unassigned, by keys; answers the bar of what can be done with it. */
async function chooseUnclaimed(page: Page, t: Words): Promise<Locator> {
  await goTo(page, 'KeyU');
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press('KeyJ');
  await page.keyboard.press('Space');
  const bar = page.getByRole('toolbar', { name: t('journal:bulk.label') });
  await expect(bar.getByRole('button', { name: t('journal:bulk.claim') })).toBeEnabled();
  return bar;
}

test('killed while typing: started again, the answers and the note are there', async ({ page, desk, t }) => {
  const { program } = desk;
  test.skip(program === null, 'kills the web host');
  if (program === null) return;
  await signIn(page, t, 'clerk');
  const judged = await reviewMine(page, t, 'Home');
  const address = new URL(page.url()).hash;
  // A scan put off: no verdict that would be saved with the note.
  await page.keyboard.press('Digit1');
  await judgeInvalid(page, t, 1);
  await untilAnswered(page, '/review/saveVerdict', '"invalid"');
  await expect(marked(page, t, 'invalid').first()).toBeVisible();
  await goToDocument(page, t, judged);
  const addNote = page.getByRole('button', { name: t('review:reasons.addNote') });
  const note = page.getByRole('textbox', { name: t('review:reasons.note') });
  await expect(addNote.or(note)).toBeVisible();
  if (await addNote.isVisible()) await addNote.click();
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
  // The screen opens at the first scan without a verdict; the judged one is before it.
  await goToDocument(again, t, judged);
  await expect(again.getByRole('textbox', { name: t('review:reasons.note') })).toHaveValue(NOTE);
  await expect(marked(again, t, 'invalid').first()).toBeVisible();
});

test('a note stays in its field while its verdict is being saved, and in sight when that is taken back', async ({
  desk,
  t,
}) => {
  test.skip(desk.program === null, 'holds answers on the socket of the web host');
  const page = await desk.open();
  const held: (() => void)[] = [];
  let isHolding = true;
  const asked = new Set<string>();
  const saved: { readonly note: string | null }[] = [];
  await page.routeWebSocket(/\/rpc$/, (route) => {
    const server = route.connectToServer();
    route.onMessage((message) => {
      const frame = frameOf(message);
      if (frame?.p?.u === '/review/saveVerdict') {
        asked.add(frame.i);
        saved.push(frame.p.b?.json as { note: string | null });
      }
      server.send(message);
    });
    server.onMessage((message) => {
      const isVerdict = asked.has(frameOf(message)?.i ?? '');
      if (isHolding && isVerdict) held.push(() => route.send(message));
      else route.send(message);
    });
  });
  await page.reload();
  await signIn(page, t, 'clerk');
  const judged = await reviewMine(page, t, 'End');
  const before = await marked(page, t, 'invalid').count();
  await judgeInvalid(page, t, 1);
  await expect(marked(page, t, 'invalid').first()).toBeVisible();
  await goToDocument(page, t, judged);
  const [said, more] = ['Мөр анық көрінбейді,', ' қайта сканерле'] as const;
  await page.getByRole('button', { name: t('review:reasons.addNote') }).click();
  const note = page.getByRole('textbox', { name: t('review:reasons.note') });
  await expect(note).toBeFocused();
  await page.keyboard.type(said);
  await expect.poll(() => held.length).toBeGreaterThan(0);
  isHolding = false;
  for (const send of held) send();
  await expect(page.getByText(t('review:decision.saving'))).toHaveCount(0);
  await page.keyboard.type(more);
  await expect(note).toHaveValue(said + more);
  // The verdict goes with the note, and that is no step of its own: once taken back, what was typed is still to be seen.
  await page.keyboard.press('Escape');
  await expect(note).not.toBeFocused();
  await expect.poll(() => saved.some(({ note: sent }) => sent === said + more)).toBe(true);
  await expect(page.getByText(t('review:decision.saving'))).toHaveCount(0);
  await page.keyboard.press('Control+KeyZ');
  await expect(marked(page, t, 'invalid')).toHaveCount(before);
  await expect(note).toHaveValue(said + more);
  await expect(page.getByText(t('review:decision.saving'))).toHaveCount(0);
  // And stays gone: it did not only fall for the moment of an answer.
  await expect(marked(page, t, 'invalid')).toHaveCount(before);
});

test('a verdict whose answer is lost with the line stays on the screen, and is saved once the line is back', async ({
  desk,
  t,
}) => {
  test.skip(desk.program === null, 'cuts the socket of the web host');
  const page = await desk.open();
  const wire = await losesFirstAnswer(page, '/review/saveVerdict');
  await page.reload();
  await signIn(page, t, 'clerk');
  await reviewMine(page, t, 'End');
  const before = await marked(page, t, 'invalid').count();
  await page.keyboard.press('Digit1');
  await judgeInvalid(page, t, 1);
  await expect(page.getByText(t('connection.lost')).first()).toBeVisible();
  await expect(marked(page, t, 'invalid')).toHaveCount(before + 1);
  // Or by itself, if that is sooner.
  await expect(page.getByText(t('connection.lost'))).toHaveCount(0, { timeout: 60_000 });
  await expect.poll(() => wire.answers()).toBeGreaterThan(1);
  expect(wire.asked[1]).toBe(wire.asked[0]);
  await expect(page.getByText(t('review:verdict.notSaved', { error: '' }).trim())).toHaveCount(0);
  await expect(marked(page, t, 'invalid')).toHaveCount(before + 1);
});

test('a claim whose answer is lost, asked for again, is the same claim and says so', async ({ desk, t }) => {
  test.skip(desk.program === null, 'cuts the socket of the web host');
  const page = await desk.open();
  const wire = await losesFirstAnswer(page, '/journal/claim');
  await page.reload();
  await signIn(page, t, 'clerk');
  const bar = await chooseUnclaimed(page, t);
  await page.keyboard.press('KeyC');
  await expect.poll(() => wire.answers()).toBe(1);
  await expect(page.getByText(t('connection.lost'))).toHaveCount(0, { timeout: 60_000 });
  await bar.getByRole('button', { name: t('journal:bulk.retryFailed') }).click();
  await expect(rows(page).getByText(t('journal:result.claimed'))).toHaveCount(1);
  expect(wire.asked).toHaveLength(2);
  expect(wire.asked[1]).toBe(wire.asked[0]);
});

test('the line breaks: a band with a countdown, reading goes on, acts are off, and it comes back by itself', async ({
  desk,
  t,
}) => {
  test.skip(desk.program === null, 'cuts the socket of the web host');
  const { page, line } = await openBreakable(desk);
  await signIn(page, t, 'clerk');
  const bar = await chooseUnclaimed(page, t);

  await line.cut();
  const band = page.locator('.banner').filter({ hasText: t('connection.lost') });
  await expect(band).toBeVisible();
  await expect(band).toContainText(/\d/);
  await expect(rows(page).first()).toBeVisible();
  await expect(bar.getByRole('button', { name: t('journal:bulk.claim') })).toBeDisabled();
  await expect(bar).toContainText(t('connection.lost'));
  await expect(rail(page, t)).toContainText(t('connection.lost'));

  // At once: on a slow machine a click that waits for the button to rest finds the line back by itself.
  line.mend();
  await band.getByRole('button', { name: t('connection.retryNow') }).dispatchEvent('click');
  await expect(band).toHaveCount(0, { timeout: 60_000 });
  await expect(bar.getByRole('button', { name: t('journal:bulk.claim') })).toBeEnabled();
  await page.keyboard.press('KeyC');
  await expect(rows(page).getByText(t('journal:result.claimed'))).toHaveCount(1);
});

test('an unattended countdown reconnects alone', async ({ desk, t }) => {
  test.skip(desk.program === null, 'cuts the socket of the web host');
  const { page, line } = await openBreakable(desk);
  await signIn(page, t, 'clerk');
  await line.cut();
  line.mend();
  await expect(page.getByText(t('connection.lost')).first()).toBeVisible();
  await expect(page.getByText(t('connection.lost'))).toHaveCount(0, { timeout: 60_000 });
  await goTo(page, 'KeyU');
  await expect(rows(page).first()).toBeVisible();
});
