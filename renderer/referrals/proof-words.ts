/** What a proof lacks, in words; an unknown code as it is, never hidden. */
import type { T } from '../i18n.ts';
import kk from '../locales/kk/referrals.json' with { type: 'json' };

type Fault = keyof (typeof kk)['proof']['fault'];

export function faultText(t: T, code: string): string {
  return Object.hasOwn(kk.proof.fault, code) ? t(`referrals:proof.fault.${code as Fault}`) : code;
}

type Job = keyof (typeof kk)['jobs']['name'];

/** A job by its name; an unknown one by its code. */
export function jobText(t: T, code: string): string {
  const bare = code.replace(/^job:/, '');
  return Object.hasOwn(kk.jobs.name, bare) ? t(`referrals:jobs.name.${bare as Job}`) : bare;
}
