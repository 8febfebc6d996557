/** A family at the counter, typed as a clerk types it. */
import { expect, type Locator, type Page } from 'playwright/test';
import { makeIin } from '../../../domain/iin.ts';
import type { WalkInStep } from '../../../domain/walk-in.ts';
import { tinyPdf } from '../../fakes/packages.ts';
import type { Words } from './words.ts';

export interface TypedFamily {
  readonly applicant: { readonly iin: string; readonly surname: string; readonly givenName: string };
  readonly child: { readonly iin: string; readonly surname: string; readonly givenName: string };
  readonly address: string;
}

let serial = 400;

/** A checksum-valid IIN that no other family of this process has. */
export function counterIin(birthDate: string, sex: 'male' | 'female'): string {
  for (;;) {
    serial += 3;
    const iin = makeIin(birthDate, sex, serial);
    if (iin !== null) return iin;
  }
}

/** A family of today: a child of three years. */
export function typedFamily(applicantIin = counterIin('1991-04-07', 'female')): TypedFamily {
  return {
    applicant: { iin: applicantIin, surname: 'Қабылдауова', givenName: 'Айгүл' },
    child: {
      iin: counterIin(`${new Date().getUTCFullYear() - 3}-03-09`, 'male'),
      surname: 'Қабылдауов',
      givenName: 'Ержан',
    },
    address: 'Достық көшесі, 5-үй, 12-пәтер',
  };
}

/** The part of the screen that is the step in hand. */
export function stepOf(page: Page, t: Words, step: WalkInStep): Locator {
  return page.getByRole('group', { name: t(`walkIn:step.${step}`) });
}

/** Goes by Tab alone until it has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('not reached by Tab');
}

async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Chooses in a group of radio buttons by its own keys: Tab leads to the group, arrows in it. */
async function choose(page: Page, group: Locator, name: string): Promise<void> {
  const wanted = group.getByRole('radio', { name, exact: true });
  await tabTo(page, group.locator('[role="radio"][tabindex="0"]'));
  await page.keyboard.press('Space');
  for (let presses = 0; presses < 6; presses += 1) {
    if ((await wanted.getAttribute('aria-checked')) === 'true') return;
    await page.keyboard.press('ArrowRight');
  }
  throw new Error(`not chosen: ${name}`);
}

async function onwards(page: Page, t: Words, to: WalkInStep): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await expect(stepOf(page, t, to)).toBeVisible();
}

/** Steps 1 and 2. */
export async function typePeople(page: Page, t: Words, family: TypedFamily): Promise<void> {
  const contacts = stepOf(page, t, 'contacts');
  await typeInto(
    page,
    contacts.getByLabel(t('walkIn:field.applicantIin'), { exact: true }),
    family.applicant.iin,
  );
  await choose(
    page,
    contacts.getByRole('radiogroup', { name: t('walkIn:field.relation') }),
    t('walkIn:relation.mother'),
  );
  await typeInto(
    page,
    contacts.getByLabel(t('walkIn:field.surname'), { exact: true }),
    family.applicant.surname,
  );
  await typeInto(
    page,
    contacts.getByLabel(t('walkIn:field.givenName'), { exact: true }),
    family.applicant.givenName,
  );
  await typeInto(page, contacts.getByLabel(t('walkIn:field.phone'), { exact: true }), '8 701 555 44 33');
  await tabTo(page, contacts.getByLabel(t('walkIn:field.phoneProved'), { exact: true }));
  await page.keyboard.press('Space');
  await onwards(page, t, 'child');
  const child = stepOf(page, t, 'child');
  await typeInto(page, child.getByLabel(t('walkIn:field.childIin'), { exact: true }), family.child.iin);
  await typeInto(page, child.getByLabel(t('walkIn:field.surname'), { exact: true }), family.child.surname);
  await typeInto(
    page,
    child.getByLabel(t('walkIn:field.givenName'), { exact: true }),
    family.child.givenName,
  );
  await typeInto(page, child.getByLabel(t('walkIn:field.permanentAddress'), { exact: true }), family.address);
  await onwards(page, t, 'benefit');
}

/** Steps 3 and 4, with a scan chosen in the system's own dialog. */
export async function typeWish(page: Page, t: Words, family: TypedFamily): Promise<void> {
  const benefit = stepOf(page, t, 'benefit');
  await choose(
    page,
    benefit.getByRole('radiogroup', { name: t('walkIn:field.queueKind') }),
    t('walkIn:queue.general'),
  );
  await addScanFile(page, benefit.getByRole('button', { name: /:/ }).first(), `туу ${family.child.iin}.pdf`);
  await expect(benefit.getByText(`туу ${family.child.iin}.pdf`)).toBeVisible();
  await onwards(page, t, 'wish');
  const wish = stepOf(page, t, 'wish');
  await tabTo(page, wish.getByRole('combobox', { name: t('walkIn:field.kindergartens') }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(wish.getByRole('listitem')).toHaveCount(1);
  for (const [field, value] of [
    ['language', 'language.kk'],
    ['notificationLanguage', 'language.kk'],
    ['notificationType', 'channel.sms'],
  ] as const) {
    await choose(
      page,
      wish.getByRole('radiogroup', { name: t(`walkIn:field.${field}`) }),
      t(`walkIn:${value}`),
    );
  }
  await tabTo(page, wish.getByLabel(t('walkIn:consent.data_processing')));
  await page.keyboard.press('Space');
  await onwards(page, t, 'sign');
}

/** Presses a button that opens the system's dialog, and chooses a small PDF in it. */
export async function addScanFile(page: Page, button: Locator, name: string): Promise<void> {
  const dialog = page.waitForEvent('filechooser');
  await tabTo(page, button);
  await page.keyboard.press('Enter');
  await (await dialog).setFiles({ name, mimeType: 'application/pdf', buffer: tinyPdf(name) });
}
