/** The daily bulletin of free places (босаған орындар бюллетені). */
import {
  type BulletinRow,
  bulletinDays,
  bulletinOf,
  bulletinRows,
  freeNow,
} from '../../db/queries/bulletins.ts';
import { ownKindergarten } from '../../db/queries/place-view.ts';
import { addDays } from '../../domain/civil-date.ts';
import type { BulletinDay } from '../../preload/contract/places.ts';
import type { OfficerContext } from '../context.ts';
import { nameOf } from '../desk/catalogue.ts';
import { actError } from '../errors.ts';
import { type District, today } from '../reference.ts';

const DAYS_SHOWN = 366;

interface Asked {
  readonly districtId: number | null;
  readonly onDate: string | null;
}

/** A day's bulletin as it was published; of today, before its hour, what would be published now. NOT_FOUND for other days. */
export async function bulletin(ctx: OfficerContext, input: Asked): Promise<BulletinDay> {
  const district = await districtOf(ctx, input.districtId);
  const on = today(ctx.desk.clock);
  const onDate = input.onDate ?? on;
  return await ctx.desk.db.read(ctx.scope, async (tx) => {
    const published = await bulletinOf(tx, district.id, onDate);
    if (published === undefined && onDate !== on) throw actError('NOT_FOUND');
    const rows =
      published === undefined ? await freeNow(tx, district.id) : await bulletinRows(tx, published.id);
    return {
      districtId: district.id,
      district: nameOf(district),
      onDate,
      publishedAt: published?.published_at ?? null,
      rows: rows.map(showRow),
      free: rows.reduce((total, row) => total + row.free, 0),
      days: [...(await bulletinDays(tx, district.id, addDays(on, -DAYS_SHOWN)))],
    };
  });
}

function showRow(row: BulletinRow): BulletinDay['rows'][number] {
  return {
    kindergarten: row.kindergarten,
    groupName: row.group_name,
    cohortYear: row.cohort_year,
    language: row.language,
    kind: row.kind,
    free: row.free,
  };
}

/** The district asked for; else that of the post. A bulletin is public: any district's may be read. */
async function districtOf(ctx: OfficerContext, asked: number | null): Promise<District> {
  const reference = await ctx.desk.reference.get();
  const own =
    asked ??
    ctx.post.districts[0] ??
    (await ctx.desk.db.read(ctx.scope, ownKindergarten))?.district_id ??
    null;
  const district = own === null ? undefined : reference.districts.get(own);
  if (district === undefined) throw actError('NOT_FOUND');
  return district;
}

/** The bulletin as a paper in both languages. */
export async function bulletinPdf(
  ctx: OfficerContext,
  input: Asked,
): Promise<{ fileName: string; content: Blob }> {
  const shown = await bulletin(ctx, input);
  const reference = await ctx.desk.reference.get();
  const district = reference.districts.get(shown.districtId);
  const { makeBulletin } = await import('../documents/bulletin.ts');
  const bytes = await makeBulletin(shown, {
    department: {
      kk: district?.department_name_kk ?? '',
      ru: district?.department_name_ru ?? '',
      en: district?.department_name_en ?? '',
    },
    sample: reference.isSample,
    now: ctx.desk.clock.now(),
  });
  return {
    fileName: `kezek-bulletin-${district?.code ?? shown.districtId}-${shown.onDate}.pdf`,
    content: new Blob([Uint8Array.from(bytes)], { type: 'application/pdf' }),
  };
}
