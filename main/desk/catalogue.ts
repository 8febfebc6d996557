import { putSetting, settingsOf } from '../../db/queries/desk.ts';
import { groupsOfDistricts, ownKindergarten } from '../../db/queries/place-view.ts';
import { intakeYearOf } from '../../domain/cohort.ts';
import { isInForce } from '../../domain/rule-profile.ts';
import type { Words } from '../../preload/contract/common.ts';
import type { Catalogue } from '../../preload/contract/desk.ts';
import type { OfficerContext } from '../context.ts';
import { type CategoryRow, type Reference, today } from '../reference.ts';

/** Children from under one year to six stand in the queue: this many birth years back from the current one. */
const COHORT_YEARS = 8;

type Named = { readonly name_kk: string; readonly name_ru: string; readonly name_en: string };

/** The three names of a row. */
export function nameOf(row: Named): Words {
  return { kk: row.name_kk, ru: row.name_ru, en: row.name_en };
}

type Titled = { readonly title_kk: string; readonly title_ru: string; readonly title_en: string };

/** The three titles of a legal act. */
export function titleOf(row: Titled): Words {
  return { kk: row.title_kk, ru: row.title_ru, en: row.title_en };
}

type Short = { readonly short_kk: string; readonly short_ru: string; readonly short_en: string };
const shortOf = (row: Short): Words => ({ kk: row.short_kk, ru: row.short_ru, en: row.short_en });

/** The catalogues in force today for the officer's scope. */
export async function catalogue(ctx: OfficerContext): Promise<Catalogue> {
  const reference = await ctx.desk.reference.get();
  const on = today(ctx.desk.clock);
  const year = intakeYearOf(on);
  const profile = reference.profile(ctx.post.regionId, on);
  return {
    kindergartens: await kindergartensOf(ctx),
    districts: ctx.post.districts.flatMap((id) => {
      const row = reference.districts.get(id);
      return row === undefined
        ? []
        : [
            {
              id,
              code: row.code,
              bin: row.bin,
              name: nameOf(row),
              department: {
                kk: row.department_name_kk,
                ru: row.department_name_ru,
                en: row.department_name_en,
              },
              regionName: { kk: row.region_kk, ru: row.region_ru, en: row.region_en },
            },
          ];
    }),
    cohortYears: Array.from({ length: COHORT_YEARS }, (_, i) => year - i),
    documentKinds: [...reference.documentKinds.values()].map((row) => ({
      code: row.code,
      name: nameOf(row),
      short: shortOf(row),
    })),
    categories: categoriesInForce(reference, ctx.post.regionId, on).map((row) => categoryOf(reference, row)),
    reasons: reference.reasons
      .filter((row) => isInForce({ validFrom: row.valid_from, validTo: row.valid_to }, on))
      .map((row) => ({
        code: row.code,
        name: { kk: row.full_kk, ru: row.full_ru, en: row.full_en },
        short: shortOf(row),
        usedFor: row.used_for,
        check: row.check_code,
        position: row.position,
        messageKk: row.message_kk,
        messageRu: row.message_ru,
      })),
    legalActs: [...reference.legalActs.values()].map((row) => ({
      code: row.code,
      title: titleOf(row),
      signedOn: row.signed_on,
      url: row.url,
    })),
    ruleProfile:
      profile === null
        ? null
        : {
            code: profile.code,
            name: nameOf(profile),
            legalAct: profile.legal_act,
            decisionWorkingDays: profile.decision_working_days,
            correctionWorkingDays: profile.correction_working_days,
            claimLeaseMinutes: profile.claim_lease_minutes,
          },
  };
}

/** Kindergartens with their groups; none for an administrator, who looks after rules and posts. */
async function kindergartensOf(ctx: OfficerContext): Promise<Catalogue['kindergartens']> {
  const rows = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const own = ctx.post.role === 'head' ? await ownKindergarten(tx) : null;
    const all = await groupsOfDistricts(tx, own === null ? ctx.post.districts : [own.district_id]);
    return own === null ? all : all.filter((row) => row.id === own.id);
  });
  const kindergartens = new Map<number, Catalogue['kindergartens'][number]>();
  for (const row of rows) {
    const one = kindergartens.get(row.id) ?? {
      id: row.id,
      districtId: row.district_id,
      name: row.name,
      bin: row.bin,
      groups: [],
    };
    kindergartens.set(row.id, one);
    const { group_id, group_name, cohort_year, language, kind } = row;
    if (
      group_id === null ||
      group_name === null ||
      cohort_year === null ||
      language === null ||
      kind === null
    )
      continue;
    one.groups.push({
      id: group_id,
      name: group_name,
      cohortYear: cohort_year,
      language,
      kind,
      correctionKind: row.correction_kind,
    });
  }
  return [...kindergartens.values()];
}

/** Categories in force for a region on a day; the region's own row wins over the national one of the same code. */
function categoriesInForce(
  reference: Reference,
  regionId: number | null,
  on: string,
): readonly CategoryRow[] {
  const inForce = reference.categories.filter(
    (row) =>
      isInForce({ validFrom: row.valid_from, validTo: row.valid_to }, on) &&
      (row.region_id === null || row.region_id === regionId),
  );
  const own = new Set(inForce.filter((row) => row.region_id !== null).map((row) => row.code));
  return inForce.filter((row) => row.region_id !== null || !own.has(row.code));
}

function categoryOf(reference: Reference, row: CategoryRow): Catalogue['categories'][number] {
  return {
    code: row.code,
    name: nameOf(row),
    short: shortOf(row),
    priorityClass: row.priority_class,
    legalAct: row.legal_act,
    documents: reference.requirements(row.id).map((need) => ({
      kind: need.kind,
      about: need.about,
      required: need.required,
      validDays: need.validDays,
      signedAndSealed: need.signedAndSealed,
    })),
  };
}

/** Everything kept for this officer, by key. */
export async function settings(ctx: OfficerContext): Promise<Record<string, unknown>> {
  const rows = await ctx.desk.db.read(ctx.scope, (tx) => settingsOf(tx, ctx.officer.iin));
  return Object.fromEntries(rows.map((row) => [row.key, row.value]));
}

export async function saveSetting(
  ctx: OfficerContext,
  input: { key: string; value?: unknown },
): Promise<{ ok: true }> {
  await ctx.desk.db.write(ctx.scope, (tx) => putSetting(tx, ctx.officer.iin, input.key, input.value));
  return { ok: true };
}
