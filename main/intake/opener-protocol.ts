/** What passes between the desk and a thread that opens packages: plain data. */
import type { PackageFaultCode } from '../../domain/package.ts';
import type { TrustedCa } from '../eds/trust.ts';
import type { OpenedPackage, PackageFace } from './open-package.ts';

export interface OpenRequest {
  readonly bytes: Uint8Array;
  readonly at: Date;
  /** The authorities a signature is judged by; null: those of the request before. */
  readonly trust: {
    readonly cas: readonly TrustedCa[];
    readonly allowTest: boolean;
    readonly allowDemo: boolean;
  } | null;
}

/** Whose package it is, as far as that could be read. */
export type Whose = Pick<PackageFace, 'portal' | 'portalId' | 'kind'>;

export type OpenAnswer =
  | { readonly outcome: 'opened'; readonly whose: Whose; readonly opened: OpenedPackage }
  | {
      readonly outcome: 'refused';
      readonly whose: Whose;
      readonly code: PackageFaultCode;
      readonly place: string;
    };

/** A thread says once that it is ready, then answers each request. */
export type ThreadMessage = 'ready' | OpenAnswer;
