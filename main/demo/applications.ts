/** What the officers of a demo world see of an application before they act on it. */
import type { Desk } from '../context.ts';

/** The version an act is to expect. */
export async function versionOf(desk: Desk, applicationId: string): Promise<number> {
  const { version } = await desk.db.read('system', (tx) =>
    tx.selectFrom('application').select('version').where('id', '=', applicationId).executeTakeFirstOrThrow(),
  );
  return version;
}
