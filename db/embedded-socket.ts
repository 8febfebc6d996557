/**
 * The embedded engine as the socket of a `pg` client. The engine's own adapter carries each message of the protocol by itself and reads
 * every answer twice, into an object and an array per value; here what the driver writes together goes in together, and only the
 * driver reads what comes back (docs/adr/0013). The bytes are those of PostgreSQL's frontend/backend protocol, version 3.0.
 */
import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';

/** 'X', Terminate: it would end the engine, which outlives its connections. */
const TERMINATE = 0x58;
/** The greeting begins with its length, every other message with a letter. */
const STARTUP = 0x00;
/** AuthenticationOk and ReadyForQuery, idle: nobody else can be at the other end. */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);

/** The simple query `rollback`. */
const ROLLBACK = Buffer.from('Q\0\0\0\x0drollback\0', 'latin1');

/** What `pg` asks of a socket beyond a stream; there is no network to set. */
export class EmbeddedSocket extends Duplex {
  readonly #engine: PGlite;

  constructor(engine: PGlite) {
    super({ allowHalfOpen: false });
    this.#engine = engine;
  }

  connect(): this {
    this.#engine.waitReady.then(
      () => this.emit('connect'),
      (error: unknown) => this.destroy(asError(error)),
    );
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // Answers are pushed when they are there.
  }

  override _write(message: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#exchange([message], done);
  }

  override _writev(messages: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#exchange(
      messages.map(({ chunk }) => chunk),
      done,
    );
  }

  override _final(done: (error?: Error) => void): void {
    this.push(null);
    done();
  }

  /** Answers in a later turn of the event loop, as a socket does: statements one after another starve no timer and no other socket. */
  #exchange(messages: readonly Buffer[], done: (error?: Error) => void): void {
    setImmediate(() => {
      this.#answer(messages).then(
        (answers) => {
          for (const answer of answers) this.push(answer);
          done();
        },
        (error: unknown) => done(asError(error)),
      );
    });
  }

  async #answer(messages: readonly Buffer[]): Promise<readonly Buffer[]> {
    if (messages.some((message) => message[0] === STARTUP)) {
      // The engine's one session may have been left by a connection that was thrown away in the middle.
      if (this.#engine.isInTransaction()) await this.#ask(ROLLBACK);
      return [WELCOME];
    }
    const asked = messages.filter((message) => message[0] !== TERMINATE);
    return asked.length === 0 ? [] : await this.#ask(Buffer.concat(asked));
  }

  async #ask(bytes: Buffer): Promise<readonly Buffer[]> {
    const answers: Buffer[] = [];
    await this.#engine.execProtocolRawStream(bytes, {
      // The file system is the machine's own, and what is to be on the disk is there by fsync.
      syncToFs: false,
      // What is given is the engine's own memory, which the next statement writes over.
      onRawData: (given) => void answers.push(Buffer.from(given)),
    });
    return answers;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
