/** E-mail by SMTP. One message to one mailbox; nothing of a message can name a file, an address of the net or a second recipient. */
import { createTransport } from 'nodemailer';
import { isAddress } from '../../domain/delivery.ts';
import { hasControl } from '../../domain/template.ts';
import type { SmtpSettings } from './channels.ts';
import { failed, type Message, rejected, type Sender, type SendResult, sent } from './sender.ts';

/**
 * Opens nothing yet: each message has its connection, so that a server that hangs up on one harms no other. SMTP knows no key of
 * a message; its Message-ID is the same at every attempt, and servers that look for repeats know it by that.
 */
export function openSmtp(settings: SmtpSettings, password: string | null): Sender {
  const timeoutMs = settings.timeoutSeconds * 1000;
  const transport = createTransport({
    host: settings.host,
    port: settings.port,
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls',
    ignoreTLS: settings.security === 'none',
    ...(settings.user === null ? {} : { auth: { user: settings.user, pass: password ?? '' } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    tls: { minVersion: 'TLSv1.2' },
  });
  const domain = settings.from.slice(settings.from.lastIndexOf('@') + 1);
  return {
    async send(message) {
      if (!isAddress('email', message.to)) return rejected('ADDRESS_BAD');
      if (hasControl(message.subject)) return rejected('MESSAGE_REFUSED');
      try {
        await transport.sendMail({
          ...mailOf(settings, message),
          messageId: `<${message.key}@${domain}>`,
          // Covers the whole exchange: a server that says one byte a second never trips the socket's own time-out.
          signal: AbortSignal.timeout(timeoutMs),
        });
        return sent(message.key);
      } catch (error) {
        return faultOf(error);
      }
    },
  };
}

function mailOf(settings: SmtpSettings, message: Message) {
  return {
    from: { name: settings.fromName ?? '', address: settings.from },
    to: { name: '', address: message.to },
    envelope: { from: settings.from, to: [message.to] },
    subject: message.subject,
    text: `${message.text}\n`,
    headers: {
      // RFC 3834: an answering machine does not answer it.
      'Auto-Submitted': 'auto-generated',
      'Content-Language': message.language,
    },
  };
}

/** What is wrong on our side (login, sender) may be mended and is tried again; a refused mailbox or message is not. */
function faultOf(error: unknown): SendResult {
  const { code, command, responseCode } = error as {
    readonly code?: string;
    readonly command?: string;
    readonly responseCode?: number;
  };
  if (code === 'EAUTH' || code === 'ENOAUTH') return failed('LOGIN_REFUSED');
  if (code === 'ETLS') return failed('PROVIDER_TLS');
  if (responseCode !== undefined && responseCode >= 500 && responseCode !== 503) {
    if (command === 'RCPT TO') return rejected('ADDRESS_REFUSED');
    return command === 'DATA' ? rejected('MESSAGE_REFUSED') : failed('PROVIDER_BROKEN');
  }
  if (responseCode !== undefined) return failed('PROVIDER_BUSY');
  switch (code) {
    case 'ETIMEDOUT':
    case 'EABORT':
      return failed('PROVIDER_TIMEOUT');
    case 'EDNS':
    case 'ECONNECTION':
    case 'ESOCKET':
      return failed('PROVIDER_UNREACHABLE');
    case 'EPROTOCOL':
      return failed('PROVIDER_BROKEN');
    case 'EENVELOPE':
      return rejected('ADDRESS_BAD');
    default:
      return failed('SEND_FAILED');
  }
}
