/** What every page of rules asks: whose they are, what they may cite, and whether somebody saved meanwhile. */
import { createHash } from 'node:crypto';
import { actorIn } from '../../db/queries/names.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { lastSaved, type RuleEvent } from '../../db/queries/rule-profiles.ts';
import type { Words } from '../../preload/contract/common.ts';
import type { OfficerContext } from '../context.ts';
import { titleOf } from '../desk/catalogue.ts';
import { type ActError, actError } from '../errors.ts';
import type { Reference } from '../reference.ts';

/** Regions an administrator may write rules for: its own, or every one. */
export function regionsOf(reference: Reference, own: number | null): { id: number; name: Words }[] {
  const regions = new Map<number, Words>();
  for (const row of reference.districts.values()) {
    if (own === null || own === row.region_id) {
      regions.set(row.region_id, { kk: row.region_kk, ru: row.region_ru, en: row.region_en });
    }
  }
  return [...regions].map(([id, name]) => ({ id, name }));
}

/** Legal acts a form chooses from. */
export function actsOf(reference: Reference): { code: string; title: Words; signedOn: string }[] {
  return [...reference.legalActs.values()].map((row) => ({
    code: row.code,
    title: titleOf(row),
    signedOn: row.signed_on,
  }));
}

/** A region's administrator writes its own region's rules; the country's are the country's. Throws FORBIDDEN. */
export function requireOwnRegion(ctx: OfficerContext, regionId: number | null): void {
  if (ctx.post.regionId !== null && regionId !== ctx.post.regionId) throw actError('FORBIDDEN');
}

/** A digest of a row as its form shows it: another one means that somebody saved meanwhile. */
export function markOf(id: number, draft: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([id, draft]))
    .digest('hex')
    .slice(0, 16);
}

/** CHANGED with the name of who saved a row of rules and when. */
export async function savedMeanwhile(tx: Reader, event: RuleEvent, id: number): Promise<ActError> {
  const last = await lastSaved(tx, event, id);
  return actError('CHANGED', {
    by: last === undefined ? null : actorIn(last),
    at: last?.at ?? null,
    version: null,
  });
}
