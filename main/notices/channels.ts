/** How channels are set up: e-mail by SMTP, ed24 and SMS by HTTP gateways. Secrets come apart and never stand in settings. */
import { z } from 'zod';
import { isAddress } from '../../domain/delivery.ts';
import { hasControl } from '../../domain/template.ts';
import { openGateway } from './gateway.ts';
import type { Sender } from './sender.ts';
import { openSmtp } from './smtp.ts';

const LOOPBACK = /^(localhost|127(\.[0-9]{1,3}){3}|\[?::1\]?)$/;

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** A whole attempt in seconds; below the shortest lease (30 s), so that nobody else may take it meanwhile. */
const timeoutSeconds = z.int().min(1).max(25).default(15);
const oneLine = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !hasControl(text), { error: 'CONTROL' });

/** SMTP. `none`: without TLS, for a server of this machine only. */
export const smtpSettings = z
  .strictObject({
    host: oneLine,
    port: z.int().min(1).max(65_535),
    security: z.enum(['tls', 'starttls', 'none']),
    user: oneLine.nullable().default(null),
    from: z.string().refine((text) => isAddress('email', text), { error: 'MAILBOX' }),
    fromName: oneLine.nullable().default(null),
    timeoutSeconds,
  })
  .refine((one) => one.security !== 'none' || isLoopback(one.host), {
    error: 'TLS_NEEDED',
    path: ['security'],
  });

/** A gateway that takes `{ id, to, text, language, sender, kind }` as JSON. Plain http is for this machine only. */
export const gatewaySettings = z.strictObject({
  url: z.string().max(500).refine(isGatewayUrl, { error: 'URL' }),
  sender: oneLine.nullable().default(null),
  timeoutSeconds,
});

export type SmtpSettings = z.infer<typeof smtpSettings>;
export type GatewaySettings = z.infer<typeof gatewaySettings>;

/** https, or http to this machine; no login in it: that is the secret's place. */
function isGatewayUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

export const SENDING_CHANNELS = ['email', 'ed24', 'sms'] as const;
export type SendingChannel = (typeof SENDING_CHANNELS)[number];

/** The settings of a channel, checked; null where they are not of its form. */
export function readSettings(
  channel: SendingChannel,
  settings: unknown,
): SmtpSettings | GatewaySettings | null {
  const read = (channel === 'email' ? smtpSettings : gatewaySettings).safeParse(settings);
  return read.success ? read.data : null;
}

/** Opens a channel for sending; null where its settings cannot be used. */
export function openChannel(
  channel: SendingChannel,
  settings: unknown,
  secret: string | null,
): Sender | null {
  if (channel === 'email') {
    const read = smtpSettings.safeParse(settings);
    return read.success ? openSmtp(read.data, secret) : null;
  }
  const read = gatewaySettings.safeParse(settings);
  return read.success ? openGateway(read.data, secret) : null;
}
