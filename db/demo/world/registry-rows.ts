/** What the local registry of a demo world knows: its grown-ups, and of most children who their parents are. */
import type { DemoPerson } from '../people.ts';
import type { BulkRow } from './bulk.ts';
import type { Household, Relation } from './household.ts';

/** Of three children in ten the registry says nothing: a paper is looked at then. By the IIN, so that nothing is drawn for it. */
function isSilent(child: DemoPerson): boolean {
  return Number(child.iin.slice(8, 11)) % 10 < 3;
}

/** Rows of `registry_person` and `registry_kinship`; also of a father or mother whom no application names. */
export function registryRows(
  { family, children }: Household,
  at: string,
): { readonly persons: readonly BulkRow[]; readonly kinship: readonly BulkRow[] } {
  const adults: readonly (readonly [Relation, DemoPerson | null])[] = [
    ['mother', family.mother],
    ['father', family.father],
    ['guardian', family.guardian],
  ];
  const known = adults.flatMap(([role, person]) => (person === null ? [] : [{ role, person }]));
  return {
    persons: known.map(({ person }) => ({
      iin: person.iin,
      surname: person.surname,
      given_name: person.givenName,
      patronymic: person.patronymic,
      birth_date: person.birthDate,
      sex: person.sex,
      taken_at: at,
    })),
    kinship: children
      .filter((child) => !isSilent(child))
      .flatMap((child) =>
        known.map(({ role, person }) => ({
          child_iin: child.iin,
          parent_iin: person.iin,
          role,
          taken_at: at,
        })),
      ),
  };
}
