/** Dated rules beside the profiles of the queue (main/queue): limits on a child's people, terms of sending notices. */
import type {
  DeliveryRuleDraft,
  DeliveryRuleForm,
  FamilyRuleDraft,
  FamilyRuleForm,
} from '../../preload/contract/rules.ts';
import type { OfficerContext } from '../context.ts';
import { today } from '../reference.ts';
import { ofOffice, type SaveRule, saveRule } from './dated.ts';
import { DELIVERY } from './delivery.ts';
import { FAMILY } from './family.ts';
import { actsOf, regionsOf } from './office.ts';

/** The country's rows and those of the officer's regions, with what a form chooses from. */
export async function dated(ctx: OfficerContext) {
  const reference = await ctx.desk.reference.get();
  const rows = await ctx.desk.db.read(ctx.scope, async (tx) => ({
    family: await FAMILY.rows(tx),
    delivery: await DELIVERY.rows(tx),
  }));
  return {
    today: today(ctx.desk.clock),
    family: ofOffice(ctx, rows.family),
    delivery: ofOffice(ctx, rows.delivery),
    regions: regionsOf(reference, ctx.post.regionId),
    legalActs: actsOf(reference),
  };
}

/** Saves limits on a child's people. */
export async function saveFamily(
  ctx: OfficerContext,
  input: SaveRule<FamilyRuleDraft>,
): Promise<FamilyRuleForm> {
  return await saveRule(ctx, FAMILY, input);
}

/** Saves terms of sending notices. */
export async function saveDelivery(
  ctx: OfficerContext,
  input: SaveRule<DeliveryRuleDraft>,
): Promise<DeliveryRuleForm> {
  return await saveRule(ctx, DELIVERY, input);
}
