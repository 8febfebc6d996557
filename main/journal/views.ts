import { sqlFailure } from '../../db/errors.ts';
import { putView, removeView, viewsOf } from '../../db/queries/desk.ts';
import { type SavedView, savedView } from '../../preload/contract/journal.ts';
import type { OfficerContext } from '../context.ts';
import { refused } from '../errors.ts';

const SCREEN = 'journal';
const stateOf = savedView.pick({ filter: true, sort: true, columns: true });

/** The officer's saved views. One that an older program wrote and this one cannot read is left out, not guessed at. */
export async function views(ctx: OfficerContext): Promise<SavedView[]> {
  const rows = await ctx.desk.db.read(ctx.scope, (tx) => viewsOf(tx, ctx.officer.iin, SCREEN));
  return rows.flatMap((row) => {
    const state = stateOf.safeParse(row.state);
    return state.success ? [{ id: row.id, name: row.name, ...state.data }] : [];
  });
}

/** Saves a view; REFUSED VIEW_NAME_TAKEN when another has its name. */
export async function saveView(ctx: OfficerContext, view: SavedView): Promise<SavedView[]> {
  const { id, name, ...state } = view;
  try {
    await ctx.desk.db.write(ctx.scope, (tx) =>
      putView(tx, { id, staffIin: ctx.officer.iin, screen: SCREEN, name, state }),
    );
  } catch (error) {
    const constraint = sqlFailure(error)?.constraint;
    if (constraint === 'saved_view_name_unique' || constraint === 'saved_view_pkey') {
      throw refused({ code: 'VIEW_NAME_TAKEN' });
    }
    throw error;
  }
  return await views(ctx);
}

export async function deleteView(ctx: OfficerContext, input: { id: string }): Promise<SavedView[]> {
  await ctx.desk.db.write(ctx.scope, (tx) => removeView(tx, ctx.officer.iin, input.id));
  return await views(ctx);
}
