/**
 * Fewer round trips for each transaction; what the server sees is the same. A begin is held back until there is a statement to go with
 * it. The end of a reading is not waited for, as nothing hangs on it: its connection goes back to the pool when it is there.
 */
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';

const BEGIN = /^(?:begin|start transaction)\b/;
const END = /^(?:commit|rollback)$/;
const READING = /\bread only$/;

/** The pool, its connections holding back what begins a transaction. */
export function beginningLate(pool: PostgresPool): PostgresPool {
  const made = new WeakMap<PostgresPoolClient, PostgresPoolClient>();
  return {
    ...(pool.Client === undefined ? {} : { Client: pool.Client }),
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const known = made.get(client);
      if (known !== undefined) return known;
      const late = lateClient(client);
      made.set(client, late);
      return late;
    },
  };
}

type Answer<R> = PostgresQueryResult<R>;

function lateClient(client: PostgresPoolClient): PostgresPoolClient {
  let held: string | null = null;
  let isReading = false;
  let ending: Promise<unknown> | null = null;
  const take = (): string | null => {
    const text = held;
    held = null;
    return text;
  };
  const run = async <R>(text: string, parameters: readonly unknown[]): Promise<Answer<R>> => {
    if (BEGIN.test(text)) {
      held = text;
      isReading = READING.test(text);
      return nothing<R>('BEGIN');
    }
    const begin = take();
    if (END.test(text)) {
      // Nothing was begun, nothing is to be ended.
      if (begin !== null) return nothing<R>(text.toUpperCase());
      if (isReading) {
        ending = client.query(text, []);
        ending.catch(() => undefined);
        return nothing<R>(text.toUpperCase());
      }
    }
    if (begin === null) return await client.query<R>(text, parameters);
    if (parameters.length > 0) {
      await client.query(begin, []);
      return await client.query<R>(text, parameters);
    }
    // Without parameters the driver sends several statements as one message, and answers each.
    const answers: unknown = await client.query<R>(`${begin}; ${text}`, []);
    return (answers as readonly Answer<R>[]).at(-1) ?? nothing<R>('SELECT');
  };
  const stream = <R>(cursor: PostgresCursor<R>): PostgresCursor<R> => {
    const begin = take();
    return begin === null ? client.query(cursor) : afterwards(client, begin, cursor);
  };
  return {
    get processID() {
      return client.processID;
    },
    query: ((asked: string | PostgresCursor<unknown>, parameters: readonly unknown[] = []) =>
      typeof asked === 'string' ? run(asked, parameters) : stream(asked)) as PostgresPoolClient['query'],
    release: (destroy) => {
      const end = ending;
      held = null;
      ending = null;
      if (end === null) client.release(destroy);
      else
        end.then(
          () => client.release(destroy),
          // A connection whose transaction may still be open is nobody's.
          () => client.release(true),
        );
    },
  } as PostgresPoolClient;
}

/** A cursor that is opened once the transaction has begun. */
function afterwards<R>(
  client: PostgresPoolClient,
  begin: string,
  cursor: PostgresCursor<R>,
): PostgresCursor<R> {
  let opened: Promise<PostgresCursor<R>> | null = null;
  return {
    read: async (rows) => {
      opened ??= client.query(begin, []).then(() => client.query(cursor));
      return await (await opened).read(rows);
    },
    close: async () => {
      await (await opened)?.close();
    },
  };
}

function nothing<R>(command: string): Answer<R> {
  return { command: command as Answer<R>['command'], rowCount: 0, rows: [] };
}
