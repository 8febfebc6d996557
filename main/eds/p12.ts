import { berToDer } from './asn1/ber.ts';
import { type Der, readDer, readOid, readSmall, Tag } from './asn1/der.ts';
import { Oid } from './asn1/oids.ts';
import { type CertificateInfo, parseCertificate } from './certificate.ts';
import { EdsError, type EdsErrorCode } from './errors.ts';
import { bmpPassword, checkMac, decryptPbe } from './p12-crypto.ts';
import { type PrivateKey, readPrivateKey } from './private-key.ts';

/** Key files of the Authority are below 4 kB; a file above this is not one. */
export const MAX_KEY_FILE = 256 * 1024;

/** An opened key file: the private key and the certificate that belongs to it. */
export interface OpenedKey {
  readonly key: PrivateKey;
  readonly certificate: CertificateInfo;
}

/**
 * Opens a PKCS#12 key file. `password` is tried once; a wrong one says nothing about the key inside, because the
 * integrity code is checked before anything is decrypted. Validity and usage are not judged here (`usage.ts`).
 *
 * Throws EdsError: KEY_TOO_LARGE, KEY_NOT_A_KEY_FILE, KEY_TRUNCATED, KEY_HOSTILE, KEY_WRONG_PASSWORD, KEY_GOST_2004,
 * KEY_ALGORITHM, KEY_NO_PRIVATE_KEY, KEY_NO_CERTIFICATE, KEY_CERT_MISMATCH.
 */
export function openP12(file: Uint8Array, password: string): OpenedKey {
  if (file.length > MAX_KEY_FILE) throw new EdsError('KEY_TOO_LARGE');
  const secret = bmpPassword(password);
  try {
    const { content, macData } = readPfx(file);
    checkMac(macData, content, secret);
    return pick(readBags(content, secret, password));
  } catch (error) {
    throw toKeyError(error);
  } finally {
    secret.fill(0);
  }
}

const KEY_CODE_OF: Partial<Record<EdsErrorCode, EdsErrorCode>> = {
  ASN1_TRUNCATED: 'KEY_HOSTILE',
  ASN1_MALFORMED: 'KEY_HOSTILE',
  ASN1_TOO_DEEP: 'KEY_HOSTILE',
  ASN1_TOO_LARGE: 'KEY_HOSTILE',
  CERTIFICATE_MALFORMED: 'KEY_HOSTILE',
};

/** Every failure leaves as a coded one; whatever a library threw is hidden, since it may quote the file. */
function toKeyError(error: unknown): EdsError {
  if (!(error instanceof EdsError)) return new EdsError('KEY_HOSTILE');
  const code = KEY_CODE_OF[error.code];
  return code ? new EdsError(code) : error;
}

/** PFX ::= SEQ { 3, ContentInfo{data}, MacData }. A file without an integrity code is not one of the Authority's. */
function readPfx(file: Uint8Array): { content: Uint8Array; macData: Der } {
  const pfx = readOuter(file);
  try {
    const [version, authSafe, macData, ...rest] = pfx.expect(Tag.sequence).children(4);
    if (!version || !authSafe || !macData || rest.length > 0 || readSmall(version) !== 3) {
      throw new EdsError('KEY_NOT_A_KEY_FILE');
    }
    const [type, wrapped] = authSafe.expect(Tag.sequence).children(2);
    if (!type || !wrapped || readOid(type) !== Oid.pkcs7Data) throw new EdsError('KEY_NOT_A_KEY_FILE');
    return { content: wrapped.expect(0xa0).only().expect(Tag.octetString).content, macData };
  } catch (error) {
    if (error instanceof EdsError && error.code === 'ASN1_TOO_DEEP') throw error;
    throw new EdsError('KEY_NOT_A_KEY_FILE');
  }
}

/** The outermost element; tells a file cut short from one that never was a key file. */
function readOuter(file: Uint8Array): Der {
  if (file.length === 0) throw new EdsError('KEY_TRUNCATED');
  if (file[0] !== Tag.sequence) throw new EdsError('KEY_NOT_A_KEY_FILE');
  try {
    return readDer(berToDer(file));
  } catch (error) {
    if (!(error instanceof EdsError)) throw error;
    if (error.code === 'ASN1_TRUNCATED') throw new EdsError('KEY_TRUNCATED');
    throw error.code === 'ASN1_MALFORMED' ? new EdsError('KEY_NOT_A_KEY_FILE') : error;
  }
}

interface Bags {
  readonly keys: PrivateKey[];
  readonly certificates: CertificateInfo[];
}

/** Reads every bag of the AuthenticatedSafe. */
function readBags(content: Uint8Array, secret: Uint8Array, password: string): Bags {
  const bags: Bags = { keys: [], certificates: [] };
  for (const info of readDer(berToDer(content)).expect(Tag.sequence).children(8)) {
    const [type, wrapped] = info.expect(Tag.sequence).children(2);
    if (!type || !wrapped) throw new EdsError('KEY_HOSTILE');
    const body = wrapped.expect(0xa0).only();
    const safe =
      readOid(type) === Oid.pkcs7EncryptedData
        ? decryptContent(body, secret, password)
        : body.expect(Tag.octetString).content;
    for (const bag of readDer(berToDer(safe)).expect(Tag.sequence).children(32)) {
      readBag(bag, bags, secret, password);
    }
    safe.fill(0); // our own copy: `berToDer` made it
  }
  return bags;
}

/** EncryptedData ::= SEQ { 0, SEQ { data, algorithm, [0] octets } }. */
function decryptContent(body: Der, secret: Uint8Array, password: string): Uint8Array {
  const info = body.expect(Tag.sequence).children(4)[1];
  const [, algorithm, encrypted] = info?.expect(Tag.sequence).children(4) ?? [];
  if (!algorithm || !encrypted) throw new EdsError('KEY_HOSTILE');
  // One piece of a constructed [0] is left as a child by the BER reader, which cannot tell it from an explicit tag.
  const data = encrypted.tag === 0xa0 ? encrypted.only().expect(Tag.octetString) : encrypted.expect(0x80);
  return decryptPbe(algorithm, data.content, { bmp: secret, plain: password });
}

function readBag(bag: Der, bags: Bags, secret: Uint8Array, password: string): void {
  const [type, wrapped] = bag.expect(Tag.sequence).children(4);
  if (!type || !wrapped) throw new EdsError('KEY_HOSTILE');
  const value = wrapped.expect(0xa0).only();
  switch (readOid(type)) {
    case Oid.bagShroudedKey: {
      const [algorithm, encrypted] = value.expect(Tag.sequence).children(3);
      if (!algorithm || !encrypted) throw new EdsError('KEY_HOSTILE');
      const pkcs8 = decryptPbe(algorithm, encrypted.expect(Tag.octetString).content, {
        bmp: secret,
        plain: password,
      });
      bags.keys.push(takeKey(pkcs8));
      return;
    }
    case Oid.bagKey:
      bags.keys.push(takeKey(Uint8Array.from(value.raw)));
      return;
    case Oid.bagCertificate: {
      const [kind, certificate] = value.expect(Tag.sequence).children(3);
      if (!kind || !certificate || readOid(kind) !== Oid.x509Certificate) return;
      bags.certificates.push(
        parseCertificate(certificate.expect(0xa0).only().expect(Tag.octetString).content),
      );
    }
  }
}

function takeKey(pkcs8: Uint8Array): PrivateKey {
  try {
    return readPrivateKey(berToDer(pkcs8));
  } finally {
    pkcs8.fill(0);
  }
}

/** The one key and its certificate. Extra certificates (a chain) are allowed; extra keys are not. */
function pick({ keys, certificates }: Bags): OpenedKey {
  const [key, ...others] = keys;
  if (!key) throw new EdsError('KEY_NO_PRIVATE_KEY');
  if (certificates.length === 0) throw new EdsError('KEY_NO_CERTIFICATE');
  const certificate = certificates.find((candidate) => key.belongsTo(candidate));
  if (certificate && others.length === 0) return { key, certificate };
  key.wipe();
  for (const other of others) other.wipe();
  throw new EdsError(others.length > 0 ? 'KEY_HOSTILE' : 'KEY_CERT_MISMATCH');
}
