/** Every reason the back end may give for refusing a key has words on the screen. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keyReason } from '../../../renderer/ui/errors.ts';

const source = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** String members of a union type, as written in its source. */
function members(path: string, type: string): string[] {
  const body = new RegExp(`export type ${type} =([^;]+);`).exec(source(path))?.[1] ?? '';
  return [...body.matchAll(/'([A-Z0-9_]+)'/g)].map((match) => match[1] ?? '');
}

const SESSION = ['main/session/acts.ts', 'main/session/key-list.ts', 'main/session/prove.ts'];

describe('Words for reasons', () => {
  it('a key file refused by the signer', () => {
    const codes = [
      ...members('main/eds/errors.ts', 'KeyErrorCode'),
      ...members('main/eds/errors.ts', 'Asn1ErrorCode'),
      ...members('main/eds/errors.ts', 'XmlErrorCode'),
      ...members('main/eds/errors.ts', 'SignerErrorCode').filter(
        // Told as KEY_CLOSED, which has words of its own.
        (code) => !['SIGNER_LOCKED', 'SIGNER_LOST', 'SIGNER_UNKNOWN_KEY'].includes(code),
      ),
    ];
    expect(codes.length).toBeGreaterThan(25);
    expect(codes.filter((code) => keyReason(code) === null)).toEqual([]);
  });

  it('a chain that does not hold', () => {
    const codes = members('main/eds/chain.ts', 'ChainCode').filter((code) => code !== 'CHAIN_OK');
    expect(codes.length).toBeGreaterThan(8);
    expect(codes.filter((code) => keyReason(code) === null)).toEqual([]);
  });

  it('a person or a file refused at sign-in', () => {
    const codes = SESSION.flatMap((path) =>
      [...source(path).matchAll(/actError\('(?:KEY|FILE)', \{ reason: ([^}]+)\}/g)].flatMap((match) =>
        [...(match[1] ?? '').matchAll(/'([A-Z0-9_]+)'/g)].map((found) => found[1] ?? ''),
      ),
    );
    expect(codes).toContain('NOT_ON_STAFF');
    expect(codes.filter((code) => keyReason(code) === null)).toEqual([]);
  });
});
