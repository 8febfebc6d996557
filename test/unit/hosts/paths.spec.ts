import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataFolder, isPathInside } from '../../../main/host-shared/paths.ts';

describe('isPathInside', () => {
  it.each([
    ['/data', '/data', true],
    ['/data/a/b', '/data', true],
    ['/data/../data/a', '/data', true],
    ['/data-old', '/data', false],
    ['/data/..', '/data', false],
    ['/data/../etc', '/data', false],
    ['/', '/data', false],
    ['/data/..hidden', '/data', true],
  ])('%s in %s: %s', (path, folder, inside) => {
    expect(isPathInside(path, folder)).toBe(inside);
  });

  it('agrees with the spelling of the resolved path, whatever dots are in it', () => {
    const part = fc.constantFrom('..', '.', 'a', 'b', '...', 'a..b', '');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const path = resolve(join('/root/site', ...parts));
        expect(isPathInside(path, '/root/site')).toBe(
          path === '/root/site' || path.startsWith('/root/site/'),
        );
      }),
    );
  });
});

describe('dataFolder', () => {
  it('is KEZEK_DATA where that is set, else the place of the platform', () => {
    expect(dataFolder({ KEZEK_DATA: '/x/y' }, 'win32', '/h')).toBe(resolve('/x/y'));
    expect(dataFolder({}, 'linux', '/h')).toBe('/h/.local/share/kezek');
    expect(dataFolder({ XDG_DATA_HOME: '/d' }, 'linux', '/h')).toBe('/d/kezek');
    expect(dataFolder({}, 'darwin', '/h')).toBe('/h/Library/Application Support/Kezek');
    expect(dataFolder({ LOCALAPPDATA: '/l' }, 'win32', '/h')).toBe('/l/Kezek');
  });
});
