/** Acts on a parent's link: link, unlink, dispute, resolve, replace the applicant. */
import { sqlFailure } from '../../db/errors.ts';
import { type RoleHolder, roleHolder } from '../../db/queries/links.ts';
import { LINK_EVENTS, type LinkAct } from '../../domain/status.ts';
import type { OfficerContext } from '../context.ts';
import { ActError, actError, refused } from '../errors.ts';
import type { FamilyModule, LostAct } from '../family/module.ts';
import { readNewLink } from './new-link.ts';
import { readStep } from './step.ts';

export const linkModule: FamilyModule = {
  acts: LINK_EVENTS,
  read: (tx, world, ground) =>
    world.intent.act === 'link'
      ? readNewLink(tx, world, ground)
      : readStep(tx, world, ground, world.intent.act as Exclude<LinkAct, 'link'>),
  told,
};

const TAKEN: readonly string[] = [
  'parent_link_mother_once',
  'parent_link_father_once',
  'parent_link_role_free',
];

/**
 * Two clerks link at once: the second is told who has the role, since when, and by which department it was linked. A link that
 * was signed on another application of the child has changed this one by the machine, which has no name to tell.
 */
async function told(ctx: OfficerContext, lost: LostAct, error: unknown): Promise<unknown> {
  const { personIin, role } = lost.intent.details.link ?? {};
  if (lost.intent.act !== 'link' || role === undefined || personIin === undefined) return error;
  const guard = sqlFailure(error)?.constraint ?? '';
  if (guard === 'parent_link_person_once') return refused({ code: 'LINK_ALREADY' });
  const isNameless =
    error instanceof ActError && error.code === 'CHANGED' && (error.data as { by?: unknown }).by === null;
  if (!TAKEN.includes(guard) && !isNameless) return error;
  const holder = await ctx.desk.db.read(ctx.scope, (tx) =>
    // Of a nameless change the role's holder may be this very person: nobody is left out of the look.
    roleHolder(tx, lost.applicationId, role, isNameless ? '' : personIin),
  );
  if (holder === undefined) return error;
  return linkTaken(lost, role, holder);
}

function linkTaken({ reference }: LostAct, role: string, holder: RoleHolder): ActError {
  const district = reference.districts.get(holder.district_id);
  return actError('LINK_TAKEN', {
    role,
    at: holder.linked_at,
    department:
      district === undefined
        ? null
        : {
            kk: district.department_name_kk,
            ru: district.department_name_ru,
            en: district.department_name_en,
          },
  });
}
