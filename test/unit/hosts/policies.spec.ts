import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  childEnvironment,
  decideNavigation,
  decideRequest,
  decideRestart,
  decideUpdates,
  decideWindowOpen,
  isOwnAddress,
  isTrustedSender,
  suggestFileName,
} from '../../../main/host-electron/policies.ts';

// Each decision is attacked through the real glue in test/exploit/host-electron; here are the rules in general.

describe('addresses', () => {
  it('no address of another scheme or host is ours, is navigated to, or is fetched', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        expect(isOwnAddress(url)).toBe(false);
        expect(decideNavigation(url)).toBe('deny');
        expect(decideRequest(url, true)).toBe('deny');
      }),
    );
  });

  it('any text at all is judged without an exception', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['allow', 'deny']).toContain(decideNavigation(text));
        expect(['outside', 'deny']).toContain(decideWindowOpen(text));
      }),
    );
  });

  it('the developer tools load their files only where they are on', () => {
    expect(decideRequest('devtools://devtools/x.js', true)).toBe('allow');
    expect(decideRequest('devtools://devtools/x.js', false)).toBe('deny');
  });

  it('a trusted sender is all of: our window, its top frame, our page', () => {
    const good = { contents: 1, frame: 'app://kezek/#/journal', isMainFrame: true };
    const windows = new Set([1]);
    expect(isTrustedSender(good, windows)).toBe(true);
    expect(isTrustedSender({ ...good, contents: 2 }, windows)).toBe(false);
    expect(isTrustedSender({ ...good, isMainFrame: false }, windows)).toBe(false);
    expect(isTrustedSender({ ...good, frame: null }, windows)).toBe(false);
    expect(isTrustedSender({ ...good, frame: 'https://kezek/' }, windows)).toBe(false);
  });
});

describe('restarts', () => {
  it('three falls within a minute are mended, a fourth is not; an old fall is forgotten', () => {
    expect(decideRestart([], 0)).toBe('restart');
    expect(decideRestart([1, 2], 50_000)).toBe('restart');
    expect(decideRestart([1, 2, 3], 50_000)).toBe('give-up');
    expect(decideRestart([1, 30_000, 40_000], 60_001)).toBe('restart');
  });
});

describe('updates', () => {
  it('are looked for only in a package that was told where', () => {
    expect(decideUpdates({ packaged: true, feedConfigured: true })).toBe('look');
    expect(decideUpdates({ packaged: true, feedConfigured: false })).toBe('off');
    expect(decideUpdates({ packaged: false, feedConfigured: true })).toBe('off');
  });
});

describe('a suggested file name', () => {
  it.each([
    ['2026-Ш-001932.pdf', '2026-Ш-001932.pdf'],
    ['../../.bashrc', 'bashrc'],
    ['C:\\Windows\\a.xml', 'a.xml'],
    ['a\u202Efdp.exe', 'afdp.exe'],
    ['', 'kezek'],
    ['...', 'kezek'],
    ['a\u0000b?*.xml', 'ab.xml'],
  ])('%j becomes %j', (given, name) => {
    expect(suggestFileName(given)).toBe(name);
  });

  it('is never empty, never a path, never longer than 120 characters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: 'binary' }), (given) => {
        const name = suggestFileName(given);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(120);
        expect(name).not.toMatch(/[/\\]|^\./);
      }),
    );
  });
});

describe('the environment of a child', () => {
  it('holds what a program needs to start and nothing that steers Node or the desk', () => {
    const env = childEnvironment({
      PATH: '/bin',
      TZ: 'Asia/Almaty',
      NODE_OPTIONS: '--inspect',
      NODE_EXTRA_CA_CERTS: '/evil.pem',
      ELECTRON_RUN_AS_NODE: '1',
      KEZEK_DATABASE_URL: 'postgres://x',
      HOME: undefined,
    });
    expect(env).toEqual({ PATH: '/bin', TZ: 'Asia/Almaty' });
  });
});
