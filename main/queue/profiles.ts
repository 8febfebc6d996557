/** Rule profiles: what there are, and how an administrator writes a new one or a new version. */
import type { WriteTransaction } from '../../db/open.ts';
import { insertProfile, lockProfiles, updateProfile, usedProfiles } from '../../db/queries/rule-profiles.ts';
import {
  overlappingProfiles,
  profileFaults,
  type RuleProfile,
  supersede,
} from '../../domain/rule-profile.ts';
import type { Words } from '../../preload/contract/common.ts';
import type { RuleProfileDraft, RuleProfileForm } from '../../preload/contract/queue.ts';
import { once, writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { actError, type Obstacle, refused } from '../errors.ts';
import { type Reference, type RuleProfileRow, today } from '../reference.ts';
import { actsOf, regionsOf, requireOwnRegion, savedMeanwhile } from '../rules/office.ts';
import { columnsOf, formOf, ruleOf, ruleOfRow } from './profile-rows.ts';

export interface Profiles {
  profiles: RuleProfileForm[];
  regions: { id: number; name: Words }[];
  legalActs: { code: string; title: Words }[];
}

/** Every profile, newest first, with the regions and legal acts a form chooses from. */
export async function profiles(ctx: OfficerContext): Promise<Profiles> {
  const reference = await ctx.desk.reference.get();
  const used = await ctx.desk.db.read(ctx.scope, usedProfiles);
  return {
    profiles: reference.profiles
      .filter((row) => row.service === 'preschool_queue')
      .map((row) => formOf(row, used.has(row.id))),
    regions: regionsOf(reference, ctx.post.regionId),
    legalActs: actsOf(reference),
  };
}

export interface SaveProfile {
  readonly id: number | null;
  readonly mark: string | null;
  readonly profile: RuleProfileDraft;
  readonly idempotencyKey: string;
}

/**
 * Saves a profile. A new one is added; one that nothing names yet is changed; a used one is superseded by a version of its
 * own from `validFrom` on. Throws REFUSED with codes of domain/rule-profile.ts and fields of the form, CHANGED, FORBIDDEN.
 */
export async function saveProfile(ctx: OfficerContext, input: SaveProfile): Promise<RuleProfileForm> {
  const reference = await ctx.desk.reference.get();
  const { idempotencyKey, ...request } = input;
  requireOwnRegion(ctx, input.profile.regionId);
  const key = { key: idempotencyKey, act: 'queue.saveProfile', request };
  const saved = await once(ctx, key, async (tx) => {
    const rows = await lockProfiles(tx);
    const written = await write(ctx, tx, reference, rows, input);
    const after = await lockProfiles(tx);
    const row = after.find((one) => one.id === written.id);
    if (row === undefined) throw actError('NOT_FOUND');
    await writeHistory(ctx, tx, {
      chain: 0,
      event: 'profile_saved',
      detail: { profile: row.code, id: row.id, how: written.how, supersedes: written.supersedes },
    });
    return formOf(row, written.how !== 'superseded' && (await usedProfiles(tx)).has(row.id));
  });
  ctx.desk.reference.forget();
  return saved;
}

interface Written {
  readonly id: number;
  readonly how: 'added' | 'changed' | 'ended' | 'superseded';
  readonly supersedes: string | null;
}

async function write(
  ctx: OfficerContext,
  tx: WriteTransaction,
  reference: Reference,
  rows: readonly RuleProfileRow[],
  input: SaveProfile,
): Promise<Written> {
  const old = input.id === null ? null : (rows.find((row) => row.id === input.id) ?? null);
  if (input.id !== null && old === null) throw actError('NOT_FOUND');
  if (old !== null) requireOwnRegion(ctx, old.region_id);
  const supersedes = rows.find((row) => row.id === old?.supersedes_id)?.code ?? null;
  const faults = faultsOf(reference, ruleOf(input.profile, supersedes));
  if (faults.length > 0) throw refused(...faults);
  if (old === null) return await add(ctx, tx, rows, input.profile);
  const used = (await usedProfiles(tx)).has(old.id);
  if (formOf(old, used).mark !== input.mark) throw await savedMeanwhile(tx, 'profile_saved', old.id);
  if (!used) return await change(tx, rows, old, input.profile);
  return onlyEndDiffers(old, input.profile)
    ? await end(ctx, tx, rows, old, input.profile)
    : await succeed(ctx, tx, rows, old, input.profile);
}

function faultsOf(reference: Reference, rule: RuleProfile): Obstacle[] {
  const faults: Obstacle[] = profileFaults(rule).map(({ code, field }) => ({
    code,
    field: formField(field),
  }));
  if (!reference.legalActs.has(rule.legalAct) && !faults.some((fault) => fault.field === 'legalAct')) {
    faults.push({ code: 'PROFILE_LEGAL_ACT', field: 'legalAct' });
  }
  return faults;
}

/** The domain's field names are the form's but for the three names and the region. */
function formField(field: keyof RuleProfile): string {
  const names: Partial<Record<keyof RuleProfile, string>> = {
    nameKk: 'name.kk',
    nameRu: 'name.ru',
    nameEn: 'name.en',
    region: 'regionId',
    supersedes: 'code',
  };
  return names[field] ?? field;
}

/** No two profiles of a region on one day. `replaced`: the row whose place `rule` takes. */
function refuseOverlap(rows: readonly RuleProfileRow[], replaced: number | null, rule: RuleProfile): void {
  const others = rows.filter((row) => row.id !== replaced).map((row) => ruleOfRow(row, rows));
  if (others.some((other) => other.code === rule.code)) {
    throw refused({ code: 'PROFILE_CODE_TAKEN', field: 'code' });
  }
  const [first] = overlappingProfiles([rule, ...others]).filter(
    ([a, b]) => a === rule.code || b === rule.code,
  );
  if (first !== undefined) throw refused({ code: 'PROFILE_OVERLAP', field: 'validFrom' });
}

async function add(
  ctx: OfficerContext,
  tx: WriteTransaction,
  rows: readonly RuleProfileRow[],
  draft: RuleProfileDraft,
): Promise<Written> {
  // Rules of days gone by cannot be made up afterwards.
  if (draft.validFrom < today(ctx.desk.clock)) throw refused({ code: 'PROFILE_BEGINS', field: 'validFrom' });
  refuseOverlap(rows, null, ruleOf(draft, null));
  return { id: await insertProfile(tx, columnsOf(draft)), how: 'added', supersedes: null };
}

/** Nothing names it yet: it is changed where it stands. */
async function change(
  tx: WriteTransaction,
  rows: readonly RuleProfileRow[],
  old: RuleProfileRow,
  draft: RuleProfileDraft,
): Promise<Written> {
  refuseOverlap(rows, old.id, ruleOf(draft, null));
  await updateProfile(tx, old.id, columnsOf(draft));
  return { id: old.id, how: 'changed', supersedes: null };
}

function onlyEndDiffers(old: RuleProfileRow, draft: RuleProfileDraft): boolean {
  const { id, used, supersedesId, mark, ...was } = formOf(old, true);
  return (
    JSON.stringify({ ...was, validTo: null }) === JSON.stringify({ ...sameKeys(was, draft), validTo: null })
  );
}

/** The draft with its keys in the order of the other, so that their texts compare. */
function sameKeys(was: RuleProfileDraft, draft: RuleProfileDraft): RuleProfileDraft {
  const { name } = draft;
  const keys = Object.keys(was) as (keyof RuleProfileDraft)[];
  return {
    ...(Object.fromEntries(keys.map((key) => [key, draft[key]])) as RuleProfileDraft),
    name: { kk: name.kk, ru: name.ru, en: name.en },
  };
}

/** Only the last day of a used profile may be said, and only a day to come. */
async function end(
  ctx: OfficerContext,
  tx: WriteTransaction,
  rows: readonly RuleProfileRow[],
  old: RuleProfileRow,
  draft: RuleProfileDraft,
): Promise<Written> {
  const on = today(ctx.desk.clock);
  const past = (day: string | null): boolean => day !== null && day <= on;
  if (draft.validTo !== old.valid_to && (past(draft.validTo) || past(old.valid_to))) {
    throw refused({ code: 'PROFILE_VALIDITY', field: 'validTo' });
  }
  refuseOverlap(rows, old.id, ruleOf(draft, null));
  await updateProfile(tx, old.id, { valid_to: draft.validTo });
  return { id: old.id, how: 'ended', supersedes: null };
}

const SUPERSEDE_FIELDS = {
  SUPERSEDE_CODE: 'code',
  SUPERSEDE_BEGINS: 'validFrom',
  SUPERSEDE_ALREADY: 'code',
  SUPERSEDE_QUEUE: 'regionId',
  SUPERSEDE_ENDED: 'validFrom',
} as const;

async function succeed(
  ctx: OfficerContext,
  tx: WriteTransaction,
  rows: readonly RuleProfileRow[],
  old: RuleProfileRow,
  draft: RuleProfileDraft,
): Promise<Written> {
  const code = draft.code === old.code ? nextVersion(old.code, rows) : draft.code;
  const next = { ...draft, code };
  const all = rows.map((row) => ruleOfRow(row, rows));
  const outcome = supersede(all, ruleOfRow(old, rows), ruleOf(next, old.code), today(ctx.desk.clock));
  if (!outcome.ok) {
    throw refused(...outcome.faults.map((fault) => ({ code: fault, field: SUPERSEDE_FIELDS[fault] })));
  }
  const ended = rows.map((row) => (row.id === old.id ? { ...row, valid_to: next.validFrom } : row));
  refuseOverlap(ended, null, outcome.next);
  await updateProfile(tx, old.id, { valid_to: next.validFrom });
  const id = await insertProfile(tx, { ...columnsOf(next), supersedes_id: old.id });
  return { id, how: 'superseded', supersedes: old.code };
}

/** 'national-2025' → 'national-2025-v2' → 'national-2025-v3', passing by codes in use. */
function nextVersion(code: string, rows: readonly RuleProfileRow[]): string {
  const [, base = code, version = '1'] = /^(.*?)(?:-v(\d+))?$/.exec(code) ?? [];
  for (let n = Number(version) + 1; ; n++) {
    const next = `${base}-v${n}`;
    if (!rows.some((row) => row.code === next)) return next;
  }
}
