import { COUNT_CAP } from '../../db/queries/reader.ts';
import type { Count } from '../../preload/contract/journal.ts';

/** A count as the screen shows it: exact up to the cap of the queries, above it only that there are more. */
export function capped(value: number): Count {
  return value > COUNT_CAP ? { value: COUNT_CAP, capped: true } : { value, capped: false };
}
