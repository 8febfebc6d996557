import { rm } from 'node:fs/promises';

export default async function globalTeardown(): Promise<void> {
  const folder = process.env.KEZEK_E2E_RUN;
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}
