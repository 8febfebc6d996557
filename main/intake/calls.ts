/** The Import screen's calls: a file taken, the register of what came. */
import {
  countPackages,
  type PackageRecord,
  packagePage,
  portals as portalRows,
} from '../../db/queries/packages.ts';
import { shortName } from '../../domain/names.ts';
import { isPackageFault, PACKAGE_LIMITS } from '../../domain/package.ts';
import type { Words } from '../../preload/contract/common.ts';
import type { PackageFilter, PackageResult, PackageRow } from '../../preload/contract/intake.ts';
import type { Desk, OfficerContext } from '../context.ts';
import { createOfficeSource, type OfficeSource } from './office.ts';
import { takePackage } from './take.ts';
import { type FilePart, receivePart, type UploadPlace } from './upload.ts';

const COUNTED_AT_MOST = 10_000;

interface DeskIntake extends UploadPlace {
  readonly office: OfficeSource;
}

const intakes = new WeakMap<Desk, DeskIntake>();

function intakeOf(desk: Desk): DeskIntake {
  let intake = intakes.get(desk);
  if (intake === undefined) {
    intake = { office: createOfficeSource(desk.db, desk.reference, desk.clock), upload: null };
    intakes.set(desk, intake);
  }
  return intake;
}

export interface TakeInput extends FilePart {
  readonly name: string;
}

/** One part of a file; the last one takes the package. Throws BAD_INPUT for a part out of turn. */
export async function take(ctx: OfficerContext, input: TakeInput): Promise<PackageResult | null> {
  const { desk, officer, scope } = ctx;
  const intake = intakeOf(desk);
  const whole = await receivePart(intake, officer.iin, input);
  if (whole === null) return null;
  // One byte more than is allowed tells that it was too much.
  const bytes = whole.subarray(0, PACKAGE_LIMITS.fileBytes + 1);
  const result = await takePackage(
    {
      db: desk.db,
      scope,
      clock: desk.clock,
      trust: desk.trust,
      office: intake.office,
      opener: desk.opener,
      source: 'screen',
      by: null,
    },
    bytes,
    input.name,
  );
  const { sha256: _, ...told } = result;
  return told;
}

/** The register of what came, the latest first. */
export async function page(
  ctx: OfficerContext,
  input: { readonly filter: PackageFilter; readonly after: string | null; readonly limit: number },
) {
  const { filter, after, limit } = input;
  const { rows, total } = await ctx.desk.db.read(ctx.scope, async (tx) => ({
    rows: await packagePage(tx, filter, after, limit + 1),
    total: after === null ? await countPackages(tx, filter, COUNTED_AT_MOST) : null,
  }));
  const shown = rows.slice(0, limit);
  return {
    rows: shown.map(rowOf),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    matching:
      total === null ? null : { value: Math.min(total, COUNTED_AT_MOST), capped: total > COUNTED_AT_MOST },
  };
}

function rowOf(row: PackageRecord): PackageRow {
  const { surname, given_name: givenName, by_surname: bySurname, by_given_name: byGiven } = row;
  return {
    id: row.id,
    portal: row.portal,
    portalId: row.portal_id,
    kind: row.kind,
    state: row.state,
    reason: row.reason === null ? null : isPackageFault(row.reason) ? row.reason : 'DATABASE_REFUSED',
    place: row.place,
    applicationId: row.application_id,
    applicationNumber: row.number,
    child: surname === null || givenName === null ? null : { surname, givenName },
    fileName: row.file_name,
    source: row.source,
    broughtBy:
      bySurname === null || byGiven === null
        ? null
        : shortName({ surname: bySurname, givenName: byGiven, patronymic: null }),
    arrivals: row.arrivals,
    firstAt: row.first_at,
    lastAt: row.last_at,
    signed: row.signed,
  };
}

export interface PortalView {
  code: string;
  name: Words;
  open: boolean;
  signatureRequired: boolean;
}

/** Portals there are, by code. */
export async function portals(ctx: OfficerContext): Promise<PortalView[]> {
  const rows = await ctx.desk.db.read(ctx.scope, portalRows);
  return rows.map((row) => ({
    code: row.code,
    name: { kk: row.name_kk, ru: row.name_ru, en: row.name_en },
    open: row.open,
    signatureRequired: row.signature_required,
  }));
}
