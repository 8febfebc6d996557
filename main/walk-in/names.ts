import type { OfficerContext } from '../context.ts';

/** Names of kindergartens by BIN. */
export async function kindergartenNames(
  ctx: OfficerContext,
  bins: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await ctx.desk.db.read(ctx.scope, (tx) =>
    tx
      .selectFrom('kindergarten')
      .select(['bin', 'name'])
      .where('bin', 'in', [...bins])
      .execute(),
  );
  return new Map(rows.map(({ bin, name }) => [bin, name]));
}
