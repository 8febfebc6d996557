/** The one error the screens know: a code that names a message in `locales/<lang>/errors.json`, and its data. */
import { ORPCError } from '@orpc/client';
import type { z } from 'zod';
import type { ErrorCode, errorData } from '../preload/contract/index.ts';

/** Codes the client itself gives, beside the contract's. */
export const CLIENT_CODES = ['CONNECTION_LOST', 'TIMEOUT', 'BAD_INPUT', 'INTERNAL'] as const;
export type ClientCode = (typeof CLIENT_CODES)[number];
export type DeskErrorCode = ErrorCode | ClientCode;

/** Data of a contract error by its code; undefined for the client's own codes. */
export type DeskErrorData<C extends DeskErrorCode> = C extends ErrorCode
  ? z.infer<(typeof errorData)[C]>
  : undefined;

export class DeskError extends Error {
  readonly code: DeskErrorCode;
  readonly data: unknown;

  constructor(code: DeskErrorCode, data?: unknown, options?: ErrorOptions) {
    super(code, options);
    this.name = 'DeskError';
    this.code = code;
    this.data = data;
  }

  /** Narrows to one code and its data. */
  is<C extends DeskErrorCode>(code: C): this is DeskError & { code: C; data: DeskErrorData<C> } {
    return this.code === code;
  }
}

const CONTRACT_CODES: ReadonlySet<string> = new Set<ErrorCode>([
  'SIGNED_OUT',
  'FORBIDDEN',
  'NOT_FOUND',
  'CHANGED',
  'CLAIMED',
  'SEAT_TAKEN',
  'LINK_TAKEN',
  'KEPT_REMOVED',
  'LINK_REQUEST_ANSWERED',
  'ORDER_PASSED',
  'NOT_CLAIMED',
  'REFUSED',
  'KEY',
  'KEY_CLOSED',
  'KEY_REUSED',
  'DB_UNREACHABLE',
  'FILE',
]);

function isContractCode(code: string): code is ErrorCode {
  return CONTRACT_CODES.has(code);
}

/** The error of one row of an act over many, as a call of its own would throw it. */
export function deskErrorOf(error: { readonly code: string; readonly data: unknown }): DeskError {
  return isContractCode(error.code) ? new DeskError(error.code, error.data) : new DeskError('INTERNAL');
}

/** Whether the error is only the caller's own cancelling (a screen left, a query replaced): nothing to tell. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Any thrown thing as a DeskError; an error of the contract keeps its code and data, all else is INTERNAL. */
export function toDeskError(error: unknown): DeskError {
  if (error instanceof DeskError) {
    return error;
  }
  if (error instanceof ORPCError) {
    if (isContractCode(error.code)) {
      return new DeskError(error.code, error.data, { cause: error });
    }
    return new DeskError(error.code === 'BAD_REQUEST' ? 'BAD_INPUT' : 'INTERNAL', undefined, {
      cause: error,
    });
  }
  return new DeskError('INTERNAL', undefined, { cause: error });
}
