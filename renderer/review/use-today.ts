import { almatyDate } from '../../domain/calendar.ts';
import { useDeskState } from '../query.ts';

/** The business date by the back end's clock: terms are judged by it, not by this computer's. */
export function useToday(): string {
  const { data, dataUpdatedAt } = useDeskState();
  const ahead = data === undefined ? 0 : data.now.getTime() - dataUpdatedAt;
  return almatyDate(new Date(Date.now() + ahead));
}
