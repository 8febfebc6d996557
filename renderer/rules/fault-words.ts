/** What is wrong with a field of a rule profile, in words; an unknown code says what every refusal says. */
import type { T } from '../i18n.ts';
import kk from '../locales/kk/rules.json' with { type: 'json' };
import { obstacleText } from '../ui/errors.ts';

type Fault = keyof (typeof kk)['fault'];

export function profileFaultText(t: T, code: string): string {
  return Object.hasOwn(kk.fault, code) ? t(`rules:fault.${code as Fault}`) : obstacleText(t, { code });
}
