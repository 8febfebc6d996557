import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { SignedXml, toPem } from 'xml-crypto';
import { streebog512 } from '../../../main/eds/gost/streebog.ts';
import type { TrustStore } from '../../../main/eds/trust.ts';
import { signXml, verifyXml } from '../../../main/eds/xmldsig.ts';
import { affineVerify } from './affine.ts';
import { authority, codeOf, NOW, openKey, signWith, type TestKey, trusting } from './support.ts';

const DECISION =
  '<?xml version="1.0" encoding="UTF-8"?>\n<decision xmlns="urn:kz:kezek:decision:1" a="1">\n  <child iin="x">Әлия &amp; Ұлан</child>\n  <note/>\n</decision>';

let trust: TrustStore;
let gost: TestKey;
let rsa: TestKey;
let auth: TestKey;

beforeAll(async () => {
  const ca = await authority();
  trust = trusting(ca);
  gost = await openKey(ca, 'gost512');
  rsa = await openKey(ca, 'rsa_sign');
  auth = await openKey(ca, 'rsa_auth');
});

const verify = (xml: string, at = NOW) => verifyXml(xml, { trust, at });
const keys = () =>
  [
    ['rsa-sha256', rsa],
    ['gost-2015-512', gost],
  ] as const;

describe('XML signatures', () => {
  it('are made and verified in the profile of the National CA', () => {
    for (const [algorithm, key] of keys()) {
      const signed = signWith(key, DECISION);
      expect(signed).toMatch(
        /<ds:Signature xmlns:ds="http:\/\/www\.w3\.org\/2000\/09\/xmldsig#">.*<\/ds:Signature><\/decision>$/s,
      );
      expect(signed).toContain('<ds:Reference URI=""><ds:Transforms>');
      const verdict = verify(signed);
      expect(verdict).toMatchObject({ ok: true, code: 'SIG_OK', algorithm });
      expect(Object.values(verdict.checks)).toEqual(['yes', 'yes', 'yes', 'yes', 'yes']);
      expect(verdict.signedRootXml).toBe(
        '<decision xmlns="urn:kz:kezek:decision:1" a="1">\n  <child iin="x">Әлия &amp; Ұлан</child>\n  <note></note>\n</decision>',
      );
      expect(verdict.certificate?.sha256).toBe(key.certificate.sha256);
    }
  });

  it('in GOST are accepted by an independent verifier over an independently written SignedInfo', () => {
    const signed = signWith(gost, '<a>x</a>');
    const pick = (tag: string) => new RegExp(`<ds:${tag}>([^<]+)</ds:${tag}>`).exec(signed)?.[1] ?? '';
    expect(pick('DigestValue')).toBe(Buffer.from(streebog512(Buffer.from('<a>x</a>'))).toString('base64'));
    const algorithm = (tag: string, value: string) => `<ds:${tag} Algorithm="${value}"></ds:${tag}>`;
    const urn = 'urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:';
    const signedInfo = `<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${algorithm('CanonicalizationMethod', 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315')}${algorithm('SignatureMethod', `${urn}gostr34102015-gostr34112015-512`)}<ds:Reference URI=""><ds:Transforms>${algorithm('Transform', 'http://www.w3.org/2000/09/xmldsig#enveloped-signature')}${algorithm('Transform', 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments')}</ds:Transforms>${algorithm('DigestMethod', `${urn}gostr34112015-512`)}<ds:DigestValue>${pick('DigestValue')}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
    const point = gost.certificate.publicKey.point;
    expect(
      point &&
        affineVerify(
          point,
          streebog512(Buffer.from(signedInfo)),
          Buffer.from(pick('SignatureValue'), 'base64'),
        ),
    ).toBe(true);
  });

  it('stand at the end of a text that otherwise stays as it was written', () => {
    const texts = [
      ['<a/>', '<a>', '</a>'],
      ["<a  b='1'/>\n\n", "<a  b='1'>", '</a>\n\n'],
      ['<p:a xmlns:p="urn:x" ><b c = \'</a>\'/></p:a >'.replace('</a>', '/a>'), null, null],
      ['<a xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><b>&gt;&#x41;</b>\n</a>', null, null],
      [DECISION, null, null],
    ] as const;
    for (const [text, opened, closed] of texts) {
      const close = text.lastIndexOf('</');
      const signed = signWith(rsa, text);
      expect(signed.startsWith(`${opened ?? text.slice(0, close)}<ds:Signature`), text).toBe(true);
      expect(signed.endsWith(`</ds:Signature>${closed ?? text.slice(close)}`), text).toBe(true);
      expect(verify(signed), text).toMatchObject({ ok: true, code: 'SIG_OK' });
    }
  });

  it('tell a changed document from a foreign signature', () => {
    for (const [, key] of keys()) {
      const signed = signWith(key, DECISION);
      const changed = verify(signed.replace('a="1"', 'a="2"'));
      expect(changed).toMatchObject({ ok: false, code: 'SIG_DIGEST', signedRootXml: null });
      expect(changed.checks).toMatchObject({ signature: 'yes', digest: 'no' });
      const value = /<ds:SignatureValue>(....)/.exec(signed)?.[1] ?? '';
      const broken = verify(
        signed.replace(
          `<ds:SignatureValue>${value}`,
          `<ds:SignatureValue>${value === 'AAAA' ? 'BBBB' : 'AAAA'}`,
        ),
      );
      expect(broken).toMatchObject({ ok: false, code: 'SIG_VALUE', signedRootXml: null });
      expect(broken.checks).toMatchObject({ signature: 'no', digest: 'yes' });
    }
  });

  it('with an unknown issuer are refused, though the arithmetic is right', async () => {
    const stranger = await openKey(await authority('stranger'), 'gost512');
    const verdict = verify(signWith(stranger, DECISION));
    expect(verdict).toMatchObject({ ok: false, code: 'CHAIN_UNTRUSTED', signedRootXml: null });
    expect(verdict.checks).toEqual({
      form: 'yes',
      chain: 'no',
      usage: 'yes',
      signature: 'yes',
      digest: 'yes',
    });
  });

  it('by a key for signing in do not count as decisions', () => {
    const signed = signWith(auth, DECISION);
    expect(verify(signed)).toMatchObject({ ok: false, code: 'SIG_KEY_USAGE' });
    expect(verifyXml(signed, { trust, at: NOW, purpose: 'login' }).code).toBe('SIG_OK');
    expect(verifyXml(signWith(rsa, DECISION), { trust, at: NOW, purpose: 'login' }).code).toBe(
      'SIG_KEY_USAGE',
    );
  });

  it('are judged at the moment asked about', () => {
    const signed = signWith(gost, DECISION);
    expect(verify(signed, new Date('2027-06-01')).code).toBe('CHAIN_EXPIRED');
    expect(verify(signed, new Date('2025-06-01')).code).toBe('CHAIN_NOT_YET_VALID');
  });

  it('survive line ends changed by a mail program, and base64 in lines as Java writes it', () => {
    const signed = signWith(gost, DECISION);
    expect(verify(signed.replaceAll('\n', '\r\n')).code).toBe('SIG_OK');
    expect(verify(`\ufeff${signed}`).code).toBe('SIG_OK');
    const wrapped = signed.replace(
      /<ds:X509Certificate>([^<]+)</,
      (_, base64: string) => `<ds:X509Certificate>${base64.replaceAll(/(.{76})/g, '$1&#13;\n')}<`,
    );
    expect(verify(wrapped).code).toBe('SIG_OK');
  });

  it('are refused on a text that could not be verified later', () => {
    const sign = (xml: string) => codeOf(() => signWith(gost, xml));
    expect(sign('<a><!-- x --></a>')).toBe('XML_COMMENT');
    expect(sign('<a>&#13;</a>')).toBe('XML_CONTROL_CHARACTER');
    expect(sign('<a>&#xD;</a>')).toBe('XML_CONTROL_CHARACTER');
    expect(sign('<a>')).toBe('XML_MALFORMED');
    expect(sign('hello')).toBe('XML_MALFORMED');
    expect(sign('<a x="1" x="2"/>')).toBe('XML_MALFORMED');
    expect(sign('<?xml version="1.0" encoding="windows-1251"?><a/>')).toBe('XML_ENCODING');
    expect(sign(signWith(gost, '<a/>'))).toBe('XML_ALREADY_SIGNED');
    const unsupported = { ...gost.certificate, algorithm: 'gost-2004' as const };
    expect(codeOf(() => signXml('<a/>', unsupported, () => new Uint8Array()))).toBe('KEY_ALGORITHM');
  });

  it('cover the characters themselves where XML 1.0 has ordinary ones: U+FFFD, U+2028 and U+2029', () => {
    const text = '<a b="\u2028\ufffd">\ufffd\u2028\u2029</a>';
    for (const [, key] of keys()) {
      expect(verify(signWith(key, text))).toMatchObject({ ok: true, signedRootXml: text });
    }
    // A line end put in the place of one is another text.
    expect(verify(signWith(rsa, text).replace('\u2029', '\n')).code).toBe('SIG_DIGEST');
  });

  it('verify whatever text is signed', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .filter((s) => !/[^\P{Cc}\t\n]|[\ufffe\uffff]/u.test(s));
    const escaped = (s: string) =>
      s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(text, text, (content, attribute) => {
        const xml = `<r><x a="${escaped(attribute.replaceAll(/[\t\n]/g, ' '))}">${escaped(content)}</x></r>`;
        expect(verify(signWith(rsa, xml)).code).toBe('SIG_OK');
      }),
      { numRuns: 60 },
    );
  });

  it('are judged as the library judges the whole document, and cover the same text', () => {
    /** The library by itself: its own parser, search, canonicalizer, digest and RSA over all of the text. */
    const whole = (xml: string): string | null => {
      const verifier = new SignedXml({
        publicCert: toPem(Buffer.from(rsa.certificate.der).toString('base64'), 'CERTIFICATE'),
      });
      try {
        verifier.loadSignature(/<ds:Signature .*<\/ds:Signature>/s.exec(xml)?.[0] ?? '');
        return verifier.checkSignature(xml) ? (verifier.getSignedReferences()[0] ?? null) : null;
      } catch {
        return null;
      }
    };
    const documents = [
      DECISION,
      '<a b="x\ny\tz"/>',
      '<a b="x&#10;y&#9;z"> t&gt;\t&amp;amp; 😀 &#x1F600;</a>',
      '<a xmlns:p="urn:p" p:b="1" c="&quot;&lt;&gt;\'" b=\'"\'><p:d xmlns="urn:q"><e xmlns=""/></p:d><e/></a>',
      '<x:a xmlns:x="urn:x" xmlns="urn:d" xmlns:unused="urn:u"><b xmlns=""/><x:b x:c="1" xmlns:y="urn:x" y:d="2"/></x:a>',
      '\n<a xml:lang="kk" xml:space="preserve"> <b/> </a>\n',
      '<ds:a xmlns:ds="urn:not-dsig"><b/></ds:a>',
    ];
    const changes: readonly ((xml: string) => string)[] = [
      (xml) => xml,
      (xml) => xml.replace('<ds:Signature ', ' <ds:Signature '),
      (xml) => xml.replace(/<([a-z:]+) /, '<$1 xmlns:late="urn:late" '),
      (xml) => xml.replace(/<([a-z:]+) /, '<$1 late="" '),
      (xml) => xml.replace('</ds:SignedInfo>', ' </ds:SignedInfo>'),
      (xml) => xml.replace('</ds:Signature>', '</ds:Signature> '),
      (xml) => xml.replace('<ds:KeyInfo>', '\n<ds:KeyInfo>'),
      (xml) => xml.replace('xmlns:ds="http', 'xmlns:zz="urn:zz" xmlns:ds="http'),
    ];
    for (const document of documents) {
      for (const [i, change] of changes.entries()) {
        const changed = change(signWith(rsa, document));
        expect([i, changed, verify(changed).signedRootXml]).toEqual([i, changed, whole(changed)]);
      }
    }
  });
});
