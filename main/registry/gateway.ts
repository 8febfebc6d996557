/**
 * The registry behind an HTTP gateway: POST <url>/person and <url>/kinship, JSON both ways (docs/registry.md). A call has a
 * time-out, is repeated after a pause where that may help, and is not made at all while the gateway is known to be down.
 * Nothing but a whole, agreed answer about the very IINs that were asked is believed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isCivilDate } from '../../domain/civil-date.ts';
import { LINK_ROLES } from '../../domain/kinship.ts';
import type { Log } from '../log.ts';
import { type CivilRegistry, UNREACHABLE } from './registry.ts';
import { isSafeRegistryUrl } from './safe-url.ts';

export interface GatewayOptions {
  readonly url: string;
  /** Milliseconds one attempt may take. */
  readonly timeoutMs: number;
  readonly now: () => Date;
  readonly log: Log;
  /** The pause before the first repeat; each next is twice as long. */
  readonly backoffMs?: number;
}

/** An attempt and its repeats. */
const ATTEMPTS = 3;
/** So many failed calls in a row open the circuit, and for so long. */
const FAILURES_TO_OPEN = 4;
const OPEN_MS = 30_000;
/** An answer is a few fields: more is no answer. */
const MAX_BYTES = 64 * 1024;

const text = z.string().trim().min(1).max(120);
const iin = z.string().regex(/^[0-9]{12}$/);
const personBody = z.discriminatedUnion('answer', [
  z.object({
    answer: z.literal('confirmed'),
    iin,
    person: z.object({
      surname: text,
      givenName: text,
      patronymic: text.nullable(),
      birthDate: z.string().refine(isCivilDate),
      sex: z.enum(['male', 'female']),
    }),
  }),
  z.object({ answer: z.literal('not_found'), iin }),
]);
const kinshipBody = z.discriminatedUnion('answer', [
  z.object({
    answer: z.literal('confirmed'),
    parentIin: iin,
    childIin: iin,
    role: z.enum(LINK_ROLES),
  }),
  z.object({ answer: z.enum(['differs', 'not_found']), parentIin: iin, childIin: iin }),
]);

/** Throws an Error REGISTRY_URL for an address personal data may not go to. */
export function gatewayRegistry(options: GatewayOptions): CivilRegistry {
  if (!isSafeRegistryUrl(options.url)) throw new Error('REGISTRY_URL');
  const circuit = circuitBreaker(options.now);

  async function ask<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T | null> {
    if (!circuit.mayTry()) return null;
    const answered = await withRepeats(options, path, body, schema);
    if (answered === null) circuit.failed();
    else circuit.succeeded();
    return answered;
  }

  return {
    source: 'gateway',
    async person(iin) {
      const body = await ask('person', { iin }, personBody);
      if (body === null || body.iin !== iin) return { ...UNREACHABLE, person: null };
      return { answer: body.answer, person: body.answer === 'confirmed' ? body.person : null };
    },
    async kinship(parentIin, childIin) {
      const body = await ask('kinship', { parentIin, childIin }, kinshipBody);
      if (body === null || body.parentIin !== parentIin || body.childIin !== childIin)
        return { ...UNREACHABLE, role: null };
      return { answer: body.answer, role: body.answer === 'confirmed' ? body.role : null };
    },
  };
}

/** Closed: calls go through. Open: none does, for a while. Then one tries, and closes it or opens it again. */
function circuitBreaker(now: () => Date) {
  let failures = 0;
  let openUntil = 0;
  let trying = false;
  return {
    mayTry(): boolean {
      if (failures < FAILURES_TO_OPEN) return true;
      if (trying || now().getTime() < openUntil) return false;
      trying = true;
      return true;
    },
    failed(): void {
      failures++;
      trying = false;
      if (failures >= FAILURES_TO_OPEN) openUntil = now().getTime() + OPEN_MS;
    },
    succeeded(): void {
      failures = 0;
      trying = false;
    },
  };
}

/** What went wrong, and whether asking again may help. */
class Failure extends Error {
  readonly again: boolean;
  constructor(code: string, again: boolean) {
    super(code);
    this.name = 'RegistryFailure';
    this.again = again;
  }
}

async function withRepeats<T>(
  { url, timeoutMs, log, backoffMs = 250 }: GatewayOptions,
  path: string,
  body: unknown,
  schema: z.ZodType<T>,
): Promise<T | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(`${url.replace(/\/+$/, '')}/${path}`, timeoutMs, body, schema);
    } catch (error) {
      const failure = error instanceof Failure ? error : new Failure('REGISTRY_UNREACHABLE', true);
      // The code alone: neither the address nor what was asked is anybody's business in a log.
      log.info('REGISTRY_FAILED', { code: failure.message, attempt });
      if (!failure.again || attempt >= ATTEMPTS) return null;
      await sleep(backoffMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2));
    }
  }
}

async function once<T>(url: string, timeoutMs: number, body: unknown, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    // Elsewhere is not where personal data was to go.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Failure(
      `REGISTRY_STATUS_${response.status}`,
      response.status >= 500 || response.status === 429,
    );
  }
  const parsed = schema.safeParse(jsonOf(await capped(response)));
  if (!parsed.success) throw new Failure('REGISTRY_RUBBISH', false);
  return parsed.data;
}

async function capped(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Failure('REGISTRY_TOO_LONG', false);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure('REGISTRY_RUBBISH', false);
  }
}
