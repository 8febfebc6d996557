import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findKeyFiles, keySearchRoots, MAX_KEY_FILE_BYTES } from '../../../main/session/key-search.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'kezek-keys-'));
  const put = async (path: string, size = 3000): Promise<void> => {
    await mkdir(join(home, path, '..'), { recursive: true });
    await writeFile(join(home, path), Buffer.alloc(size, 1));
  };
  await put('Құжаттар/ЭЦҚ/GOST512_a.p12');
  await put('Documents/deep/er/still/RSA256_b.p12');
  await put('Documents/deep/er/still/too/AUTH_c.p12');
  await put('Downloads/d.PFX');
  await put('Downloads/notes.txt');
  await put('Downloads/huge.p12', MAX_KEY_FILE_BYTES + 1);
  await put('Downloads/empty.p12', 0);
  await put('Downloads/.hidden/e.p12');
  await put('f.p12');
  await put('Music/g.p12');
  await put('elsewhere/secret/h.p12');
  await put('configured/i.p12');
  await symlink(join(home, 'elsewhere'), join(home, 'Downloads', 'link'));
  await mkdir(join(home, '.config'), { recursive: true });
  await writeFile(
    join(home, '.config', 'user-dirs.dirs'),
    'XDG_DOCUMENTS_DIR="$HOME/Бумаги"\nXDG_DESKTOP_DIR="$HOME"\n',
  );
  await put('Бумаги/j.p12');
  await utimes(join(home, 'f.p12'), new Date('2026-04-16'), new Date('2026-04-16'));
});
afterAll(async () => {
  await rm(home, { recursive: true });
});

describe('finding key files', () => {
  it('looks in the usual folders in three languages, where the desktop moved them, and where it is told to', async () => {
    const roots = await keySearchRoots({ KEZEK_KEY_FOLDERS: join(home, 'configured') }, home, 'linux');
    const found = await findKeyFiles(roots.filter((root) => root.path.startsWith(home)));
    expect(found.map((file) => [file.fileName, ...file.folder].join(' ')).toSorted()).toEqual(
      [
        'GOST512_a.p12 documents ЭЦҚ',
        'RSA256_b.p12 documents deep er still',
        'd.PFX downloads',
        'f.p12 home',
        'i.p12 configured',
        'j.p12 documents',
      ].toSorted(),
    );
  });

  it('puts the newest first', async () => {
    const found = await findKeyFiles([
      { path: home, known: 'home', depth: 0 },
      { path: join(home, 'Downloads'), known: 'downloads', depth: 0 },
    ]);
    expect(found.map((file) => file.fileName)).toEqual(['d.PFX', 'f.p12']);
  });

  it('answers nothing for folders that are not there', async () => {
    expect(await findKeyFiles([{ path: join(home, 'nowhere'), known: 'documents', depth: 3 }])).toEqual([]);
  });
});
