import type { LockReason, OpenFileRequest, SaveFileRequest } from '../host.ts';

/** What the main process and the back end say to each other. Both ends switch over `type` with no default. */

export interface BackEndStart {
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
}

export type ToBackEnd =
  | { readonly type: 'start'; readonly options: BackEndStart }
  /** with one port: the window's */
  | { readonly type: 'window'; readonly window: string }
  /** with one port: the signer's */
  | { readonly type: 'signer'; readonly id: number }
  | { readonly type: 'signer-exit'; readonly id: number; readonly code: number | null }
  | { readonly type: 'lock'; readonly reason: LockReason }
  | { readonly type: 'dialog'; readonly id: number; readonly path: string | null }
  | { readonly type: 'stop' };

export type FromBackEnd =
  | { readonly type: 'ready' }
  /** `code` is an UPPER_SNAKE error code; no text, which could hold data of a person */
  | { readonly type: 'failed'; readonly code: string }
  | { readonly type: 'spawn-signer'; readonly id: number }
  | { readonly type: 'kill-signer'; readonly id: number }
  | { readonly type: 'open-file'; readonly id: number; readonly request: OpenFileRequest }
  | { readonly type: 'save-file'; readonly id: number; readonly request: SaveFileRequest };

/** Channels between the preload script and the main process. */
export const CONNECT_CHANNEL = 'kezek:connect';
export const PORT_CHANNEL = 'kezek:port';
