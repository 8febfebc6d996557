/** When the demo world's officers sign: in the last hour and three quarters, and never before the day began. */
import { almatyDate, almatyInstant } from '../../domain/calendar.ts';

/**
 * Minutes before now in which applications are decided, and then the acts on places, companions and parents are signed; within the
 * time (QUIET) in which nothing else happens in the world.
 */
const FROM_MINUTES = 105;
const PLACES_FROM_MINUTES = 52;
const MINUTE = 60_000;

/**
 * The moment of each act by how many were signed before it: applications spread over the first part of the time, acts on
 * places minute by minute after them. What an act leads to is counted from the database's own day, so after midnight the
 * time shrinks to what has passed of the day.
 *
 * @param decisions how many of the acts decide applications; they come first
 */
export function actMoments(now: Date, decisions: number): (signed: number) => Date {
  const sinceMidnight = now.getTime() - almatyInstant(almatyDate(now), '00:00').getTime();
  const scale = Math.min(1, sinceMidnight / (FROM_MINUTES * MINUTE));
  const minute = MINUTE * scale;
  const start = now.getTime() - FROM_MINUTES * minute;
  const forPlaces = now.getTime() - PLACES_FROM_MINUTES * minute;
  const step = (forPlaces - start) / Math.max(1, decisions);
  return (signed) => {
    const at = signed < decisions ? start + signed * step : forPlaces + (signed - decisions) * minute;
    return new Date(Math.min(at, now.getTime()));
  };
}
