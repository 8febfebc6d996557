/** Catalogues: who serves whom, and the dated rules. Not personal data; every officer reads all of it. */
import type { Reader } from './reader.ts';

export async function districtsOf(tx: Reader) {
  return await tx
    .selectFrom('district as d')
    .innerJoin('region as r', 'r.id', 'd.region_id')
    .select([
      'd.id',
      'd.region_id',
      'd.code',
      'd.bin',
      'd.name_kk',
      'd.name_ru',
      'd.name_en',
      'd.department_name_kk',
      'd.department_name_ru',
      'd.department_name_en',
      'r.code as region_code',
      'r.name_kk as region_kk',
      'r.name_ru as region_ru',
      'r.name_en as region_en',
    ])
    .orderBy('r.id')
    .orderBy('d.id')
    .execute();
}

/** National days and those of regions; `region_id` null is the whole country. */
export async function calendarDays(tx: Reader) {
  return await tx.selectFrom('calendar_day').select(['region_id', 'day', 'kind']).orderBy('day').execute();
}

export async function ruleProfiles(tx: Reader) {
  return await tx
    .selectFrom('rule_profile')
    .selectAll()
    .orderBy('valid_from', 'desc')
    .orderBy('code')
    .execute();
}

export async function legalActs(tx: Reader) {
  return await tx.selectFrom('legal_act').selectAll().orderBy('code').execute();
}

export async function documentKinds(tx: Reader) {
  return await tx.selectFrom('document_kind').selectAll().orderBy('code').execute();
}

export async function benefitCategories(tx: Reader) {
  return await tx.selectFrom('benefit_category').selectAll().orderBy('id').execute();
}

export async function categoryDocuments(tx: Reader) {
  return await tx
    .selectFrom('benefit_category_document')
    .selectAll()
    .orderBy('benefit_category_id')
    .orderBy('required', 'desc')
    .orderBy('document_kind')
    .execute();
}

export async function reasons(tx: Reader) {
  return await tx
    .selectFrom('reason')
    .selectAll()
    .orderBy('used_for')
    .orderBy('position')
    .orderBy('code')
    .execute();
}

/** The one row of settings of this database. */
export async function installation(tx: Reader) {
  return await tx.selectFrom('installation').selectAll().executeTakeFirst();
}
