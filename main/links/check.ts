/** Asks the registry, and keeps what it said: an act on a link rests on a kept answer, never on one of the screen. */
import { checkById, familyRule, insertCheck, personToLink } from '../../db/queries/links.ts';
import { isIin } from '../../domain/iin.ts';
import { type FamilyRule, isFresh } from '../../domain/link-rules.ts';
import type { KinshipCheck } from '../../preload/contract/links.ts';
import { writeHistory } from '../act.ts';
import { requireApplication } from '../applications/card.ts';
import type { OfficerContext } from '../context.ts';
import { actError, refused } from '../errors.ts';

type StoredCheck = NonNullable<Awaited<ReturnType<typeof checkById>>>;
type Known = Awaited<ReturnType<typeof personToLink>>;

/**
 * Asks who the person is and whether that is the child's parent. The network is asked outside of any transaction. Throws
 * REFUSED LINK_IIN, LINK_SELF, RULES_MISSING; NOT_FOUND out of scope.
 */
export async function check(
  ctx: OfficerContext,
  input: { applicationId: string; personIin: string },
): Promise<KinshipCheck> {
  const { desk, scope } = ctx;
  if (!isIin(input.personIin)) throw refused({ code: 'LINK_IIN', field: 'personIin' });
  const application = await desk.db.read(scope, (tx) => requireApplication(tx, input.applicationId));
  if (application.child_iin === input.personIin) throw refused({ code: 'LINK_SELF', field: 'personIin' });
  const registry = await desk.registry.for(ctx);
  const [kinship, person] = await Promise.all([
    registry.kinship(input.personIin, application.child_iin),
    registry.person(input.personIin),
  ]);
  const stored = await desk.db.write(scope, async (tx) => {
    const checkId = await insertCheck(tx, {
      application_id: application.id,
      child_iin: application.child_iin,
      parent_iin: input.personIin,
      answer: kinship.answer,
      role: kinship.role,
      source: registry.source,
      surname: person.person?.surname ?? null,
      given_name: person.person?.givenName ?? null,
      patronymic: person.person?.patronymic ?? null,
      birth_date: person.person?.birthDate ?? null,
      sex: person.person?.sex ?? null,
      checked_at: desk.clock.now(),
      checked_by: ctx.officer.iin,
    });
    await writeHistory(ctx, tx, {
      chain: application.district_id,
      event: 'registry_asked',
      applicationId: application.id,
      detail: { answer: kinship.answer, source: registry.source },
    });
    const rule = await familyRule(tx, application.district_id);
    if (rule === undefined) throw refused({ code: 'RULES_MISSING' });
    const row = await checkById(tx, checkId);
    if (row === undefined) throw actError('NOT_FOUND');
    return { row, rule, known: await personToLink(tx, application.id, input.personIin) };
  });
  return shownCheck(stored.row, stored.known, stored.rule, desk.clock.now());
}

/** A kept answer as screens show it: the person as this desk knows it, else as the registry named it. */
export function shownCheck(row: StoredCheck, known: Known, rule: FamilyRule, now: Date): KinshipCheck {
  const named = known ?? row;
  const { surname, given_name: givenName, birth_date: birthDate, sex } = named;
  return {
    id: row.id,
    personIin: row.parent_iin,
    person:
      surname === null || givenName === null || birthDate === null || sex === null
        ? null
        : { surname, givenName, patronymic: named.patronymic, birthDate, sex },
    answer: row.answer,
    role: row.role,
    source: row.source,
    checkedAt: row.checked_at,
    fresh: isFresh({ answer: row.answer, role: row.role, at: row.checked_at }, rule, now),
  };
}
