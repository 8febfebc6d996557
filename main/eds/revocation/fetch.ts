/** Fetching from revocation services: bounded in time and size, no redirects, http and https only. */

export type FetchFault = 'UNREACHABLE' | 'TIMEOUT' | 'BAD_RESPONSE' | 'NO_URL';

export interface FetchOptions {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** The body of a POST; a GET without one. */
  readonly body?: Uint8Array;
  readonly contentType?: string;
}

/** The bytes of a 200 answer, or why there are none. Never throws. The time-out covers the body as well. */
export async function fetchBytes(url: string, options: FetchOptions): Promise<Uint8Array | FetchFault> {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return 'NO_URL';
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    const response = await fetch(url, {
      method: options.body ? 'POST' : 'GET',
      ...(options.body ? { body: Uint8Array.from(options.body) } : {}),
      ...(options.contentType ? { headers: { 'content-type': options.contentType } } : {}),
      redirect: 'error',
      signal,
    });
    if (response.status !== 200 || !response.body) {
      await response.body?.cancel();
      return response.status === 200 ? 'BAD_RESPONSE' : 'UNREACHABLE';
    }
    return await collect(response.body, options.maxBytes);
  } catch {
    return signal.aborted ? 'TIMEOUT' : 'UNREACHABLE';
  }
}

async function collect(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array | 'BAD_RESPONSE'> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) return 'BAD_RESPONSE'; // leaving the loop cancels the stream
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}
