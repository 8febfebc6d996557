import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { berToDer } from '../../../main/eds/asn1/ber.ts';
import { readDer, readOid, readPositive, readText, readTime, Tag } from '../../../main/eds/asn1/der.ts';
import { element, integer, octets, oid, sequence, time, utf8 } from '../../../main/eds/asn1/write.ts';
import { parseCertificate } from '../../../main/eds/certificate.ts';
import { authority, codeOf } from './support.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('DER reader', () => {
  it('reads back what the writer wrote', () => {
    const arc = fc.integer({ min: 0, max: 2 ** 31 });
    fc.assert(
      fc.property(
        fc.array(arc, { minLength: 1, maxLength: 8 }),
        fc.bigInt({ min: 0n, max: 2n ** 520n }),
        (arcs, n) => {
          const dots = ['1', '2', ...arcs].join('.');
          const [type, number] = readDer(sequence(oid(dots), integer(n))).children();
          expect(type && readOid(type)).toBe(dots);
          expect(number && BigInt(`0x${readPositive(number)}`)).toBe(n);
        },
      ),
    );
  });

  it('agrees with the known encoding of an OID', () => {
    expect(Buffer.from(oid('1.2.398.3.10.1.1.2.2')).toString('hex')).toBe('06092a830e030a01010202');
  });

  it.each([
    ['a length past the end', '3005020101', 'ASN1_TRUNCATED'],
    ['indefinite length', '30800201010000', 'ASN1_MALFORMED'],
    ['a length in more bytes than needed', '308103020101', 'ASN1_MALFORMED'],
    ['a length of five bytes', '30850000000001', 'ASN1_MALFORMED'],
    ['bytes after the end', '300302010100', 'ASN1_MALFORMED'],
    ['a high tag number', '1f8101020101', 'ASN1_MALFORMED'],
    ['nothing', '', 'ASN1_TRUNCATED'],
  ])('refuses %s', (_name, hex, code) => {
    expect(codeOf(() => readDer(bytes(hex)).children())).toBe(code);
  });

  it('refuses a child that runs past its parent', () => {
    expect(codeOf(() => readDer(bytes('300502050101ff')).children())).toBe('ASN1_TRUNCATED');
  });

  it('refuses more than it was told to expect', () => {
    expect(codeOf(() => readDer(new Uint8Array(20), 10))).toBe('ASN1_TOO_LARGE');
    expect(codeOf(() => readDer(sequence(...Array.from({ length: 9 }, () => integer(1)))).children(8))).toBe(
      'ASN1_TOO_LARGE',
    );
  });

  it('refuses control characters in names, and text that is not UTF-8', () => {
    expect(codeOf(() => readText(readDer(utf8('a\u0000b'))))).toBe('ASN1_MALFORMED');
    expect(codeOf(() => readText(readDer(element(Tag.utf8String, bytes('c328')))))).toBe('ASN1_MALFORMED');
    expect(readText(readDer(utf8('Әлия')))).toBe('Әлия');
  });

  it('reads times of both kinds and refuses impossible ones', () => {
    for (const text of ['1999-12-31T23:59:59Z', '2026-02-28T00:00:00Z', '2051-06-01T12:00:00Z']) {
      expect(readTime(readDer(time(new Date(text)))).toISOString()).toBe(text.replace('Z', '.000Z'));
    }
    expect(codeOf(() => readTime(readDer(element(Tag.utcTime, Buffer.from('260231000000Z')))))).toBe(
      'ASN1_MALFORMED',
    );
    expect(codeOf(() => readTime(readDer(element(Tag.utcTime, Buffer.from('2602280000Z')))))).toBe(
      'ASN1_MALFORMED',
    );
  });
});

describe('BER to DER', () => {
  it('makes lengths definite and joins strings sent in pieces', () => {
    const indefinite = bytes('3080248004020102040103000002010500 00'.replaceAll(' ', ''));
    expect(Buffer.from(berToDer(indefinite)).toString('hex')).toBe('30080403010203020105');
  });

  it('joins the pieces of an implicitly tagged string', () => {
    expect(Buffer.from(berToDer(bytes('a080040101040102 0000'.replace(' ', '')))).toString('hex')).toBe(
      '80020102',
    );
  });

  it('leaves DER as it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (content) => {
        const der = sequence(octets(content), sequence(integer(content.length)));
        expect(Buffer.from(berToDer(der)).equals(der)).toBe(true);
      }),
    );
  });

  it.each([
    ['no end-of-contents', '30800201', 'ASN1_TRUNCATED'],
    ['an end-of-contents where none may be', '30020000', 'ASN1_MALFORMED'],
    ['a primitive of indefinite length', '0480', 'ASN1_MALFORMED'],
    ['bytes after the end', '020101ff', 'ASN1_MALFORMED'],
  ])('refuses %s', (_name, hex, code) => {
    expect(codeOf(() => berToDer(bytes(hex)))).toBe(code);
  });

  it('is bounded in depth and in number', () => {
    expect(codeOf(() => berToDer(Buffer.from('3080'.repeat(50_000), 'hex')))).toBe('ASN1_TOO_DEEP');
    const many = sequence(Buffer.from('0500'.repeat(30_000), 'hex'));
    expect(codeOf(() => berToDer(many))).toBe('ASN1_TOO_LARGE');
  });
});

describe('Certificates from outside', () => {
  it('never crash the reader: cut short or altered anywhere, they read or are refused with a code', async () => {
    const der = (await authority()).centres.rsa.certificateDer;
    for (let length = 0; length < der.length; length++) {
      expect(codeOf(() => parseCertificate(der.subarray(0, length)))).toMatch(/^(ASN1_|CERTIFICATE_)/);
    }
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(255), (at, value) => {
        const altered = Uint8Array.from(der);
        altered[at] = value;
        expect(codeOf(() => parseCertificate(altered)) ?? 'read').toMatch(/^(ASN1_|CERTIFICATE_|read)/);
      }),
      { numRuns: 1500 },
    );
  });
});
