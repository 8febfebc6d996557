import { createHash } from 'node:crypto';
import {
  type Der,
  readBitBytes,
  readDer,
  readOid,
  readPositive,
  readSmall,
  readTime,
  Tag,
} from '../asn1/der.ts';
import { Oid } from '../asn1/oids.ts';
import { algorithmId, integer, octets, oid, sequence, tagged } from '../asn1/write.ts';
import { equal, sha1 } from '../bytes.ts';
import { type CertificateInfo, parseCertificate, readAlgorithmOid } from '../certificate.ts';
import { readExtension } from '../certificate-extensions.ts';
import { isIssuedBy } from '../chain.ts';
import { verifyWithKey } from '../public-key.ts';

/** OCSP, RFC 6960: the request and the judgement of a response. No network here. */

export type OcspFault =
  | 'BAD_RESPONSE'
  | 'RESPONDER_REFUSED'
  | 'BAD_SIGNATURE'
  | 'RESPONDER_NOT_TRUSTED'
  | 'WRONG_CERTIFICATE'
  | 'WRONG_NONCE'
  | 'STALE'
  | 'UNKNOWN_CERTIFICATE';

export type OcspAnswer =
  | { readonly status: 'good'; readonly producedAt: Date }
  | { readonly status: 'revoked'; readonly producedAt: Date; readonly revokedAt: Date }
  | { readonly status: 'fault'; readonly reason: OcspFault };

const fault = (reason: OcspFault): OcspAnswer => ({ status: 'fault', reason });

/** What identifies a certificate to a responder: SHA-1 of the issuer's name and key, and the serial number. */
function certificateId(certificate: CertificateInfo, issuer: CertificateInfo) {
  return {
    nameHash: sha1(Buffer.from(issuer.subjectName.hex, 'hex')),
    keyHash: sha1(publicKeyBits(issuer)),
    serial: certificate.serial,
  };
}

function publicKeyBits(certificate: CertificateInfo): Uint8Array {
  const bits = readDer(certificate.publicKey.spki).children(2)[1];
  return bits ? readBitBytes(bits) : new Uint8Array();
}

/** An OCSPRequest for one certificate, with a nonce of 1–32 bytes. SHA-1 in it is a look-up key, not a safeguard. */
export function buildOcspRequest(
  certificate: CertificateInfo,
  issuer: CertificateInfo,
  nonce: Uint8Array,
): Uint8Array {
  const id = certificateId(certificate, issuer);
  const certId = sequence(algorithmId(Oid.sha1), octets(id.nameHash), octets(id.keyHash), integer(id.serial));
  const nonceExtension = sequence(oid(Oid.ocspNonce), octets(octets(nonce)));
  return sequence(sequence(sequence(sequence(certId)), tagged(2, sequence(nonceExtension))));
}

export interface OcspExpectation {
  readonly certificate: CertificateInfo;
  readonly issuer: CertificateInfo;
  readonly nonce: Uint8Array;
  readonly now: Date;
  /** How far clocks may differ, ms. */
  readonly skewMs: number;
  /** How old an answer without nextUpdate may be, ms. */
  readonly maxAgeMs: number;
}

/**
 * Judges a response: signed by the issuer or by a responder the issuer delegated (EKU OCSPSigning, issued by that very
 * key, in date); about this certificate; carrying our nonce; in its time window. A response whose signature does not
 * hold is never read further. Never throws.
 */
export function judgeOcspResponse(response: Uint8Array, expected: OcspExpectation): OcspAnswer {
  try {
    return judge(response, expected);
  } catch {
    return fault('BAD_RESPONSE');
  }
}

const MAX_RESPONSE = 256 * 1024;

function judge(response: Uint8Array, expected: OcspExpectation): OcspAnswer {
  const [status, wrapped] = readDer(response, MAX_RESPONSE).expect(Tag.sequence).children(2);
  if (!status) return fault('BAD_RESPONSE');
  if (readSmall(status.expect(Tag.enumerated)) !== 0) return fault('RESPONDER_REFUSED');
  const [type, body] = wrapped?.expect(0xa0).only().expect(Tag.sequence).children(2) ?? [];
  if (!type || !body || readOid(type) !== Oid.ocspBasic) return fault('BAD_RESPONSE');
  const [data, algorithm, signature, certificates] = body
    .expect(Tag.octetString)
    .inner()
    .expect(Tag.sequence)
    .children(4);
  if (!data || !algorithm || !signature) return fault('BAD_RESPONSE');
  const trusted = signedByTrusted(
    data,
    readAlgorithmOid(algorithm),
    readBitBytes(signature),
    certificates,
    expected,
  );
  return trusted === 'yes' ? readData(data, expected) : fault(trusted);
}

/** Tries the issuer's own key, then every enclosed certificate that the issuer delegated to. */
function signedByTrusted(
  data: Der,
  algorithm: string,
  signature: Uint8Array,
  certificates: Der | undefined,
  { issuer, now }: OcspExpectation,
): 'yes' | 'BAD_SIGNATURE' | 'RESPONDER_NOT_TRUSTED' {
  const holds = (candidate: CertificateInfo) =>
    verifyWithKey(candidate.publicKey, algorithm, data.raw, signature);
  if (holds(issuer)) return 'yes';
  const enclosed = certificates ? certificates.expect(0xa0).only().expect(Tag.sequence).children(8) : [];
  const signers = enclosed.map((node) => parseCertificate(node.raw)).filter(holds);
  if (signers.length === 0) return 'BAD_SIGNATURE';
  const isDelegated = signers.some(
    (signer) => signer.ekuOids.includes(Oid.ekuOcspSigning) && isIssuedBy(signer, issuer, now),
  );
  return isDelegated ? 'yes' : 'RESPONDER_NOT_TRUSTED';
}

/** ResponseData ::= SEQ { [0] version?, responder ([1] name | [2] key hash), producedAt, SEQ of answers, [1] extensions? }. */
function readData(data: Der, expected: OcspExpectation): OcspAnswer {
  const parts = data.expect(Tag.sequence).children(5);
  if (parts[0]?.tag === 0xa0) parts.shift();
  const [, produced, answers, extensions] = parts;
  if (!produced || !answers) return fault('BAD_RESPONSE');
  const producedAt = readTime(produced.expect(Tag.generalizedTime));
  const nonce = extensions ? readNonce(extensions.expect(0xa1).only()) : null;
  if (!nonce || !equal(nonce, expected.nonce)) return fault('WRONG_NONCE');
  const answer = answers
    .expect(Tag.sequence)
    .children(16)
    .find((one) => isAbout(one, expected));
  return answer ? readAnswer(answer, producedAt, expected) : fault('WRONG_CERTIFICATE');
}

function readNonce(extensions: Der): Uint8Array | null {
  for (const node of extensions.expect(Tag.sequence).children(16)) {
    const { oid: type, value } = readExtension(node);
    if (type === Oid.ocspNonce) return value.inner().expect(Tag.octetString).content;
  }
  return null;
}

const HASH_NAMES: Readonly<Record<string, string>> = { [Oid.sha1]: 'sha1', [Oid.sha256]: 'sha256' };

/** Whether a SingleResponse is about the certificate we asked for. */
function isAbout(single: Der, { certificate, issuer }: OcspExpectation): boolean {
  const [certId] = single.expect(Tag.sequence).children(5);
  const [algorithm, nameHash, keyHash, serial] = certId?.expect(Tag.sequence).children(4) ?? [];
  if (!algorithm || !nameHash || !keyHash || !serial) return false;
  const hash = HASH_NAMES[readAlgorithmOid(algorithm)];
  if (!hash) return false;
  const digest = (bytes: Uint8Array) => createHash(hash).update(bytes).digest();
  return (
    equal(nameHash.content, digest(Buffer.from(issuer.subjectName.hex, 'hex'))) &&
    equal(keyHash.content, digest(publicKeyBits(issuer))) &&
    readPositive(serial) === certificate.serial
  );
}

/** SingleResponse ::= SEQ { certId, [0] good | [1] revoked | [2] unknown, thisUpdate, [0] nextUpdate?, … }. */
function readAnswer(single: Der, producedAt: Date, { now, skewMs, maxAgeMs }: OcspExpectation): OcspAnswer {
  const [, status, thisUpdate, ...optional] = single.children(5);
  if (!status || !thisUpdate) return fault('BAD_RESPONSE');
  const from = readTime(thisUpdate.expect(Tag.generalizedTime)).getTime();
  const next = optional.find((part) => part.tag === 0xa0);
  const until = next ? readTime(next.only()).getTime() : from + maxAgeMs;
  if (from > now.getTime() + skewMs || until < now.getTime() - skewMs) return fault('STALE');
  if (status.tag === 0x80) return { status: 'good', producedAt };
  if (status.tag !== 0xa1) return fault('UNKNOWN_CERTIFICATE');
  const [revokedAt] = status.children(2);
  if (!revokedAt) return fault('BAD_RESPONSE');
  return { status: 'revoked', producedAt, revokedAt: readTime(revokedAt.expect(Tag.generalizedTime)) };
}
