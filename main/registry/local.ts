/** The default registry: tables of this database, filled by `kezek registry import`. Asked by its two questions only. */
import { localKinship, localPerson } from '../../db/queries/registry.ts';
import type { OfficerContext } from '../context.ts';
import type { CivilRegistry } from './registry.ts';

export function localRegistry({ desk, scope }: Pick<OfficerContext, 'desk' | 'scope'>): CivilRegistry {
  return {
    source: 'local',
    async person(iin) {
      const row = await desk.db.read(scope, (tx) => localPerson(tx, iin));
      return row === undefined
        ? { answer: 'not_found', person: null }
        : {
            answer: 'confirmed',
            person: {
              surname: row.surname,
              givenName: row.given_name,
              patronymic: row.patronymic,
              birthDate: row.birth_date,
              sex: row.sex,
            },
          };
    },
    kinship: (parentIin, childIin) => desk.db.read(scope, (tx) => localKinship(tx, parentIin, childIin)),
  };
}
