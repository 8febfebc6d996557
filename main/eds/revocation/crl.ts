import { Der, readBitBytes, readDer, readTime, Tag } from '../asn1/der.ts';
import { Oid } from '../asn1/oids.ts';
import { equal, fromHex, toHex } from '../bytes.ts';
import { type CertificateInfo, readAlgorithmOid } from '../certificate.ts';
import { readExtension } from '../certificate-extensions.ts';
import { EdsError } from '../errors.ts';
import { verifyWithKey } from '../public-key.ts';

/**
 * Certificate revocation lists, RFC 5280 5. The Authority's are large (21 MB, 422,000 entries), so entries are scanned
 * in place: nothing is built per entry but the one that matters.
 */

export type CrlFault = 'BAD_RESPONSE' | 'BAD_SIGNATURE' | 'WRONG_ISSUER' | 'STALE' | 'UNSUPPORTED_CRL';

/** A list whose signature holds. Keep it and ask it for many serials. */
export interface Crl {
  readonly bytes: Uint8Array;
  readonly issuerSpkiSha256: string;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** When this serial (hex, no leading zeros) was revoked; null if it is not on the list. Throws on a malformed list. */
  revokedAt(serial: string): Date | null;
}

export const MAX_CRL = 64 * 1024 * 1024;

/** Reads a list and verifies that this issuer signed it. Never throws. Freshness is `isFresh`'s. */
export function readCrl(bytes: Uint8Array, issuer: CertificateInfo): Crl | CrlFault {
  try {
    return read(bytes, issuer);
  } catch {
    return 'BAD_RESPONSE';
  }
}

/** Whether the list is within its window, allowing clocks to differ by `skewMs`. */
export function isFresh(crl: Crl, now: Date, skewMs: number): boolean {
  return (
    crl.thisUpdate.getTime() <= now.getTime() + skewMs && crl.nextUpdate.getTime() >= now.getTime() - skewMs
  );
}

/** TBSCertList ::= SEQ { version?, algorithm, issuer, thisUpdate, nextUpdate, revoked?, [0] extensions? }. */
function read(bytes: Uint8Array, issuer: CertificateInfo): Crl | CrlFault {
  const [tbs, algorithm, signature] = readDer(bytes, MAX_CRL).expect(Tag.sequence).children(3);
  if (!tbs || !algorithm || !signature) return 'BAD_RESPONSE';
  const parts = tbs.expect(Tag.sequence).children(8);
  if (parts[0]?.tag === Tag.integer) parts.shift();
  const [, name, thisUpdate, nextUpdate, ...rest] = parts;
  if (!name || !thisUpdate || !nextUpdate) return 'BAD_RESPONSE';
  if (toHex(name.raw) !== issuer.subjectName.hex || !issuer.keyUsage.includes('crlSign'))
    return 'WRONG_ISSUER';
  if (!verifyWithKey(issuer.publicKey, readAlgorithmOid(algorithm), tbs.raw, readBitBytes(signature))) {
    return 'BAD_SIGNATURE';
  }
  const extensions = rest.find((part) => part.tag === 0xa0);
  if (extensions && !isPlainList(extensions.only())) return 'UNSUPPORTED_CRL';
  const revoked = rest.find((part) => part.tag === Tag.sequence) ?? null;
  return {
    bytes,
    issuerSpkiSha256: issuer.spkiSha256,
    thisUpdate: readTime(thisUpdate),
    nextUpdate: readTime(nextUpdate),
    revokedAt: (serial) => (revoked ? find(revoked, serial) : null),
  };
}

/** A delta or a partial list cannot prove that a certificate is good; so no critical extension may be on it. */
function isPlainList(extensions: Der): boolean {
  return extensions
    .expect(Tag.sequence)
    .children(16)
    .map(readExtension)
    .every(({ oid, critical }) => !critical && oid !== Oid.deltaCrl);
}

/** A linear scan that reads only serial numbers. Throws on a malformed entry: "not found" must mean not there. */
function find(revoked: Der, serial: string): Date | null {
  const wanted = fromHex(serial);
  for (const entry of revoked.each()) {
    entry.expect(Tag.sequence);
    const number = new Der(entry.buffer, entry.contentStart, entry.end, entry.depth + 1).expect(Tag.integer);
    const content = number.content;
    const digits = content[0] === 0 ? content.subarray(1) : content;
    if (!equal(digits, wanted)) continue;
    const date = entry.children(3)[1];
    if (!date) throw new EdsError('ASN1_MALFORMED');
    return readTime(date);
  }
  return null;
}
