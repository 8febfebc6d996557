import { normaliseForSearch } from '../../domain/names.ts';
import type { Words } from '../../preload/contract/index.ts';

export type ListedReason = {
  readonly code: string;
  readonly name: Words;
  readonly short: Words;
  /** Why it stands first, in words; null when nothing suggests it. */
  readonly suggestion: string | null;
};
/** The reasons that hold a text in any of the three languages, in the catalogue's order, the suggested one first. */
export function findReasons<R extends ListedReason>(reasons: readonly R[], query: string): readonly R[] {
  const ordered = [...reasons].sort((a, b) => Number(b.suggestion !== null) - Number(a.suggestion !== null));
  const tokens = normaliseForSearch(query)
    .split(' ')
    .filter((token) => token !== '');
  return ordered.filter((reason) => {
    const text = normaliseForSearch(
      [reason.name, reason.short].flatMap((each) => [each.kk, each.ru, each.en]).join(' '),
    );
    return tokens.every((token) => text.includes(token));
  });
}
