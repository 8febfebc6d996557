import { randomUUID } from 'node:crypto';
import type { BroughtSignature } from '../../db/queries/packages.ts';
import type { DecisionOutcome } from '../../domain/decision-document.ts';
import type { ApplicationPackage } from '../../domain/package.ts';
import type { ConsentProof } from '../../domain/registration-decision.ts';
import type { FamilyAct, ReferralAct, RegistrationAct, ReviewAct } from '../../domain/status.ts';
import type { ActDetails } from '../../preload/contract/decisions.ts';
import type { PlaceEffect } from '../referrals/effects.ts';

/** How long what was shown may wait for its signature. */
export const PREPARED_LIFE_MS = 30 * 60_000;
/** A whole plan and what an officer looks at beside it. */
const MAX_PREPARED = 5000;

/** What is the same of every decision that was shown. */
interface PreparedBase {
  readonly preparedId: string;
  readonly officerIin: string;
  readonly postId: number;
  readonly applicationId: string;
  readonly version: number;
  readonly districtId: number;
  readonly outcome: DecisionOutcome;
  readonly decisionNumber: string;
  readonly reason: string | null;
  readonly note: string | null;
  readonly xml: string;
  readonly factsText: string;
  readonly factsSha256: string;
  readonly ruleProfileId: number;
  readonly legalAct: string;
  readonly messageKk: string;
  readonly messageRu: string;
  readonly decidedAt: Date;
}

export interface PreparedReview extends PreparedBase {
  readonly kind: 'review';
  readonly act: ReviewAct;
  readonly correctionDue: string | null;
  readonly correctsId: string | null;
}

/** An act on a place. `partner`: the other half of an exchange, signed and stored together with this one. */
export interface PreparedPlace extends PreparedBase {
  readonly kind: 'place';
  readonly act: ReferralAct;
  readonly effect: PlaceEffect;
  /** Number taken for a referral that this act issues. */
  readonly referralNumber: string | null;
  readonly partner: PreparedPlace | null;
}

/** An act on a child's people. It is worked out again when it is committed, and must come to the same document. */
export interface PreparedFamily extends PreparedBase {
  readonly kind: 'family';
  readonly act: FamilyAct;
  /** Whom it is about; '': nobody but the child. */
  readonly subjectIin: string;
  readonly details: ActDetails;
}

/**
 * A family registered at the counter. Its application is written by the commit: until then `applicationId` is '0', so that a desk
 * holds one of them at a time.
 */
export interface PreparedRegistration extends PreparedBase {
  readonly kind: 'registration';
  readonly act: RegistrationAct;
  readonly applicationNumber: string;
  readonly package: ApplicationPackage;
  /** Of the package's text, with the parent's signature where it has one. */
  readonly packageSha256: string;
  readonly signature: BroughtSignature | null;
  readonly consent: ConsentProof;
}

/** A decision as it was shown, word for word: the signature is made over this and over nothing the screen sends. */
export type Prepared = PreparedReview | PreparedPlace | PreparedFamily | PreparedRegistration;

export type NumberKind = 'decision' | 'referral';

/** Prepared decisions of this desk, in memory only: they are nobody's decisions until they are signed. */
export interface PreparedStore {
  put<P extends Prepared>(prepared: Omit<P, 'preparedId'>): P;
  /** The prepared decision if it is this officer's, of this post, and not older than half an hour. */
  get(preparedId: string, officerIin: string, postId: number, now: Date): Prepared | null;
  /** A number reserved for the application and not signed with: the next preview of it takes this one. */
  takeNumber(applicationId: string, year: string, kind?: NumberKind): string | null;
  remove(preparedId: string): void;
  clear(): void;
}

export function createPreparedStore(): PreparedStore {
  const held = new Map<string, Prepared>();
  const ofApplication = new Map<string, Set<string>>();
  /** Numbers whose preview was dropped, by kind and application. */
  const spare = new Map<string, string>();

  function forget(prepared: Prepared): void {
    held.delete(prepared.preparedId);
    const siblings = ofApplication.get(prepared.applicationId);
    siblings?.delete(prepared.preparedId);
    if (siblings?.size === 0) ofApplication.delete(prepared.applicationId);
  }

  function keepNumbers(prepared: Prepared): void {
    spare.set(`decision:${prepared.applicationId}`, prepared.decisionNumber);
    if (prepared.kind !== 'place') return;
    if (prepared.referralNumber !== null) {
      spare.set(`referral:${prepared.applicationId}`, prepared.referralNumber);
    }
    if (prepared.partner !== null) keepNumbers(prepared.partner);
  }

  function drop(prepared: Prepared): void {
    forget(prepared);
    keepNumbers(prepared);
  }

  return {
    put<P extends Prepared>(prepared: Omit<P, 'preparedId'>): P {
      const whole = { ...prepared, preparedId: randomUUID() } as P;
      held.set(whole.preparedId, whole);
      const siblings = ofApplication.get(whole.applicationId) ?? new Set();
      ofApplication.set(whole.applicationId, siblings.add(whole.preparedId));
      if (held.size > MAX_PREPARED) {
        const [oldest] = held.values();
        if (oldest !== undefined) drop(oldest);
      }
      return whole;
    },
    get(preparedId, officerIin, postId, now) {
      const prepared = held.get(preparedId);
      if (prepared === undefined || prepared.officerIin !== officerIin || prepared.postId !== postId)
        return null;
      return now.getTime() - prepared.decidedAt.getTime() > PREPARED_LIFE_MS ? null : prepared;
    },
    takeNumber(applicationId, year, kind = 'decision') {
      for (const preparedId of [...(ofApplication.get(applicationId) ?? [])]) {
        const prepared = held.get(preparedId);
        if (prepared !== undefined) drop(prepared);
      }
      const key = `${kind}:${applicationId}`;
      const number = spare.get(key) ?? null;
      spare.delete(key);
      return number?.startsWith(`${year}-`) ? number : null;
    },
    remove(preparedId) {
      const prepared = held.get(preparedId);
      if (prepared !== undefined) forget(prepared);
    },
    clear() {
      for (const prepared of [...held.values()]) drop(prepared);
    },
  };
}
