/** Screens of the counter: each of its five steps with a family in it, and throwing it away. */
import { expect } from 'playwright/test';
import type { WalkInStep } from '../../../domain/walk-in.ts';
import { goTo } from './officers.ts';
import { type At, pressEscape, type Screen } from './screens.ts';
import { stepOf, typedFamily, typePeople, typeWish } from './walk-in.ts';

/** Types a family where nobody has; what was typed stays from one screen to the next. */
async function withFamily({ page, t }: At): Promise<void> {
  await goTo(page, 'KeyW');
  await expect(page.getByRole('list', { name: t('walkIn:steps') })).toBeVisible();
  await page.keyboard.press('Alt+Digit1');
  const iin = stepOf(page, t, 'contacts').getByLabel(t('walkIn:field.applicantIin'), { exact: true });
  await expect(iin).toBeVisible();
  if ((await iin.inputValue()) !== '') return;
  const family = typedFamily();
  await typePeople(page, t, family);
  await typeWish(page, t, family);
}

const step = (name: string, at: WalkInStep, digit: number): Screen => ({
  name,
  as: 'clerk',
  open: async (here) => {
    await withFamily(here);
    await here.page.keyboard.press(`Alt+Digit${digit}`);
    await expect(stepOf(here.page, here.t, at)).toBeVisible();
  },
});

export const WALK_IN: readonly Screen[] = [
  step('walk-in', 'contacts', 1),
  step('walk-in-child', 'child', 2),
  step('walk-in-papers', 'benefit', 3),
  step('walk-in-wish', 'wish', 4),
  step('walk-in-sign', 'sign', 5),
  {
    name: 'walk-in-discard',
    as: 'clerk',
    open: async (at) => {
      await withFamily(at);
      await at.page.getByRole('button', { name: at.t('walkIn:discard.act') }).click();
      await expect(at.page.getByRole('dialog', { name: at.t('walkIn:discard.title') })).toBeVisible();
    },
    close: pressEscape,
  },
];
