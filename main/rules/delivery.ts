/** Terms of sending notices: the table `delivery_rule`. */
import type { WriteTransaction } from '../../db/open.ts';
import {
  type DeliveryRuleRecord,
  insertDeliveryRule,
  updateDeliveryRule,
} from '../../db/queries/dated-rules.ts';
import { deliveryRules } from '../../db/queries/notices.ts';
import { deliveryRuleFaults } from '../../domain/delivery.ts';
import type { DeliveryRuleDraft } from '../../preload/contract/rules.ts';
import { deliveryTerms } from '../reference.ts';
import type { DatedRules } from './dated.ts';

export const DELIVERY: DatedRules<DeliveryRuleDraft> = {
  table: 'delivery_rule',
  act: 'rules.saveDelivery',
  rows: async (tx) => (await deliveryRules(tx)).map((row) => ({ id: row.id, draft: draftOf(row) })),
  insert: (tx: WriteTransaction, draft) => insertDeliveryRule(tx, columnsOf(draft)),
  update: (tx: WriteTransaction, id, draft) => updateDeliveryRule(tx, id, columnsOf(draft)),
  faults: (_reference, draft) => deliveryRuleFaults(draft),
};

function draftOf(row: DeliveryRuleRecord): DeliveryRuleDraft {
  const { quietChannels, ...terms } = deliveryTerms(row);
  return {
    regionId: row.region_id,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    ...terms,
    quietChannels: [...quietChannels],
  };
}

function columnsOf(draft: DeliveryRuleDraft) {
  return {
    region_id: draft.regionId,
    valid_from: draft.validFrom,
    valid_to: draft.validTo,
    attempts: draft.attempts,
    first_retry_seconds: draft.firstRetrySeconds,
    longest_retry_seconds: draft.longestRetrySeconds,
    lease_seconds: draft.leaseSeconds,
    quiet_from: draft.quietFrom,
    quiet_to: draft.quietTo,
    quiet_channels: [...new Set(draft.quietChannels)],
  };
}
