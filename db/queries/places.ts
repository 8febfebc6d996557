/** Regions, districts and kindergartens as an administrator brings them in. Run by 'system' from the command line. */
import type { WriteTransaction } from '../transaction.ts';
import type { Reader } from './reader.ts';

export interface PlaceNames {
  readonly kk: string;
  readonly ru: string;
  readonly en: string;
}
export interface RegionPlace {
  readonly code: string;
  readonly name: PlaceNames;
}
export interface DistrictPlace {
  readonly code: string;
  /** BIN of the education department. */
  readonly bin: string;
  readonly name: PlaceNames;
  readonly department: PlaceNames;
}
export interface KindergartenPlace {
  readonly bin: string;
  readonly name: string;
  readonly kind: 'kindergarten' | 'nursery' | 'mini_centre';
  readonly ownership: 'state' | 'private';
  readonly address: string;
}

/** Adds a region or changes its names; answers its id. */
export async function putRegion(tx: WriteTransaction, region: RegionPlace): Promise<number> {
  const names = { name_kk: region.name.kk, name_ru: region.name.ru, name_en: region.name.en };
  const row = await tx
    .insertInto('region')
    .values({ code: region.code, ...names })
    .onConflict((conflict) => conflict.column('code').doUpdateSet(names))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Adds a district or changes what is said of it; answers its id. */
export async function putDistrict(
  tx: WriteTransaction,
  regionId: number,
  district: DistrictPlace,
): Promise<number> {
  const facts = {
    region_id: regionId,
    bin: district.bin,
    name_kk: district.name.kk,
    name_ru: district.name.ru,
    name_en: district.name.en,
    department_name_kk: district.department.kk,
    department_name_ru: district.department.ru,
    department_name_en: district.department.en,
  };
  const row = await tx
    .insertInto('district')
    .values({ code: district.code, ...facts })
    .onConflict((conflict) => conflict.column('code').doUpdateSet(facts))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Adds a kindergarten or changes what is said of it. */
export async function putKindergarten(
  tx: WriteTransaction,
  districtId: number,
  kindergarten: KindergartenPlace,
): Promise<void> {
  const { bin, ...facts } = kindergarten;
  await tx
    .insertInto('kindergarten')
    .values({ bin, district_id: districtId, ...facts })
    .onConflict((conflict) => conflict.column('bin').doUpdateSet({ district_id: districtId, ...facts }))
    .execute();
}

/** Every district with its region and the number of its kindergartens. */
export async function allPlaces(tx: Reader) {
  return await tx
    .selectFrom('district as d')
    .innerJoin('region as r', 'r.id', 'd.region_id')
    .select((eb) => [
      'r.code as region',
      'd.code as district',
      'd.bin',
      'd.name_kk',
      eb
        .selectFrom('kindergarten as k')
        .whereRef('k.district_id', '=', 'd.id')
        .select((count) => count.fn.countAll<string>().as('n'))
        .as('kindergartens'),
    ])
    .orderBy('r.code')
    .orderBy('d.code')
    .execute();
}
