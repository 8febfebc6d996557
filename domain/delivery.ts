/**
 * The way of a notice to its family: waiting → sending → sent, or dead after too many attempts. Only one desk at a time holds an
 * attempt (its lease is the database's), and every repeat bears the key of the first, so that a provider that honours it sends
 * once. Terms are dated data (table delivery_rule, data/delivery-rules.ts); times of day are Almaty's.
 */
import { almatyDate, almatyInstant, almatyTime } from './calendar.ts';
import { addDays, type CivilDate } from './civil-date.ts';
import { isWithin, type Limits } from './dated-rule.ts';
import type { NoticeChannel } from './notice-template.ts';
import { hasControl } from './template.ts';

export const NOTICE_STATES = ['waiting', 'sending', 'sent', 'dead'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/**
 * How an attempt ended. `failed`: may be tried again; `rejected`: trying again changes nothing; `lost`: the desk never said how
 * (its lease ran out); `printed`: a clerk printed the letter.
 */
export const ATTEMPT_OUTCOMES = ['sent', 'failed', 'rejected', 'lost', 'printed'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

export type DeliveryEvent = 'lease' | 'lease_again' | 'sent' | 'retry' | 'give_up' | 'print' | 'resend';

/** The state machine; the database's trigger notice_step holds the same (a test compares them). */
export const DELIVERY_STEPS: readonly {
  readonly event: DeliveryEvent;
  readonly from: NoticeState;
  readonly to: NoticeState;
}[] = [
  { event: 'lease', from: 'waiting', to: 'sending' },
  { event: 'lease_again', from: 'sending', to: 'sending' },
  { event: 'sent', from: 'sending', to: 'sent' },
  { event: 'retry', from: 'sending', to: 'waiting' },
  { event: 'give_up', from: 'sending', to: 'dead' },
  { event: 'print', from: 'waiting', to: 'sent' },
  { event: 'resend', from: 'dead', to: 'waiting' },
];

/** The state after an event; null where the machine has no such step. */
export function nextDeliveryState(state: NoticeState, event: DeliveryEvent): NoticeState | null {
  return DELIVERY_STEPS.find((step) => step.event === event && step.from === state)?.to ?? null;
}

/** Dated terms of sending. Field names are those of the table `delivery_rule`. */
export type DeliveryRules = {
  /** Region code; null is the whole country, where a region has none of its own. */
  readonly region: string | null;
  readonly validFrom: CivilDate;
  /** First day no longer in force; null while it lasts. */
  readonly validTo: CivilDate | null;
  /** Attempts of one round; after the last the notice is dead until a person sends it again. */
  readonly attempts: number;
  /** Seconds to the second attempt; each next wait is twice the one before. */
  readonly firstRetrySeconds: number;
  readonly longestRetrySeconds: number;
  /** Seconds an attempt belongs to the desk that took it. */
  readonly leaseSeconds: number;
  /** 'HH:MM'; both or neither. From a later to an earlier time they go over midnight. `quietTo` is the first moment to send. */
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
  /** Channels that wake people. */
  readonly quietChannels: readonly NoticeChannel[];
};

export type DeliveryTerms = Omit<DeliveryRules, 'region' | 'validFrom' | 'validTo'>;

/** Whether a channel is silent at an instant. */
export function isQuiet(rules: DeliveryTerms, channel: NoticeChannel, at: Date): boolean {
  const { quietFrom, quietTo } = rules;
  if (quietFrom === null || quietTo === null || quietFrom === quietTo) return false;
  if (!rules.quietChannels.includes(channel)) return false;
  const time = almatyTime(at);
  return quietFrom < quietTo ? time >= quietFrom && time < quietTo : time >= quietFrom || time < quietTo;
}

/** The first instant from `at` at which a channel may send: `at` itself, or the end of the quiet hours. */
export function sendableAt(rules: DeliveryTerms, channel: NoticeChannel, at: Date): Date {
  if (rules.quietTo === null || !isQuiet(rules, channel, at)) return at;
  const today = almatyDate(at);
  const ends = almatyInstant(today, rules.quietTo);
  return ends > at ? ends : almatyInstant(addDays(today, 1), rules.quietTo);
}

/**
 * Seconds to the next attempt after `tries` of a round: doubled each time, never beyond the longest, and spread over its upper
 * half by `jitter` (0 to 1), so that what failed together does not come back together.
 */
export function retrySeconds(rules: DeliveryTerms, tries: number, jitter: number): number {
  if (!Number.isInteger(tries) || tries < 1) throw new RangeError('DELIVERY_TRIES');
  if (!(jitter >= 0 && jitter <= 1)) throw new RangeError('DELIVERY_JITTER');
  const whole = Math.min(rules.longestRetrySeconds, rules.firstRetrySeconds * 2 ** Math.min(tries - 1, 30));
  return Math.max(1, Math.round(whole * (0.5 + jitter / 2)));
}

export type AttemptEnd = {
  readonly outcome: 'sent' | 'failed' | 'rejected' | 'lost';
  /** Which attempt of its round ended, from 1. */
  readonly tries: number;
  readonly channel: NoticeChannel;
  readonly at: Date;
  /** 0 to 1, drawn by the caller. */
  readonly jitter: number;
  /** How long the provider asks to wait, if it does. */
  readonly retryAfterSeconds: number | null;
};

export type AfterAttempt =
  | { readonly state: 'sent' | 'dead'; readonly nextAt: null }
  | { readonly state: 'waiting'; readonly nextAt: Date };

/** A provider may ask for patience, not for ever. */
const LONGEST_ASKED_SECONDS = 24 * 3600;

/** What becomes of a notice after an attempt; `nextAt` lies after `at` and outside the quiet hours. */
export function afterAttempt(rules: DeliveryTerms, end: AttemptEnd): AfterAttempt {
  if (end.outcome === 'sent') return { state: 'sent', nextAt: null };
  if (end.outcome === 'rejected' || end.tries >= rules.attempts) return { state: 'dead', nextAt: null };
  const asked = Math.min(end.retryAfterSeconds ?? 0, LONGEST_ASKED_SECONDS);
  const seconds = Math.max(retrySeconds(rules, end.tries, end.jitter), asked);
  return {
    state: 'waiting',
    nextAt: sendableAt(rules, end.channel, new Date(end.at.getTime() + seconds * 1000)),
  };
}

/**
 * One mailbox and nothing else: no list, no comment, no quoted part, no line break (RFC 5321 4.1.2 without quoted strings and
 * literals; letters beyond ASCII as RFC 6531 has them).
 */
const MAILBOX =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@[\p{L}\p{N}](-*[\p{L}\p{N}])*(\.[\p{L}\p{N}](-*[\p{L}\p{N}])*)+$/u;

/** Whether a notice can go there at all; a bad address is told, never sent to. */
export function isAddress(channel: NoticeChannel, address: string): boolean {
  if (hasControl(address)) return false;
  switch (channel) {
    case 'sms':
      // E.164, Kazakhstan's part of +7: phone.ts.
      return /^\+7[67][0-9]{9}$/.test(address);
    case 'email':
      return address.length <= 254 && MAILBOX.test(address) && address.lastIndexOf('@') <= 64;
    case 'ed24':
      return /^[0-9]{12}$/.test(address);
    case 'letter':
      return address.trim() !== '';
  }
}

/** An address as a register shows it: enough to know one's own by, too little to write to. */
export function maskedAddress(channel: NoticeChannel, address: string): string {
  switch (channel) {
    case 'sms':
      return `${address.slice(0, 5)} ••• •• ${address.slice(-2)}`;
    case 'ed24':
      return `${address.slice(0, 2)}••••••••${address.slice(-2)}`;
    case 'email': {
      const at = address.lastIndexOf('@');
      return at < 1 ? '•••' : `${address.slice(0, 1)}•••${address.slice(at)}`;
    }
    case 'letter':
      return `${[...(address.split(',')[0]?.trim() ?? '')].slice(0, 24).join('')}, •••`;
  }
}

/** What a number of the terms may be; the longest wait is no shorter than the first besides. */
export const DELIVERY_LIMITS = {
  attempts: { least: 1, most: 50 },
  firstRetrySeconds: { least: 1, most: 86_400 },
  longestRetrySeconds: { least: 1, most: 604_800 },
  leaseSeconds: { least: 30, most: 3600 },
} as const satisfies Partial<Record<keyof DeliveryTerms, Limits>>;

export type DeliveryRuleFault = 'RULE_NUMBER' | 'RULE_RETRY' | 'RULE_QUIET';
export type DeliveryRuleFinding = { readonly code: DeliveryRuleFault; readonly field: keyof DeliveryTerms };

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What is wrong with terms of sending; the database refuses the same. */
export function deliveryRuleFaults(rules: DeliveryTerms): readonly DeliveryRuleFinding[] {
  const faults: DeliveryRuleFinding[] = [];
  for (const field of ['attempts', 'firstRetrySeconds', 'longestRetrySeconds', 'leaseSeconds'] as const) {
    if (!isWithin(rules[field], DELIVERY_LIMITS[field])) faults.push({ code: 'RULE_NUMBER', field });
  }
  if (rules.longestRetrySeconds < rules.firstRetrySeconds) {
    faults.push({ code: 'RULE_RETRY', field: 'longestRetrySeconds' });
  }
  for (const [field, other] of [
    ['quietFrom', 'quietTo'],
    ['quietTo', 'quietFrom'],
  ] as const) {
    const time = rules[field];
    const fine = time === null ? rules[other] === null : TIME.test(time);
    if (!fine) faults.push({ code: 'RULE_QUIET', field });
  }
  return faults;
}

/** The longest an undelivered notice is tried for, in seconds: every wait as long as it may be. */
export function longestTrying(rules: DeliveryTerms): number {
  let seconds = 0;
  for (let tries = 1; tries < rules.attempts; tries++) seconds += retrySeconds(rules, tries, 1);
  return seconds;
}
