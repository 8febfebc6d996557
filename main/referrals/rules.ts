/** The rules an act stands under: profile in force or of the referral, its terms, reasons of the catalogue. */
import type { ReasonUse } from '../../domain/data/reasons.ts';
import { isInForce } from '../../domain/rule-profile.ts';
import type { Obstacle } from '../errors.ts';
import { refused } from '../errors.ts';
import type { ReasonRow, Reference, RuleProfileRow } from '../reference.ts';
import type { ActWorld } from './act.ts';
import { type TermRules, termsOf } from './terms.ts';

/** A profile with the calendar its terms are counted by. */
export interface Rules {
  readonly profile: RuleProfileRow;
  readonly rules: TermRules;
}

/** The profile in force in a district. Throws REFUSED RULES_MISSING. */
export function profileInForce(world: Pick<ActWorld, 'reference' | 'on'>, districtId: number): Rules {
  const regionId = world.reference.districts.get(districtId)?.region_id ?? null;
  const profile = world.reference.profile(regionId, world.on);
  if (profile === null) throw refused({ code: 'RULES_MISSING' });
  return { profile, rules: { profile: termsOf(profile), calendar: world.reference.calendar(regionId) } };
}

/** The profile a referral was begun under: its terms go on by it. Throws REFUSED RULES_MISSING. */
export function profileOfReferral(
  reference: Reference,
  referral: { readonly rule_profile_id: number; readonly district_id: number },
): Rules {
  const profile = reference.profileById(referral.rule_profile_id);
  if (profile === null) throw refused({ code: 'RULES_MISSING' });
  const regionId = reference.districts.get(referral.district_id)?.region_id ?? null;
  return { profile, rules: { profile: termsOf(profile), calendar: reference.calendar(regionId) } };
}

/** A reason of the catalogue in force today and for one of these uses; else null. */
export function reasonFor(
  world: Pick<ActWorld, 'reference' | 'on'>,
  code: string,
  uses: readonly ReasonUse[],
): ReasonRow | null {
  const reason = world.reference.reason(code);
  if (reason === null || !isInForce({ validFrom: reason.valid_from, validTo: reason.valid_to }, world.on)) {
    return null;
  }
  return (uses as readonly string[]).includes(reason.used_for) ? reason : null;
}

/** An obstacle where a condition does not hold. */
export function unless(fine: boolean, code: string, count?: number): Obstacle[] {
  return fine ? [] : [count === undefined ? { code } : { code, count }];
}
