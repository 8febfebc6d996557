/** Finds applications by the one search box. */
import { sql } from 'kysely';
import type { SearchQuery } from '../../domain/names.ts';
import { type Reader, rowsOf } from './reader.ts';

/** How many applications a search may find; a filter over more is no search. */
const MAX_FOUND = 1000;

/** Ids of applications whose search text holds every token, within the officer's scope (the SQL function looks it up). */
export async function searchApplications(tx: Reader, query: SearchQuery): Promise<readonly string[]> {
  const rows = await rowsOf(
    tx,
    sql<{
      id: string;
    }>`select id from kezek.search_applications(${[...query.tokens]}::text[], ${MAX_FOUND}) as id`,
  );
  return rows.map((row) => row.id);
}
