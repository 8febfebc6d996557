import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../main/errors.ts';
import { openCursor, sealCursor } from '../../../main/journal/cursor.ts';

const secret = randomBytes(32);
const position = { segment: 1, key: '2026-04-16 07:12:00.123456+00', id: '4817' };

describe('cursors of the log', () => {
  it('opens for the list it was made for, to the microsecond', () => {
    expect(openCursor(secret, 'a', sealCursor(secret, 'a', position))).toEqual(position);
  });

  it('is refused for another officer, filter or order', () => {
    const cursor = sealCursor(secret, '850614400338:1:x', position);
    expect(() => openCursor(secret, '850614400338:2:x', cursor)).toThrow(BadInput);
  });

  it('is refused by another run of the desk', () => {
    expect(() => openCursor(randomBytes(32), 'a', sealCursor(secret, 'a', position))).toThrow(BadInput);
  });

  it('does not open after any change of a byte, and never throws anything else', () => {
    const bytes = Buffer.from(sealCursor(secret, 'a', position), 'base64url');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const forged = Buffer.from(bytes);
        forged[at] = (forged[at] ?? 0) ^ mask;
        expect(() => openCursor(secret, 'a', forged.toString('base64url'))).toThrow(BadInput);
      }),
    );
  });

  it.each(['', 'x', '=='.repeat(10), 'a'.repeat(3000), "' or 1=1 --"])('refuses %j', (text) => {
    expect(() => openCursor(secret, 'a', text)).toThrow(BadInput);
  });

  it('cannot be moved between audiences by shifting the border', () => {
    const cursor = sealCursor(secret, 'ab', position);
    expect(() => openCursor(secret, 'a', cursor)).toThrow(BadInput);
  });
});
