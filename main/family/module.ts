/**
 * Signed acts on a child's people: what a family of acts gives, and nothing else. Preparing, numbering, drawing, signing,
 * committing, history and the notice are the same for all of them (prepare.ts, commit.ts).
 */
import type { WriteTransaction } from '../../db/open.ts';
import type { FamilyApplication } from '../../db/queries/family.ts';
import type { GroundEnrolment } from '../../db/queries/place-grounds.ts';
import type { Reader } from '../../db/queries/reader.ts';
import type { FactValue } from '../../domain/facts.ts';
import type { FamilyPart, NamedPerson } from '../../domain/family-decision.ts';
import type { ApplicationStatus, FamilyAct } from '../../domain/status.ts';
import type { ActDetails, PreparedDecision } from '../../preload/contract/decisions.ts';
import type { OfficerContext } from '../context.ts';
import type { Obstacle } from '../errors.ts';
import type { Reference, RuleProfileRow } from '../reference.ts';

/** An act as it was asked for. */
export interface FamilyIntent {
  readonly act: FamilyAct;
  readonly reason: string | null;
  readonly note: string | null;
  readonly details: ActDetails;
}

/** The application the act is on, and where the child is. */
export interface FamilyGround {
  readonly application: FamilyApplication;
  readonly enrolment: GroundEnrolment | null;
}

/** What an act is worked out in. */
export interface FamilyWorld {
  readonly ctx: OfficerContext;
  readonly reference: Reference;
  readonly intent: FamilyIntent;
  /** This moment; at commit later than `decidedAt`. */
  readonly now: Date;
  /** When it was shown, to the second: the document's time. */
  readonly decidedAt: Date;
  /** The Almaty day of `decidedAt`. */
  readonly on: string;
  /** The profile in force in the application's district. */
  readonly profile: RuleProfileRow;
}

export type Check = PreparedDecision['checks'][number];

/** What the transaction of the act gives its module: the decision is stored, the application still has its old version. */
export interface FamilyCommit {
  readonly tx: WriteTransaction;
  readonly decisionId: string;
  readonly now: Date;
}

/** An act worked out: what stands against it, what it says, and what it writes. */
export interface FamilyBuilt {
  readonly obstacles: readonly Obstacle[];
  readonly checks: readonly Check[];
  /** What the document says; shown also where something stands against the act. Null: too little is known to say anything. */
  readonly part: FamilyPart | null;
  /** Whom the message names; null: the act is about no person but the child. */
  readonly subject: (NamedPerson & { readonly addressed: string }) | null;
  /** Number of the application that stays for the child, in the message; absent: the act names none. */
  readonly kept?: string;
  /** The phone of who is told instead of the family, by the act's own rows; absent: the family is told, at its contact. */
  readonly tells?: string;
  /** The application's status after the act; absent: as it was. */
  readonly becomes?: ApplicationStatus;
  /** Short values for the history row; never names or IINs. */
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  /** Writes the act's own rows; null where something stands against it. */
  readonly apply: ((at: FamilyCommit) => Promise<void>) | null;
}

/** What an act rests on beside its application: read once for the preview and once more, under the locks, for the commit. */
export interface FamilyFacts {
  /** Goes into the facts' text whose hash is signed: whatever the act depends on must be in it. */
  readonly facts: FactValue;
  build(): FamilyBuilt;
}

export interface FamilyModule {
  readonly acts: readonly FamilyAct[];
  /** At commit, before the application is locked: what must be locked together with it, in an order of its own. */
  before?(tx: Reader, applicationId: string, intent: FamilyIntent): Promise<void>;
  /**
   * Reads what the act rests on, in a transaction: nothing slow, no network (a registry's answer is asked for before and
   * stored). `mode` is 'lock' at commit: rows whose change would make the act wrong are locked then.
   */
  read(tx: Reader, world: FamilyWorld, ground: FamilyGround, mode: 'lock' | 'look'): Promise<FamilyFacts>;
  /** A lost race told in words (who won, and when), from what was thrown; absent: told as it came. */
  told?(ctx: OfficerContext, lost: LostAct, error: unknown): Promise<unknown>;
}

/** The signed act that was not written. */
export interface LostAct {
  readonly applicationId: string;
  readonly intent: FamilyIntent;
  readonly reference: Reference;
}

/** An act that something stands against. */
export function hindered(
  obstacles: readonly Obstacle[],
  shown: Partial<Pick<FamilyBuilt, 'checks' | 'part' | 'subject'>> = {},
): FamilyBuilt {
  return { checks: [], part: null, subject: null, ...shown, obstacles, detail: {}, apply: null };
}
