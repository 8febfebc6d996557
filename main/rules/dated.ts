/** Saves a row of dated rules: what every table of them has in common. What a row holds and how it is judged is the table's own. */
import type { WriteTransaction } from '../../db/open.ts';
import { type DatedTable, endRule, lockRules } from '../../db/queries/dated-rules.ts';
import type { Reader } from '../../db/queries/reader.ts';
import {
  planRule,
  type RuleSpan,
  type RuleState,
  type RuleStep,
  ruleState,
  sameTerms,
} from '../../domain/dated-rule.ts';
import { once, writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { actError, type Obstacle, refused } from '../errors.ts';
import { type Reference, today } from '../reference.ts';
import { markOf, requireOwnRegion, savedMeanwhile } from './office.ts';

/** One table of dated rules. */
export interface DatedRules<Draft extends RuleSpan> {
  readonly table: DatedTable;
  readonly act: 'rules.saveFamily' | 'rules.saveDelivery';
  /** Every row, the one that begins last first. */
  rows(tx: Reader): Promise<readonly Stored<Draft>[]>;
  insert(tx: WriteTransaction, draft: Draft): Promise<number>;
  update(tx: WriteTransaction, id: number, draft: Draft): Promise<void>;
  /** What is wrong with the terms; the days are judged for all tables alike. */
  faults(reference: Reference, draft: Draft): readonly Obstacle[];
}
export interface Stored<Draft> {
  readonly id: number;
  readonly draft: Draft;
}
export type RuleForm<Draft> = Draft & { id: number; state: RuleState; mark: string };
export interface SaveRule<Draft> {
  readonly id: number | null;
  readonly mark: string | null;
  readonly rule: Draft;
  readonly idempotencyKey: string;
}

/** A row as its form shows it. */
export function ruleForm<Draft extends RuleSpan>(row: Stored<Draft>, on: string): RuleForm<Draft> {
  return { id: row.id, state: ruleState(row.draft, on), mark: markOf(row.id, row.draft), ...row.draft };
}

/** The country's rows and those an administrator may write. */
export function ofOffice<Draft extends RuleSpan>(
  ctx: OfficerContext,
  rows: readonly Stored<Draft>[],
): RuleForm<Draft>[] {
  const own = ctx.post.regionId;
  const on = today(ctx.desk.clock);
  return rows
    .filter(({ draft }) => own === null || draft.regionId === null || draft.regionId === own)
    .map((row) => ruleForm(row, on));
}

/**
 * Saves a row: a new one ends the one before it on the day it begins; one to come is changed where it stands; of one in force the
 * end alone is said. Throws REFUSED with codes of the domain and fields of the form, CHANGED, FORBIDDEN, NOT_FOUND.
 */
export async function saveRule<Draft extends RuleSpan>(
  ctx: OfficerContext,
  rules: DatedRules<Draft>,
  input: SaveRule<Draft>,
): Promise<RuleForm<Draft>> {
  const reference = await ctx.desk.reference.get();
  requireOwnRegion(ctx, input.rule.regionId);
  const { idempotencyKey, ...request } = input;
  const saved = await once(ctx, { key: idempotencyKey, act: rules.act, request }, async (tx) => {
    await lockRules(tx, rules.table);
    const { id, step, ended } = await write(ctx, tx, rules, reference, input);
    await writeHistory(ctx, tx, {
      chain: 0,
      event: `${rules.table}_saved`,
      detail: { id, how: step, region: input.rule.regionId, from: input.rule.validFrom, ended },
    });
    const row = (await rules.rows(tx)).find((one) => one.id === id);
    if (row === undefined) throw actError('NOT_FOUND');
    return ruleForm(row, today(ctx.desk.clock));
  });
  ctx.desk.reference.forget();
  return saved;
}

interface Written {
  readonly id: number;
  readonly step: RuleStep;
  /** Rows whose last day moved with it. */
  readonly ended: readonly number[];
}

async function write<Draft extends RuleSpan>(
  ctx: OfficerContext,
  tx: WriteTransaction,
  rules: DatedRules<Draft>,
  reference: Reference,
  { id, mark, rule }: SaveRule<Draft>,
): Promise<Written> {
  const rows = await rules.rows(tx);
  const old = id === null ? null : (rows.find((row) => row.id === id) ?? null);
  if (id !== null && old === null) throw actError('NOT_FOUND');
  if (old !== null) requireOwnRegion(ctx, old.draft.regionId);
  const faults = [...regionFaults(reference, rule), ...rules.faults(reference, rule)];
  if (faults.length > 0) throw refused(...faults);
  if (old !== null && markOf(old.id, old.draft) !== mark) {
    throw await savedMeanwhile(tx, `${rules.table}_saved`, old.id);
  }
  const plan = planRule(
    rows.map((row) => ({ id: row.id, ...spanOf(row.draft) })),
    old === null ? null : { id: old.id, ...spanOf(old.draft) },
    rule,
    old !== null && sameTerms(old.draft, rule),
    today(ctx.desk.clock),
  );
  if (!plan.ok) throw refused(plan.fault);
  // What ends earlier makes room first; what lasts longer waits until the saved row has moved away.
  const earlier = plan.ends.filter(({ was, validTo }) => was === null || validTo < was);
  for (const end of earlier) await endRule(tx, rules.table, end.id, end.validTo);
  const saved = await put(tx, rules, old?.id ?? null, rule, plan.step);
  for (const end of plan.ends) {
    if (!earlier.includes(end)) await endRule(tx, rules.table, end.id, end.validTo);
  }
  return { id: saved, step: plan.step, ended: plan.ends.map((end) => end.id) };
}

async function put<Draft extends RuleSpan>(
  tx: WriteTransaction,
  rules: DatedRules<Draft>,
  id: number | null,
  rule: Draft,
  step: RuleStep,
): Promise<number> {
  if (step === 'added' || id === null) return await rules.insert(tx, rule);
  await rules.update(tx, id, rule);
  return id;
}

function regionFaults(reference: Reference, { regionId }: RuleSpan): Obstacle[] {
  const known =
    regionId === null || [...reference.districts.values()].some((row) => row.region_id === regionId);
  return known ? [] : [{ code: 'RULE_REGION', field: 'regionId' }];
}

const spanOf = ({ regionId, validFrom, validTo }: RuleSpan): RuleSpan => ({ regionId, validFrom, validTo });
