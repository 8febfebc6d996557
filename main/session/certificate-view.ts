import type { Certificate } from '../../preload/contract/session.ts';
import type { CertificateInfo } from '../eds/certificate.ts';
import { mayLogIn, maySign } from '../eds/usage.ts';

/** A certificate's public facts as the screen gets them. */
export function showCertificate(certificate: CertificateInfo): Certificate {
  const { subject } = certificate;
  return {
    holder: {
      surname: titleCase(subject.surname ?? subject.commonName),
      givenName: titleCase(subject.givenName ?? ''),
      patronymic: subject.patronymic === null ? null : titleCase(subject.patronymic),
      iin: subject.iin,
    },
    organisation: subject.organisation === null ? null : { name: subject.organisation, bin: subject.bin },
    roles: [...certificate.roles],
    algorithm: algorithmOf(certificate.algorithm),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    issuer: certificate.issuer.commonName,
    login: mayLogIn(certificate),
    signing: maySign(certificate),
    serial: certificate.serial,
  };
}

function algorithmOf(algorithm: string): Certificate['algorithm'] {
  if (algorithm.startsWith('rsa')) return 'rsa-2048';
  if (algorithm === 'gost-2015-512' || algorithm === 'gost-2015-256' || algorithm === 'gost-2004')
    return algorithm;
  return 'other';
}

/** The Authority writes names in capitals; people do not. Parts after a hyphen or a space begin with a capital too. */
export function titleCase(name: string): string {
  if (name !== name.toLocaleUpperCase('kk')) return name;
  return name
    .toLocaleLowerCase('kk')
    .replace(
      /(^|[\s\-'’])(\p{L})/gu,
      (_, before: string, letter: string) => before + letter.toLocaleUpperCase('kk'),
    );
}
