import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ToDecide } from '../../db/demo/world/builder.ts';
import type { OnProgress } from '../../db/demo/world/load.ts';
import type { OpenDatabase } from '../../db/open.ts';
import type { ActIntent, ActTarget, PreparedDecision } from '../../preload/contract/decisions.ts';
import { createReadingMemory } from '../applications/reads.ts';
import { NO_ATTENDANCE } from '../attendance/settings.ts';
import type { Clock } from '../clock.ts';
import { type Desk, officerContext } from '../context.ts';
import { prepare } from '../decisions/index.ts';
import { createPreparedStore } from '../decisions/prepared.ts';
import { sign } from '../decisions/sign.ts';
import { createSignings } from '../decisions/signings.ts';
import { createEventHub } from '../events.ts';
import type { HostServices } from '../host.ts';
import { createOpener } from '../intake/opener.ts';
import { type Log, silentLog } from '../log.ts';
import { createOwnChanges } from '../own-changes.ts';
import { createReferenceCache } from '../reference.ts';
import { createPlanStore } from '../referrals/plan-store.ts';
import { createRegistrySource } from '../registry/source.ts';
import { enter, openKey, signOut, useKey as takeKey } from '../session/acts.ts';
import { createSessionHolder } from '../session/holder.ts';
import { createKeyList } from '../session/key-list.ts';
import { createPendingKeys } from '../session/pending.ts';
import { createTrustSource } from '../session/trust.ts';
import { COMPANION_TURNS } from './companion-acts.ts';
import { DEMO_PASSWORD, type DemoKeyFile, type OfficerKeys } from './keys.ts';
import { LINK_TURNS } from './link-acts.ts';
import { actMoments } from './moments.ts';
import { type DeskTurn, PLACE_TURNS, type Sign, type SignPrepared } from './place-acts.ts';
import { createSignerSupply } from './signer-channel.ts';
import { WALK_IN_TURNS } from './walk-in-acts.ts';

const KEEP_OPEN_MINUTES = 15;

/** A clock that is put forward from decision to decision. */
type MovingClock = Clock & { set(at: Date): void };

/**
 * Decides applications and acts on places as officers would: enters with the demo keys, shows each decision, signs it in the signer
 * process and commits it under the officer's role. Nothing is written past the acts themselves, so these decisions are
 * as good as any. Answers how many were signed. Throws Error (DEMO_DECISION_FAILED) with the code of the first refusal.
 */
export async function decideAll(
  db: OpenDatabase,
  options: {
    readonly decide: readonly ToDecide[];
    readonly keys: ReadonlyMap<string, OfficerKeys>;
    readonly iinOf: (officer: number) => string;
    readonly postOf: (officer: number) => number;
    readonly dataFolder: string;
    readonly now: Date;
    readonly log?: Log;
    readonly onProgress?: OnProgress;
  },
): Promise<number> {
  const { now } = options;
  const clock = movingClock(now);
  const signers = createSignerSupply();
  const host: HostServices = { spawnSigner: signers.take, onLock: () => () => undefined };
  const desk = quietDesk(db, host, options.dataFolder, clock, options.log ?? silentLog);
  const officers = [...new Set(options.decide.map((one) => one.officer))];
  const moment = actMoments(now, options.decide.length);
  let signed = 0;
  const turns: readonly DeskTurn[] = [
    ...officers.map((officer) => ({
      officer,
      work: async (_desk: Desk, signOne: Sign) => {
        for (const one of options.decide.filter((other) => other.officer === officer)) {
          await signOne(
            { id: String(one.applicationId), expectedVersion: one.version },
            { act: one.act, reason: one.reason, note: null },
          );
        }
      },
    })),
    // A world too small to have decisions has no places to give either.
    ...(options.decide.length === 0
      ? []
      : [...PLACE_TURNS, ...COMPANION_TURNS, ...LINK_TURNS, ...WALK_IN_TURNS]),
  ];
  const roles = [...new Set(turns.map((turn) => options.iinOf(turn.officer)))];
  await lendRoles(db, 'grant', roles);
  try {
    for (const turn of turns) {
      const keys = options.keys.get(options.iinOf(turn.officer));
      if (keys === undefined) {
        throw new Error('DEMO_DECISION_FAILED: no key');
      }
      clock.set(moment(signed));
      await signIn(desk, keys, options.postOf(turn.officer));
      const signPrepared: SignPrepared = async (prepareOne) => {
        clock.set(moment(signed));
        await signOne(desk, await prepareOne());
        signed += 1;
        options.onProgress?.({
          phase: 'decisions',
          done: signed,
          total: Math.max(signed, options.decide.length),
        });
      };
      await turn.work(
        desk,
        (target, intent) => signPrepared(() => preparedOf(desk, target, intent)),
        signPrepared,
      );
      await signOut(desk);
    }
  } finally {
    desk.session.end();
    signers.end();
    desk.events.close();
    await lendRoles(db, 'revoke', roles);
  }
  return signed;
}

/**
 * On a server the owner makes the officers' roles but may not take them; it does so for the time of these acts. The
 * embedded engine's owner may take any.
 */
async function lendRoles(db: OpenDatabase, word: 'grant' | 'revoke', iins: readonly string[]): Promise<void> {
  if (db.kind === 'embedded') {
    return;
  }
  for (const iin of iins) {
    const role = sql.id(`staff_${iin}`);
    await (word === 'grant'
      ? sql`grant ${role} to current_user`
      : sql`revoke ${role} from current_user`
    ).execute(db.kysely);
  }
}

function movingClock(start: Date): MovingClock {
  let current = start;
  return {
    now: () => current,
    set: (at) => {
      current = at;
    },
  };
}

async function signIn(desk: Desk, keys: OfficerKeys, postId: number): Promise<void> {
  const login = await open(desk, keys.login);
  await enter(desk, { ticket: login, postId, keepOpenMinutes: KEEP_OPEN_MINUTES });
  if (keys.signing !== keys.login) {
    await takeKey(desk, { ticket: await open(desk, keys.signing), keepOpenMinutes: KEEP_OPEN_MINUTES });
  }
}

async function open(desk: Desk, file: DemoKeyFile): Promise<string> {
  // A copy: the signer's client wipes what it sends.
  const { keyId } = desk.keys.add(file.fileName, Uint8Array.from(file.p12));
  return (await openKey(desk, { keyId, password: DEMO_PASSWORD })).ticket;
}

/** The decision on an application as it is shown. Throws Error (DEMO_DECISION_FAILED) where it cannot be. */
async function preparedOf(desk: Desk, target: ActTarget, intent: ActIntent): Promise<PreparedDecision> {
  const [prepared] = await prepare(officerContext(desk), { targets: [target], intent });
  if (prepared === undefined || 'error' in prepared) {
    throw new Error(`DEMO_DECISION_FAILED: ${intent.act} ${JSON.stringify(prepared?.error)}`);
  }
  return prepared;
}

async function signOne(desk: Desk, prepared: PreparedDecision): Promise<void> {
  if (prepared.number === null) {
    throw new Error(`DEMO_DECISION_FAILED: ${prepared.act} ${JSON.stringify(prepared.obstacles)}`);
  }
  const batch = [{ preparedId: prepared.preparedId, idempotencyKey: randomUUID() }];
  for await (const event of sign(officerContext(desk), { prepared: batch })) {
    if (event.type === 'result' && !event.result.ok) {
      throw new Error(`DEMO_DECISION_FAILED: ${prepared.act} ${JSON.stringify(event.result.error)}`);
    }
  }
}

/** A desk without windows: what the acts need of one, and nothing that would look for an officer's own key files. */
function quietDesk(db: OpenDatabase, host: HostServices, dataFolder: string, clock: Clock, log: Log): Desk {
  const events = createEventHub();
  const reference = createReferenceCache(db, clock);
  return {
    db,
    databaseName: 'kezek',
    dataFolder,
    clock,
    host,
    hostKind: 'web',
    attendance: NO_ATTENDANCE,
    productVersion: '0.0.0',
    log,
    events,
    reference,
    keys: createKeyList({
      recent: { all: async () => [], remember: async () => undefined },
      demoKeys: async () => [],
      now: () => clock.now(),
    }),
    pending: createPendingKeys(),
    session: createSessionHolder(events, clock),
    trust: createTrustSource(db, reference, clock),
    opener: createOpener(),
    prepared: createPreparedStore(),
    signings: createSignings(),
    plans: createPlanStore(),
    registry: createRegistrySource(clock, log),
    readings: createReadingMemory(),
    ownChanges: createOwnChanges(),
    demo: async () => null,
    secret: randomBytes(32),
  };
}
