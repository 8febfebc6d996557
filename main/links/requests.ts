/** Requests of portals to link a parent: the list, and what the family's card shows of them. */
import {
  type RequestScanRow,
  type LinkRequestRow as Row,
  requestCount,
  requestPage,
} from '../../db/queries/link-requests.ts';
import { nameIn } from '../../db/queries/names.ts';
import { portals } from '../../db/queries/packages.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { fullName, listName } from '../../domain/names.ts';
import type { PHONE_PROOFS } from '../../domain/package.ts';
import type { Words } from '../../preload/contract/common.ts';
import type { LinkRequest, LinkRequestRow } from '../../preload/contract/links.ts';
import type { OfficerContext } from '../context.ts';
import type { Reference } from '../reference.ts';

export type PortalNames = ReadonlyMap<string, Words>;

/** What portals are called. */
export async function portalNames(tx: Reader): Promise<PortalNames> {
  const rows = await portals(tx);
  return new Map(rows.map((row) => [row.code, { kk: row.name_kk, ru: row.name_ru, en: row.name_en }]));
}

/** Requests that wait in the officer's departments, the oldest first. */
export async function requests(
  ctx: OfficerContext,
  input: { after: string | null; limit: number },
): Promise<{ rows: LinkRequestRow[]; next: string | null; total: number }> {
  const { districts } = ctx.post;
  const read = await ctx.desk.db.read(ctx.scope, async (tx) => ({
    rows: await requestPage(tx, districts, input.after, input.limit + 1),
    total: await requestCount(tx, districts),
    names: await portalNames(tx),
  }));
  const shown = read.rows.slice(0, input.limit);
  return {
    rows: shown.map((row) => rowOf(row, read.names)),
    next: read.rows.length > input.limit ? (shown.at(-1)?.id ?? null) : null,
    total: read.total,
  };
}

const unnamed = (code: string): Words => ({ kk: code, ru: code, en: code });

function rowOf(row: Row, names: PortalNames): LinkRequestRow {
  return {
    id: row.id,
    applicationId: row.application_id,
    applicationNumber: row.number,
    childName: listName({ surname: row.child_surname, givenName: row.child_given_name, patronymic: null }),
    childIin: row.child_iin,
    personName: fullName({ surname: row.surname, givenName: row.given_name, patronymic: null }),
    personIin: row.iin,
    role: row.role,
    portal: names.get(row.portal) ?? unnamed(row.portal),
    askedAt: row.asked_at,
  };
}

/** A request as the family's card shows it. */
export function shownRequest(
  row: Row,
  scans: readonly RequestScanRow[],
  names: PortalNames,
  reference: Reference,
): LinkRequest {
  const reason = row.reason === null ? null : reference.reason(row.reason);
  const { answered_surname: surname, answered_given_name: givenName, answered_iin: iin } = row;
  return {
    id: row.id,
    applicationId: row.application_id,
    person: { iin: row.iin, ...nameIn(row), birthDate: row.birth_date, sex: row.sex },
    role: row.role,
    phone: row.phone,
    phoneVerifiedBy: row.phone_verified_by as (typeof PHONE_PROOFS)[number],
    email: row.email,
    portal: names.get(row.portal) ?? unnamed(row.portal),
    signed: row.signed,
    askedAt: row.asked_at,
    state: row.state,
    reason: reason === null ? null : { kk: reason.full_kk, ru: reason.full_ru, en: reason.full_en },
    decisionNumber: row.decision_number,
    answeredAt: row.answered_at,
    answeredBy:
      iin === null || surname === null || givenName === null
        ? null
        : { iin, surname, givenName, patronymic: row.answered_patronymic },
    scans: scans
      .filter((one) => one.request_id === row.id)
      .map((one) => {
        const kind = reference.documentKinds.get(one.document_kind);
        return {
          scanId: one.scan_id,
          applicationId: one.application_id,
          kind:
            kind === undefined
              ? unnamed(one.document_kind)
              : { kk: kind.name_kk, ru: kind.name_ru, en: kind.name_en },
          fileName: one.file_name,
          verdict: one.verdict,
        };
      }),
  };
}
