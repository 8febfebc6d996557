/** What the program keeps for each officer: settings and saved views. */
import type { WriteTransaction } from '../transaction.ts';
import type { Reader } from './reader.ts';

export async function settingsOf(tx: Reader, staffIin: string) {
  return await tx
    .selectFrom('staff_setting')
    .select(['key', 'value'])
    .where('staff_iin', '=', staffIin)
    .execute();
}

export async function putSetting(
  tx: WriteTransaction,
  staffIin: string,
  key: string,
  value: unknown,
): Promise<void> {
  const json = JSON.stringify(value ?? null);
  await tx
    .insertInto('staff_setting')
    .values({ staff_iin: staffIin, key, value: json })
    .onConflict((conflict) => conflict.columns(['staff_iin', 'key']).doUpdateSet({ value: json }))
    .execute();
}

export async function viewsOf(tx: Reader, staffIin: string, screen: string) {
  return await tx
    .selectFrom('saved_view')
    .select(['id', 'name', 'position', 'state'])
    .where('staff_iin', '=', staffIin)
    .where('screen', '=', screen)
    .orderBy('position')
    .orderBy('name')
    .execute();
}

/** Saves a view under its id; a new one goes last. A view of another officer under that id is not touched. */
export async function putView(
  tx: WriteTransaction,
  view: {
    readonly id: string;
    readonly staffIin: string;
    readonly screen: string;
    readonly name: string;
    readonly state: unknown;
  },
): Promise<void> {
  const state = JSON.stringify(view.state);
  const updated = await tx
    .updateTable('saved_view')
    .set({ name: view.name, state })
    .where('id', '=', view.id)
    .where('staff_iin', '=', view.staffIin)
    .executeTakeFirst();
  if (updated.numUpdatedRows > 0n) return;
  const { last } = await tx
    .selectFrom('saved_view')
    .select((eb) => eb.fn.max('position').as('last'))
    .where('staff_iin', '=', view.staffIin)
    .where('screen', '=', view.screen)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('saved_view')
    .values({
      id: view.id,
      staff_iin: view.staffIin,
      screen: view.screen,
      name: view.name,
      position: (last ?? 0) + 1,
      state,
    })
    .execute();
}

export async function removeView(tx: WriteTransaction, staffIin: string, id: string): Promise<void> {
  await tx.deleteFrom('saved_view').where('id', '=', id).where('staff_iin', '=', staffIin).execute();
}
