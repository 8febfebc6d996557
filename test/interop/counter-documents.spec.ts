/** What the counter writes, looked at by other people's tools: xmllint by the published schemas, xmlsec1 by the parent's signature. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageXml } from '../../domain/package-write.ts';
import { packageOfForm } from '../../domain/walk-in.ts';
import { toPem } from '../../main/eds/bytes.ts';
import { DEPARTMENT, KINDERGARTEN, makeAuthority, makeCitizen } from '../fakes/packages.ts';
import { familyForm } from '../fakes/walk-in.ts';
import { requireTool, run, scratch } from './eds-tools.ts';

const SCHEMA = fileURLToPath(new URL('../../docs/package-1.xsd', import.meta.url));

describe('a package of the counter', () => {
  let files: Awaited<ReturnType<typeof scratch>>;
  beforeAll(async () => {
    files = await scratch();
  });
  afterAll(() => files.remove());

  const making = {
    ref: '00000000-0000-4000-8000-000000000001',
    department: DEPARTMENT,
    at: '2026-04-16T12:07:42+05:00',
    scans: [
      {
        kind: 'birth_certificate',
        about: 'child' as const,
        fileName: 'куәлік & «көшірме».pdf',
        sha256: '9f2c'.repeat(16),
        mediaType: 'application/pdf',
      },
    ],
  };
  const form = familyForm([KINDERGARTEN], { email: 'a.b@example.kz', temporaryAddress: 'Абай, 1' });

  it('is of the published schema, as it is and signed, and canonical byte for byte', async (context) => {
    requireTool('xmllint', context);
    const xml = packageXml(packageOfForm(form, making));
    const { ca } = await makeAuthority();
    const parent = await makeCitizen(ca, form.applicant as never);
    for (const [name, text] of [
      ['plain.xml', xml],
      ['signed.xml', parent.sign(xml)],
    ] as const) {
      const file = await files.write(name, text);
      const { code, stderr } = await run('xmllint', ['--noout', '--nonet', '--schema', SCHEMA, file]);
      expect(code, stderr).toBe(0);
    }
    const { stdout } = await run('xmllint', ['--c14n', await files.write('again.xml', xml)]);
    expect(stdout).toBe(xml);
  });

  it('carries a parent’s signature that xmlsec1 verifies, and no longer once a word is changed', async (context) => {
    requireTool('xmlsec1', context);
    const { ca } = await makeAuthority();
    const parent = await makeCitizen(ca, form.applicant as never);
    const root = await files.write('root.pem', toPem(ca.roots.rsa.certificateDer, 'CERTIFICATE'));
    const centre = await files.write('nca.pem', toPem(ca.centres.rsa.certificateDer, 'CERTIFICATE'));
    const chain = [
      '--trusted-pem',
      root,
      '--untrusted-pem',
      centre,
      '--verification-time',
      '2026-04-16 07:30:00',
    ];
    const signed = parent.sign(packageXml(packageOfForm(form, making)));
    const args = ['--verify', ...chain];
    expect((await run('xmlsec1', [...args, await files.write('good.xml', signed)])).code).toBe(0);
    const other = signed.replace(form.child.surname, 'Басқа');
    expect((await run('xmlsec1', [...args, await files.write('bad.xml', other)])).code).not.toBe(0);
  });
});
