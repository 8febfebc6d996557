import type { CertificateInfo } from '../certificate.ts';
import type { EdsErrorCode } from '../errors.ts';
import type { KeyProblem, KeyPurpose } from '../usage.ts';

/**
 * Messages between a host and its signer process. A password and a key file travel one way only, in `open`; nothing
 * that comes back can carry either: every answer type is written out here and has no room for them.
 */

/** Where a key file comes from: its bytes, or a path the signer reads itself. */
export type KeySource = { readonly bytes: Uint8Array } | { readonly path: string };

export type SignerRequest =
  | {
      readonly type: 'open';
      readonly id: number;
      readonly source: KeySource;
      readonly password: string;
      /** Refuse the key unless it may be used so; null opens any, to show what it is. */
      readonly purpose: KeyPurpose | null;
      /** The moment to judge validity at; the signer's own clock if null. */
      readonly at: Date | null;
    }
  | {
      readonly type: 'sign';
      readonly id: number;
      readonly handle: string;
      readonly xml: readonly string[];
      readonly purpose: KeyPurpose;
      readonly at: Date | null;
    }
  | { readonly type: 'signRaw'; readonly id: number; readonly handle: string; readonly bytes: Uint8Array }
  | { readonly type: 'close'; readonly id: number; readonly handle: string }
  | { readonly type: 'configure'; readonly id: number; readonly idleMs: number };

/** An opened key as the host sees it: a handle, and the certificate. */
export interface OpenedKeyInfo {
  /** Random; means nothing outside this signer process. */
  readonly handle: string;
  readonly certificate: CertificateInfo;
  /** Why it may not be used at that moment, when it was opened with purpose null. */
  readonly problem: KeyProblem | null;
}

/** One document of a batch: signed, or why not. */
export type SignOutcome =
  | { readonly ok: true; readonly xml: string }
  | { readonly ok: false; readonly code: EdsErrorCode; readonly at: Date | null };

export type SignerResult =
  | { readonly type: 'opened'; readonly key: OpenedKeyInfo }
  | { readonly type: 'signed'; readonly outcomes: readonly SignOutcome[] }
  | { readonly type: 'signedRaw'; readonly signature: Uint8Array }
  | { readonly type: 'done' };

export type SignerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'locked' }
  | { readonly type: 'result'; readonly id: number; readonly result: SignerResult }
  | {
      readonly type: 'error';
      readonly id: number;
      readonly code: EdsErrorCode;
      readonly at: Date | null;
    };

/**
 * Put before the bytes of every raw signature, so a signature asked of the signer can never be taken for one over a
 * SignedInfo, a certificate or anything else.
 */
export const RAW_PREFIX = 'urn:kz:kezek:raw:1\n';

/** The bytes a raw signature is made over. */
export function rawMessage(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(RAW_PREFIX, 'latin1'), bytes]);
}
