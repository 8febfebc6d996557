import type { PostgresCursor, PostgresPool, PostgresPoolClient } from 'kysely';
import { describe, expect, it } from 'vitest';
import { beginningLate } from '../../../db/late-begin.ts';

/** A pool of one connection that writes down every message it is sent. */
function recordingPool(
  fails: (text: string) => boolean = () => false,
  waits: (text: string) => Promise<unknown> | null = () => null,
) {
  const sent: string[] = [];
  const client = {
    processID: 7,
    query: (asked: string | { name: string }) => {
      if (typeof asked !== 'string') {
        sent.push(`cursor ${asked.name}`);
        return asked;
      }
      sent.push(asked);
      if (fails(asked)) return Promise.reject(new Error('refused'));
      const answers = asked.split('; ').map((text) => ({ command: 'SELECT', rowCount: 1, rows: [{ text }] }));
      const answer = answers.length === 1 ? answers[0] : answers;
      return (waits(asked) ?? Promise.resolve()).then(() => answer);
    },
    release: (destroy?: boolean) => sent.push(destroy === true ? '(given up)' : '(released)'),
  };
  const pool = {
    options: {},
    connect: async () => client as unknown as PostgresPoolClient,
    end: async () => undefined,
  };
  return { sent, pool: beginningLate(pool as PostgresPool) };
}

const BEGIN = 'start transaction isolation level repeatable read read only';

describe('a transaction that begins late', () => {
  it('goes with its first statement, whose answer is the answer', async () => {
    const { sent, pool } = recordingPool();
    const client = await pool.connect();
    await client.query(BEGIN, []);
    expect(sent).toEqual([]);
    const { rows } = await client.query('select 1', []);
    expect(rows).toEqual([{ text: 'select 1' }]);
    await client.query('select 2', []);
    await client.query('commit', []);
    expect(sent).toEqual([`${BEGIN}; select 1`, 'select 2', 'commit']);
  });

  it('goes before a statement with parameters, which cannot share a message', async () => {
    const { sent, pool } = recordingPool();
    const client = await pool.connect();
    await client.query('begin', []);
    await client.query('select $1', ['a']);
    await client.query('rollback', []);
    expect(sent).toEqual(['begin', 'select $1', 'rollback']);
  });

  it.each(['commit', 'rollback'])('that does nothing is not begun, and %s ends nothing', async (end) => {
    const { sent, pool } = recordingPool();
    const client = await pool.connect();
    await client.query('begin', []);
    expect(await client.query(end, [])).toMatchObject({ command: end.toUpperCase() });
    await client.query('select 1', []);
    expect(sent).toEqual(['select 1']);
  });

  it('is rolled back when its first statement fails', async () => {
    const { sent, pool } = recordingPool((text) => text.includes('select 1'));
    const client = await pool.connect();
    await client.query('begin', []);
    await expect(client.query('select 1', [])).rejects.toThrow('refused');
    await client.query('rollback', []);
    expect(sent).toEqual(['begin; select 1', 'rollback']);
  });

  it('is begun before a cursor is read', async () => {
    const { sent, pool } = recordingPool();
    const client = await pool.connect();
    const cursor = { name: 'rows', read: async () => [1], close: async () => undefined };
    await client.query('begin', []);
    const read = client.query(cursor as unknown as PostgresCursor<number>);
    expect(sent).toEqual([]);
    expect(await read.read(10)).toEqual([1]);
    expect(sent).toEqual(['begin', 'cursor rows']);
    await read.close();
  });

  it('that only reads is answered before it has ended; its connection is given back when it has', async () => {
    let ended = (_ok: boolean): void => undefined;
    const end = new Promise<boolean>((resolve) => {
      ended = resolve;
    });
    const { sent, pool } = recordingPool(
      () => false,
      (text) => (text === 'commit' ? end : null),
    );
    const client = await pool.connect();
    await client.query(BEGIN, []);
    await client.query('select 1', []);
    expect(await client.query('commit', [])).toMatchObject({ command: 'COMMIT' });
    client.release();
    expect(sent).toEqual([`${BEGIN}; select 1`, 'commit']);
    ended(true);
    await expect.poll(() => sent.at(-1)).toBe('(released)');
  });

  it('that only reads and could not be ended gives its connection up', async () => {
    const { sent, pool } = recordingPool((text) => text === 'rollback');
    const client = await pool.connect();
    await client.query(BEGIN, []);
    await client.query('select 1', []);
    await client.query('rollback', []);
    client.release();
    await expect.poll(() => sent.at(-1)).toBe('(given up)');
  });

  it('that writes has ended when it is said to have', async () => {
    const { pool } = recordingPool((text) => text === 'commit');
    const client = await pool.connect();
    await client.query('start transaction isolation level read committed', []);
    await client.query('select 1', []);
    await expect(client.query('commit', [])).rejects.toThrow('refused');
  });

  it('of one who went is not begun for the next one', async () => {
    const { sent, pool } = recordingPool();
    const client = await pool.connect();
    await client.query('begin', []);
    client.release();
    const next = await pool.connect();
    expect(next).toBe(client);
    await next.query('select 1', []);
    expect(sent).toEqual(['(released)', 'select 1']);
  });
});
