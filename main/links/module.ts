/** Acts on a parent's link: link, unlink, dispute, resolve, replace the applicant. */
import { sqlFailure } from '../../db/errors.ts';
import { roleHolder } from '../../db/queries/links.ts';
import { LINK_EVENTS, type LinkAct } from '../../domain/status.ts';
import { actError, refused } from '../errors.ts';
import type { FamilyGround, FamilyModule, FamilyWorld } from '../family/module.ts';
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

/** Two clerks link at once: the second is told who has the role, since when, and by which department it was linked. */
async function told(world: FamilyWorld, ground: FamilyGround, error: unknown): Promise<unknown> {
  const guard = sqlFailure(error)?.constraint ?? null;
  const { personIin, role } = world.intent.details.link ?? {};
  const isTaken = ['parent_link_mother_once', 'parent_link_father_once', 'parent_link_role_free'];
  if (guard === null || role === undefined || personIin === undefined) return error;
  if (guard === 'parent_link_person_once') return refused({ code: 'LINK_ALREADY' });
  if (!isTaken.includes(guard)) return error;
  const { ctx, reference } = world;
  const holder = await ctx.desk.db.read(ctx.scope, (tx) =>
    roleHolder(tx, ground.application.id, role, personIin),
  );
  const district = holder === undefined ? undefined : reference.districts.get(holder.district_id);
  return actError('LINK_TAKEN', {
    role,
    at: holder?.linked_at ?? null,
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
