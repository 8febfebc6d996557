import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { element, integer, octets, oid, sequence, truth } from '../../../main/eds/asn1/write.ts';
import { toPem } from '../../../main/eds/bytes.ts';
import { parseCertificate } from '../../../main/eds/certificate.ts';
import { type ChainVerdict, verifyChain } from '../../../main/eds/chain.ts';
import { caExtensions, caName, issueCertificate } from '../../../main/eds/demo/certificates.ts';
import { makeDemoKey, serialOf } from '../../../main/eds/demo/keys.ts';
import type { DemoAuthority, DemoCa } from '../../../main/eds/demo-ca.ts';
import { readTrustFolder, type TrustedCa, TrustStore, trustedCa } from '../../../main/eds/trust.ts';
import { authority, centreOf, issue, NOW, seeded, trusting, VALID } from './support.ts';

let ca: DemoCa;
let lookAlike: DemoCa;
const random = seeded('chain');

beforeAll(async () => {
  ca = await authority();
  lookAlike = await authority('look-alike');
});

const judge = async (kind: 'rsa_sign' | 'gost512', store: TrustStore, at = NOW): Promise<ChainVerdict> =>
  verifyChain(parseCertificate((await issue(ca, kind)).certificateDer), store, at);

describe('Chain', () => {
  it.each(['rsa_sign', 'gost512'] as const)('leads a %s key to its root', async (kind) => {
    const verdict = await judge(kind, trusting(ca));
    expect(verdict).toMatchObject({ ok: true, code: 'CHAIN_OK', demoCa: true, testCa: false });
    expect(verdict.path).toHaveLength(3);
    expect(verdict.issuer?.sha256).toBe(centreOf(ca, kind === 'gost512' ? 'gost' : 'rsa').sha256);
  });

  it('refuses an authority with the same names and another key', async () => {
    for (const kind of ['rsa_sign', 'gost512'] as const) {
      const verdict = await judge(kind, trusting(lookAlike));
      expect(verdict).toMatchObject({ ok: false, code: 'CHAIN_UNTRUSTED' });
    }
    expect(centreOf(lookAlike, 'gost').subjectName.hex).toBe(centreOf(ca, 'gost').subjectName.hex);
  });

  it('is not convinced by the identifiers of a real centre on a foreign signature', async () => {
    const leaf = await issue(lookAlike, 'gost512');
    const key = await makeDemoKey('gost', random);
    const real = ca.centres.gost;
    const forged = issueCertificate({
      serial: leaf.serial,
      issuerName: real.name,
      issuerKey: { ...key, ski: real.key.ski },
      subjectName: lookAlike.centres.gost.name,
      key: leaf.key,
      ...VALID,
      extensions: caExtensions(leaf.key, { ...key, ski: real.key.ski }, null).slice(2, 4),
    });
    expect(verifyChain(parseCertificate(forged), trusting(ca), NOW).code).toBe('CHAIN_UNTRUSTED');
  });

  it('needs the whole way to a root: neither a centre alone nor a root alone will do', async () => {
    const [root, centre] = [ca.trusted[2], ca.trusted[3]] as [TrustedCa, TrustedCa];
    for (const only of [[root], [centre]]) {
      const verdict = await judge('gost512', new TrustStore(only, { allowDemo: true }));
      expect(verdict.code).toBe('CHAIN_UNTRUSTED');
    }
  });

  it('counts demo and test authorities only where they are allowed', async () => {
    expect((await judge('gost512', new TrustStore(ca.trusted))).code).toBe('CHAIN_DEMO_CA');
    const testCa = await authority('test-names', '(GOST) TEST 2022');
    const cas = testCa.trusted.map((one) => trustedCa(one.certificate, 'admin'));
    const leaf = parseCertificate((await issue(testCa, 'gost512')).certificateDer);
    expect(verifyChain(leaf, new TrustStore(cas), NOW)).toMatchObject({
      ok: false,
      code: 'CHAIN_TEST_CA',
      testCa: true,
    });
    expect(verifyChain(leaf, new TrustStore(cas, { allowTest: true }), NOW)).toMatchObject({
      ok: true,
      testCa: true,
    });
  });

  it('judges validity at the moment asked about', async () => {
    const at = (text: string) => judge('gost512', trusting(ca), new Date(text));
    expect((await at('2025-12-31T23:59:59Z')).code).toBe('CHAIN_NOT_YET_VALID');
    expect((await at('2027-01-01T00:00:01Z')).code).toBe('CHAIN_EXPIRED');
    expect((await at('2040-01-01T00:00:01Z')).code).toBe('CHAIN_CA_EXPIRED');
    expect((await at('2019-12-31T23:59:59Z')).code).toBe('CHAIN_CA_NOT_YET_VALID');
  });

  it('refuses the certificate of a centre as a signer', () => {
    expect(verifyChain(centreOf(ca, 'gost'), trusting(ca), NOW).code).toBe('CHAIN_LEAF_IS_CA');
  });

  it('refuses a leaf that issues certificates of its own', async () => {
    const officer = await issue(ca, 'gost512');
    const key = await makeDemoKey('gost', random);
    const child = issueCertificate({
      serial: serialOf(key.ski),
      issuerName: caName('x'),
      issuerKey: officer.key,
      subjectName: caName('y'),
      key,
      ...VALID,
      extensions: [],
    });
    expect(verifyChain(parseCertificate(child), trusting(ca), NOW).code).toBe('CHAIN_UNTRUSTED');
    expect(() => trustedCa(parseCertificate(officer.certificateDer), 'admin')).toThrow('TRUST_NOT_A_CA');
  });

  it('honours the path length of a centre', async () => {
    const centre = ca.centres.rsa; // path length 0
    const key = await makeDemoKey('rsa', random);
    const below: DemoAuthority = {
      name: caName('ҰҚО below'),
      key,
      certificateDer: issueCertificate({
        serial: serialOf(key.ski),
        issuerName: centre.name,
        issuerKey: centre.key,
        subjectName: caName('ҰҚО below'),
        key,
        ...VALID,
        extensions: caExtensions(key, centre.key, null),
      }),
    };
    const leafKey = await makeDemoKey('rsa', random);
    const leaf = issueCertificate({
      serial: serialOf(leafKey.ski),
      issuerName: below.name,
      issuerKey: key,
      subjectName: caName('leaf'),
      key: leafKey,
      ...VALID,
      extensions: [],
    });
    const store = trusting(ca).with([trustedCa(parseCertificate(below.certificateDer), 'admin')]);
    expect(verifyChain(parseCertificate(leaf), store, NOW).code).toBe('CHAIN_PATH_LENGTH');
  });

  it('refuses unknown critical extensions', async () => {
    const { key } = await issue(ca, 'gost512');
    const centre = ca.centres.gost;
    const leafWith = (critical: boolean) =>
      issueCertificate({
        serial: '01',
        issuerName: centre.name,
        issuerKey: centre.key,
        subjectName: caName('leaf'),
        key,
        ...VALID,
        extensions: [sequence(oid('1.2.398.99'), ...(critical ? [truth()] : []), octets(integer(1)))],
      });
    expect(verifyChain(parseCertificate(leafWith(true)), trusting(ca), NOW).code).toBe(
      'CHAIN_CRITICAL_EXTENSION',
    );
    expect(verifyChain(parseCertificate(leafWith(false)), trusting(ca), NOW).code).toBe('CHAIN_OK');
  });

  it('does not accept SHA-1 signatures', async () => {
    const { createSign, createPrivateKey } = await import('node:crypto');
    const centre = ca.centres.rsa;
    const sha1Algorithm = sequence(oid('1.2.840.113549.1.1.5'), element(5));
    const privateKey = createPrivateKey({ key: Buffer.from(centre.key.pkcs8), format: 'der', type: 'pkcs8' });
    const weak = {
      ...centre.key,
      signatureAlgorithm: sha1Algorithm,
      sign: (message: Uint8Array) => createSign('sha1').update(message).sign(privateKey),
    };
    const { key } = await issue(ca, 'rsa_sign');
    const leaf = issueCertificate({
      serial: '02',
      issuerName: centre.name,
      issuerKey: weak,
      subjectName: caName('leaf'),
      key,
      ...VALID,
      extensions: [],
    });
    expect(verifyChain(parseCertificate(leaf), trusting(ca), NOW).code).toBe('CHAIN_UNTRUSTED');
  });

  it('does not survive a changed byte in the leaf', async () => {
    const { certificateDer } = await issue(ca, 'gost512');
    const changed = Buffer.from(certificateDer);
    const iin = changed.indexOf('IIN850312400017');
    changed.write('IIN850312400025', iin);
    const verdict = verifyChain(parseCertificate(changed), trusting(ca), NOW);
    expect(verdict.code).toBe('CHAIN_UNTRUSTED');
  });

  it('reads a trust folder of DER and PEM files, and says when it cannot', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'kezek-trust-'));
    try {
      await writeFile(path.join(folder, 'root.cer'), ca.roots.gost.certificateDer);
      await writeFile(path.join(folder, 'nca.pem'), toPem(ca.centres.gost.certificateDer, 'CERTIFICATE'));
      await writeFile(path.join(folder, 'notes.txt'), 'not a certificate');
      const cas = await readTrustFolder(folder);
      expect(cas.map((one) => one.isRoot).sort()).toEqual([false, true]);
      expect((await judge('gost512', new TrustStore(cas, { allowDemo: true }))).ok).toBe(true);
      const leaf = await issue(ca, 'gost512');
      await writeFile(path.join(folder, 'leaf.cer'), leaf.certificateDer);
      await expect(readTrustFolder(folder)).rejects.toMatchObject({ code: 'TRUST_NOT_A_CA' });
      await expect(readTrustFolder(path.join(folder, 'none'))).rejects.toMatchObject({
        code: 'TRUST_FOLDER_UNREADABLE',
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('recognises a root by its own signature, not by its names alone', async () => {
    const key = await makeDemoKey('gost', random);
    const name = caName('pretended root');
    const pretended = issueCertificate({
      serial: serialOf(key.ski),
      issuerName: name,
      issuerKey: ca.centres.gost.key,
      subjectName: name,
      key,
      ...VALID,
      extensions: caExtensions(key, key, null),
    });
    expect(trustedCa(parseCertificate(pretended), 'admin').isRoot).toBe(false);
  });
});
