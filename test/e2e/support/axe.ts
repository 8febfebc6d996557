/** Accessibility of what is on the page now, by axe: WCAG 2.2 A and AA, and its best practices. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';

/** Violations in words, one per element; empty when axe finds nothing. All its rules unless some are named. */
export async function axeFaults(page: Page, rules: readonly string[] = []): Promise<string[]> {
  // What is fading in has the colours of neither state.
  await page.waitForFunction(
    () => document.getAnimations().every((a) => a.playState !== 'running'),
    undefined,
    {
      timeout: 15_000,
    },
  );
  // There are no frames of other origins; without them axe needs no second page to put its findings together.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  if (rules.length > 0) builder.withRules([...rules]);
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      (node) =>
        `${id} (${help}): ${node.target.join(' ')} — ${node.failureSummary?.split('\n').slice(1).join(' ').trim()}`,
    ),
  );
}
