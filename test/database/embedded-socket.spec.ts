/** The embedded engine as a socket: what a connection may do to the one session that outlives it. */
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedSocket } from '../../db/embedded-socket.ts';
import { kyselyOver } from '../../db/engine.ts';

let engine: PGlite;
let pool: pg.Pool;

beforeAll(async () => {
  engine = await PGlite.create();
  await engine.exec('create table kept (id int primary key, word text not null)');
});
afterAll(() => engine.close());
beforeEach(() => {
  pool = new pg.Pool({ stream: () => new EmbeddedSocket(engine), max: 1, connectionTimeoutMillis: 2000 });
  pool.on('connect', (client) => client.on('error', () => {}));
});
afterEach(async () => {
  await pool.query('truncate kept');
  await pool.end();
});

describe('a connection to the embedded engine', () => {
  it('goes on after an error in any step of a statement, and says which it was', async () => {
    const refused = (text: string, values?: unknown[]) =>
      pool.query(text, values).then(
        () => 'no error',
        (error: unknown) => (error instanceof pg.DatabaseError ? error.code : String(error)),
      );
    await pool.query('insert into kept values ($1, $2)', [1, 'one']);
    expect(await refused('selec $1', [1])).toBe('42601');
    expect(await refused('select $1::int', ['one'])).toBe('22P02');
    expect(await refused('insert into kept values ($1, $2)', [1, 'again'])).toBe('23505');
    expect(await refused('select 1 / (id - 1) from kept where word = $1', ['one'])).toBe('22012');
    expect(await refused('select 1; select 1 / 0; insert into kept values (2, $$two$$)')).toBe('22012');
    expect((await pool.query('select * from kept where id > $1', [0])).rows).toEqual([
      { id: 1, word: 'one' },
    ]);
  });

  it('that is thrown away in a transaction leaves none open to the next', async () => {
    const client = await pool.connect();
    await client.query('begin');
    await client.query('insert into kept values ($1, $2)', [7, 'never meant']);
    client.release(true);
    expect((await pool.query('select count(*)::int as n from kept')).rows).toEqual([{ n: 0 }]);
    await pool.query('insert into kept values ($1, $2)', [8, 'kept']);
    expect(engine.isInTransaction()).toBe(false);
  });

  it('that ends does not end the engine', async () => {
    const client = new pg.Client({ stream: () => new EmbeddedSocket(engine) });
    await client.connect();
    await client.query('insert into kept values (1, $1)', ['one']);
    await client.end();
    expect((await pool.query('select word from kept')).rows).toEqual([{ word: 'one' }]);
  });

  it('lets timers and other sockets have their turn between statements', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    for (let i = 0; i < 300; i += 1) await pool.query('select $1::int', [i]);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  it('carries what is larger than its buffers, both ways', async () => {
    const bytes = Buffer.alloc(3_000_000, 'қазақ ');
    const { rows } = await pool.query<{ b: Buffer; n: number }>(
      'select $1::bytea as b, length($1::bytea) as n',
      [bytes],
    );
    expect(rows[0]?.n).toBe(bytes.length);
    expect(rows[0]?.b.equals(bytes)).toBe(true);
    const many = await pool.query<{ i: number }>('select i from generate_series(1, $1) i', [50_000]);
    expect(many.rows.reduce((sum, { i }) => sum + i, 0)).toBe(1_250_025_000);
  });

  it('streams rows in portions and can be left in the middle', async () => {
    const db = kyselyOver(pool);
    const seen: number[] = [];
    const numbers = db
      .selectFrom(sql<{ i: number }>`generate_series(1, ${1000}::int)`.as(sql`s(i)`))
      .select(sql<number>`i`.as('i'));
    for await (const { i } of numbers.stream(3)) {
      seen.push(i);
      if (seen.length === 5) break;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect((await pool.query('select $1::int as one', [1])).rows).toEqual([{ one: 1 }]);
  });

  it('hears notifications of its own commits, not of what was rolled back', async () => {
    const heard: string[] = [];
    const client = await pool.connect();
    client.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await client.query('listen told');
    await client.query('begin');
    await client.query(`select pg_notify('told', $1)`, ['undone']);
    await client.query('rollback');
    await client.query(`select pg_notify('told', $1)`, ['done']);
    await client.query('select 1');
    client.release();
    expect(heard).toEqual(['done']);
  });
});
