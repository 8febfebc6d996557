/** How keys and certificates are put in words. */
import type { Certificate, KeyFile, OpenedKey } from '../../preload/contract/index.ts';
import { almatyDay, date, time } from '../format.ts';
import type { T } from '../i18n.ts';
import kk from '../locales/kk/session.json' with { type: 'json' };

type FolderWord = keyof (typeof kk)['folder'];
type CertificateRole = keyof (typeof kk)['certificateRole'];
const isFolderWord = (part: string): part is FolderWord => Object.hasOwn(kk.folder, part);
const isCertificateRole = (role: string): role is CertificateRole => Object.hasOwn(kk.certificateRole, role);

/** 'GOST512_a91d07c4…e35b.p12': the ends of a file name tell keys apart, not its middle. */
export function shortFileName(name: string, most = 27): string {
  const letters = Array.from(name);
  if (letters.length <= most) {
    return name;
  }
  const tail = 8;
  return `${letters.slice(0, most - tail - 1).join('')}…${letters.slice(-tail).join('')}`;
}

/** 'Құжаттар › ЭЦҚ'. */
export function folderText(t: T, key: Pick<KeyFile, 'folder' | 'source'>): string {
  if (key.source === 'demo') {
    return t('session:folder.demo');
  }
  if (key.source === 'added' && key.folder.length === 0) {
    return t('session:folder.added');
  }
  return key.folder
    .map((part, index) => (index === 0 && isFolderWord(part) ? t(`session:folder.${part}`) : part))
    .join(' › ');
}

/** 'бүгін 08:52' or '14.04.2026'. */
export function dayText(t: T, at: Date, now: Date): string {
  return almatyDay(at) === almatyDay(now) ? t('session:today', { time: time(at) }) : date(at);
}

/** What a key may do, when it cannot do both. */
export function usageText(t: T, certificate: Certificate): string | null {
  if (certificate.login && certificate.signing) {
    return null;
  }
  return certificate.login ? t('session:loginKey') : t('session:signingKey');
}

/** 'ГОСТ-2015, қол қою құқығы бар қызметкер'. */
export function certificateText(t: T, certificate: Certificate): string {
  const roles = certificate.roles
    .filter(isCertificateRole)
    .map((role) => t(`session:certificateRole.${role}`));
  const parts = [t(`session:algorithm.${certificate.algorithm}`), ...roles];
  const use = usageText(t, certificate);
  return (use === null ? parts : [...parts, use]).join(', ');
}

/** Whole days from now to the end of validity; 0 on the last day. */
export function daysLeft(certificate: Certificate, now: Date): number {
  return Math.max(0, Math.floor((certificate.notAfter.getTime() - now.getTime()) / 86_400_000));
}

export type KeyStanding = 'inDate' | 'expired' | 'notYet' | 'notLogin';

/** How a certificate stands by its own words alone, before anything was verified. */
export function standing(certificate: Certificate, now: Date): KeyStanding {
  if (certificate.notAfter <= now) {
    return 'expired';
  }
  if (certificate.notBefore > now) {
    return 'notYet';
  }
  return certificate.login ? 'inDate' : 'notLogin';
}

/** Revocation in words. */
export function revocationText(t: T, revocation: OpenedKey['revocation']): string {
  const source = revocation.source?.toUpperCase() ?? '';
  switch (revocation.status) {
    case 'good':
      return t('session:revocation.good', { source, time: time(revocation.checkedAt) });
    case 'revoked':
      return t('session:revocation.revoked', { source });
    case 'not_checked':
      return t('session:revocation.notChecked');
  }
}
