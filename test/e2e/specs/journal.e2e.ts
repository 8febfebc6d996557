/** The log: filters, search in any alphabet, order, columns, views, acts on many, paging, CSV. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/fixtures.ts';
import {
  clearFilters,
  demoClerk,
  expectTotal,
  filterBy,
  grid,
  inDistrict,
  rowOf,
  rows,
  searchBox,
  sortByNumber,
  total,
} from '../support/journal.ts';
import type { WorldApplication } from '../support/make-world.ts';
import { goTo, rail, signIn } from '../support/officers.ts';
import { untilAnswered } from '../support/wire.ts';

test.beforeEach(async ({ page, t }) => {
  await signIn(page, t, 'clerk');
  await goTo(page, 'KeyJ');
  await clearFilters(page, t);
});

test('shows the applications of the district and of no other', async ({ page, world, t }) => {
  const mine = inDistrict(world, demoClerk(world).districtId);
  expect(mine.length).toBeGreaterThan(20);
  await expectTotal(page, mine.length);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('nav.journal'));
  const foreign = world.applications.find((one) => one.districtId !== demoClerk(world).districtId);
  await searchBox(page, t).fill(foreign?.number ?? '');
  await expect(page.getByText(t('journal:empty.search', { text: foreign?.number ?? '' }))).toBeVisible();
});

test('each filter shows just the applications it names, and taking it off brings the rest back', async ({
  page,
  world,
  t,
}) => {
  const all = inDistrict(world, demoClerk(world).districtId);
  const cases: readonly (readonly [string, string, (one: WorldApplication) => boolean])[] = [
    ['status', t('status.queued'), (one) => one.status === 'queued'],
    ['channel', t('channel.egov'), (one) => one.channel === 'egov'],
    ['benefit', t('journal:filter.benefit.with'), (one) => one.category !== null],
    ['claimed', t('journal:filter.claimed.mine'), (one) => one.claimedBy === demoClerk(world).iin],
  ];
  for (const [name, option, keeps] of cases) {
    await filterBy(page, t, name, option);
    await expectTotal(page, all.filter(keeps).length);
    await clearFilters(page, t);
    await expectTotal(page, all.length);
  }
});

test('two filters narrow together; the lights filter with one click and count what they show', async ({
  page,
  world,
  t,
}) => {
  const all = inDistrict(world, demoClerk(world).districtId);
  await filterBy(page, t, 'benefit', t('journal:filter.benefit.with'));
  await filterBy(page, t, 'status', t('status.queued'));
  await expectTotal(page, all.filter((one) => one.category !== null && one.status === 'queued').length);
  await clearFilters(page, t);
  const lights = page.getByRole('group', { name: t('journal:lights.label') }).getByRole('button');
  await expect(lights).toHaveCount(5);
  const counts = async (): Promise<number[]> => {
    const labels = await lights.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    return labels.map((label) => Number(/\d+$/.exec(label)?.[0] ?? 0));
  };
  const sum = async (): Promise<number> => (await counts()).reduce((total, one) => total + one, 0);
  await expect.poll(sum, { message: 'every application has one light' }).toBe(all.length);
  for (const [index, count] of (await counts()).entries()) {
    if (count === 0) continue;
    await lights.nth(index).click();
    await expect(lights.nth(index)).toHaveAttribute('aria-pressed', 'true');
    await expectTotal(page, count);
    await lights.nth(index).click();
    await expectTotal(page, all.length);
  }
});

test('search finds by IIN, number, phone and name in any alphabet', async ({ page, world, t }) => {
  const all = inDistrict(world, demoClerk(world).districtId);
  const pick = (fits: (one: WorldApplication) => boolean): WorldApplication => {
    const found = all.find(fits);
    if (found === undefined) throw new Error('the world has no such application');
    return found;
  };
  const kazakh = pick((one) => /[ӘәҒғҚқҢңӨөҰұҮүҺһ]/.test(one.child.surname));
  const simple = pick((one) => /^[абдекилмнорстӘә]+(ов|ова|ин|ина)$/i.test(one.child.surname));
  const any = all.at(-1) ?? kazakh;
  const cases: readonly (readonly [string, string, WorldApplication])[] = [
    ['IIN', any.child.iin, any],
    ['number', any.number, any],
    ['phone', any.phone, any],
    [
      'phone as people write it',
      any.phone.replace(/^\+7(\d{3})(\d{3})(\d\d)(\d\d)$/, '8 ($1) $2-$3-$4'),
      any,
    ],
    ['Kazakh letters', `${kazakh.child.surname} ${kazakh.child.givenName}`, kazakh],
    ['Russian letters for Kazakh ones', russified(kazakh.child.surname), kazakh],
    ['Latin letters', latin(simple.child.surname), simple],
  ];
  for (const [what, text, wanted] of cases) {
    await searchBox(page, t).fill(text);
    // The surname must narrow: a search that returns everything finds everything. Asked again until the answer is there.
    await expect.poll(() => total(page), { message: what }).toBeLessThan(all.length / 2);
    await expect(rowOf(page, wanted.number), `${what}: ${text}`).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expectTotal(page, all.length);
});

test('order: by number both ways, by name, by date', async ({ page, world, t }) => {
  const numbers = inDistrict(world, demoClerk(world).districtId)
    .map((one) => one.number)
    .sort();
  const header = (name: string) => page.getByRole('columnheader', { name: t(`journal:columns.${name}`) });
  await sortByNumber(page, t);
  await expect(rows(page).first()).toContainText(numbers[0] ?? '');
  await header('number').getByRole('button').click();
  await expect(header('number')).toHaveAttribute('aria-sort', 'descending');
  await expect(rows(page).first()).toContainText(numbers.at(-1) ?? '');
  await header('child').getByRole('button').click();
  await expect(header('child')).toHaveAttribute('aria-sort', 'ascending');
  await expect(grid(page)).toHaveAttribute('aria-busy', 'false');
  const names = await rows(page).locator('a').allTextContents();
  expect(names.slice(0, 12)).toEqual([...names.slice(0, 12)].sort(new Intl.Collator('kk').compare));
});

test('every row is reached: End, down the pages, to the last', async ({ page, world, t }) => {
  const all = inDistrict(world, demoClerk(world).districtId);
  await sortByNumber(page, t);
  await expect(grid(page)).toHaveAttribute('aria-busy', 'false');
  const last =
    all
      .map((one) => one.number)
      .sort()
      .at(-1) ?? '';
  await grid(page).focus();
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(rowOf(page, last)).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(rows(page).last()).toHaveAttribute('aria-rowindex', String(all.length + 1));
});

test('columns: hidden, moved and widened ones are as they were after a restart', async ({
  page,
  desk,
  t,
}) => {
  test.skip(desk.program === null, 'restarts the web host');
  await page.getByRole('button', { name: t('journal:columns.button') }).click();
  const menu = page.getByRole('dialog', { name: t('journal:columns.title') });
  await menu.getByRole('checkbox', { name: t('journal:columns.channel') }).click();
  await expect(menu.getByRole('checkbox', { name: t('journal:columns.channel') })).toBeChecked();
  await menu.getByRole('checkbox', { name: t('journal:columns.age') }).click();
  await expect(menu.getByRole('checkbox', { name: t('journal:columns.age') })).not.toBeChecked();
  await menu.getByRole('checkbox', { name: t('journal:columns.status') }).press('Alt+ArrowUp');
  await page.keyboard.press('Escape');
  const resizer = page.getByRole('separator', {
    name: t('journal:columns.resize', { name: t('journal:columns.number') }),
  });
  const before = Number(await resizer.getAttribute('aria-valuenow'));
  await resizer.focus();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowRight');
  await expect(resizer).toHaveAttribute('aria-valuenow', String(before + 24));
  const order = await page.getByRole('columnheader').allTextContents();
  expect(order.join()).toContain(t('journal:columns.channel'));
  await untilAnswered(page, '/desk/saveSetting', `"number","visible":true,"width":${before + 24}}`);
  await desk.program?.stop();
  await desk.program?.startAgain();
  const again = await desk.open();
  await signIn(again, t, 'clerk');
  await goTo(again, 'KeyJ');
  await expect(again.getByRole('columnheader')).toHaveCount(order.length);
  expect(await again.getByRole('columnheader').allTextContents()).toEqual(order);
  await expect(
    again.getByRole('separator', {
      name: t('journal:columns.resize', { name: t('journal:columns.number') }),
    }),
  ).toHaveAttribute('aria-valuenow', String(before + 24));
  await again.getByRole('button', { name: t('journal:columns.button') }).click();
  await again.getByRole('button', { name: t('journal:columns.reset') }).click();
  await untilAnswered(again, '/desk/saveSetting', `"number","visible":true,"width":${before}}`);
});

test('a view is saved under a name, opens by it, and is deleted without touching applications', async ({
  page,
  world,
  t,
}) => {
  const all = inDistrict(world, demoClerk(world).districtId);
  const queued = all.filter((one) => one.status === 'queued').length;
  await filterBy(page, t, 'status', t('status.queued'));
  await page.getByRole('button', { name: t('journal:views.save') }).click();
  const dialog = page.getByRole('dialog', { name: t('journal:views.saveTitle') });
  await dialog.getByRole('textbox', { name: t('journal:views.name') }).fill('Кезекте тұрғандар');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await clearFilters(page, t);
  await expectTotal(page, all.length);
  await grid(page).focus();
  await page.keyboard.press('Alt+Digit7');
  await expectTotal(page, queued);
  await page.getByRole('button', { name: t('journal:views.menu', { name: 'Кезекте тұрғандар' }) }).click();
  await page.getByRole('menuitem', { name: t('act.delete') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('act.delete') })
    .click();
  await expect(page.getByRole('tab', { name: 'Кезекте тұрғандар' })).toHaveCount(0);
  await clearFilters(page, t);
  await expectTotal(page, all.length);
});

test('several are claimed and released by the keyboard, with a result in every row', async ({ page, t }) => {
  await goTo(page, 'KeyU');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('nav.unclaimed'));
  const free = await total(page);
  expect(free).toBeGreaterThan(3);
  await page.keyboard.press('KeyJ');
  await page.keyboard.press('Shift+KeyJ');
  await page.keyboard.press('Shift+KeyJ');
  const bar = page.getByRole('toolbar', { name: t('journal:bulk.label') });
  await expect(bar).toContainText(t('journal:bulk.selected', { count: 3, number: '3' }));
  await page.keyboard.press('KeyC');
  await expect(rows(page).getByText(t('journal:result.claimed'))).toHaveCount(3);
  // What was done is no longer chosen; the rows still stand there, and are chosen again from where the cursor is.
  await expect(bar).toHaveCount(0);
  await page.keyboard.press('Shift+KeyK');
  await page.keyboard.press('Shift+KeyK');
  await expect(bar).toContainText(t('journal:bulk.selected', { count: 3, number: '3' }));
  await page.keyboard.press('KeyU');
  const dialog = page.getByRole('dialog', { name: t('journal:release.title') });
  await expect(dialog.getByRole('radio').first()).toBeFocused();
  await expect(dialog.getByRole('button', { name: t('journal:release.do') })).toBeDisabled();
  await page.keyboard.press('Space');
  await dialog.getByRole('button', { name: t('journal:release.do') }).click();
  await expect(rows(page).getByText(t('journal:result.released'))).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await expectTotal(page, free);
});

test('all in view: Ctrl+A takes what the filter shows, claims it, and the rail counts it', async ({
  page,
  t,
}) => {
  await goTo(page, 'KeyU');
  const free = await total(page);
  await page.keyboard.press('Control+KeyA');
  const bar = page.getByRole('toolbar', { name: t('journal:bulk.label') });
  await expect(bar).toContainText(t('journal:bulk.selected', { count: free, number: String(free) }));
  await page.keyboard.press('KeyC');
  await expect(rows(page).getByText(t('journal:result.claimed')).first()).toBeVisible();
  await expect(page.getByText(t('journal:bulk.working'))).toHaveCount(0, { timeout: 60_000 });
  await page.keyboard.press('Escape');
  await goTo(page, 'KeyM');
  await expect.poll(() => total(page)).toBeGreaterThanOrEqual(free);
  const mine = await total(page);
  await expect(rail(page, t).getByRole('link', { name: t('nav.my') })).toContainText(String(mine));
});

test('the list downloads as CSV with every matching row, in its order, and no cell starts a formula', async ({
  page,
  world,
  t,
}) => {
  await filterBy(page, t, 'status', t('status.queued'));
  await sortByNumber(page, t);
  const wanted = inDistrict(world, demoClerk(world).districtId)
    .filter((one) => one.status === 'queued')
    .sort((a, b) => (a.number < b.number ? -1 : 1));
  await expectTotal(page, wanted.length);
  const arrives = page.waitForEvent('download');
  await page.getByRole('button', { name: t('journal:download'), exact: true }).click();
  const download = await arrives;
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  const text = await readFile((await download.path()) ?? '', 'utf8');
  expect(text.startsWith('\uFEFF'), 'a mark that makes spreadsheets read UTF-8').toBe(true);
  const lines = text.slice(1).trimEnd().split('\r\n');
  expect(lines).toHaveLength(wanted.length + 1);
  for (const [index, one] of wanted.entries()) {
    const line = lines[index + 1] ?? '';
    expect(line).toContain(one.number);
    expect(line).toContain(one.child.iin);
    expect(line).toContain(one.child.surname);
  }
  const cells = lines.flatMap((line) => line.split(/[;,]/));
  expect(cells.filter((cell) => /^"?[=+@\t]/.test(cell) || /^"?-\D/.test(cell))).toEqual([]);
});

/** As someone types a Kazakh name on a Russian keyboard. */
function russified(text: string): string {
  const twins: Readonly<Record<string, string>> = {
    Ә: 'А',
    ә: 'а',
    Ғ: 'Г',
    ғ: 'г',
    Қ: 'К',
    қ: 'к',
    Ң: 'Н',
    ң: 'н',
    Ө: 'О',
    ө: 'о',
    Ұ: 'У',
    ұ: 'у',
    Ү: 'У',
    ү: 'у',
    Һ: 'Х',
    һ: 'х',
    І: 'И',
    і: 'и',
  };
  return [...text].map((letter) => twins[letter] ?? letter).join('');
}

/** Letters that every romanisation writes alike. */
function latin(text: string): string {
  const letters: Readonly<Record<string, string>> = {
    а: 'a',
    б: 'b',
    в: 'v',
    д: 'd',
    е: 'e',
    и: 'i',
    к: 'k',
    л: 'l',
    м: 'm',
    н: 'n',
    о: 'o',
    р: 'r',
    с: 's',
    т: 't',
    ә: 'a',
  };
  return [...text.toLowerCase()].map((letter) => letters[letter] ?? letter).join('');
}
