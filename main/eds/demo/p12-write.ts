import { createHmac } from 'node:crypto';
import forge from 'node-forge';
import { Tag } from '../asn1/der.ts';
import { Oid } from '../asn1/oids.ts';
import {
  algorithmId,
  element,
  implicit,
  integer,
  octets,
  oid,
  sequence,
  setOf,
  tagged,
} from '../asn1/write.ts';
import { toHex } from '../bytes.ts';
import type { RandomSource } from '../gost/gost3410.ts';
import { bmpPassword, deriveBytes } from '../p12-crypto.ts';

/** PKCS#12 files encrypted as the Authority's are (eds.md, C3): old ciphers and all, so demo keys take the real path. */

const ITERATIONS = 1024;
const binary = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const fromBinary = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

export interface KeyFileContent {
  readonly pkcs8: Uint8Array;
  /** The leaf alone, as the Authority does; a test may put several or none. */
  readonly certificates: readonly Uint8Array[];
  readonly ski: Uint8Array;
}

/** One key and its certificates under a password: SHA-1 MAC, 1,024 iterations, 3DES key bag, RC2-40 certificate bag. */
export function writeP12(content: KeyFileContent, password: string, random: RandomSource): Uint8Array {
  const secret = bmpPassword(password);
  const name = Buffer.from(toHex(content.ski), 'utf16le').swap16();
  const attributes = setOf(
    sequence(oid(Oid.friendlyName), setOf(element(Tag.bmpString, name))),
    sequence(oid(Oid.localKeyId), setOf(octets(content.ski))),
  );
  const keyBag = sequence(
    oid(Oid.bagShroudedKey),
    tagged(0, encryptKey(content.pkcs8, secret, random)),
    attributes,
  );
  const certificateBags = content.certificates.map((der) =>
    sequence(
      oid(Oid.bagCertificate),
      tagged(0, sequence(oid(Oid.x509Certificate), tagged(0, octets(der)))),
      attributes,
    ),
  );
  const safe = sequence(
    sequence(oid(Oid.pkcs7Data), tagged(0, octets(sequence(keyBag)))),
    encryptCertificates(sequence(...certificateBags), secret, random),
  );
  const salt = random(20);
  const macKey = deriveBytes(secret, { salt, iterations: ITERATIONS }, 3, 20);
  const mac = createHmac('sha1', macKey).update(safe).digest();
  return sequence(
    integer(3),
    sequence(oid(Oid.pkcs7Data), tagged(0, octets(safe))),
    sequence(sequence(algorithmId(Oid.sha1), octets(mac)), octets(salt), integer(ITERATIONS)),
  );
}

function encryptKey(pkcs8: Uint8Array, secret: Uint8Array, random: RandomSource): Uint8Array {
  const salt = random(20);
  const kdf = { salt, iterations: ITERATIONS };
  const cipher = forge.cipher.createCipher('3DES-CBC', binary(deriveBytes(secret, kdf, 1, 24)));
  cipher.start({ iv: binary(deriveBytes(secret, kdf, 2, 8)) });
  cipher.update(forge.util.createBuffer(binary(pkcs8)));
  cipher.finish();
  return sequence(
    algorithmId(Oid.pbeSha1TripleDes, sequence(octets(salt), integer(ITERATIONS))),
    octets(fromBinary(cipher.output.getBytes())),
  );
}

function encryptCertificates(bags: Uint8Array, secret: Uint8Array, random: RandomSource): Uint8Array {
  const salt = random(20);
  const kdf = { salt, iterations: ITERATIONS };
  const cipher = forge.rc2.createEncryptionCipher(binary(deriveBytes(secret, kdf, 1, 5)), 40);
  cipher.start(binary(deriveBytes(secret, kdf, 2, 8)));
  cipher.update(forge.util.createBuffer(binary(bags)));
  cipher.finish();
  return sequence(
    oid(Oid.pkcs7EncryptedData),
    tagged(
      0,
      sequence(
        integer(0),
        sequence(
          oid(Oid.pkcs7Data),
          algorithmId(Oid.pbeSha1Rc2_40, sequence(octets(salt), integer(ITERATIONS))),
          implicit(0, fromBinary(cipher.output.getBytes())),
        ),
      ),
    ),
  );
}
