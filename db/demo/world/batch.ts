import { sql } from 'kysely';
import type { OpenDatabase } from '../../open.ts';
import type { WriteTransaction } from '../../transaction.ts';
import { type BulkRow, hexBytes, insertChunks, insertRows } from './bulk.ts';
import type { Content } from './contents.ts';
import type { BuiltScan } from './scan-rows.ts';

export type RowsOfFamily = {
  readonly persons: readonly BulkRow[];
  /** What the registry knows of the family. */
  readonly registry: { readonly persons: readonly BulkRow[]; readonly kinship: readonly BulkRow[] };
  readonly applications: readonly BulkRow[];
  readonly desired: readonly BulkRow[];
  readonly claims: readonly BulkRow[];
  readonly scans: readonly BuiltScan[];
};

/** Families collected for one transaction; those with scans in the making join once they are drawn, the last of them at the end. */
export class Batch {
  #ready: RowsOfFamily[] = [];
  readonly #waiting = new Set<RowsOfFamily>();
  readonly #known = new Set<string>();
  applications = 0;
  bytes = 0;

  add(rows: RowsOfFamily): void {
    const drawing = rows.scans.map((scan) => scan.content).filter((content) => content instanceof Promise);
    if (drawing.length === 0) {
      this.#join(rows);
      return;
    }
    this.#waiting.add(rows);
    // A scan that could not be drawn is heard of when the family is written.
    void Promise.allSettled(drawing).then(() => {
      if (this.#waiting.delete(rows)) {
        this.#join(rows);
      }
    });
  }

  #join(rows: RowsOfFamily): void {
    this.#ready.push(rows);
    this.applications += rows.applications.length;
  }

  async insert(db: OpenDatabase): Promise<void> {
    const families = this.#ready;
    this.#ready = [];
    this.applications = 0;
    await this.#write(db, families);
  }

  async insertWaiting(db: OpenDatabase): Promise<void> {
    const rest = [...this.#waiting];
    this.#waiting.clear();
    for (let i = 0; i < rest.length; i += 40) {
      await this.#write(db, rest.slice(i, i + 40));
    }
    await this.insert(db);
  }

  async #write(db: OpenDatabase, families: readonly RowsOfFamily[]): Promise<void> {
    if (families.length === 0) {
      return;
    }
    const scans: { readonly scan: BuiltScan; readonly content: Content }[] = [];
    for (const scan of families.flatMap((rows) => rows.scans)) {
      scans.push({ scan, content: await scan.content });
    }
    const fresh = scans.filter(({ content }) => this.#isNew(content)).map(({ content }) => content);
    this.bytes += fresh.reduce((sum, content) => sum + content.bytes.length, 0);
    await db.write('system', (tx) =>
      quietly(tx, async () => {
        await insertRows(
          tx,
          'person',
          families.flatMap((rows) => rows.persons),
        );
        await insertRows(
          tx,
          'registry_person',
          families.flatMap((rows) => rows.registry.persons),
        );
        await insertRows(
          tx,
          'registry_kinship',
          families.flatMap((rows) => rows.registry.kinship),
        );
        await insertRows(
          tx,
          'application',
          families.flatMap((rows) => rows.applications),
        );
        await insertRows(
          tx,
          'desired_kindergarten',
          families.flatMap((rows) => rows.desired),
        );
        await insertRows(
          tx,
          'benefit_claim',
          families.flatMap((rows) => rows.claims),
        );
        await insertRows(tx, 'scan_content', fresh.map(contentRow));
        await insertChunks(tx, fresh);
        await insertRows(
          tx,
          'scan',
          scans.map(({ scan, content }) => ({
            ...scan.row,
            sha256: hexBytes(content.sha256),
            file_name: content.fileName,
          })),
        );
        await insertRows(
          tx,
          'scan_verdict',
          scans.flatMap(({ scan, content }) =>
            scan.verdict === null ? [] : [{ ...scan.verdict, pages_seen: content.pageCount ?? 0 }],
          ),
        );
      }),
    );
  }

  #isNew(content: Content): boolean {
    const key = content.sha256.toString('latin1');
    if (this.#known.has(key)) {
      return false;
    }
    // Only pictures are ever shared; remembering every stand-in of a million applications would not be bounded memory.
    if (content.mediaType !== 'application/pdf' || content.bytes.length > 2000) {
      this.#known.add(key);
    }
    return true;
  }
}

function contentRow(content: Content): BulkRow {
  return {
    sha256: hexBytes(content.sha256),
    byte_size: content.bytes.length,
    media_type: content.mediaType,
    page_count: content.pageCount,
  };
}

/**
 * Runs a bulk load without the triggers that count scans, keep the queue, look for duplicates and tell running desks: the counts are
 * in the rows already, the queue is made and duplicates are asked for afterwards, and nobody listens to a world in the making. Every
 * guard that has a word about what the owner writes stays on.
 */
async function quietly(tx: WriteTransaction, fn: () => Promise<void>): Promise<void> {
  const all = (word: 'disable' | 'enable') =>
    sql
      .raw(
        [
          `alter table kezek.application ${word} trigger application_told_insert`,
          // Stays are made from the whole history, once it is there.
          `alter table kezek.application ${word} trigger queue_followed_insert`,
          `alter table kezek.application ${word} trigger interest_follows_insert`,
          `alter table kezek.application ${word} trigger find_duplicates`,
          `alter table kezek.desired_kindergarten ${word} trigger wishes_followed_insert`,
          `alter table kezek.scan ${word} trigger scan_counted_insert`,
          `alter table kezek.scan ${word} trigger find_shared_scans`,
          `alter table kezek.scan_verdict ${word} trigger verdict_counted_insert`,
          // Asks nothing of the owner, once for each verdict.
          `alter table kezek.scan_verdict ${word} trigger verdict_recorded`,
        ].join('; '),
      )
      .execute(tx);
  await all('disable');
  await fn();
  // What constraint triggers still have to say is heard now: a table with pending ones cannot be altered.
  await sql`set constraints all immediate`.execute(tx);
  await all('enable');
}

/** Looked at in one statement. */
const LOOKED_AT = 5000;

/** Looks for duplicates among all that was loaded, as their triggers would have. */
export async function findAllDuplicates(db: OpenDatabase): Promise<void> {
  for (const [table, look] of [
    ['application', 'find_duplicates'],
    ['scan', 'find_shared_scans'],
  ] as const) {
    for (let last: string | null = '0'; last !== null; ) {
      const after: string = last;
      last = await db.write('system', async (tx) => {
        const { rows } = await sql<{ last: string | null }>`
          with part as (select id from ${sql.table(`kezek.${table}`)} where id > ${after} order by id limit ${LOOKED_AT})
          select max(id)::text as last, ${sql.ref(`kezek.${look}`)}(array_agg(id order by id)) from part having count(*) > 0`.execute(
          tx,
        );
        return rows[0]?.last ?? null;
      });
    }
  }
}
