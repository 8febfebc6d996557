/// <reference path="./pg-cursor.d.ts" />
/** What both engines offer beneath transactions. */
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { beginningLate } from './late-begin.ts';
import type { Database } from './types.ts';

/** Channels of NOTIFY. A payload carries ids and numbers, never personal data: any role may listen. */
export type Channel = 'kezek_changed';

export interface Engine {
  readonly kind: 'embedded' | 'server';
  readonly kysely: Kysely<Database>;
  /** The server's version, such as '18.6'. */
  readonly version: string;
  listen(channel: Channel, callback: (payload: string) => void): Promise<() => Promise<void>>;
  /** Checkpoint, then a copy of the whole data folder that opens as it is. Bytes copied. */
  copyTo(folder: string): Promise<number>;
  close(): Promise<void>;
}

const DATE = 1082;
const DATE_ARRAY = 1182;
/** Missing among the driver's names of types. */
const TEXT_ARRAY = 1009 as number as Parameters<typeof pg.types.getTypeParser>[0];

/** One set of parsers on both engines: a date stays 'YYYY-MM-DD' (a Date would shift it by the zone); int8 and numeric stay text. */
const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === DATE) {
      return (value: string) => value;
    }
    if (oid === DATE_ARRAY) {
      return pg.types.getTypeParser(TEXT_ARRAY, 'text');
    }
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * A pool whose connections read values alike on both engines. A connection that is lost tells the query in hand, which answers for it, or
 * the next one: said again to nobody, it would end the process.
 */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...config, types: typeParsers });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Kysely over a pool, with streaming, and with no role left over from whoever had the connection before. */
export function kyselyOver(pool: PostgresPool): Kysely<Database> {
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool: beginningLate(pool), cursor: Cursor }),
  });
}
