/** What the officers of a demo world see of an application before they act on it. */
import { makeIin, type Sex } from '../../domain/iin.ts';
import type { Desk } from '../context.ts';

/** The version an act is to expect. */
export async function versionOf(desk: Desk, applicationId: string): Promise<number> {
  const { version } = await desk.db.read('system', (tx) =>
    tx.selectFrom('application').select('version').where('id', '=', applicationId).executeTakeFirstOrThrow(),
  );
  return version;
}

/** An IIN of that birth that nobody of the demo world has; `from`: where its serials begin. */
export async function freeIin(
  desk: Desk,
  who: { readonly born: string; readonly sex: Sex },
  from: number,
): Promise<string> {
  for (let serial = from; serial < 10_000; serial++) {
    const iin = makeIin(who.born, who.sex, serial);
    if (iin === null) continue;
    const known = await desk.db.read('system', (tx) =>
      tx.selectFrom('person').select('id').where('iin', '=', iin).executeTakeFirst(),
    );
    if (known === undefined) return iin;
  }
  throw new Error('DEMO_NO_IIN');
}
