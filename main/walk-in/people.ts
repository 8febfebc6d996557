/** Who the people at the counter are, by the registry and by this desk's own records. */
import { walkInPerson } from '../../db/queries/walk-in.ts';
import { isIin } from '../../domain/iin.ts';
import type { WalkInPersonView } from '../../preload/contract/walk-in.ts';
import { writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { refused } from '../errors.ts';
import { districtOf, personView } from './draw.ts';

/** Asks the registry, outside of any transaction; the history tells that it was asked, not about whom. */
export async function lookUp(
  ctx: OfficerContext,
  input: { readonly iin: string },
): Promise<WalkInPersonView> {
  const { desk, scope } = ctx;
  if (!isIin(input.iin)) throw refused({ code: 'LINK_IIN', field: 'iin' });
  const registry = await desk.registry.for(ctx);
  const { answer, person } = await registry.person(input.iin);
  const known = await desk.db.read(scope, (tx) => walkInPerson(tx, input.iin));
  await told(ctx, answer, registry.source);
  return { iin: input.iin, answer, source: registry.source, person, known: personView(known) };
}

/** Whether the registry knows the applicant as the child's parent: shown to the clerk, decided by nobody here. */
export async function kinship(
  ctx: OfficerContext,
  input: { readonly parentIin: string; readonly childIin: string },
) {
  if (!isIin(input.parentIin) || !isIin(input.childIin)) throw refused({ code: 'LINK_IIN', field: 'iin' });
  const registry = await ctx.desk.registry.for(ctx);
  const { answer, role } = await registry.kinship(input.parentIin, input.childIin);
  await told(ctx, answer, registry.source);
  return { answer, role };
}

async function told(ctx: OfficerContext, answer: string, source: string): Promise<void> {
  const district = districtOf(ctx, await ctx.desk.reference.get());
  await ctx.desk.db.write(ctx.scope, (tx) =>
    writeHistory(ctx, tx, {
      chain: district.id,
      event: 'registry_asked',
      detail: { answer, source, counter: true },
    }),
  );
}
