/** The desk's own watch over the intake folder. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Desk } from '../context.ts';
import { type FolderWatch, watchFolder } from './folder.ts';
import { createOfficeSource, type OfficeSource } from './office.ts';

interface Watch {
  readonly folder: string;
  readonly watch: FolderWatch;
  readonly office: OfficeSource;
}

const watches = new WeakMap<Desk, Watch>();

/** KEZEK_INTAKE, else `intake` in the data folder. Nothing is done where there is no such folder. */
export function intakeFolder(desk: Desk): string {
  const { KEZEK_INTAKE } = process.env;
  return KEZEK_INTAKE ? resolve(KEZEK_INTAKE) : join(desk.dataFolder, 'intake');
}

/** Takes what came into the folder. 'system': packages come without any officer. */
export async function takeWatchedFolder(desk: Desk): Promise<void> {
  const folder = intakeFolder(desk);
  if (!existsSync(folder)) return;
  let watch = watches.get(desk);
  if (watch === undefined) {
    const { db, reference, clock, log } = desk;
    watch = { folder, watch: watchFolder(folder, log), office: createOfficeSource(db, reference, clock) };
    watches.set(desk, watch);
  }
  await watch.watch.look({
    db: desk.db,
    scope: 'system',
    clock: desk.clock,
    trust: desk.trust,
    office: watch.office,
    opener: desk.opener,
    source: 'folder',
    by: 'job:intake',
  });
}
