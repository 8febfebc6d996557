import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../../../scripts/run.ts';
import { fitsIntoMemory, roomHere } from '../../../scripts/scratch.ts';

const GIB = 1024 ** 3;

describe('where the suites lay their databases', () => {
  it('is memory only where both the folder and the machine have room', () => {
    expect(fitsIntoMemory({ memoryFolderBytes: 12 * GIB, availableBytes: 20 * GIB })).toBe(true);
    // A container's usual /dev/shm.
    expect(fitsIntoMemory({ memoryFolderBytes: 64 * 1024 ** 2, availableBytes: 20 * GIB })).toBe(false);
    // An office PC: the folder promises half of a memory that is in use.
    expect(fitsIntoMemory({ memoryFolderBytes: 8 * GIB, availableBytes: 7 * GIB })).toBe(false);
    expect(fitsIntoMemory({ memoryFolderBytes: 0, availableBytes: 64 * GIB })).toBe(false);
  });

  it('is known for this machine', () => {
    const room = roomHere();
    expect(Number.isSafeInteger(room.memoryFolderBytes) && Number.isSafeInteger(room.availableBytes)).toBe(
      true,
    );
  });

  it('lets another user in, lies where TMPDIR says, and is gone with the process', async () => {
    const code = `import { makeScratch } from './scripts/scratch.ts'; import { statSync } from 'node:fs';
      const folder = makeScratch(); console.log(folder, statSync(folder).mode & 0o7777);`;
    const { output } = await run(process.execPath, ['--input-type=module', '--eval', code], {
      limitMs: 30_000,
      env: { ...process.env, TMPDIR: '/tmp' },
    });
    const [folder = '', mode] = output.trim().split(' ');
    expect(folder).toMatch(/^\/tmp\/kz-/);
    expect(Number(mode)).toBe(0o1777);
    expect(existsSync(folder)).toBe(false);
  });
});
