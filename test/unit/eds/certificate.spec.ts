import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDer } from '../../../main/eds/asn1/der.ts';
import { Oid } from '../../../main/eds/asn1/oids.ts';
import { oid, sequence, setOf, utf8 } from '../../../main/eds/asn1/write.ts';
import { toPem } from '../../../main/eds/bytes.ts';
import { parseCertificate, parseCertificateFile } from '../../../main/eds/certificate.ts';
import { readName, subjectOf } from '../../../main/eds/certificate-names.ts';
import type { DemoCa } from '../../../main/eds/demo-ca.ts';
import { keyProblem, mayLogIn, maySign } from '../../../main/eds/usage.ts';
import { authority, codeOf, HOLDER, issue, NOW, ORGANISATION, VALID } from './support.ts';

let ca: DemoCa;
beforeAll(async () => {
  ca = await authority();
});

const nameOf = (...pairs: readonly (readonly [string, string])[]) =>
  readName(readDer(sequence(...pairs.map(([type, value]) => setOf(sequence(oid(type), utf8(value)))))));

describe('Certificate', () => {
  it('reads an organisation key: first name from CN, patronymic from GN, IIN, BIN, role', async () => {
    const { certificateDer, serial } = await issue(ca, 'gost512', {
      role: 'first_head',
      ocspUrl: 'http://ocsp.example/',
      crlUrl: 'http://crl.example/a.crl',
    });
    const certificate = parseCertificate(certificateDer);
    expect(certificate.subject).toEqual({
      commonName: 'ӘБДІҚАДЫРОВА АЙГҮЛ',
      surname: HOLDER.surname,
      givenName: HOLDER.givenName,
      patronymic: HOLDER.patronymic,
      iin: HOLDER.iin,
      bin: ORGANISATION.bin,
      organisation: ORGANISATION.name,
      isInformationSystem: false,
    });
    expect(certificate).toMatchObject({
      algorithm: 'gost-2015-512',
      roles: ['first_head'],
      keyUsage: ['digitalSignature', 'nonRepudiation', 'keyAgreement'],
      policies: ['1.2.398.3.3.2'],
      ocspUrls: ['http://ocsp.example/'],
      crlUrls: ['http://crl.example/a.crl'],
      serial,
      isCa: false,
      unknownCritical: [],
      ...VALID,
    });
    expect(certificate.ski?.slice(1)).toBe(serial.padStart(40, '0').slice(1));
    expect(certificate.aki).toBe(parseCertificate(ca.centres.gost.certificateDer).ski);
  });

  it("agrees with Node's own reader of certificates", async () => {
    for (const kind of ['rsa_auth', 'rsa_sign', 'gost512'] as const) {
      const { certificateDer } = await issue(ca, kind);
      const mine = parseCertificate(certificateDer);
      const theirs = new X509Certificate(certificateDer);
      expect(theirs.serialNumber.toLowerCase().replace(/^0+/, '')).toBe(mine.serial.replace(/^0+/, ''));
      expect(theirs.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(mine.sha256);
      expect(theirs.validFromDate).toEqual(mine.notBefore);
      expect(theirs.validToDate).toEqual(mine.notAfter);
      expect(theirs.subject).toContain(`serialNumber=IIN${mine.subject.iin}`);
      expect(theirs.keyUsage).toEqual(mine.ekuOids);
      expect(theirs.ca).toBe(false);
    }
    expect(new X509Certificate(ca.centres.rsa.certificateDer).ca).toBe(true);
  });

  it('knows individuals and information systems', async () => {
    const person = parseCertificate(
      (await ca.issueKey({ kind: 'gost512', holder: HOLDER, ...VALID }, 'Aa12345')).certificateDer,
    );
    expect(person.roles).toEqual(['individual']);
    expect(person.subject).toMatchObject({ bin: null, organisation: null });
    const system = parseCertificate(
      (await issue(ca, 'gost512', { role: 'information_system' })).certificateDer,
    );
    expect(system.subject).toMatchObject({
      isInformationSystem: true,
      iin: null,
      surname: null,
      patronymic: null,
    });
    expect(mayLogIn(system)).toBe(false);
    expect(maySign(system)).toBe(true);
  });

  it('reads a BIN from serialNumber, and no number that is not twelve digits', () => {
    const organisation = subjectOf(
      nameOf([Oid.commonName, 'X'], [Oid.serialNumber, 'BIN050140000016']),
      false,
    );
    expect(organisation).toMatchObject({ bin: '050140000016', iin: null });
    const strange = subjectOf(
      nameOf([Oid.serialNumber, 'IIN8503124000171'], [Oid.organisationalUnit, 'xBIN050140000016']),
      false,
    );
    expect(strange).toMatchObject({ iin: null, bin: null });
  });

  it('does not guess a first name when CN does not begin with the surname', () => {
    const name = nameOf([Oid.commonName, 'АЙГҮЛ ӘБДІҚАДЫРОВА'], [Oid.surname, 'ӘБДІҚАДЫРОВА']);
    expect(subjectOf(name, false).givenName).toBeNull();
  });

  it('reads files: DER, and PEM with several certificates', () => {
    const two =
      toPem(ca.roots.rsa.certificateDer, 'CERTIFICATE') + toPem(ca.centres.rsa.certificateDer, 'CERTIFICATE');
    expect(parseCertificateFile(Buffer.from(two)).map((one) => one.isCa)).toEqual([true, true]);
    expect(parseCertificateFile(ca.roots.gost.certificateDer)).toHaveLength(1);
    expect(codeOf(() => parseCertificateFile(Buffer.from('hello')))).toBe('CERTIFICATE_MALFORMED');
  });
});

describe('Use of keys', () => {
  const at = (text: string) => new Date(text);

  it('lets AUTH keys enter, signing keys sign, GOST keys do both', async () => {
    const of = async (kind: 'rsa_auth' | 'rsa_sign' | 'gost512') => {
      const certificate = parseCertificate((await issue(ca, kind)).certificateDer);
      return [
        keyProblem(certificate, 'login', NOW)?.code ?? 'ok',
        keyProblem(certificate, 'sign', NOW)?.code ?? 'ok',
      ];
    };
    expect(await of('rsa_auth')).toEqual(['ok', 'KEY_USAGE_SIGN']);
    expect(await of('rsa_sign')).toEqual(['KEY_USAGE_LOGIN', 'ok']);
    expect(await of('gost512')).toEqual(['ok', 'ok']);
  });

  it('says from when and until when', async () => {
    const certificate = parseCertificate((await issue(ca, 'gost512')).certificateDer);
    expect(keyProblem(certificate, null, at('2027-01-01T00:00:01Z'))).toEqual({
      code: 'KEY_EXPIRED',
      at: VALID.notAfter,
    });
    expect(keyProblem(certificate, null, at('2025-12-31T23:59:59Z'))).toEqual({
      code: 'KEY_NOT_YET_VALID',
      at: VALID.notBefore,
    });
    expect(keyProblem(certificate, null, VALID.notAfter)).toBeNull();
    expect(keyProblem(certificate, null, VALID.notBefore)).toBeNull();
  });
});
