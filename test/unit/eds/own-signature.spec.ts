import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isOwnSignature } from '../../../main/eds/own-signature.ts';
import type { TrustStore } from '../../../main/eds/trust.ts';
import { verifyXml } from '../../../main/eds/xmldsig.ts';
import { authority, NOW, openKey, signWith, type TestKey, trusting } from './support.ts';

const XML =
  '<decision xmlns="urn:kz:kezek:decision:2"><act>offer</act><child><fullName>Әлия &amp; Ұлан</fullName></child></decision>';

let trust: TrustStore;
let keys: Readonly<Record<'rsa' | 'gost' | 'other', TestKey>>;

beforeAll(async () => {
  const ca = await authority();
  trust = trusting(ca);
  keys = {
    rsa: await openKey(ca, 'rsa_sign'),
    gost: await openKey(ca, 'gost512'),
    other: await openKey(ca, 'rsa_sign', {
      holder: { surname: 'ӨЗГЕ', givenName: 'АДАМ', iin: '900101300017' },
    }),
  };
});

describe.each(['rsa', 'gost'] as const)('the quick look at a fresh %s signature', (name) => {
  it('knows its own, and what verifies fully', () => {
    const key = keys[name];
    const signed = signWith(key, XML);
    expect(isOwnSignature(signed, XML, key.certificate)).toBe(true);
    expect(verifyXml(signed, { trust, at: NOW })).toMatchObject({ ok: true, signedRootXml: XML });
  });

  it('knows no other document, key or form', () => {
    const key = keys[name];
    const signed = signWith(key, XML);
    expect(isOwnSignature(signed, XML.replace('offer', 'admit'), key.certificate)).toBe(false);
    expect(
      isOwnSignature(signed.replace('>offer<', '>admit<'), XML.replace('offer', 'admit'), key.certificate),
    ).toBe(false);
    expect(isOwnSignature(signed, XML, keys.other.certificate)).toBe(false);
    expect(isOwnSignature(XML, XML, key.certificate)).toBe(false);
    // The same bytes without their padding: nobody else reads that as base64.
    const unpadded = signed.replace(/=+<\/ds:SignatureValue>/, '</ds:SignatureValue>');
    expect(unpadded).not.toBe(signed);
    expect(isOwnSignature(unpadded, XML, key.certificate)).toBe(false);
    expect(isOwnSignature(signed.replace('<act>', '<!-- --><act>'), XML, key.certificate)).toBe(false);
    // Not canonical: the digest is over another text, and the quick look does not know it.
    const loose = XML.replace('<act>offer</act>', '<act/>');
    expect(isOwnSignature(signWith(key, loose), loose, key.certificate)).toBe(false);
  });

  it('never says yes where the full verification says no', { timeout: 60_000 }, () => {
    const key = keys[name];
    const signed = signWith(key, XML);
    fc.assert(
      fc.property(
        fc.nat({ max: signed.length - 1 }),
        fc.constantFrom('', 'A', ' ', '<', '\n', 'ә', '0'),
        fc.boolean(),
        (at, text, replaces) => {
          const changed = signed.slice(0, at) + text + signed.slice(replaces ? at + 1 : at);
          if (!isOwnSignature(changed, XML, key.certificate)) return;
          expect(verifyXml(changed, { trust, at: NOW })).toMatchObject({ ok: true, signedRootXml: XML });
        },
      ),
      { numRuns: 400 },
    );
  });
});
