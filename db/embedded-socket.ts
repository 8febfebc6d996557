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

  /** Answers in a later turn of the event loop, as a socket does: statements one after another starve no timer and no other socket. */
  override _writev(messages: { chunk: Buffer }[], done: (error?: Error) => void): void {
    setImmediate(() => {
      this.#answer(messages.map(({ chunk }) => chunk)).then(
        (answers) => {
          for (const answer of answers) this.push(answer);
          done();
        },
        (error: unknown) => done(asError(error)),
      );
    });
  }

  override _final(done: (error?: Error) => void): void {
    this.push(null);
    done();
  }

  async #answer(messages: readonly Buffer[]): Promise<readonly Buffer[]> {
    if (messages.some((message) => message[0] === STARTUP)) {
      // The engine's one session may have been left by a connection that was thrown away in the middle.
      if (this.#engine.isInTransaction()) await this.#engine.exec('rollback');
      return [WELCOME];
    }
    const asked = messages.filter((message) => message[0] !== TERMINATE);
    const answers: Buffer[] = [];
    if (asked.length === 0) return answers;
    await this.#engine.execProtocolRawStream(Buffer.concat(asked), {
      // The file system is the machine's own, and what is to be on the disk is there by fsync.
      syncToFs: false,
      // What is given is the engine's own memory, which the next statement writes over.
      onRawData: (bytes) => void answers.push(Buffer.from(bytes)),
    });
    return answers;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
