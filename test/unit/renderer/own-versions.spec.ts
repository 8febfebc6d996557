import { beforeEach, describe, expect, it } from 'vitest';
import { forgetEverything } from '../../../renderer/forget.ts';
import { expectedVersionOf, noteOwnVersion } from '../../../renderer/own-versions.ts';

describe('versions of our own making', () => {
  beforeEach(forgetEverything);

  it('go with an act from a list that has not been read again since', () => {
    noteOwnVersion('7', 4);
    expect(expectedVersionOf({ id: '7', version: 3 })).toBe(4);
    expect(expectedVersionOf({ id: '8', version: 3 })).toBe(3);
  });

  it('never hide a later change that the list shows, nor go back', () => {
    noteOwnVersion('7', 4);
    noteOwnVersion('7', 2);
    expect(expectedVersionOf({ id: '7', version: 3 })).toBe(4);
    expect(expectedVersionOf({ id: '7', version: 6 })).toBe(6);
  });

  it('are forgotten with the session', () => {
    noteOwnVersion('7', 4);
    forgetEverything();
    expect(expectedVersionOf({ id: '7', version: 3 })).toBe(3);
  });
});
