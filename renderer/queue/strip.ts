/** The strip of sixteen places: where each round of the ratio begins and ends. Pure. */
import type { PlaceExplanation } from '../../preload/contract/index.ts';

export type StripPlace = PlaceExplanation['strip'][number];

/** A whole round of the ratio within the strip: indexes of its first and last place. */
export type Round = { readonly from: number; readonly to: number };

/**
 * Rounds that stand whole in the strip: the benefit places of the ratio, then the ordinary ones. A round cut by the edge, or
 * broken because one stream has ended, is not one; so no bracket ever tells of a ratio that does not hold.
 */
export function roundsOf(
  strip: readonly Pick<StripPlace, 'stream'>[],
  ratio: { readonly benefitPlaces: number; readonly ordinaryPlaces: number },
): readonly Round[] {
  const { benefitPlaces: benefit, ordinaryPlaces: ordinary } = ratio;
  const size = benefit + ordinary;
  if (benefit === 0 || ordinary === 0) {
    return [];
  }
  const rounds: Round[] = [];
  let from = 0;
  while (from + size <= strip.length) {
    const part = strip.slice(from, from + size);
    const begins = from === 0 || strip[from - 1]?.stream === 'ordinary';
    const whole = part.every(({ stream }, i) => (stream === 'benefit') === i < benefit);
    const ends = strip[from + size] === undefined || strip[from + size]?.stream === 'benefit';
    if (begins && whole && ends) {
      rounds.push({ from, to: from + size - 1 });
      from += size;
    } else {
      from += 1;
    }
  }
  return rounds;
}
