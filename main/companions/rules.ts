/** The rules of companions on what the database knows: one judgement for registering, approving and resuming. */
import { type CaseRow, casesOf, knownPerson, standingOf } from '../../db/queries/companions.ts';
import type { Reader } from '../../db/queries/reader.ts';
import {
  type CompanionIdentity,
  type CompanionObstacle,
  type CompanionRules,
  companionDifferences,
  companionObstacles,
  type Days,
} from '../../domain/companions.ts';
import type { Obstacle } from '../errors.ts';
import { refused } from '../errors.ts';
import type { Reference } from '../reference.ts';

/** A companion as it would be. */
export interface Asked extends CompanionIdentity {
  readonly iin: string;
  readonly birthDate: string;
  readonly phone: string;
  readonly relation: string;
  readonly days: Days;
}

export interface Judged {
  readonly row: CaseRow;
  readonly rules: CompanionRules;
  readonly obstacles: readonly CompanionObstacle[];
  /** Children this person is added to already, wherever. */
  readonly children: number;
}

/** The limits in force in a district on a day. Throws REFUSED RULES_MISSING. */
export function rulesOf(reference: Reference, districtId: number, on: string): CompanionRules {
  const regionId = reference.districts.get(districtId)?.region_id ?? null;
  const profile = reference.profile(regionId, on);
  if (profile === null) throw refused({ code: 'RULES_MISSING' });
  return {
    companionMaxPerChild: profile.companion_max_per_child,
    companionMaxChildren: profile.companion_max_children,
    companionMinAge: profile.companion_min_age,
  };
}

/**
 * What stands against a companion of each child, on `on`. `permitId`: of a permit that is there already, counted out.
 * A child that is not in the scope is not among the answers.
 */
export async function judge(
  tx: Reader,
  reference: Reference,
  asked: Asked,
  applicationIds: readonly string[],
  on: string,
  permitId: string | null = null,
): Promise<readonly Judged[]> {
  const from = asked.days.from >= on ? asked.days.from : on;
  const standing = await standingOf(tx, asked.iin, from, asked.days.to);
  const known = await knownPerson(tx, asked.iin);
  const cases = await casesOf(tx, asked.iin, applicationIds, permitId);
  // Of a permit that lives, the count of the companion's children has it in.
  const own = permitId === null ? 0 : 1;
  return cases.map((row, index) => {
    const rules = rulesOf(reference, row.district_id, on);
    const isApplicant = row.applicant_iin === asked.iin;
    const isSecond = row.second_iin === asked.iin;
    const record: CompanionIdentity = {
      surname: known?.surname ?? asked.surname,
      givenName: known?.given_name ?? asked.givenName,
      patronymic: known === undefined ? asked.patronymic : known.patronymic,
      ...(isApplicant ? { phone: row.phone, relation: row.applicant_relation } : {}),
      ...(isSecond && row.second_relation !== null ? { relation: row.second_relation } : {}),
    };
    return {
      row,
      rules,
      children: standing.children,
      obstacles: companionObstacles({
        on,
        rules,
        birthDate: asked.birthDate,
        days: asked.days,
        isApplicant,
        hasReferral: row.has_referral,
        isAdmitted: row.is_admitted,
        isThere: row.is_there,
        posts: standing.is_staff ? [{ from, to: asked.days.to }] : [],
        differs: companionDifferences(asked, record),
        liveOfChild: row.live_of_child,
        // Children ticked together come one after another.
        liveOfCompanion: standing.children - own + (permitId === null ? index : 0),
      }),
    };
  });
}

/** Obstacles as the screens are told: a number for a limit, a name for each field that differs. */
export function told(found: readonly CompanionObstacle[]): readonly Obstacle[] {
  return found.flatMap(({ code, limit, fields }): Obstacle[] =>
    fields.length > 0
      ? fields.map((field) => ({ code, field }))
      : [limit === null ? { code } : { code, count: limit }],
  );
}
