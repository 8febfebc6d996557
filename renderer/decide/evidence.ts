/** Evidence of checks and verification lines in words. What an evidence does not carry is left out, never invented. */
import { dateWith, timeWith } from '../../domain/kazakh.ts';
import { REGISTRY_ANSWERS } from '../../domain/kinship.ts';
import { CONSENT_PROOFS } from '../../domain/registration-decision.ts';
import type { Locale, PreparedDecision, VerificationLine } from '../../preload/contract/index.ts';
import { date, dateTime, time } from '../format.ts';
import type { T } from '../i18n.ts';
import kk from '../locales/kk/decide.json' with { type: 'json' };
import { keyReasonText } from '../ui/errors.ts';

type Check = PreparedDecision['checks'][number];
type Evidence = Readonly<Record<string, unknown>>;

function text(evidence: Evidence, name: string): string | null {
  const value = evidence[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
function instant(evidence: Evidence, name: string): Date | null {
  const value = evidence[name];
  const at = value instanceof Date ? value : typeof value === 'string' ? new Date(value) : null;
  return at === null || Number.isNaN(at.getTime()) ? null : at;
}
function whole(evidence: Evidence, name: string): number | null {
  const value = evidence[name];
  return typeof value === 'number' && Number.isInteger(value) ? value : null;
}

/** The short value right of a check before signing. */
export function checkEvidence(t: T, locale: Locale, check: Check): string {
  const { evidence } = check;
  switch (check.code) {
    case 'scans_reviewed': {
      const [read, total] = [whole(evidence, 'read'), whole(evidence, 'total')];
      return read === null || total === null ? '' : t('decide:sign.evidence.read', { read, total });
    }
    case 'unchanged': {
      const version = whole(evidence, 'version');
      return version === null ? '' : t('decide:sign.evidence.version', { version });
    }
    case 'certificate':
      return certificateEvidence(t, evidence);
    case 'claimed': {
      const since = instant(evidence, 'since');
      if (!check.ok || since === null) {
        return check.ok ? '' : t('decide:sign.evidence.byAnother');
      }
      const at = time(since);
      return t('decide:sign.evidence.since', { time: locale === 'kk' ? timeWith(at, 'ablative') : at });
    }
    default:
      return placeEvidence(t, check);
  }
}

/** Evidence of the checks of places and referrals. */
function placeEvidence(t: T, check: Check): string {
  const { evidence } = check;
  switch (check.code) {
    case 'queue_order': {
      const passed = whole(evidence, 'passed') ?? 0;
      const place = whole(evidence, 'place');
      return passed > 0
        ? t('decide:sign.evidence.passed', { count: passed })
        : place === null
          ? ''
          : t('decide:sign.evidence.place', { place });
    }
    case 'seat_free': {
      const [by, at] = [text(evidence, 'by'), instant(evidence, 'at')];
      return check.ok
        ? ''
        : by === null || at === null
          ? t('decide:sign.evidence.taken')
          : t('decide:sign.evidence.takenBy', { by, time: time(at) });
    }
    case 'benefit':
      return benefitEvidence(t, evidence);
    case 'documents': {
      const [received, required] = [whole(evidence, 'received'), whole(evidence, 'required')];
      return received === null || required === null
        ? ''
        : t('decide:sign.evidence.read', { read: received, total: required });
    }
    case 'term': {
      const until = instant(evidence, 'until');
      return until === null ? '' : t('decide:sign.evidence.until', { date: dateTime(until) });
    }
    case 'consents': {
      const [own, other] = [text(evidence, 'own'), text(evidence, 'other')];
      return own === null || other === null
        ? ''
        : t('decide:sign.evidence.consents', { own: date(own), other: date(other) });
    }
    case 'window': {
      const [from, to] = [text(evidence, 'from'), text(evidence, 'to')];
      return from === null || to === null
        ? ''
        : t('decide:sign.evidence.window', { from: monthDay(from), to: monthDay(to) });
    }
    default:
      return familyEvidence(t, check);
  }
}

/** Evidence of the checks of a child's people. */
function familyEvidence(t: T, check: Check): string {
  const { evidence } = check;
  switch (check.code) {
    case 'kinship': {
      const answer = REGISTRY_ANSWERS.find((each) => each === evidence.answer);
      const at = instant(evidence, 'at');
      return answer === undefined || at === null
        ? t('decide:sign.evidence.notAsked')
        : t('decide:sign.registryLine', { answer: t(`decide:family.answer.${answer}`), at: dateTime(at) });
    }
    case 'role_free': {
      const since = instant(evidence, 'since');
      return check.ok || since === null ? '' : t('decide:sign.evidence.roleHeld', { at: dateTime(since) });
    }
    case 'age_gap': {
      const [years, least] = [whole(evidence, 'years'), whole(evidence, 'least')];
      return years === null || least === null ? '' : t('decide:sign.evidence.ageGap', { years, least });
    }
    case 'companion_rules': {
      const figures = ['least', 'ofChild', 'ofChildMost', 'children', 'childrenMost'] as const;
      const values = Object.fromEntries(figures.map((figure) => [figure, whole(evidence, figure)]));
      return Object.values(values).includes(null) ? '' : t('decide:sign.evidence.companionRules', values);
    }
    case 'duplicate_stands':
      return text(evidence, 'number') ?? '';
    case 'duplicate_keeps': {
      const by = KEPT_BY.find((each) => each === evidence.by);
      return by === undefined ? '' : t(`decide:sign.evidence.keptBy.${by}`);
    }
    case 'court': {
      const until = text(evidence, 'until');
      return until === null ? '' : t('decide:sign.evidence.until', { date: date(until) });
    }
    case 'consent': {
      const proof = CONSENT_PROOFS.find((each) => each === evidence.proof);
      return text(evidence, 'by') ?? (proof === undefined ? '' : t(`decide:registration.proof.${proof}`));
    }
    case 'elsewhere':
      return check.ok ? '' : t('decide:sign.evidence.elsewhere', { count: whole(evidence, 'count') ?? 0 });
    default:
      return '';
  }
}

const KEPT_BY = ['placed', 'earlier', 'reason'] as const;
const BENEFITS = ['not_needed', 'pending', 'confirmed', 'rejected'] as const;

function benefitEvidence(t: T, evidence: Evidence): string {
  const expired = text(evidence, 'expiredOn');
  if (expired !== null) {
    return t('decide:sign.evidence.expiredOn', { date: date(expired) });
  }
  const state = BENEFITS.find((each) => each === evidence.state);
  return state === undefined ? '' : t(`decide:sign.evidence.benefit.${state}`);
}

/** '08-01' or '2026-08-01' as 01.08. */
function monthDay(value: string): string {
  const [month, day] = value.split('-').slice(-2);
  return `${day}.${month}`;
}

function certificateEvidence(t: T, evidence: Evidence): string {
  const reason = text(evidence, 'reason');
  if (reason !== null) {
    return keyReasonText(t, { reason, notAfter: instant(evidence, 'notAfter') ?? undefined });
  }
  const source = text(evidence, 'source');
  const at = instant(evidence, 'checkedAt');
  return text(evidence, 'revocation') === 'good' && source !== null && at !== null
    ? `${source.toUpperCase()} ${time(at)}`
    : t('decide:sign.evidence.revocationNotChecked');
}

/** The evidence right of a line of verification; for what was not checked or does not hold, its reason. */
export function lineEvidence(t: T, locale: Locale, line: VerificationLine): string {
  const { evidence } = line;
  if (line.state !== 'ok') {
    return line.reason === null ? t(`decide:result.state.${line.state}`) : reasonText(t, line.reason);
  }
  switch (line.code) {
    case 'document':
      return t('decide:result.evidence.digest');
    case 'signature':
      return (text(evidence, 'algorithm') ?? '').startsWith('gost')
        ? t('decide:result.evidence.gost')
        : t('decide:result.evidence.rsa');
    case 'chain': {
      const path = evidence.path;
      return Array.isArray(path) ? chainText(path.map(String)) : '';
    }
    case 'revocation': {
      const [source, at] = [text(evidence, 'source'), instant(evidence, 'checkedAt')];
      return source === null || at === null
        ? ''
        : t('decide:result.evidence.revocation', { source: source.toUpperCase(), at: dateTime(at) });
    }
    case 'authority': {
      const since = text(evidence, 'from');
      return since === null
        ? t('decide:result.evidence.staff')
        : t('decide:result.evidence.staffSince', {
            date: locale === 'kk' ? dateWith(since, 'ablative') : date(since),
          });
    }
    case 'timestamp': {
      const at = instant(evidence, 'at');
      return at === null ? '' : dateTime(at);
    }
  }
}

type WordedReason = keyof (typeof kk)['result']['reason'];

function isWorded(code: string): code is WordedReason {
  return Object.hasOwn(kk.result.reason, code);
}

/** Authorities by the short names officers know them by. */
const AUTHORITIES: readonly (readonly [RegExp, string])[] = [
  [/^ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ/i, 'ҰКО'],
  [/^НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ/i, 'НКО'],
];

/** A path from the holder up, as it is read: the root first, the holder (named elsewhere) left out. */
function chainText(path: readonly string[]): string {
  const authorities = path.length > 1 ? path.slice(1) : path;
  return authorities
    .map((name) => AUTHORITIES.reduce((text, [whole, short]) => text.replace(whole, short), name))
    .toReversed()
    .join(' → ');
}

/** A reason nobody has worded yet is shown by its code: hiding it would look like a tick. */
function reasonText(t: T, code: string): string {
  return isWorded(code) && code !== 'other'
    ? t(`decide:result.reason.${code}`)
    : t('decide:result.reason.other', { code });
}

/** SHA-256 as it is read aloud: fours, the middle left out. */
export function shortHash(hex: string): string {
  const fours = hex.match(/.{4}/g) ?? [];
  return [...fours.slice(0, 4), '…', ...fours.slice(-2)].join(' ');
}
