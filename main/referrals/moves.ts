/** Where an enrolled child may move, and with whom it may change places: the lists a clerk chooses from. Names, as the lists of queues. */
import { exchangeRows, transferRows } from '../../db/queries/place-exchange.ts';
import { searchApplications } from '../../db/queries/search.ts';
import { listName, normaliseQuery } from '../../domain/names.ts';
import type { ExchangeChoice, TransferChoice } from '../../preload/contract/referrals.ts';
import { requireApplication } from '../applications/card.ts';
import type { OfficerContext } from '../context.ts';

interface Input {
  readonly applicationId: string;
  readonly search: string | null;
  readonly limit: number;
}

/** Children of other groups alike; `more`: there are others than those told. Throws NOT_FOUND beyond the scope. */
export async function exchangeable(
  ctx: OfficerContext,
  { applicationId, search, limit }: Input,
): Promise<{ rows: ExchangeChoice[]; more: boolean }> {
  const query = search === null || search.trim() === '' ? null : normaliseQuery(search);
  const rows = await ctx.desk.db.read(ctx.scope, async (tx) => {
    await requireApplication(tx, applicationId);
    const ids = query === null ? null : query.tokens.length === 0 ? [] : await searchApplications(tx, query);
    return await exchangeRows(tx, { applicationId, ids }, limit + 1);
  });
  return {
    rows: rows.slice(0, limit).map((row) => ({
      applicationId: row.application_id,
      version: row.version,
      number: row.number,
      childName: listName({ surname: row.surname, givenName: row.given_name, patronymic: null }),
      kindergarten: row.kindergarten,
      groupName: row.group_name,
      wantsOurs: row.wants_ours,
      wanted: row.wanted,
    })),
    more: rows.length > limit,
  };
}

/** Groups alike with free seats, anywhere in the district. */
export async function transferable(
  ctx: OfficerContext,
  { applicationId }: { readonly applicationId: string },
): Promise<TransferChoice[]> {
  const rows = await ctx.desk.db.read(ctx.scope, async (tx) => {
    await requireApplication(tx, applicationId);
    return await transferRows(tx, applicationId);
  });
  return rows.map((row) => ({
    groupId: row.group_id,
    groupName: row.group_name,
    kindergarten: row.kindergarten,
    free: row.free,
    wanted: row.wanted,
  }));
}
