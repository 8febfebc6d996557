import { BENEFIT_CATEGORIES } from '../../../domain/data/benefit-categories.ts';
import type { RuleProfile } from '../../../domain/rule-profile.ts';
import { addProfile, installReference } from '../../reference.ts';
import type { WriteTransaction } from '../../transaction.ts';

/**
 * Ids of the categories by code, known before the load: an empty table numbers them in the order of the shipped list. Those of
 * real regions have no place in invented ones.
 */
export function categoryIds(): ReadonlyMap<string, number> {
  const national = BENEFIT_CATEGORIES.filter((category) => category.region === null);
  return new Map(national.map((category, i) => [category.code, i + 1]));
}

/** Loads the shipped catalogues and the world's own profiles. Throws RangeError (CATEGORY_IDS) if the ids are not those foretold. */
export async function insertCatalogues(
  tx: WriteTransaction,
  profiles: readonly (RuleProfile & { readonly regionId: number | null })[],
): Promise<void> {
  await installReference(tx, { regional: false });
  for (const profile of profiles) {
    await addProfile(tx, profile, profile.regionId);
  }
  const rows = await tx.selectFrom('benefit_category').select(['id', 'code']).execute();
  for (const [code, id] of categoryIds()) {
    if (!rows.some((row) => row.id === id && row.code === code)) {
      throw new RangeError('CATEGORY_IDS');
    }
  }
}
