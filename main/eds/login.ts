import { randomBytes } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { Oid } from './asn1/oids.ts';
import { equal, toHex } from './bytes.ts';
import type { CertificateInfo } from './certificate.ts';
import { verifyWithKey } from './public-key.ts';
import { rawMessage } from './signer/protocol.ts';
import type { TrustStore } from './trust.ts';
import { verifyXml, type XmlVerdict } from './xmldsig.ts';

/**
 * Entering by signature: the host issues a challenge (a small document with a nonce), the signer signs it, the host
 * verifies. A challenge serves once, for two minutes, at the host that issued it.
 */

export const LOGIN_NAMESPACE = 'urn:kz:kezek:login:1';
export const LOGIN_LIFETIME_MS = 2 * 60_000;

/** A challenge: the document to sign and what it says. */
export interface LoginChallenge {
  readonly nonce: string;
  readonly host: string;
  readonly issuedAt: Date;
  readonly xml: string;
}

export type LoginCode =
  | 'LOGIN_OK'
  | 'LOGIN_UNKNOWN_CHALLENGE'
  | 'LOGIN_STALE'
  | 'LOGIN_WRONG_DOCUMENT'
  | 'LOGIN_NO_IIN'
  | Exclude<XmlVerdict['code'], 'SIG_OK'>;

/** The outcome of an attempt to enter. `certificate` names the person only when `ok`. */
export interface LoginVerdict {
  readonly ok: boolean;
  readonly code: LoginCode;
  readonly certificate: CertificateInfo | null;
  readonly signature: XmlVerdict | null;
}

const MAX_OPEN = 100;

/** The challenges a host has issued and not yet seen again. */
export class LoginChallenges {
  readonly #host: string;
  readonly #now: () => Date;
  readonly #open = new Map<string, LoginChallenge>();

  /** `host` names this installation: a challenge signed for one is worthless at another. */
  constructor(host: string, clock: { now(): Date }) {
    this.#host = host;
    this.#now = () => clock.now();
  }

  /** A new challenge. The oldest are dropped beyond a hundred. */
  issue(): LoginChallenge {
    const challenge = makeChallenge(this.#host, this.#now(), toHex(randomBytes(32)));
    const oldest = this.#open.keys().next();
    if (this.#open.size >= MAX_OPEN && !oldest.done) this.#open.delete(oldest.value);
    this.#open.set(challenge.nonce, challenge);
    return challenge;
  }

  /** Verifies a signed challenge and uses it up, whatever the outcome. Never throws. */
  redeem(nonce: string, signedXml: string, trust: TrustStore): LoginVerdict {
    const challenge = this.#open.get(nonce);
    if (!challenge) {
      return { ok: false, code: 'LOGIN_UNKNOWN_CHALLENGE', certificate: null, signature: null };
    }
    this.#open.delete(nonce);
    return verifyLogin(signedXml, challenge, { trust, at: this.#now() });
  }
}

function makeChallenge(host: string, issuedAt: Date, nonce: string): LoginChallenge {
  const document = new DOMParser().parseFromString(`<login xmlns="${LOGIN_NAMESPACE}"/>`, 'text/xml');
  const root = document.documentElement;
  for (const [name, value] of [
    ['host', host],
    ['time', issuedAt.toISOString()],
    ['nonce', nonce],
  ] as const) {
    const child = document.createElementNS(LOGIN_NAMESPACE, name);
    child.appendChild(document.createTextNode(value));
    root?.appendChild(child);
  }
  return { nonce, host, issuedAt, xml: document.toString() };
}

/**
 * Verifies a signed challenge: signature, chain, a key good for entering, exactly this challenge, not older than two
 * minutes, and an IIN to know the person by.
 */
export function verifyLogin(
  signedXml: string,
  challenge: LoginChallenge,
  { trust, at }: { readonly trust: TrustStore; readonly at: Date },
): LoginVerdict {
  const age = at.getTime() - challenge.issuedAt.getTime();
  if (age < 0 || age > LOGIN_LIFETIME_MS) {
    return { ok: false, code: 'LOGIN_STALE', certificate: null, signature: null };
  }
  const signature = verifyXml(signedXml, { trust, at, purpose: 'login' });
  const refused = (code: LoginCode): LoginVerdict => ({ ok: false, code, certificate: null, signature });
  if (signature.code !== 'SIG_OK') return refused(signature.code);
  if (!signature.certificate || !isSameDocument(signature.signedRootXml ?? '', challenge.xml)) {
    return refused('LOGIN_WRONG_DOCUMENT');
  }
  if (!signature.certificate.subject.iin) return refused('LOGIN_NO_IIN');
  return { ok: true, code: 'LOGIN_OK', certificate: signature.certificate, signature };
}

/** The challenge is written in its canonical form already, so it must come back byte for byte. */
function isSameDocument(canonical: string, expected: string): boolean {
  return equal(Buffer.from(canonical, 'utf8'), Buffer.from(expected, 'utf8'));
}

/**
 * Whether `SignerClient.signRaw` made this signature over these bytes with the certificate's key. Says nothing about
 * chain or validity: `verifyChain` and `keyProblem` do.
 */
export function verifyRawSignature(
  certificate: CertificateInfo,
  bytes: Uint8Array,
  signature: Uint8Array,
): boolean {
  const algorithm = certificate.algorithm === 'gost-2015-512' ? Oid.gost2015Sign512 : Oid.rsaSha256;
  return verifyWithKey(certificate.publicKey, algorithm, rawMessage(bytes), signature);
}
