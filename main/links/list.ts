/** Finding a child's applications, and the list of links. */
import {
  applicationsOfChild,
  type FamilyApplicationRow,
  type LinkPageRow,
  linkCount,
  linkPage,
} from '../../db/queries/link-views.ts';
import { nameIn } from '../../db/queries/names.ts';
import { fullName, listName } from '../../domain/names.ts';
import type { Status } from '../../preload/contract/common.ts';
import type { FamilyApplication, LinkRow } from '../../preload/contract/links.ts';
import type { OfficerContext } from '../context.ts';
import { BadInput } from '../errors.ts';
import type { Reference } from '../reference.ts';

/** Applications of a child within the officer's districts; an IIN nobody here has finds none. */
export async function find(ctx: OfficerContext, input: { childIin: string }): Promise<FamilyApplication[]> {
  const reference = await ctx.desk.reference.get();
  const rows = await ctx.desk.db.read(ctx.scope, (tx) => applicationsOfChild(tx, input.childIin));
  return rows.map((row) => familyApplication(reference, row));
}

export function familyApplication(reference: Reference, row: FamilyApplicationRow): FamilyApplication {
  const district = reference.districts.get(row.district_id);
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    status: row.status as Status,
    childName: listName(nameIn(row)),
    childIin: row.iin,
    districtName: {
      kk: district?.name_kk ?? '',
      ru: district?.name_ru ?? '',
      en: district?.name_en ?? '',
    },
  };
}

const CURSOR = /^(\d{1,15})-(\d{1,18})$/;

/** Links of the officer's districts, those changed last first. */
export async function page(
  ctx: OfficerContext,
  input: { states: LinkRow['state'][]; after: string | null; limit: number },
): Promise<{ rows: LinkRow[]; next: string | null; total: number }> {
  const mark = input.after === null ? null : CURSOR.exec(input.after);
  if (input.after !== null && mark === null) throw new BadInput('after');
  const after = mark === null ? null : { at: new Date(Number(mark[1])), id: mark[2] ?? '0' };
  const filter = { districts: ctx.post.districts, states: input.states };
  const read = await ctx.desk.db.read(ctx.scope, async (tx) => ({
    rows: await linkPage(tx, filter, after, input.limit + 1),
    total: await linkCount(tx, filter),
  }));
  const shown = read.rows.slice(0, input.limit);
  const last = shown.at(-1);
  const more = read.rows.length > input.limit && last !== undefined;
  return {
    rows: shown.map(rowOf),
    next: more ? `${last.changed_at.getTime()}-${last.id}` : null,
    total: read.total,
  };
}

function rowOf(row: LinkPageRow): LinkRow {
  return {
    id: row.id,
    applicationId: row.application_id,
    applicationNumber: row.number,
    childName: listName({
      surname: row.child_surname,
      givenName: row.child_given_name,
      patronymic: null,
    }),
    childIin: row.child_iin,
    personName: fullName({ surname: row.surname, givenName: row.given_name, patronymic: null }),
    personIin: row.iin,
    role: row.role,
    state: row.state,
    evidence: row.evidence,
    changedAt: row.changed_at,
  };
}
