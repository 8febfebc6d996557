/** Names in rows: columns of a person or an officer, null where a left join found nobody. */
import { actorName, type PersonName } from '../../domain/names.ts';

export interface NameColumns {
  readonly surname: string | null;
  readonly given_name: string | null;
  readonly patronymic: string | null;
}

/** The same columns where somebody always is. */
export interface NamedColumns extends NameColumns {
  readonly surname: string;
  readonly given_name: string;
}

/** Who the row names; null when it names nobody. */
export function nameIn(row: NamedColumns): PersonName;
export function nameIn(row: NameColumns): PersonName | null;
export function nameIn(row: NameColumns): PersonName | null {
  const { surname, given_name: givenName, patronymic } = row;
  return surname === null || givenName === null ? null : { surname, givenName, patronymic };
}

/** The same for a sentence about who did something: «С. Оразова». */
export function actorIn(row: NameColumns): string | null {
  const name = nameIn(row);
  return name === null ? null : actorName(name);
}

/** An officer with the IIN that the row keeps elsewhere; null where either is missing. */
export function officerIn(
  iin: string | null,
  row: NameColumns,
): ({ readonly iin: string } & PersonName) | null {
  const name = nameIn(row);
  return iin === null || name === null ? null : { iin, ...name };
}
