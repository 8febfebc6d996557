/**
 * Writes `db/types.ts` from the catalog of a migrated database, so that the types cannot drift from the tables (a test
 * generates them again and compares). A CHECK named `..._known` that lists the values of its column becomes a union.
 * `node db/generate-types.ts` rewrites the file.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { SCHEMA } from './migrate.ts';
import { openEmbedded } from './open.ts';

interface Column {
  readonly table_name: string;
  readonly column_name: string;
  readonly type_name: string;
  readonly nullable: boolean;
  readonly generated: boolean;
}

const PLAIN_TYPES: Readonly<Record<string, string>> = {
  text: 'string',
  bpchar: 'string',
  uuid: 'string',
  date: 'string',
  time: 'string',
  varchar: 'string',
  int2: 'number',
  int4: 'number',
  bool: 'boolean',
  int8: 'Int8',
  timestamptz: 'Timestamp',
  bytea: 'Bytes',
  jsonb: 'Json',
  _text: 'string[]',
  _int4: 'number[]',
};

const HEADER = `// Made by db/generate-types.ts from the migrations. Do not edit: change a migration and run \`node db/generate-types.ts\`.
// biome-ignore-all format: the generator decides
import type { ColumnType } from 'kysely';

/** A column the database fills when it is not given. */
export type Generated<T> =
  T extends ColumnType<infer Select, infer Insert, infer Update>
    ? ColumnType<Select, Insert | undefined, Update>
    : ColumnType<T, T | undefined, T>;
/** bigint: text on the way out, so that no digit is lost. */
export type Int8 = ColumnType<string, string | number | bigint, string | number | bigint>;
/** timestamptz: \`Date\` on the way out. */
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
/** bytea: \`Buffer\` on the way out. */
export type Bytes = ColumnType<Buffer, Uint8Array, Uint8Array>;
/** jsonb: parsed on the way out, JSON text on the way in (the driver would turn an array into a PostgreSQL array). */
export type Json = ColumnType<JsonValue, string, string>;
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
`;

/** The text of \`db/types.ts\` for this database. */
export async function generateTypes<DB>(db: Kysely<DB>): Promise<string> {
  const { rows: columns } = await sql<Column>`
    select c.relname as table_name, a.attname as column_name, t.typname as type_name, not a.attnotnull as nullable,
      a.attidentity <> '' or a.atthasdef as generated
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    where c.relnamespace = ${SCHEMA}::regnamespace and c.relkind = 'r' and c.relname not like 'migration%'
    order by c.relname, a.attnum`.execute(db);
  const unions = await knownValues(db);
  const tables = new Map<string, string[]>();
  for (const column of columns) {
    const lines = tables.get(column.table_name) ?? [];
    const union = unions.get(`${column.table_name}.${column.column_name}`);
    lines.push(`  ${column.column_name}: ${typeOf(column, union)};`);
    tables.set(column.table_name, lines);
  }
  const interfaces = [...tables].map(
    ([table, lines]) => `export interface ${pascal(table)}Table {\n${lines.join('\n')}\n}\n`,
  );
  const members = [...tables.keys()].map((table) => `  ${table}: ${pascal(table)}Table;`);
  return `${HEADER}\n${interfaces.join('\n')}\nexport interface Database {\n${members.join('\n')}\n}\n`;
}

async function knownValues<DB>(db: Kysely<DB>): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ table_name: string; definition: string }>`
    select c.relname as table_name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where c.relnamespace = ${SCHEMA}::regnamespace and k.contype = 'c' and k.conname like '%\\_known'`.execute(
    db,
  );
  const unions = new Map<string, readonly string[]>();
  for (const { table_name, definition } of rows) {
    for (const match of definition.matchAll(/(\w+) = ANY \(ARRAY\[([^\]]*)\]\)/g)) {
      const values = [...(match[2] ?? '').matchAll(/'([^']*)'/g)].map((value) => value[1] ?? '');
      unions.set(`${table_name}.${match[1]}`, values);
    }
    for (const match of definition.matchAll(/(\w+) = '([^']*)'::text/g)) {
      unions.set(`${table_name}.${match[1]}`, [match[2] ?? '']);
    }
  }
  return unions;
}

function typeOf(column: Column, union: readonly string[] | undefined): string {
  const plain = union ? union.map((value) => `'${value}'`).join(' | ') : PLAIN_TYPES[column.type_name];
  if (plain === undefined) {
    throw new Error(
      `no TypeScript type for ${column.type_name} of ${column.table_name}.${column.column_name}`,
    );
  }
  const full = column.nullable ? `${plain} | null` : plain;
  return column.generated ? `Generated<${full}>` : full;
}

function pascal(name: string): string {
  return name.replace(/(^|_)([a-z])/g, (_all, _bar, letter: string) => letter.toUpperCase());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const database = await openEmbedded({ inMemory: true });
  await writeFile(new URL('./types.ts', import.meta.url), await generateTypes(database.kysely));
  await database.close();
}
