/** What the screens read of possible duplicates: the register, one pair, the pairs of one application. */
import { findingsOf, type PairRow, pairCounts, pairsWhere } from '../../db/queries/duplicates.ts';
import { COUNT_CAP, type Reader } from '../../db/queries/reader.ts';
import { searchApplications } from '../../db/queries/search.ts';
import { type PairSide, removalFaults, removalReasonUse } from '../../domain/duplicates.ts';
import { normaliseQuery } from '../../domain/names.ts';
import { isPermitted } from '../../domain/status.ts';
import type { DuplicateFinding, DuplicatePair, DuplicateView } from '../../preload/contract/duplicates.ts';
import type { Count } from '../../preload/contract/journal.ts';
import { recordReading } from '../applications/reads.ts';
import type { OfficerContext } from '../context.ts';
import { actError } from '../errors.ts';
import { capped } from '../journal/capped.ts';
import type { Reference } from '../reference.ts';

/** A page of the register, narrowed by the journal's own search. */
export async function page(
  ctx: OfficerContext,
  input: { view: DuplicateView; search: string; after: string | null; limit: number },
): Promise<{ rows: DuplicatePair[]; next: string | null; counts: Record<DuplicateView, Count> }> {
  const reference = await ctx.desk.reference.get();
  const asked = input.search.trim();
  const read = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const found = await foundBy(tx, asked);
    const counts = await pairCounts(tx, found, COUNT_CAP + 1);
    const rows = await pairsWhere(tx, {
      view: input.view,
      found,
      after: input.after,
      limit: input.limit + 1,
    });
    return { rows, counts };
  });
  const shown = read.rows.slice(0, input.limit);
  const count = (view: DuplicateView): Count => capped(read.counts.get(view) ?? 0);
  return {
    rows: shown.map((row) => showPair(ctx, reference, row)),
    next: read.rows.length > input.limit ? (shown.at(-1)?.pair_id ?? null) : null,
    counts: { open: count('open'), judged: count('judged'), removed: count('removed') },
  };
}

async function foundBy(tx: Reader, asked: string): Promise<readonly string[] | null> {
  if (asked === '') return null;
  const query = normaliseQuery(asked);
  // Signs only («---»): something was asked for, and nothing can match it.
  return query.tokens.length === 0 ? [] : await searchApplications(tx, query);
}

/** How many pairs wait for somebody to look. */
export async function rail(ctx: OfficerContext): Promise<{ open: Count }> {
  const counts = await ctx.desk.db.read(ctx.scope, (tx) => pairCounts(tx, null, COUNT_CAP + 1));
  return { open: capped(counts.get('open') ?? 0) };
}

/** One pair with its log. Opening it is written to the history. */
export async function card(
  ctx: OfficerContext,
  input: { pairId: string },
): Promise<{ pair: DuplicatePair; findings: DuplicateFinding[] }> {
  const reference = await ctx.desk.reference.get();
  const { row, findings } = await ctx.desk.db.read(ctx.scope, async (tx) => ({
    row: await requirePair(tx, input.pairId),
    findings: await findingsOf(tx, input.pairId),
  }));
  await recordReading(ctx, { id: row.my_id, district_id: row.my_district }, 'duplicates');
  return {
    pair: showPair(ctx, reference, row),
    findings: findings.map((one) => ({
      verdict: one.verdict,
      by: {
        iin: one.staff_iin,
        surname: one.surname,
        givenName: one.given_name,
        patronymic: one.patronymic,
      },
      at: one.found_at,
      note: one.note,
    })),
  };
}

/** The pair within the officer's scope; NOT_FOUND otherwise. */
export async function requirePair(tx: Reader, pairId: string): Promise<PairRow> {
  const [row] = await pairsWhere(tx, { view: 'all', pairId, limit: 1 });
  if (row === undefined) throw actError('NOT_FOUND');
  return row;
}

/** Pairs of one application that count, each from its side. */
export async function pairsOf(
  tx: Reader,
  ctx: OfficerContext,
  reference: Reference,
  applicationId: string,
): Promise<DuplicatePair[]> {
  const rows = await pairsWhere(tx, { view: 'all', applicationId, limit: 200 });
  return rows.map((row) => showPair(ctx, reference, row));
}

export function showPair(ctx: OfficerContext, reference: Reference, row: PairRow): DuplicatePair {
  return {
    id: row.pair_id,
    version: row.version,
    kind: row.kind,
    near:
      row.near_names === null || row.near_date === null
        ? null
        : { names: row.near_names, date: row.near_date },
    state: row.state,
    foundAt: row.found_at,
    finding: findingOf(row),
    mine: {
      id: row.my_id,
      version: row.my_version,
      number: row.my_number,
      status: row.my_status,
      submittedAt: row.my_submitted,
      district: districtName(reference, row.my_district),
      child: {
        surname: row.my_surname,
        givenName: row.my_given_name,
        iin: row.my_iin,
        birthDate: row.my_birth_date,
      },
    },
    other: {
      id: row.other_id,
      number: row.other_number,
      status: row.other_status,
      submittedAt: row.other_submitted,
      district: districtName(reference, row.other_district),
      readable: row.readable,
    },
    scanIds: row.my_scan === null ? null : { mine: row.my_scan, other: row.readable ? row.other_scan : null },
    removable: removableOf(ctx, row),
    removed: removedOf(ctx, row),
  };
}

function findingOf(row: PairRow): DuplicatePair['finding'] {
  if (row.verdict === null || row.judged_at === null || row.judged_by === null) return null;
  const { surname, given_name: givenName, patronymic } = row;
  return {
    verdict: row.verdict,
    by: { iin: row.judged_by, surname: surname ?? '', givenName: givenName ?? '', patronymic },
    at: row.judged_at,
    note: row.note,
  };
}

function districtName(reference: Reference, id: number): DuplicatePair['mine']['district'] {
  const district = reference.districts.get(id);
  return { kk: district?.name_kk ?? '', ru: district?.name_ru ?? '', en: district?.name_en ?? '' };
}

function sidesOf(row: PairRow): { readonly mine: PairSide; readonly other: PairSide } {
  return {
    mine: {
      id: row.my_id,
      number: row.my_number,
      childId: row.my_child,
      service: row.service,
      status: row.my_status,
      submittedAt: row.my_submitted,
    },
    other: {
      id: row.other_id,
      number: row.other_number,
      // Beyond the scope and not one's own child: another one, whoever it is.
      childId: row.other_child ?? '',
      service: row.other_service,
      status: row.other_status,
      submittedAt: row.other_submitted,
    },
  };
}

/** Only who stands in the queue is removed from it; the rest of what stands against it is told where it is offered. */
function removableOf(ctx: OfficerContext, row: PairRow): DuplicatePair['removable'] {
  if (row.state === 'removed') return [];
  const { mine, other } = sidesOf(row);
  const versions = new Map([
    [mine.id, row.my_version],
    [other.id, row.other_version],
  ]);
  const pairs = [
    [mine, other],
    [other, mine],
  ] as const;
  return pairs.flatMap(([removed, kept]) => {
    const version = versions.get(removed.id) ?? null;
    if (version === null || !isPermitted(removed.status, 'remove_duplicate', ctx.post.role)) return [];
    return [
      {
        applicationId: removed.id,
        version,
        number: removed.number,
        otherId: kept.id,
        otherNumber: kept.number,
        use: removalReasonUse(kept, removed),
        obstacles: removalFaults(removed, kept, row.state).map((code) => ({ code })),
      },
    ];
  });
}

function removedOf(ctx: OfficerContext, row: PairRow): DuplicatePair['removed'] {
  const { removed_id: applicationId, removed_at: at, removed_by_number: decisionNumber } = row;
  if (applicationId === null || at === null || decisionNumber === null) return null;
  const isMine = applicationId === row.my_id;
  const status = isMine ? row.my_status : row.other_status;
  const version = isMine ? row.my_version : row.other_version;
  const may = isPermitted(status, 'reinstate_duplicate', ctx.post.role);
  return {
    applicationId,
    number: isMine ? row.my_number : row.other_number,
    version: may ? version : null,
    at,
    decisionNumber,
  };
}
