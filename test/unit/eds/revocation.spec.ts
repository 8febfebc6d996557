import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OCSPRequest } from 'pkijs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CertificateInfo, parseCertificate } from '../../../main/eds/certificate.ts';
import type { DemoAuthority, DemoCa } from '../../../main/eds/demo-ca.ts';
import { isFresh, readCrl } from '../../../main/eds/revocation/crl.ts';
import { buildOcspRequest, judgeOcspResponse } from '../../../main/eds/revocation/ocsp.ts';
import { CrlCache, checkRevocation } from '../../../main/eds/revocation.ts';
import { type ForgedResponse, forgeOcsp } from './ocsp-forge.ts';
import { authority, centreOf, issue, NOW, VALID } from './support.ts';

let ca: DemoCa;
let foreign: DemoCa;
const families = ['rsa', 'gost'] as const;
type Family = (typeof families)[number];
const leaves = {} as Record<Family, CertificateInfo>;
const issuers = {} as Record<Family, CertificateInfo>;
const responders = {} as Record<Family, DemoAuthority>;
const nonce = Uint8Array.from({ length: 16 }, (_, i) => i);
const hour = 3_600_000;
const later = (ms: number) => new Date(NOW.getTime() + ms);
const clock = { now: () => NOW };

beforeAll(async () => {
  ca = await authority();
  foreign = await authority('foreign');
  for (const family of families) {
    const kind = family === 'rsa' ? 'rsa_sign' : 'gost512';
    leaves[family] = parseCertificate((await issue(ca, kind)).certificateDer);
    issuers[family] = centreOf(ca, family);
    responders[family] = await ca.issueResponder(family, VALID.notBefore, VALID.notAfter);
  }
});

const forge = (family: Family, change: Partial<ForgedResponse> = {}) =>
  forgeOcsp({
    certificate: leaves[family],
    issuer: issuers[family],
    signer: responders[family],
    nonce,
    producedAt: NOW,
    ...change,
  });

const judge = (family: Family, response: Uint8Array) =>
  judgeOcspResponse(response, {
    certificate: leaves[family],
    issuer: issuers[family],
    nonce,
    now: NOW,
    skewMs: 5 * 60_000,
    maxAgeMs: 24 * hour,
  });

const fault = (reason: string) => ({ status: 'fault', reason });

describe.each(families)('OCSP, %s', (family) => {
  it('asks in a form another implementation reads', () => {
    const request = OCSPRequest.fromBER(
      Uint8Array.from(buildOcspRequest(leaves[family], issuers[family], nonce)),
    );
    const [one, ...more] = request.tbsRequest.requestList;
    expect(more).toEqual([]);
    expect(
      Buffer.from(one?.reqCert.serialNumber.valueBlock.valueHexView ?? [])
        .toString('hex')
        .replace(/^00/, ''),
    ).toBe(leaves[family].serial);
    expect(request.tbsRequest.requestExtensions?.[0]?.extnID).toBe('1.3.6.1.5.5.7.48.1.2');
  });

  it('believes the delegated responder and the centre itself', () => {
    expect(judge(family, forge(family))).toEqual({ status: 'good', producedAt: NOW });
    expect(judge(family, forge(family, { hash: 'sha256' })).status).toBe('good');
    expect(judge(family, forge(family, { signer: ca.centres[family], enclose: false })).status).toBe('good');
    const revokedAt = later(-48 * hour);
    expect(judge(family, forge(family, { revokedAt }))).toEqual({
      status: 'revoked',
      producedAt: NOW,
      revokedAt,
    });
  });

  it('does not believe others', async () => {
    const stranger = await foreign.issueResponder(family, VALID.notBefore, VALID.notAfter);
    expect(judge(family, forge(family, { signer: stranger }))).toEqual(fault('RESPONDER_NOT_TRUSTED'));
    expect(judge(family, forge(family, { signer: stranger, enclose: false }))).toEqual(
      fault('BAD_SIGNATURE'),
    );
    const expired = await ca.issueResponder(family, VALID.notBefore, later(-hour));
    expect(judge(family, forge(family, { signer: expired }))).toEqual(fault('RESPONDER_NOT_TRUSTED'));
    const officer = await issue(ca, family === 'rsa' ? 'rsa_sign' : 'gost512');
    const pretending = { ...responders[family], key: officer.key, certificateDer: officer.certificateDer };
    expect(judge(family, forge(family, { signer: pretending }))).toEqual(fault('RESPONDER_NOT_TRUSTED'));
  });

  it('does not believe an answer changed on the way', () => {
    const response = Buffer.from(forge(family, { revokedAt: later(-hour) }));
    const stamp = response.indexOf('20261121');
    response[stamp + 7] = 0x32;
    expect(judge(family, response)).toEqual(fault('BAD_SIGNATURE'));
  });

  it('wants its own nonce, its own certificate, and a fresh answer', async () => {
    expect(judge(family, forge(family, { nonce: Uint8Array.of(9) }))).toEqual(fault('WRONG_NONCE'));
    expect(judge(family, forge(family, { nonce: null }))).toEqual(fault('WRONG_NONCE'));
    const other = parseCertificate((await issue(ca, 'gost512')).certificateDer);
    expect(judge(family, forge(family, { certificate: other }))).toEqual(fault('WRONG_CERTIFICATE'));
    const elsewhere = centreOf(foreign, family);
    expect(judge(family, forge(family, { issuer: elsewhere }))).toEqual(fault('WRONG_CERTIFICATE'));
    const old = { thisUpdate: later(-48 * hour) };
    expect(judge(family, forge(family, { ...old, nextUpdate: later(-47 * hour) }))).toEqual(fault('STALE'));
    expect(judge(family, forge(family, { ...old, nextUpdate: null }))).toEqual(fault('STALE'));
    expect(judge(family, forge(family, { thisUpdate: later(hour) }))).toEqual(fault('STALE'));
    expect(judge(family, forge(family, { unknown: true }))).toEqual(fault('UNKNOWN_CERTIFICATE'));
  });

  it('never throws on garbage', () => {
    const response = forge(family);
    for (let length = 0; length < response.length; length += 7) {
      expect(judge(family, response.subarray(0, length)).status).toBe('fault');
    }
    expect(judge(family, Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x06))).toEqual(fault('RESPONDER_REFUSED'));
  });
});

const crlOf = (family: Family, change: Partial<Parameters<DemoCa['issueCrl']>[1]> = {}) =>
  ca.issueCrl(family, {
    thisUpdate: later(-hour),
    nextUpdate: later(hour),
    number: 1,
    revoked: [],
    ...change,
  });

describe.each(families)('CRL, %s', (family) => {
  it('finds the revoked and only them', () => {
    const at = later(-3 * hour);
    const revoked = [
      { serial: '01', at },
      { serial: leaves[family].serial, at },
      { serial: 'ff00', at },
    ];
    const crl = readCrl(crlOf(family, { revoked }), issuers[family]);
    if (typeof crl === 'string') throw new Error(crl);
    expect(crl.revokedAt(leaves[family].serial)).toEqual(at);
    expect(crl.revokedAt('ff00')).toEqual(at);
    expect(crl.revokedAt('ff01')).toBeNull();
    expect(isFresh(crl, NOW, 0)).toBe(true);
    expect(isFresh(crl, later(2 * hour), 0)).toBe(false);
    expect(isFresh(crl, later(-2 * hour), 0)).toBe(false);
  });

  it('believes only its issuer', () => {
    expect(readCrl(crlOf(family), centreOf(foreign, family))).toBe('BAD_SIGNATURE');
    expect(readCrl(crlOf(family), issuers[family === 'rsa' ? 'gost' : 'rsa'])).toBe('WRONG_ISSUER');
    const changed = Buffer.from(crlOf(family, { revoked: [{ serial: leaves[family].serial, at: NOW }] }));
    const at = changed.indexOf(Buffer.from(leaves[family].serial, 'hex'));
    changed[at] = 1;
    expect(readCrl(changed, issuers[family])).toBe('BAD_SIGNATURE');
    expect(readCrl(crlOf(family).subarray(0, 100), issuers[family])).toBe('BAD_RESPONSE');
  });
});

describe('Asking', () => {
  let server: Server | null = null;
  let base = '';

  async function serve(handler: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void) {
    const created = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => handler(request, Buffer.concat(chunks), response));
    });
    server = created;
    await new Promise<void>((resolve) => created.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(created.address() as AddressInfo).port}`;
  }

  const stop = () =>
    new Promise<void>((resolve) => {
      server?.closeAllConnections();
      server ? server.close(() => resolve()) : resolve();
      server = null;
    });
  afterEach(stop);
  afterAll(stop);

  const nonceIn = (body: Buffer): Uint8Array => body.subarray(-16);
  const ask = (config: Partial<Parameters<typeof checkRevocation>[2]>) =>
    checkRevocation(leaves.gost, issuers.gost, { enabled: true, timeoutMs: 400, ...config }, clock);

  it('does nothing where it is not configured, and says when it has nowhere to ask', async () => {
    expect(await ask({ enabled: false })).toMatchObject({
      status: 'not_checked',
      reason: 'NOT_CONFIGURED',
      evidence: null,
    });
    expect(await ask({})).toMatchObject({ status: 'not_checked', reason: 'NO_URL' });
    expect(await ask({ ocspUrl: 'file:///etc/passwd', crl: false })).toMatchObject({ reason: 'NO_URL' });
  });

  it('stores the OCSP answer as evidence', async () => {
    await serve((_request, body, response) =>
      response.end(forge('gost', { nonce: nonceIn(body), revokedAt: later(-hour) })),
    );
    const result = await ask({ ocspUrl: base });
    expect(result).toMatchObject({
      status: 'revoked',
      source: 'ocsp',
      reason: null,
      checkedAt: NOW,
      producedAt: NOW,
      revokedAt: later(-hour),
    });
    expect(result.evidence?.length).toBeGreaterThan(100);
    expect(result.evidenceSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('turns to the CRL when OCSP fails, and keeps it', async () => {
    let fetched = 0;
    await serve((request, _body, response) => {
      if (request.url === '/ocsp') {
        response.writeHead(500).end();
        return;
      }
      fetched++;
      response.end(crlOf('gost', { revoked: [{ serial: leaves.gost.serial, at: later(-2 * hour) }] }));
    });
    const crlCache = new CrlCache();
    for (let i = 0; i < 3; i++) {
      const result = await ask({ ocspUrl: `${base}/ocsp`, crlUrl: `${base}/crl`, crlCache });
      expect(result).toMatchObject({ status: 'revoked', source: 'crl', revokedAt: later(-2 * hour) });
    }
    expect(fetched).toBe(1);
  });

  it('says that a stale CRL proves nothing', async () => {
    await serve((_request, _body, response) => response.end(crlOf('gost', { nextUpdate: later(-hour / 2) })));
    expect(await ask({ crlUrl: base })).toMatchObject({ status: 'not_checked', reason: 'STALE' });
  });

  it('gives up on a service that stalls, before and within its answer', async () => {
    await serve((request, _body, response) => {
      if (request.url === '/half') {
        response.writeHead(200);
        response.write('x');
      }
    });
    for (const path of ['/none', '/half']) {
      const started = performance.now();
      expect(await ask({ ocspUrl: base + path, crl: false })).toMatchObject({
        status: 'not_checked',
        reason: 'TIMEOUT',
      });
      expect(performance.now() - started).toBeLessThan(3000);
    }
  });

  it('does not follow redirects, swallow floods, or mind a closed port', async () => {
    await serve((request, _body, response) => {
      if (request.url === '/redirect') response.writeHead(302, { location: '/flood' }).end();
      else response.end(Buffer.alloc(2 * 1024 * 1024));
    });
    expect(await ask({ ocspUrl: `${base}/redirect`, crl: false })).toMatchObject({ reason: 'UNREACHABLE' });
    expect(await ask({ ocspUrl: `${base}/flood`, crl: false, timeoutMs: 5000 })).toMatchObject({
      reason: 'BAD_RESPONSE',
    });
    await stop();
    expect(await ask({ ocspUrl: base, crl: false })).toMatchObject({ reason: 'UNREACHABLE' });
  });

  it('is not moved by an answer to somebody else’s question', async () => {
    await serve((_request, _body, response) => response.end(forge('gost')));
    expect(await ask({ ocspUrl: base, crl: false })).toMatchObject({
      status: 'not_checked',
      reason: 'WRONG_NONCE',
    });
  });
});
