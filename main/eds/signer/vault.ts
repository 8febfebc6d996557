import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { EdsError } from '../errors.ts';
import { MAX_KEY_FILE, type OpenedKey, openP12 } from '../p12.ts';
import { type KeyPurpose, keyProblem, requireUsable } from '../usage.ts';
import { signXml } from '../xmldsig.ts';
import {
  type KeySource,
  type OpenedKeyInfo,
  rawMessage,
  type SignerRequest,
  type SignerResult,
  type SignOutcome,
} from './protocol.ts';

const MAX_KEYS = 16;
const MAX_BATCH = 500;

/** The keys open in a signer process, and what may be asked of them. Runs in that process only. */
export class Vault {
  readonly #keys = new Map<string, OpenedKey>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Serves every request but `configure`. Throws EdsError. */
  async serve(request: Exclude<SignerRequest, { type: 'configure' }>): Promise<SignerResult> {
    switch (request.type) {
      case 'open':
        return { type: 'opened', key: await this.#open(request) };
      case 'sign':
        return { type: 'signed', outcomes: this.#signAll(request) };
      case 'signRaw': {
        const { key, certificate } = this.#key(request.handle);
        requireUsable(certificate, 'login', this.#now());
        return { type: 'signedRaw', signature: key.sign(rawMessage(request.bytes)) };
      }
      case 'close':
        this.#keys.get(request.handle)?.key.wipe();
        this.#keys.delete(request.handle);
        return { type: 'done' };
    }
  }

  get isEmpty(): boolean {
    return this.#keys.size === 0;
  }

  /** Wipes and forgets every key. */
  clear(): void {
    for (const { key } of this.#keys.values()) key.wipe();
    this.#keys.clear();
  }

  #key(handle: string): OpenedKey {
    const opened = this.#keys.get(handle);
    if (!opened) throw new EdsError('SIGNER_UNKNOWN_KEY');
    return opened;
  }

  async #open(request: Extract<SignerRequest, { type: 'open' }>): Promise<OpenedKeyInfo> {
    const bytes = await readSource(request.source);
    let opened: OpenedKey;
    try {
      opened = openP12(bytes, request.password);
    } finally {
      bytes.fill(0);
    }
    const at = request.at ?? this.#now();
    const problem = keyProblem(opened.certificate, request.purpose, at);
    if (problem && request.purpose) {
      opened.key.wipe();
      throw new EdsError(problem.code, problem.at);
    }
    if (this.#keys.size >= MAX_KEYS) this.clear();
    const handle = randomUUID();
    this.#keys.set(handle, opened);
    return { handle, certificate: opened.certificate, problem };
  }

  /** Usage and validity are judged again for every document: a key may expire while it is open. */
  #signAll(request: Extract<SignerRequest, { type: 'sign' }>): SignOutcome[] {
    if (request.xml.length > MAX_BATCH) throw new EdsError('SIGNER_BAD_REQUEST');
    const opened = this.#key(request.handle);
    return request.xml.map((xml) => signOne(opened, xml, request.purpose, request.at ?? this.#now()));
  }
}

function signOne({ key, certificate }: OpenedKey, xml: string, purpose: KeyPurpose, at: Date): SignOutcome {
  try {
    requireUsable(certificate, purpose, at);
    return { ok: true, xml: signXml(xml, certificate, (message) => key.sign(message)) };
  } catch (error) {
    if (error instanceof EdsError) return { ok: false, code: error.code, at: error.at };
    return { ok: false, code: 'SIGNER_FAILED', at: null };
  }
}

async function readSource(source: KeySource): Promise<Uint8Array> {
  if ('bytes' in source) return Uint8Array.from(source.bytes);
  try {
    const { size } = await stat(source.path);
    if (size > MAX_KEY_FILE) throw new EdsError('KEY_TOO_LARGE');
    return await readFile(source.path);
  } catch (error) {
    throw error instanceof EdsError ? error : new EdsError('KEY_UNREADABLE');
  }
}
