/** What a package is judged by before the database sees it: portals, departments, kindergartens, catalogues. Read again now and then. */
import type { OpenDatabase } from '../../db/open.ts';
import { kindergartenDistricts, portals } from '../../db/queries/packages.ts';
import { almatyDate } from '../../domain/calendar.ts';
import type { Package } from '../../domain/package.ts';
import type { PackageOffice } from '../../domain/package-judge.ts';
import type { Clock } from '../clock.ts';
import { type Held, holdFresh } from '../held.ts';
import type { Reference, ReferenceCache } from '../reference.ts';

export type PortalRow = Awaited<ReturnType<typeof portals>>[number];

export interface IntakeOffice {
  readonly portals: ReadonlyMap<string, PortalRow>;
  /** What judges this package now. */
  of(one: Package, now: Date): PackageOffice;
}

export type OfficeSource = Pick<Held<IntakeOffice>, 'get'>;

export function createOfficeSource(db: OpenDatabase, reference: ReferenceCache, clock: Clock): OfficeSource {
  return holdFresh(db, clock, () => load(db, reference));
}

async function load(db: OpenDatabase, cache: ReferenceCache): Promise<IntakeOffice> {
  const reference = await cache.get();
  // 'system': catalogues, no personal data.
  const rows = await db.read('system', async (tx) => ({
    portals: await portals(tx),
    kindergartens: await kindergartenDistricts(tx),
  }));
  const byCode = new Map(rows.portals.map((row) => [row.code, row]));
  const districtOf = new Map(rows.kindergartens.map((row) => [row.bin, row.district_id]));
  const districts = new Map([...reference.districts.values()].map((row) => [row.bin, row]));
  return {
    portals: byCode,
    of: (one, now) => {
      const portal = byCode.get(one.portal);
      const district = districts.get(one.department) ?? null;
      const today = almatyDate(now);
      return {
        now,
        portal: portal === undefined ? null : { open: portal.open, lateDays: portal.late_days },
        district:
          district === null
            ? null
            : {
                id: district.id,
                overAgeYears: reference.profile(district.region_id, today)?.over_age_years ?? null,
              },
        districtOfKindergarten: (bin) => districtOf.get(bin) ?? null,
        hasCategory: (code) => hasCategory(reference, code, district?.region_id ?? null, today),
        hasDocumentKind: (code) => reference.documentKinds.has(code),
      };
    },
  };
}

function hasCategory(reference: Reference, code: string, region: number | null, today: string): boolean {
  return reference.categories.some(
    (row) =>
      row.code === code &&
      (row.region_id === null || row.region_id === region) &&
      row.valid_from <= today &&
      (row.valid_to === null || today < row.valid_to),
  );
}
