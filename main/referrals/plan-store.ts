import type { QueueKey } from '../../domain/priority.ts';
import { PREPARED_LIFE_MS } from '../decisions/prepared.ts';
import type { PassedOver } from './effects.ts';

/** An offer of a plan that was shown, with its proof of order: what is signed of it is what was shown. */
export interface PlannedProof {
  readonly applicationId: string;
  readonly queueId: number;
  readonly key: QueueKey;
  readonly seatId: string;
  readonly ruleProfileId: number;
  readonly place: number;
  readonly total: number;
  readonly turn: number;
  readonly stream: 'benefit' | 'ordinary';
  readonly cause: 'ratio' | 'other_stream_empty';
  readonly passed: readonly PassedOver[];
  /** Reason of the catalogue to sign with where somebody is passed over. */
  readonly outOfOrderReason: string | null;
}

/** The last plan of the desk, in memory: a thousand rows are not worked out again for their signatures. */
export interface PlanStore {
  put(officerIin: string, postId: number, proofs: readonly PlannedProof[], madeAt: Date): void;
  /** The offer that was planned for an application, if it is this officer's and not older than half an hour. */
  get(officerIin: string, postId: number, applicationId: string, now: Date): PlannedProof | null;
  clear(): void;
}

export function createPlanStore(): PlanStore {
  let held: {
    readonly officerIin: string;
    readonly postId: number;
    readonly madeAt: number;
    readonly proofs: ReadonlyMap<string, PlannedProof>;
  } | null = null;
  return {
    put(officerIin, postId, proofs, madeAt) {
      held = {
        officerIin,
        postId,
        madeAt: madeAt.getTime(),
        proofs: new Map(proofs.map((proof) => [proof.applicationId, proof])),
      };
    },
    get(officerIin, postId, applicationId, now) {
      if (held === null || held.officerIin !== officerIin || held.postId !== postId) return null;
      if (now.getTime() - held.madeAt > PREPARED_LIFE_MS) return null;
      return held.proofs.get(applicationId) ?? null;
    },
    clear() {
      held = null;
    },
  };
}
