import type { DeskState } from '../../preload/contract/session.ts';
import type { Desk } from '../context.ts';
import { showSession } from './holder.ts';

/** What the desk is and who sits at it. No call needs less than this, so it is answered to anyone who may connect. */
export async function deskState(desk: Desk): Promise<DeskState> {
  const { installation } = await desk.reference.get();
  return {
    productVersion: desk.productVersion,
    now: desk.clock.now(),
    database: { kind: desk.db.kind, name: desk.databaseName },
    testCa: installation.test_ca_enabled,
    demo: installation.kind === 'demo' ? await desk.demo() : null,
    host: desk.hostKind,
    session: desk.session.current === null ? null : showSession(desk.session.current),
  };
}
