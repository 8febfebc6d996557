import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { verifyChain } from '../../main/eds/chain.ts';
import { streebog512 } from '../../main/eds/gost/streebog.ts';
import { LoginChallenges } from '../../main/eds/login.ts';
import { openP12 } from '../../main/eds/p12.ts';
import { SignerClient } from '../../main/eds/signer/client.ts';
import { readTrustFolder, TrustStore } from '../../main/eds/trust.ts';
import { verifyXml } from '../../main/eds/xmldsig.ts';
import { affineVerify } from '../unit/eds/affine.ts';
import { codeOf } from '../unit/eds/support.ts';
import { requireTool, run } from './eds-tools.ts';

/**
 * The Authority's public test keys, which stay outside the project (they carry no licence): `../shared/eds-test-keys`
 * beside the checkout. Where they are not, every test here says so and is skipped.
 */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = path.resolve(ROOT, '../shared/eds-test-keys');
const PASSWORD = 'Qwerty12';
/** Within the validity of the in-date keys, whenever the test runs. */
const NOW = new Date('2026-11-21T05:00:00Z');
const WHEN_RSA_WAS_VALID = new Date('2024-06-01T00:00:00Z');
const GOST_KEYS = [
  'individual_valid',
  'legal_ceo_valid',
  'legal_signer_valid',
  'legal_infosystem_valid',
  'individual_revoked',
];
const RSA_KEYS = ['AUTH_RSA256_individual_expired', 'RSA256_individual_expired'];

const file = (name: string) => path.join(FOLDER, `${name}.p12`);
const signer = new SignerClient();
afterAll(() => signer.forget());

beforeEach((context: TestContext) => {
  if (!existsSync(FOLDER))
    context.skip(`${FOLDER} is not here: the Authority's test keys are kept outside the project`);
});

const trustStore = async (allowTest = true) =>
  new TrustStore(await readTrustFolder(path.join(FOLDER, 'ca')), { allowTest });

describe('Test keys of the National Certification Authority', () => {
  it('all open, and none with another password', async () => {
    const roles: Record<string, readonly string[]> = {};
    for (const name of [...GOST_KEYS, ...RSA_KEYS]) {
      const bytes = await readFile(file(name));
      const { key, certificate } = openP12(bytes, PASSWORD);
      expect(key.belongsTo(certificate)).toBe(true);
      roles[name] = certificate.roles;
      expect(codeOf(() => openP12(bytes, 'qwerty12'))).toBe('KEY_WRONG_PASSWORD');
    }
    expect(roles).toEqual({
      individual_valid: ['individual'],
      individual_revoked: ['individual'],
      legal_ceo_valid: ['first_head'],
      legal_signer_valid: ['signatory'],
      legal_infosystem_valid: ['information_system'],
      AUTH_RSA256_individual_expired: ['individual'],
      RSA256_individual_expired: ['individual'],
    });
  });

  it('are read as the Authority writes them', async () => {
    const { certificate } = openP12(await readFile(file('legal_signer_valid')), PASSWORD);
    expect(certificate.subject).toEqual({
      commonName: 'ТЕСТТОВ ТЕСТТ',
      surname: 'ТЕСТТОВ',
      givenName: 'ТЕСТТ',
      patronymic: 'ТЕСТТОВИЧ',
      iin: '123456789012',
      bin: '123456789021',
      organisation: 'АО "ТЕСТ"',
      isInformationSystem: false,
    });
    expect(certificate.ocspUrls).toEqual(['http://test.pki.gov.kz/ocsp/']);
    expect(certificate.crlUrls).toEqual(['http://test.pki.gov.kz/crl/nca_gost2022_test.crl']);
  });

  it('lead to the test roots, and only in test mode', async () => {
    for (const name of GOST_KEYS) {
      const { certificate } = openP12(await readFile(file(name)), PASSWORD);
      expect(verifyChain(certificate, await trustStore(), NOW)).toMatchObject({
        ok: true,
        code: 'CHAIN_OK',
        testCa: true,
      });
      expect(verifyChain(certificate, await trustStore(false), NOW).code).toBe('CHAIN_TEST_CA');
      expect(verifyChain(certificate, new TrustStore([]), NOW).code).toBe('CHAIN_UNTRUSTED');
    }
    for (const name of RSA_KEYS) {
      const { certificate } = openP12(await readFile(file(name)), PASSWORD);
      expect(verifyChain(certificate, await trustStore(), NOW).code).toBe('CHAIN_EXPIRED');
      expect(verifyChain(certificate, await trustStore(), WHEN_RSA_WAS_VALID).code).toBe('CHAIN_OK');
    }
  });

  it('in date, GOST: sign through the signer, and both verifiers accept', async () => {
    const trust = await trustStore();
    for (const name of GOST_KEYS) {
      const key = await signer.open({ path: file(name) }, PASSWORD, { purpose: 'sign', at: NOW });
      const signed = await signer.sign(key.handle, '<decision>Әлем</decision>', { at: NOW });
      expect(verifyXml(signed, { trust, at: NOW })).toMatchObject({ ok: true, algorithm: 'gost-2015-512' });
      expect(verifyXml(signed.replace('Әлем', 'әлем'), { trust, at: NOW }).code).toBe('SIG_DIGEST');
    }
    const { key, certificate } = openP12(await readFile(file('individual_valid')), PASSWORD);
    const message = Buffer.from('independent');
    const point = certificate.publicKey.point;
    expect(point && affineVerify(point, streebog512(message), key.sign(message))).toBe(true);
  });

  it('have certificates whose GOST signatures an independent verifier accepts', async () => {
    const cas = await readTrustFolder(path.join(FOLDER, 'ca'));
    const root = cas.find((one) => one.isRoot && one.certificate.algorithm === 'gost-2015-512');
    const point = root?.certificate.publicKey.point;
    const nca = cas.find((one) => !one.isRoot && one.certificate.algorithm === 'gost-2015-512')?.certificate;
    if (!point || !nca) throw new Error('the GOST test authorities are missing');
    expect(affineVerify(point, streebog512(nca.signature.signedBytes), nca.signature.value)).toBe(true);
  });

  it('expired, RSA: refused by name, with the date', async () => {
    for (const [name, purpose] of [
      ['AUTH_RSA256_individual_expired', 'login'],
      ['RSA256_individual_expired', 'sign'],
    ] as const) {
      await expect(signer.open({ path: file(name) }, PASSWORD, { purpose, at: NOW })).rejects.toMatchObject({
        code: 'KEY_EXPIRED',
        at: new Date('2024-11-15T03:25:51Z'),
      });
    }
  });

  it('expired, RSA: were good when they were good, for us and for xmlsec1', async (context) => {
    requireTool('xmlsec1', context);
    const key = await signer.open({ path: file('RSA256_individual_expired') }, PASSWORD, {
      purpose: 'sign',
      at: WHEN_RSA_WAS_VALID,
    });
    const signed = await signer.sign(key.handle, '<decision>Әлем</decision>', { at: WHEN_RSA_WAS_VALID });
    expect(verifyXml(signed, { trust: await trustStore(), at: WHEN_RSA_WAS_VALID }).code).toBe('SIG_OK');
    expect(verifyXml(signed, { trust: await trustStore(), at: NOW }).code).toBe('CHAIN_EXPIRED');
    const { scratch } = await import('./eds-tools.ts');
    const files = await scratch();
    const pem = async (name: string) => {
      await run('openssl', [
        'x509',
        '-inform',
        'der',
        '-in',
        path.join(FOLDER, 'ca', `${name}.cer`),
        '-out',
        files.path(`${name}.pem`),
      ]);
      return files.path(`${name}.pem`);
    };
    const { code } = await run('xmlsec1', [
      '--verify',
      '--trusted-pem',
      await pem('kuc_rsa_test'),
      '--untrusted-pem',
      await pem('nca_rsa_test'),
      '--verification-time',
      '2024-06-01 00:00:00',
      await files.write('signed.xml', signed),
    ]);
    await files.remove();
    expect(code).toBe(0);
  });

  it('enter the program: an individual and an employee may, an information system may not', async () => {
    const challenges = new LoginChallenges('interop', { now: () => NOW });
    for (const name of ['individual_valid', 'legal_ceo_valid', 'legal_signer_valid']) {
      const key = await signer.open({ path: file(name) }, PASSWORD, { purpose: 'login', at: NOW });
      const challenge = challenges.issue();
      const signed = await signer.sign(key.handle, challenge.xml, { purpose: 'login', at: NOW });
      expect(challenges.redeem(challenge.nonce, signed, await trustStore()).code).toBe('LOGIN_OK');
    }
    await expect(
      signer.open({ path: file('legal_infosystem_valid') }, PASSWORD, { purpose: 'login', at: NOW }),
    ).rejects.toMatchObject({
      code: 'KEY_USAGE_LOGIN',
    });
  });

  it('work from the command line, as the documentation says', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'kezek-cli-'));
    const kezek = (args: readonly string[], input?: string) =>
      run(process.execPath, [path.join(ROOT, 'main/host-cli/kezek.ts'), 'eds', ...args, '--json'], input);
    const common = ['--trust', path.join(FOLDER, 'ca'), '--at', '2026-11-21'];
    const out = path.join(folder, 'out.xml');
    try {
      const { writeFile } = await import('node:fs/promises');
      await writeFile(path.join(folder, 'in.xml'), '<decision/>');
      const inspected = await kezek(
        ['inspect', file('legal_ceo_valid'), ...common, '--password-stdin'],
        `${PASSWORD}\n`,
      );
      expect(inspected.code).toBe(0);
      expect(JSON.parse(inspected.stdout)).toMatchObject({
        ok: true,
        code: 'KEY_OK',
        roles: ['first_head'],
        chain: { testCa: true },
      });
      const signed = await kezek(
        [
          'sign',
          path.join(folder, 'in.xml'),
          '--key',
          file('legal_ceo_valid'),
          '--out',
          out,
          ...common,
          '--password-stdin',
        ],
        PASSWORD,
      );
      expect(signed.code).toBe(0);
      const verified = await kezek(['verify', out, ...common]);
      expect(verified.code).toBe(0);
      expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, code: 'SIG_OK' });
      expect((await kezek(['verify', out])).code).toBe(1);
      const expired = await kezek(
        ['inspect', file('RSA256_individual_expired'), ...common, '--password-stdin'],
        PASSWORD,
      );
      expect([expired.code, JSON.parse(expired.stdout).code]).toEqual([1, 'KEY_EXPIRED']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
