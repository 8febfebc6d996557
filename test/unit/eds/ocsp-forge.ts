import { createHash } from 'node:crypto';
import { readBitBytes, readDer } from '../../../main/eds/asn1/der.ts';
import { Oid } from '../../../main/eds/asn1/oids.ts';
import {
  algorithmId,
  bits,
  element,
  generalizedTime,
  implicit,
  integer,
  octets,
  oid,
  sequence,
  tagged,
} from '../../../main/eds/asn1/write.ts';
import { type CertificateInfo, parseCertificate } from '../../../main/eds/certificate.ts';
import type { DemoAuthority } from '../../../main/eds/demo-ca.ts';

/** Builds OCSP responses, honest or not, with any key (also GOST-2015, which openssl cannot sign with). */
export interface ForgedResponse {
  readonly certificate: CertificateInfo;
  readonly issuer: CertificateInfo;
  readonly signer: DemoAuthority;
  readonly nonce: Uint8Array | null;
  readonly producedAt: Date;
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date | null;
  readonly revokedAt?: Date;
  readonly unknown?: boolean;
  readonly hash?: 'sha1' | 'sha256';
  /** Enclose the signer's certificate; on unless false. */
  readonly enclose?: boolean;
}

export function forgeOcsp(options: ForgedResponse): Uint8Array {
  const { certificate, issuer, signer, producedAt, hash = 'sha1' } = options;
  const digest = (bytes: Uint8Array) => createHash(hash).update(bytes).digest();
  const keyNode = readDer(issuer.publicKey.spki).children()[1];
  if (!keyNode) throw new Error('no key');
  const certId = sequence(
    algorithmId(hash === 'sha1' ? Oid.sha1 : Oid.sha256),
    octets(digest(Buffer.from(issuer.subjectName.hex, 'hex'))),
    octets(digest(readBitBytes(keyNode))),
    integer(certificate.serial),
  );
  const status = options.unknown
    ? implicit(2, new Uint8Array())
    : options.revokedAt
      ? tagged(1, generalizedTime(options.revokedAt))
      : implicit(0, new Uint8Array());
  const nextUpdate =
    options.nextUpdate === undefined ? new Date(producedAt.getTime() + 3_600_000) : options.nextUpdate;
  const single = sequence(
    certId,
    status,
    generalizedTime(options.thisUpdate ?? producedAt),
    ...(nextUpdate ? [tagged(0, generalizedTime(nextUpdate))] : []),
  );
  const nonce = options.nonce
    ? [tagged(1, sequence(sequence(oid(Oid.ocspNonce), octets(octets(options.nonce)))))]
    : [];
  const data = sequence(
    tagged(1, Buffer.from(parseCertificate(signer.certificateDer).subjectName.hex, 'hex')),
    generalizedTime(producedAt),
    sequence(single),
    ...nonce,
  );
  const certificates = options.enclose === false ? [] : [tagged(0, sequence(signer.certificateDer))];
  const basic = sequence(data, signer.key.signatureAlgorithm, bits(signer.key.sign(data)), ...certificates);
  return sequence(element(0x0a, Uint8Array.of(0)), tagged(0, sequence(oid(Oid.ocspBasic), octets(basic))));
}
