/** Terms of dated rules in words: what a field says, how long seconds last, what is wrong. */
import {
  DELIVERY_LIMITS,
  type DeliveryTerms,
  deliveryRuleFaults,
  longestTrying,
} from '../../domain/delivery.ts';
import { FAMILY_LIMITS } from '../../domain/family-rule.ts';
import type { DeliveryRuleDraft, FamilyRuleDraft } from '../../preload/contract/index.ts';
import { number } from '../format.ts';
import type { T } from '../i18n.ts';
import { profileFaultText } from './fault-words.ts';

export const FAMILY_FIELDS = [
  'parentYearsOlder',
  'guardianYears',
  'registryAnswerDays',
  'legalAct',
  'verified',
] as const satisfies readonly (keyof FamilyRuleDraft)[];
export const DELIVERY_NUMBERS = [
  'attempts',
  'firstRetrySeconds',
  'longestRetrySeconds',
  'leaseSeconds',
] as const satisfies readonly (keyof DeliveryRuleDraft)[];
export const DELIVERY_FIELDS = [
  ...DELIVERY_NUMBERS,
  'quietFrom',
  'quietTo',
  'quietChannels',
] as const satisfies readonly (keyof DeliveryRuleDraft)[];

const LIMITS: Readonly<Record<string, { readonly least: number; readonly most: number }>> = {
  ...FAMILY_LIMITS,
  ...DELIVERY_LIMITS,
};

/** What a number may be, as its hint says. */
export function limitsText(t: T, field: keyof typeof FAMILY_LIMITS | keyof typeof DELIVERY_LIMITS): string {
  const { least = 0, most = 0 } = LIMITS[field] ?? {};
  return t('rules:limits', { least: number(least), most: number(most) });
}

/** What is wrong, with the limits of the field where it is about them. */
export function datedFaultText(t: T, code: string, field: string | null): string {
  const limits = field === null ? undefined : LIMITS[field];
  return code === 'RULE_NUMBER' && limits !== undefined
    ? t('rules:fault.RULE_NUMBER', { least: number(limits.least), most: number(limits.most) })
    : profileFaultText(t, code);
}

/** Seconds as hours, minutes and seconds; empty for what is no number. */
export function lasting(t: T, seconds: number): string {
  if (!Number.isInteger(seconds) || seconds < 0) return '';
  const parts = [
    ['hours', Math.floor(seconds / 3600)],
    ['minutes', Math.floor((seconds % 3600) / 60)],
    ['seconds', seconds % 60],
  ] as const;
  const told = parts
    .filter(([, n]) => n > 0)
    .map(([unit, n]) => t(`rules:lasting.${unit}`, { n: number(n) }));
  return told.length === 0 ? t('rules:lasting.seconds', { n: '0' }) : told.join(' ');
}

export function familyValue(
  t: T,
  rule: FamilyRuleDraft,
  field: (typeof FAMILY_FIELDS)[number],
  actTitle: (code: string) => string,
): string {
  switch (field) {
    case 'parentYearsOlder':
    case 'guardianYears':
      return t('rules:value.years', { count: rule[field] });
    case 'registryAnswerDays':
      return t('rules:value.days', { count: rule[field] });
    case 'legalAct':
      return actTitle(rule.legalAct);
    case 'verified':
      return t(rule.verified ? 'rules:value.yes' : 'rules:value.no');
  }
}

export function deliveryValue(
  t: T,
  rule: DeliveryRuleDraft,
  field: (typeof DELIVERY_FIELDS)[number],
): string {
  switch (field) {
    case 'attempts':
      return t('rules:value.times', { count: rule.attempts });
    case 'quietFrom':
    case 'quietTo':
      return rule[field] ?? t('rules:value.none');
    case 'quietChannels':
      return rule.quietChannels.length === 0
        ? t('rules:value.none')
        : rule.quietChannels.map((one) => t(`decide:sign.channel.${one}`)).join(', ');
    case 'firstRetrySeconds':
    case 'longestRetrySeconds':
    case 'leaseSeconds':
      return lasting(t, rule[field]);
  }
}

/** For how long a notice that does not arrive is tried; null while the terms are not sound. */
export function tryingText(t: T, terms: DeliveryTerms): string | null {
  return deliveryRuleFaults(terms).length > 0
    ? null
    : t('rules:trying', { count: terms.attempts, time: lasting(t, longestTrying(terms)) });
}
