import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../main/eds/bytes.ts';
import { openP12 } from '../../../main/eds/p12.ts';
import { authority, issue, PASSWORD } from './support.ts';

describe('Demo authority', () => {
  it('gives the same keys and files for the same seed, and others for another', async () => {
    const world = async (seed: string) => {
      const ca = await authority(seed);
      const files = [];
      for (const kind of ['rsa_auth', 'rsa_sign', 'gost512'] as const)
        files.push((await issue(ca, kind)).p12);
      return [...ca.trusted.map((one) => one.certificate.sha256), ...files.map(sha256Hex)];
    };
    const one = await world('same');
    expect(await world('same')).toEqual(one);
    const other = await world('another');
    expect(one.filter((hash) => other.includes(hash))).toEqual([]);
  });

  it('names files as the Authority does, by the key identifier', async () => {
    const ca = await authority();
    const prefixes = { rsa_auth: 'AUTH_RSA256', rsa_sign: 'RSA256', gost512: 'GOST512' } as const;
    for (const kind of ['rsa_auth', 'rsa_sign', 'gost512'] as const) {
      const { fileName, p12 } = await issue(ca, kind);
      const { certificate } = openP12(p12, PASSWORD);
      expect(fileName).toBe(`${prefixes[kind]}_${certificate.ski}.p12`);
    }
  });

  it('says in every name that it is a demo', async () => {
    for (const { certificate, isDemo } of (await authority()).trusted) {
      expect(certificate.subject.commonName).toMatch(
        /^(НЕГІЗГІ|ҰЛТТЫҚ) КУӘЛАНДЫРУШЫ ОРТАЛЫҚ \((RSA|GOST)\) KEZEK DEMO$/,
      );
      expect(isDemo).toBe(true);
    }
  });

  it('makes eight officers in a few seconds', async () => {
    const started = performance.now();
    const ca = await authority('time');
    for (let i = 0; i < 8; i++) await issue(ca, i < 4 ? 'rsa_sign' : 'gost512');
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
