import { randomBytes } from 'node:crypto';
import { almatyIso } from '../../domain/calendar.ts';
import type { Desk } from '../context.ts';
import type { CertificateInfo } from '../eds/certificate.ts';
import { LoginChallenges } from '../eds/login.ts';
import { mayLogIn } from '../eds/usage.ts';
import { verifyXml } from '../eds/xmldsig.ts';
import { actError } from '../errors.ts';
import type { OpenKey } from './holder.ts';

/**
 * Proves that an opened key is the certificate's: the signer signs a challenge made this moment, and the answer is
 * verified as any signature is. Throws KEY with the reason of the first fault.
 */
export async function proveKey(desk: Desk, key: OpenKey, certificate: CertificateInfo): Promise<void> {
  const reason = mayLogIn(certificate)
    ? await proveByLogin(desk, key, certificate)
    : await proveBySignature(desk, key, certificate);
  if (reason !== null) {
    throw actError('KEY', { reason });
  }
}

async function proveByLogin(desk: Desk, key: OpenKey, certificate: CertificateInfo): Promise<string | null> {
  const { installation } = await desk.reference.get();
  const challenges = new LoginChallenges(installation.id, desk.clock);
  const challenge = challenges.issue();
  const signed = await key.client.sign(key.handle, challenge.xml, { purpose: 'login', at: desk.clock.now() });
  const verdict = challenges.redeem(challenge.nonce, signed, await desk.trust.store());
  if (!verdict.ok) return verdict.code;
  return verdict.certificate?.sha256 === certificate.sha256 ? null : 'KEY_CHALLENGE';
}

/** A signing key (RSA) may not log in; it proves itself by what it is for. */
async function proveBySignature(
  desk: Desk,
  key: OpenKey,
  certificate: CertificateInfo,
): Promise<string | null> {
  const at = desk.clock.now();
  const nonce = randomBytes(32).toString('hex');
  const xml = `<challenge xmlns="urn:kz:kezek:challenge:1"><nonce>${nonce}</nonce><at>${almatyIso(at)}</at></challenge>`;
  const signed = await key.client.sign(key.handle, xml, { purpose: 'sign', at });
  const verdict = verifyXml(signed, { trust: await desk.trust.store(), at, purpose: 'sign' });
  if (!verdict.ok) return verdict.code;
  const same = verdict.signedRootXml === xml && verdict.certificate?.sha256 === certificate.sha256;
  return same ? null : 'KEY_CHALLENGE';
}
