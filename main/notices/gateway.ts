/** ed24 and SMS by an HTTP gateway: one POST of JSON with a key that makes its repeat the same message (Idempotency-Key). */
import type { GatewaySettings } from './channels.ts';
import { failed, type Message, rejected, type Sender, type SendResult, sent } from './sender.ts';

/** An answer is an id and some words; more is not read. */
const MOST_ANSWER_BYTES = 64 * 1024;
const MOST_RETRY_AFTER_SECONDS = 24 * 3600;

export function openGateway(settings: GatewaySettings, token: string | null): Sender {
  return {
    async send(message) {
      // Covers connecting, the answer and its body.
      const signal = AbortSignal.timeout(settings.timeoutSeconds * 1000);
      try {
        const response = await fetch(settings.url, {
          method: 'POST',
          redirect: 'manual',
          signal,
          headers: {
            'content-type': 'application/json; charset=utf-8',
            accept: 'application/json',
            'idempotency-key': message.key,
            ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          },
          body: JSON.stringify(bodyOf(settings, message)),
        });
        return await resultOf(response);
      } catch {
        return failed(signal.aborted ? 'PROVIDER_TIMEOUT' : 'PROVIDER_UNREACHABLE');
      }
    },
  };
}

function bodyOf(settings: GatewaySettings, message: Message): Readonly<Record<string, unknown>> {
  return {
    id: message.key,
    to: message.to,
    text: message.text,
    language: message.language,
    kind: message.kind,
    sender: settings.sender,
  };
}

async function resultOf(response: Response): Promise<SendResult> {
  const { status } = response;
  if (status >= 200 && status < 300) return await accepted(response);
  await response.body?.cancel();
  // Accepted before under this key: an answer of ours was lost.
  if (status === 409) return sent(null);
  if (status === 401 || status === 403) return failed('LOGIN_REFUSED');
  if (status === 408 || status === 425 || status === 429 || status === 503) {
    return failed('PROVIDER_BUSY', retryAfter(response));
  }
  if (status === 404 || status === 410 || status === 422) return rejected('ADDRESS_REFUSED');
  if (status === 400 || status === 413) return rejected('MESSAGE_REFUSED');
  // Redirects too: a message for a family goes where an administrator said.
  return failed('PROVIDER_BROKEN', retryAfter(response));
}

/** Accepted is accepted, whatever the body says: a message is never sent again for want of its number. */
async function accepted(response: Response): Promise<SendResult> {
  const id = await idOf(response).catch(() => null);
  return sent(id);
}

async function idOf(response: Response): Promise<string | null> {
  if (response.body === null) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > MOST_ANSWER_BYTES) return null; // leaving the loop cancels the stream
    chunks.push(chunk);
  }
  const answer: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (answer === null || typeof answer !== 'object' || !('id' in answer)) return null;
  return typeof answer.id === 'string' || typeof answer.id === 'number' ? String(answer.id) : null;
}

/** Seconds (RFC 9110 10.2.3); its form with a date is not asked of anybody. */
function retryAfter(response: Response): number | null {
  const given = response.headers.get('retry-after') ?? '';
  return /^[0-9]{1,9}$/.test(given) ? Math.min(Number(given), MOST_RETRY_AFTER_SECONDS) : null;
}
