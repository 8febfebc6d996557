/** One connection, one transaction: what would wait for itself is refused at once, on both engines. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertInstallation } from '../../db/queries/office.ts';
import { createReferenceCache } from '../../main/reference.ts';
import { ENGINES, openTestDatabase, type TestDatabase } from './engines.ts';

describe.each(ENGINES)('a transaction within a transaction on %s', (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
    await test.db.write('system', (tx) => insertInstallation(tx, 'demo'));
  });
  afterAll(() => test.close());

  const asks = (): Promise<unknown> =>
    test.db.read('system', (tx) => tx.selectFrom('region').select('id').execute());

  it.each(['read', 'write'] as const)('is refused in the middle of a %s, which goes on', async (mode) => {
    const answer = await test.db[mode]('system', async () => {
      await expect(asks()).rejects.toThrow('NESTED_TRANSACTION');
      await expect(test.db.write('system', async () => 1)).rejects.toThrow('NESTED_TRANSACTION');
      await expect(test.db.writeOne('system', sql`select 1`)).rejects.toThrow('NESTED_TRANSACTION');
      return 'went on';
    });
    expect(answer).toBe('went on');
  });

  it('is refused for the catalogues even while they are held and nothing would be read', async () => {
    let now = Date.now();
    const reference = createReferenceCache(test.db, { now: () => new Date(now) });
    const held = await reference.get();
    await test.db.read('system', async () => {
      await expect(reference.get()).rejects.toThrow('NESTED_TRANSACTION');
      now += 60_000;
      await expect(reference.get()).rejects.toThrow('NESTED_TRANSACTION');
    });
    expect((await reference.get()).installation).toEqual(held.installation);
  });

  it('is none when the work was only begun there and comes to read afterwards', async () => {
    let later: Promise<unknown> = Promise.resolve();
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    await test.db.read('system', async () => {
      later = ended.then(asks);
    });
    end();
    await expect(later).resolves.toEqual(expect.any(Array));
  });

  it('is none after one that failed', async () => {
    await expect(test.db.read('system', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    await expect(test.db.read('system', (tx) => sql`select 1/0`.execute(tx as never))).rejects.toThrow();
    await expect(asks()).resolves.toEqual(expect.any(Array));
  });

  it('is another database’s own affair', async () => {
    const other = await openTestDatabase(engine);
    try {
      const there = await test.db.read('system', () => other.db.read('system', async () => 'there'));
      expect(there).toBe('there');
    } finally {
      await other.close();
    }
  });
});
