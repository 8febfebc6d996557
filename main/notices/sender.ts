/** A message on its way out, and what a provider's answer means. */

export interface Message {
  /** The same for every attempt of one round: a provider that honours it sends once. */
  readonly key: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly language: 'kk' | 'ru';
  readonly kind: string;
}

/**
 * `failed` may be tried again, `rejected` never helps. `error` is a code of this program: a provider's own words quote addresses
 * and are not kept.
 */
export type SendResult =
  | { readonly outcome: 'sent'; readonly providerId: string | null }
  | { readonly outcome: 'failed'; readonly error: SendError; readonly retryAfterSeconds: number | null }
  | { readonly outcome: 'rejected'; readonly error: SendError };

export const SEND_ERRORS = [
  'ADDRESS_BAD',
  'ADDRESS_REFUSED',
  'MESSAGE_REFUSED',
  'LOGIN_REFUSED',
  'PROVIDER_BUSY',
  'PROVIDER_BROKEN',
  'PROVIDER_TIMEOUT',
  'PROVIDER_UNREACHABLE',
  'PROVIDER_TLS',
  'SEND_FAILED',
] as const;
export type SendError = (typeof SEND_ERRORS)[number];

/** One open channel. */
export interface Sender {
  /** Never throws. */
  send(message: Message): Promise<SendResult>;
}

export const sent = (providerId: string | null): SendResult => ({
  outcome: 'sent',
  providerId: cleanId(providerId),
});
export const failed = (error: SendError, retryAfterSeconds: number | null = null): SendResult => ({
  outcome: 'failed',
  error,
  retryAfterSeconds,
});
export const rejected = (error: SendError): SendResult => ({ outcome: 'rejected', error });

/** A provider's number for a message: kept for asking it later, and shown; so only what a number may be. */
function cleanId(id: string | null): string | null {
  return id !== null && /^[\w.:@<>=+/-]{1,120}$/.test(id) ? id : null;
}
