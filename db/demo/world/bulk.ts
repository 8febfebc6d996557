import { type RawBuilder, sql } from 'kysely';
import type { OpenDatabase } from '../../open.ts';
import type { WriteTransaction } from '../../transaction.ts';
import type { Database } from '../../types.ts';

/** Rows for a bulk load: values as JSON writes them; bytea as '\\x' + hex, timestamps as ISO text. */
export type BulkValue =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | Readonly<Record<string, unknown>>;
export type BulkRow = Readonly<Record<string, BulkValue>>;

/** A statement may carry this many rows: enough to be fast, little enough to stay small in memory. */
const ROWS_PER_STATEMENT = 2000;

/**
 * Inserts rows of one table, many to a statement and in their order: one JSON parameter, read by the table's own row
 * type, on both engines. All rows must have the columns of the first.
 */
export async function insertRows(
  tx: WriteTransaction,
  table: keyof Database & string,
  rows: readonly BulkRow[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) {
    return;
  }
  const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)));
  const target: RawBuilder<unknown> = sql.table(`kezek.${table}`);
  for (let i = 0; i < rows.length; i += ROWS_PER_STATEMENT) {
    const part = JSON.stringify(rows.slice(i, i + ROWS_PER_STATEMENT));
    await sql`insert into ${target} (${columns}) select ${columns} from json_populate_recordset(null::${target}, ${part}::json)`.execute(
      tx,
    );
  }
}

/** Takes the limit off the statements of a transaction: over a million applications one takes minutes, and nobody waits for it. */
export async function unhurried(tx: WriteTransaction): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(tx);
}

/** Statistics of what was loaded; the embedded engine makes its own with its maintenance. */
export async function analyzeLoaded(db: OpenDatabase): Promise<void> {
  if (db.kind !== 'server') return;
  await db.write('system', async (tx) => {
    await unhurried(tx);
    await sql`analyze`.execute(tx);
  });
}

/** Size of a chunk of a scan, as the table allows it. */
const CHUNK_BYTES = 262_144;
/** Chunks of one statement: about 8 MB. */
const CHUNKS_PER_STATEMENT = 60;

export type BulkContent = { readonly sha256: Buffer; readonly bytes: Buffer };

/** Inserts the bytes of scans, cut into chunks, as binary parameters. */
export async function insertChunks(tx: WriteTransaction, contents: readonly BulkContent[]): Promise<void> {
  let values: { sha256: Buffer; seq: number; bytes: Buffer }[] = [];
  let size = 0;
  const flush = async () => {
    if (values.length > 0) {
      await tx.insertInto('scan_chunk').values(values).execute();
    }
    values = [];
    size = 0;
  };
  for (const { sha256, bytes } of contents) {
    for (let seq = 0; seq * CHUNK_BYTES < bytes.length; seq += 1) {
      const chunk = bytes.subarray(seq * CHUNK_BYTES, (seq + 1) * CHUNK_BYTES);
      values.push({ sha256, seq, bytes: chunk });
      size += chunk.length;
      if (values.length >= CHUNKS_PER_STATEMENT || size > 4_000_000) {
        await flush();
      }
    }
  }
  await flush();
}

/** Hex form of bytes that JSON can carry into a bytea column. */
export function hexBytes(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}

/** Lets the identity columns of every table go on after the ids that were given. */
export async function continueIdentity(tx: WriteTransaction): Promise<void> {
  const { rows } = await sql<{ name: string; columnName: string }>`
    select format('%I.%I', n.nspname, c.relname) as name, a.attname as "columnName"
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'kezek' and c.relkind = 'r' and a.attidentity <> ''`.execute(tx);
  for (const { name, columnName } of rows) {
    const next = sql`coalesce((select max(${sql.ref(columnName)}) from ${sql.raw(name)}), 0) + 1`;
    await sql`select setval(pg_get_serial_sequence(${name}, ${columnName}), ${next}, false)`.execute(tx);
  }
}
