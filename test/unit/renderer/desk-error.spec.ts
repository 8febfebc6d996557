import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { errorData } from '../../../preload/contract/index.ts';
import { DeskError, isAbort, toDeskError } from '../../../renderer/desk-error.ts';

describe('errors of calls', () => {
  it.each(Object.keys(errorData))('keeps the code %s of the contract and its data', (code) => {
    const data = { reason: 'X' };
    const error = toDeskError(new ORPCError(code, { defined: true, data }));
    expect(error.code).toBe(code);
    expect(error.data).toEqual(data);
  });

  it('tells bad input from a fault of the program, and nothing else of either', () => {
    expect(toDeskError(new ORPCError('BAD_REQUEST', { data: { issues: ['850614400338'] } }))).toMatchObject({
      code: 'BAD_INPUT',
      data: undefined,
    });
    expect(toDeskError(new ORPCError('INTERNAL_SERVER_ERROR', { message: 'select …' })).code).toBe(
      'INTERNAL',
    );
    expect(toDeskError(new TypeError('x')).code).toBe('INTERNAL');
    expect(toDeskError(new ORPCError('INTERNAL_SERVER_ERROR', { message: 'secret' })).message).toBe(
      'INTERNAL',
    );
  });

  it('leaves a DeskError as it is and narrows by code', () => {
    const error = new DeskError('CLAIMED', { by: 'С. Оразова', until: new Date(0) });
    expect(toDeskError(error)).toBe(error);
    expect(error.is('CLAIMED') && error.data.by).toBe('С. Оразова');
    expect(error.is('CHANGED')).toBe(false);
  });

  it('knows the caller’s own cancelling', () => {
    expect(isAbort(new DOMException('x', 'AbortError'))).toBe(true);
    expect(isAbort(new DeskError('TIMEOUT'))).toBe(false);
  });
});
