import type { OfficerScope, OpenDatabase } from '../db/open.ts';
import type { Role } from '../domain/status.ts';
import type { DeskState } from '../preload/contract/session.ts';
import type { ReadingMemory } from './applications/reads.ts';
import type { AttendanceSettings } from './attendance/settings.ts';
import type { Clock } from './clock.ts';
import type { PreparedStore } from './decisions/prepared.ts';
import type { Signings } from './decisions/signings.ts';
import { actError } from './errors.ts';
import type { EventHub } from './events.ts';
import type { HostServices } from './host.ts';
import type { Opener } from './intake/opener.ts';
import type { Log } from './log.ts';
import type { OwnChanges } from './own-changes.ts';
import type { ReferenceCache } from './reference.ts';
import type { PlanStore } from './referrals/plan-store.ts';
import type { RegistrySource } from './registry/source.ts';
import type { SessionHolder } from './session/holder.ts';
import type { KeyList } from './session/key-list.ts';
import type { PendingKeys } from './session/pending.ts';
import type { TrustSource } from './session/trust.ts';

/** Everything one running back end consists of. One per process; one desk, one session at most. */
export interface Desk {
  readonly db: OpenDatabase;
  readonly databaseName: string;
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly host: HostServices;
  readonly log: Log;
  readonly events: EventHub;
  readonly reference: ReferenceCache;
  readonly keys: KeyList;
  readonly session: SessionHolder;
  readonly pending: PendingKeys;
  readonly trust: TrustSource;
  readonly opener: Opener;
  readonly registry: RegistrySource;
  readonly hostKind: 'web' | 'electron';
  readonly productVersion: string;
  readonly attendance: AttendanceSettings;
  /** The demo world's officers and their password; null where the desk has none. */
  demo(): Promise<DeskState['demo']>;
  readonly prepared: PreparedStore;
  readonly signings: Signings;
  readonly plans: PlanStore;
  readonly readings: ReadingMemory;
  readonly ownChanges: OwnChanges;
  /** Key of the cursors' seals; new with every start. */
  readonly secret: Uint8Array;
}

export interface OfficerName {
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
}

/** The post an officer acts in. `districts`: those whose applications the post reads. */
export interface ActingPost {
  readonly postId: number;
  readonly role: Role;
  readonly regionId: number | null;
  readonly districts: readonly number[];
  /** A head's own; null for every other post. */
  readonly kindergartenId?: number | null;
}

/** What an act knows of who asks: made anew for every call from the session as it is then. */
export interface OfficerContext {
  readonly desk: Desk;
  readonly officer: OfficerName;
  readonly post: ActingPost;
  readonly scope: OfficerScope;
}

/** The officer of the running session. Throws SIGNED_OUT when there is none, or the desk is locked. */
export function officerContext(desk: Desk): OfficerContext {
  const { current } = desk.session;
  if (current === null || current.locked) {
    throw actError('SIGNED_OUT', { locked: current !== null });
  }
  const { officer, post } = current;
  return { desk, officer, post, scope: { iin: officer.iin, postId: post.postId } };
}

/** Throws FORBIDDEN unless the officer's post is one of these. */
export function requireRole(ctx: OfficerContext, ...roles: readonly Role[]): void {
  if (!roles.includes(ctx.post.role)) {
    throw actError('FORBIDDEN');
  }
}
