/** Judges a downloaded decision with other people's tools: `xmlsec1` for RSA, our independent verifier for GOST. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorities } from './keys.ts';
import { NODE, ROOT } from './places.ts';

export interface Judgement {
  readonly algorithm: 'rsa' | 'gost';
  readonly valid: boolean;
  readonly said: string;
}

function run(command: string, args: readonly string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(command, [...args], { timeout: 30_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 99;
      resolve({ code, said: `${stdout}${stderr}${code === 99 ? String(error) : ''}` });
    });
  });
}

export async function verifySignedXml(xml: string): Promise<Judgement> {
  const algorithm = xml.includes('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256') ? 'rsa' : 'gost';
  const folder = await mkdtemp(join(tmpdir(), 'kezek-verify-'));
  const file = join(folder, 'decision.xml');
  try {
    await writeFile(file, xml);
    const { code, said } =
      algorithm === 'rsa'
        ? await run('xmlsec1', ['--verify', ...(await chainArguments()), file])
        : await run(NODE, [join(ROOT, 'test/e2e/support/verify-gost.ts'), file]);
    return { algorithm, valid: code === 0, said };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function chainArguments(): Promise<string[]> {
  const { roots, others } = await authorities();
  return [
    '--enabled-key-data',
    'x509',
    ...roots.flatMap((file) => ['--trusted-pem', file]),
    ...others.flatMap((file) => ['--untrusted-pem', file]),
  ];
}
