/** What signing and committing a decision hand to each other. */
import type { SignRowResult } from '../../preload/contract/decisions.ts';
import type { SignedPlace } from '../referrals/commit.ts';
import type { SigningCertificate } from './certificate-check.ts';
import type { PreparedFamily, PreparedRegistration, PreparedReview } from './prepared.ts';

/** Names the act in its idempotency key. */
export const SIGN_ACT = 'decisions.sign';

export interface ToSign {
  readonly preparedId: string;
  readonly idempotencyKey: string;
}

export interface Committed {
  readonly decisionId: string;
  readonly decisionNumber: string;
  readonly applicationId: string;
  readonly status: NonNullable<SignRowResult['status']>;
  readonly version: number;
}

/** A decision with its signature, not yet committed. */
export type SignedOne =
  | {
      readonly kind: 'review';
      readonly prepared: PreparedReview;
      readonly signing: SigningCertificate;
      readonly signedXml: string;
    }
  | {
      readonly kind: 'family';
      readonly prepared: PreparedFamily;
      readonly signing: SigningCertificate;
      readonly signedXml: string;
    }
  | {
      readonly kind: 'registration';
      readonly prepared: PreparedRegistration;
      readonly signing: SigningCertificate;
      readonly signedXml: string;
    }
  | { readonly kind: 'place'; readonly act: SignedPlace };

/** How far one of a batch came: signed, committed (or answered as before), or failed. */
export interface Outcome extends ToSign {
  readonly applicationId: string;
  readonly signed?: SignedOne;
  readonly committed?: Committed;
  readonly error?: unknown;
}
