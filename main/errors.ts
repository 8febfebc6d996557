import type { z } from 'zod';
import type { ErrorCode, errorData } from '../preload/contract/errors.ts';

export type ErrorData<C extends ErrorCode> = z.input<(typeof errorData)[C]>;
export type Obstacle = { readonly code: string; readonly count?: number; readonly field?: string };

/**
 * An error the screen knows how to tell: a code of `preload/contract/errors.ts` with its data. Acts throw it; the router
 * turns it into a typed error of the contract. Its message is the code and nothing else.
 */
export class ActError extends Error {
  readonly code: ErrorCode;
  readonly data: unknown;

  constructor(code: ErrorCode, data: unknown) {
    super(code);
    this.name = 'ActError';
    this.code = code;
    this.data = data;
  }
}

/** Makes an `ActError` with data of the right shape for its code. */
export function actError<C extends ErrorCode>(
  code: C,
  ...data: undefined extends ErrorData<C> ? [data?: ErrorData<C>] : [data: ErrorData<C>]
): ActError {
  return new ActError(code, data[0]);
}

/** The rule refuses, for these reasons. */
export function refused(...obstacles: readonly Obstacle[]): ActError {
  return new ActError('REFUSED', { obstacles: [...obstacles] });
}

/** Input that no honest screen sends (a forged cursor, an unknown filter): answered as BAD_REQUEST. */
export class BadInput extends Error {
  readonly field: string;

  constructor(field: string) {
    super('BAD_INPUT');
    this.name = 'BadInput';
    this.field = field;
  }
}
