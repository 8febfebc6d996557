import type { CivilDate } from '../../../domain/civil-date.ts';
import { RULE_PROFILES } from '../../../domain/data/rule-profiles.ts';
import type { RuleProfile } from '../../../domain/rule-profile.ts';
import type { WriteTransaction } from '../../transaction.ts';
import type { DemoRegion } from '../places.ts';
import { insertRows } from './bulk.ts';
import { cohortOf } from './seat-plan.ts';
import type { DemoOfficer } from './staff.ts';

/** Regions, districts, kindergartens, groups, staff and posts. An id is 1 + the index in the order of the lists. */

/** What the special groups of the demo world are for. */
const CORRECTION = 'Сөйлеу тілінің бұзылуы';

export async function insertPlaces(
  tx: WriteTransaction,
  regions: readonly DemoRegion[],
  today: CivilDate,
): Promise<void> {
  const districts = regions.flatMap((region, i) =>
    region.districts.map((district) => ({ district, regionId: i + 1 })),
  );
  const kindergartens = districts.flatMap(({ district }, i) =>
    district.kindergartens.map((one) => ({ one, districtId: i + 1 })),
  );
  await insertRows(
    tx,
    'region',
    regions.map(({ code, name }, i) => ({
      id: i + 1,
      code,
      name_kk: name.kk,
      name_ru: name.ru,
      name_en: name.en,
    })),
  );
  await insertRows(
    tx,
    'district',
    districts.map(({ district, regionId }, i) => ({
      id: i + 1,
      region_id: regionId,
      code: district.code,
      bin: district.bin,
      name_kk: district.name.kk,
      name_ru: district.name.ru,
      name_en: district.name.en,
      department_name_kk: district.department.kk,
      department_name_ru: district.department.ru,
      department_name_en: district.department.en,
    })),
  );
  await insertRows(
    tx,
    'kindergarten',
    kindergartens.map(({ one, districtId }, i) => ({
      id: i + 1,
      district_id: districtId,
      bin: one.bin,
      name: one.name,
      kind: one.kind,
      ownership: one.ownership,
      address: one.address,
    })),
  );
  const groups = kindergartens.flatMap(({ one }, i) =>
    one.groups.map((group) => ({ group, kindergartenId: i + 1 })),
  );
  await insertRows(
    tx,
    'kindergarten_group',
    groups.map(({ group, kindergartenId }, i) => ({
      id: i + 1,
      kindergarten_id: kindergartenId,
      name: group.name,
      cohort_year: cohortOf(today, group.age),
      language: group.language,
      kind: group.kind,
      correction_kind: group.kind === 'special' ? CORRECTION : null,
      capacity: group.capacity,
    })),
  );
}

/** Id of each officer's posts, in the order of the list. */
export function postIds(staff: readonly DemoOfficer[]): readonly (readonly number[])[] {
  let next = 0;
  return staff.map(({ posts }) =>
    posts.map(() => {
      next += 1;
      return next;
    }),
  );
}

export async function insertStaff(
  tx: WriteTransaction,
  staff: readonly DemoOfficer[],
  createdAt: Date,
): Promise<void> {
  await insertRows(
    tx,
    'staff',
    staff.map(({ person }) => ({
      iin: person.iin,
      surname: person.surname,
      given_name: person.givenName,
      patronymic: person.patronymic,
      active: true,
      created_at: createdAt.toISOString(),
    })),
  );
  const ids = postIds(staff);
  await insertRows(
    tx,
    'staff_post',
    staff.flatMap(({ person, posts }, i) =>
      posts.map((post, n) => ({
        id: ids[i]?.[n] ?? 0,
        staff_iin: person.iin,
        role: post.role,
        region_id: idOf(post.region),
        district_id: idOf(post.district),
        kindergarten_id: idOf(post.kindergarten),
        valid_from: post.validFrom,
        valid_to: null,
      })),
    ),
  );
}

function idOf(index: number | null): number | null {
  return index === null ? null : index + 1;
}

/** The first region's own profile, as in the mock-ups: the national terms, offers counted in working days. */
export function regionalProfile(regions: readonly DemoRegion[]): RuleProfile & { readonly regionId: number } {
  const national = RULE_PROFILES.find((profile) => profile.region === null);
  const region = regions[0];
  if (national === undefined || region === undefined) {
    throw new RangeError('DEMO_PROFILE');
  }
  return {
    ...national,
    code: `${region.code}-2026`,
    nameKk: 'Алтынсай, 2026/1',
    nameRu: 'Алтынсай, 2026/1',
    nameEn: 'Altynsai, 2026/1',
    region: region.code,
    regionId: 1,
    validFrom: '2026-01-01',
    offerDayUnit: 'working',
    specialFirstDays: 3,
    // So that the demo world shows both: a stop list after a refusal, and a pause that may be ended once after a silence.
    afterDecline: 'stop_list',
    stopListDays: 10,
    afterExpiry: 'inactive',
    restoreDays: 28,
    restoreLimit: 1,
  };
}
