import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { officer, role, words } from '../../preload/contract/common.ts';
import { algorithm, type DeskState } from '../../preload/contract/session.ts';
import { parseCertificate } from '../eds/certificate.ts';
import { showCertificate } from './certificate-view.ts';
import type { DemoKeyFile } from './key-list.ts';

/** Folder of the demo world's keys inside the data folder. */
export const DEMO_FOLDER = 'demo';
export const DEMO_MANIFEST = 'manifest.json';

const manifest = z.object({
  version: z.literal(1),
  password: z.string(),
  keys: z.array(
    z.object({
      keyId: z.string(),
      fileName: z.string(),
      /** DER in base64: shown before any password, as of a key used before. */
      certificate: z.string(),
      officer,
      role,
      scope: words,
      algorithm,
      /** In the strip of the sign-in screen; other keys are on the list only. */
      strip: z.boolean(),
    }),
  ),
});

/** What `manifest.json` of the demo folder holds. Demo keys only: no real key or password is ever written. */
export type DemoManifest = z.infer<typeof manifest>;

export interface DemoOfficers {
  keys(): Promise<readonly DemoKeyFile[]>;
  /** The strip of the sign-in screen; null without a demo world's keys. */
  state(): Promise<DeskState['demo']>;
}

/** Reads the demo world's keys; they are made with the world, beside its database. */
export function createDemoOfficers(dataFolder: string): DemoOfficers {
  const folder = join(dataFolder, DEMO_FOLDER);
  let held: Promise<DemoManifest | null> | null = null;

  async function load(): Promise<DemoManifest | null> {
    try {
      return manifest.parse(JSON.parse(await readFile(join(folder, DEMO_MANIFEST), 'utf8')));
    } catch {
      // Made later (the world is being filled), or a database without its folder: asked again next time.
      held = null;
      return null;
    }
  }

  function get(): Promise<DemoManifest | null> {
    held ??= load();
    return held;
  }

  return {
    async keys() {
      const found = await get();
      return (found?.keys ?? []).flatMap((key) =>
        isAbsolute(key.fileName) || basename(key.fileName) !== key.fileName
          ? []
          : [
              {
                keyId: key.keyId,
                path: join(folder, key.fileName),
                fileName: key.fileName,
                certificate: showCertificate(parseCertificate(Buffer.from(key.certificate, 'base64'))),
              },
            ],
      );
    },
    async state() {
      const found = await get();
      if (found === null) return null;
      return {
        password: found.password,
        officers: found.keys
          .filter((key) => key.strip)
          .map((key) => ({
            keyId: key.keyId,
            officer: key.officer,
            role: key.role,
            scope: key.scope,
            algorithm: key.algorithm,
          })),
      };
    },
  };
}
