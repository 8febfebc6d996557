/** What signing and committing a decision hand to each other. */
import type { SignRowResult } from '../../preload/contract/decisions.ts';

/** Names the act in its idempotency key. */
export const SIGN_ACT = 'decisions.sign';

export interface ToSign {
  readonly preparedId: string;
  readonly idempotencyKey: string;
}

export interface Committed {
  readonly decisionId: string;
  readonly applicationId: string;
  readonly status: NonNullable<SignRowResult['status']>;
  readonly version: number;
}
