/** Dated rules beside the profiles of the queue: limits on a child's people, terms of sending notices. */
import { z } from 'zod';
import { day, uuid, words } from './common.ts';
import { call } from './errors.ts';

/** Where and when a row is in force. Null region: the whole country, where a region has no row of its own. */
const span = {
  regionId: z.int().nullable(),
  validFrom: day,
  /** First day no longer in force. */
  validTo: day.nullable(),
};
const row = {
  id: z.int(),
  state: z.enum(['to_come', 'in_force', 'past']),
  /** Changes with the row: sent back when saving, so that a change made meanwhile is not lost. */
  mark: z.string(),
};
const time = z.string().max(5);

/** Limits on a child's people as they are typed into the form. */
export const familyRuleDraft = z.object({
  ...span,
  parentYearsOlder: z.int(),
  guardianYears: z.int(),
  registryAnswerDays: z.int(),
  legalAct: z.string().max(60),
  /** Whether a person compared them with the text of the act. */
  verified: z.boolean(),
});
export const familyRuleForm = familyRuleDraft.extend(row);

/** Terms of sending as they are typed into the form; the office's own, no act sets them. */
export const deliveryRuleDraft = z.object({
  ...span,
  attempts: z.int(),
  firstRetrySeconds: z.int(),
  longestRetrySeconds: z.int(),
  leaseSeconds: z.int(),
  quietFrom: time.nullable(),
  quietTo: time.nullable(),
  quietChannels: z.array(z.enum(['sms', 'email', 'ed24', 'letter'])).max(4),
});
export const deliveryRuleForm = deliveryRuleDraft.extend(row);

/**
 * A row that has begun is never changed: saving one with other terms adds a row that begins on `validFrom`, tomorrow at the
 * earliest, and ends the one before it there; saving one with another end alone says that end. A row to come is changed where
 * it stands. Errors: REFUSED whose obstacles name the field, CHANGED.
 */
const saving = {
  /** Null: a new row; then `mark` is null too. */
  id: z.int().nullable(),
  mark: z.string().nullable(),
  idempotencyKey: uuid,
};

export const rulesContract = {
  /** The country's rows and those of the officer's regions, the one that begins last first. */
  dated: call.output(
    z.object({
      today: day,
      family: z.array(familyRuleForm),
      delivery: z.array(deliveryRuleForm),
      regions: z.array(z.object({ id: z.int(), name: words })),
      legalActs: z.array(z.object({ code: z.string(), title: words, signedOn: day })),
    }),
  ),
  saveFamily: call.input(z.object({ ...saving, rule: familyRuleDraft })).output(familyRuleForm),
  saveDelivery: call.input(z.object({ ...saving, rule: deliveryRuleDraft })).output(deliveryRuleForm),
};

export type FamilyRuleDraft = z.infer<typeof familyRuleDraft>;
export type FamilyRuleForm = z.infer<typeof familyRuleForm>;
export type DeliveryRuleDraft = z.infer<typeof deliveryRuleDraft>;
export type DeliveryRuleForm = z.infer<typeof deliveryRuleForm>;
