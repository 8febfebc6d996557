import { randomUUID } from 'node:crypto';
import type { DecisionDocument } from '../../domain/decision-document.ts';
import type { ReviewAct } from '../../domain/status.ts';

/** How long what was shown may wait for its signature. */
export const PREPARED_LIFE_MS = 30 * 60_000;
const MAX_PREPARED = 2000;

/** A decision as it was shown, word for word: the signature is made over this and over nothing the screen sends. */
export interface Prepared {
  readonly preparedId: string;
  readonly officerIin: string;
  readonly postId: number;
  readonly applicationId: string;
  readonly version: number;
  readonly act: ReviewAct;
  readonly reason: string | null;
  readonly note: string | null;
  readonly document: DecisionDocument;
  readonly xml: string;
  readonly factsText: string;
  readonly ruleProfileId: number;
  readonly legalAct: string;
  readonly correctsId: string | null;
  readonly messageKk: string;
  readonly messageRu: string;
  readonly decidedAt: Date;
}

/** Prepared decisions of this desk, in memory only: they are nobody's decisions until they are signed. */
export interface PreparedStore {
  put(prepared: Omit<Prepared, 'preparedId'>): Prepared;
  /** The prepared decision if it is this officer's, of this post, and not older than half an hour. */
  get(preparedId: string, officerIin: string, postId: number, now: Date): Prepared | null;
  /** A number reserved for the application and not signed with: the next preview of it takes this one. */
  takeNumber(applicationId: string, year: string): string | null;
  remove(preparedId: string): void;
  clear(): void;
}

export function createPreparedStore(): PreparedStore {
  const held = new Map<string, Prepared>();
  /** Numbers whose preview was dropped, by application. */
  const spare = new Map<string, string>();

  function drop(prepared: Prepared): void {
    held.delete(prepared.preparedId);
    spare.set(prepared.applicationId, prepared.document.decisionNumber);
  }

  return {
    put(prepared) {
      const whole = { ...prepared, preparedId: randomUUID() };
      held.set(whole.preparedId, whole);
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
    takeNumber(applicationId, year) {
      for (const prepared of [...held.values()]) {
        if (prepared.applicationId === applicationId) drop(prepared);
      }
      const number = spare.get(applicationId) ?? null;
      spare.delete(applicationId);
      return number?.startsWith(`${year}-`) ? number : null;
    },
    remove(preparedId) {
      held.delete(preparedId);
    },
    clear() {
      for (const prepared of [...held.values()]) drop(prepared);
    },
  };
}
