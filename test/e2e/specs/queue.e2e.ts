/** The queue: chosen and explained by keys alone, as the command line explains it; its past; its print; a batch that is stopped. */

import { sql } from 'kysely';
import type { OpenDatabase } from '../../../db/open.ts';
import { textOf } from '../../fakes/pdf-text.ts';
import { addChildren, addGroup } from '../../fakes/places.ts';
import { kezek } from '../support/cli.ts';
import { saved } from '../support/decide.ts';
import { expect, test } from '../support/fixtures.ts';
import { run } from '../support/global-setup.ts';
import { takeDesk } from '../support/officers.ts';
import {
  batchPane,
  chooseQueue,
  explanation,
  gridRows,
  openPlace,
  readPassword,
  signPlan,
} from '../support/places-desk.ts';
import { headsOwn, inFolder, rowsOf, the, type Waiting, waiting } from '../support/places-world.ts';

/** The longest queue of the district with places to give, and who waits in it. */
let queue: readonly Waiting[];
let names: readonly string[];
/** Signed offers before anything was done here. */
let offers: Awaited<ReturnType<typeof offersInForce>>;
/** A queue of many, for a batch long enough to be stopped: acts on places are signed by two dozens. */
const CROWD = { cohort: 2025, language: 'ru', size: 110 } as const;

/** How many offers were signed, and how many of these hold a seat. */
async function offersInForce(db: OpenDatabase): Promise<{ offers: number; held: number }> {
  const [count] = await rowsOf<{ offers: number; held: number }>(
    db,
    sql`select count(*)::integer as offers, count(h.id)::integer as held from kezek.decision d
      left join kezek.seat_hold h on h.referral_id = d.referral_id and h.released_at is null where d.outcome = 'offered'`,
  );
  return the(count, 'count');
}

async function prepare(dataFolder: string): Promise<void> {
  await inFolder(dataFolder, async (db) => {
    offers = await offersInForce(db);
    const wants = await waiting(db);
    const served = wants.filter((one) => one.free > 0);
    const lists = [...Map.groupBy(served, (one) => `${one.cohort} ${one.language}`).values()].map((list) => [
      ...new Map(list.map((one) => [one.id, one])).values(),
    ]);
    queue = the(lists.toSorted((a, b) => b.length - a.length)[0], 'queue with places to give');
    const all = await rowsOf<{ surname: string }>(
      db,
      sql`select distinct p.surname from kezek.application a join kezek.person p on p.id = a.child_id where a.status = 'queued'`,
    );
    names = all.map(({ surname }) => surname);
    const own = await headsOwn(db);
    for (const name of ['А', 'Б']) {
      await addGroup(db, {
        kindergartenId: own,
        name,
        seats: 60,
        cohort: CROWD.cohort,
        language: CROWD.language,
      });
    }
    await addChildren(db, { ...CROWD, wants: [own], children: CROWD.size });
  });
}

test.use({ prepare: { run: prepare } });

interface Explained {
  readonly place: number;
  readonly total: number;
  readonly ahead: number;
  readonly application: string;
  readonly appliedAt: string;
}

/** `dd.mm.yyyy` of so many days ago in Almaty, and that day at nine there as ISO 8601. */
function pastMorning(daysAgo: number): { readonly typed: string; readonly iso: string } {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Almaty' }).format(
    new Date(Date.now() - daysAgo * 86_400_000),
  );
  return { typed: day.split('-').toReversed().join(''), iso: `${day}T09:00:00+05:00` };
}

test('a queue and a child chosen by keys; the explanation is the one of the command line, now and at a past moment', async ({
  page,
  t,
  desk,
}) => {
  const [first] = queue;
  if (first === undefined) throw new Error('no queue');
  await takeDesk(page, t, 'clerk');
  await chooseQueue(page, t, first);
  const rows = gridRows(page, t('queue:order.title'));
  const chosen = rows.and(page.locator('[aria-selected="true"]'));
  // Who has waited longest waited a month ago too.
  const oldest = queue.reduce((one, other) => (one.submittedAt <= other.submittedAt ? one : other));
  await page.keyboard.press('End');
  await expect(chosen).toHaveAttribute('aria-rowindex', String((await rows.count()) + 1));
  await page.keyboard.press('Home');
  const index = Number(await rows.filter({ hasText: oldest.number }).getAttribute('aria-rowindex'));
  for (let at = 2; at < index; at += 1) await page.keyboard.press('KeyJ');
  await expect(chosen).toContainText(oldest.number);
  const pane = explanation(page, t);
  const { number } = oldest;
  await expect(pane.getByRole('link', { name: number })).toBeVisible();
  const shown = async () => ({
    place: Number((await chosen.getByRole('gridcell').first().textContent()) ?? ''),
    total: await rows.count(),
    appliedAt: (await chosen.getByRole('gridcell').last().textContent()) ?? '',
    text: (await pane.textContent()) ?? '',
  });
  const now = await shown();
  // A month ago the same child, in the order of that morning.
  const then = pastMorning(30);
  await page.keyboard.press('KeyT');
  const dialog = page.getByRole('dialog', { name: t('queue:moment.title') });
  await expect(dialog.getByLabel(t('queue:moment.day'))).toBeFocused();
  await page.keyboard.type(then.typed);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(t('queue:order.pastOff'))).toBeVisible();
  await expect(pane.getByRole('link', { name: number })).toBeVisible();
  await expect(page.getByRole('grid', { name: t('queue:order.title') })).toHaveAttribute(
    'aria-busy',
    'false',
  );
  const past = await shown();
  await page.keyboard.press('Escape');
  await expect(page.getByText(t('queue:order.pastOff'))).toHaveCount(0);

  const { program } = desk;
  if (program === null) return;
  await program.stop();
  for (const [at, seen] of [
    [[], now],
    [['--at', then.iso], past],
  ] as const) {
    const told = await kezek<Explained>(program.dataFolder, 'queue', 'explain', number, ...at);
    expect(told).toMatchObject({ application: number, place: seen.place, total: seen.total });
    expect(told.appliedAt).toContain(seen.appliedAt);
    const said = await run(['main/host-cli/kezek.ts', 'queue', 'explain', number, ...at, '--lang', 'en'], {
      KEZEK_DATA: program.dataFolder,
    });
    const [, , , summary = ''] = said.split('\n');
    expect(seen.text.replaceAll(/\s+/g, ' ')).toContain(summary.trim());
  }
  await program.startAgain();
});

test('the print for the parent names the child and nobody else', async ({ page, t }) => {
  await takeDesk(page, t, 'clerk');
  const child = the(queue.at(-1), 'child');
  await openPlace(page, t, child);
  const { content, name } = await saved(page, 'KeyP');
  expect(name).toContain(child.number);
  const text = await textOf(content);
  expect(text).toContain(child.number);
  expect(text).toContain(child.surname);
  const words = new Set(text.split(/[^\p{L}\p{N}-]+/u));
  const numbers = text.match(/\b\d{4}-\d{6,7}\b/g) ?? [];
  expect([...new Set(numbers)]).toEqual([child.number]);
  expect(names.filter((surname) => surname !== child.surname && words.has(surname))).toEqual([]);
  expect(text.match(/\b\d{12}\b/g) ?? []).not.toContainEqual(expect.not.stringMatching(child.iin));
});

test('a batch that is stopped keeps what was signed, and the next plan gives the rest', async ({
  page,
  t,
  desk,
}) => {
  const password = await readPassword(page, t);
  await takeDesk(page, t, 'clerk');
  await chooseQueue(page, t, CROWD);
  await page.keyboard.press('Control+Enter');
  const pane = batchPane(page, t);
  const sign = pane.getByRole('button', {
    name: new RegExp(t('decide:sign.actMany', { count: 77 }).replace('77', '\\d+')),
  });
  await expect(sign).toBeEnabled();
  await pane.getByRole('radio', { name: '200', exact: true }).click();
  const planned = async () => Number(/\d+/.exec((await sign.textContent()) ?? '')?.[0] ?? 0);
  await expect.poll(planned).toBeGreaterThanOrEqual(CROWD.size);
  await expect(sign).toBeEnabled();
  const before = await planned();
  // As quick as nobody's hand: once the first signatures stand.
  await page.evaluate((stop) => {
    const watch = new MutationObserver(() => {
      const done = Number(document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow') ?? 0);
      const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.includes(stop));
      if (done < 1 || button === undefined) return;
      watch.disconnect();
      button.click();
    });
    watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  }, t('queue:batch.stop'));
  await signPlan(page, t, password);
  await expect(pane.getByText(t('queue:batch.stopped'), { exact: true })).toBeVisible();
  await expect(pane.getByRole('button', { name: t('queue:batch.continue') })).toBeEnabled();
  const told = Number(await pane.getByRole('progressbar').getAttribute('aria-valuenow'));
  expect(told).toBeGreaterThan(0);
  await pane.getByRole('button', { name: t('queue:batch.again') }).click();
  await expect(sign).toBeEnabled();
  const rest = await planned();

  const { program } = desk;
  if (program === null) return;
  await program.stop();
  const after = await inFolder(program.dataFolder, offersInForce);
  // Every offer that was signed is in force, none was planned anew, and the screen told of each: of the group under way, too.
  const signed = before - rest;
  expect(after).toEqual({ offers: offers.offers + signed, held: offers.held + signed });
  expect(signed).toBe(told);
  expect(signed).toBeLessThan(before);
  expect(await kezek(program.dataFolder, 'verify')).toMatchObject({ ok: true });
  await program.startAgain();
});
