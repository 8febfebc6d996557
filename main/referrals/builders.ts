/** Which function works out which act. */
import type { ReferralAct } from '../../domain/status.ts';
import type { ActTarget } from '../../preload/contract/decisions.ts';
import type { ActWorld, Built } from './act.ts';
import { admit, refuseAdmission, submitDocuments, withdraw } from './acts-admission.ts';
import { issueDirect, offer } from './acts-begin.ts';
import {
  accept,
  cancel,
  confirmBenefit,
  decline,
  extend,
  issueAccepted,
  rejectBenefit,
  restore,
} from './acts-life.ts';
import { exchange, type OtherSide, transfer } from './acts-move.ts';
import type { Ground } from './grounds.ts';

type Build = (world: ActWorld, ground: Ground, target: ActTarget, other: OtherSide | null) => Built;

export const BUILDERS: Readonly<Record<ReferralAct, Build>> = {
  offer,
  accept,
  decline,
  // A child that waits gets its referral at once; one that accepted an offer, for that.
  issue_referral: (world, ground, target) =>
    ground.referral === null ? issueDirect(world, ground, target) : issueAccepted(world, ground),
  extend,
  cancel_referral: cancel,
  confirm_benefit: confirmBenefit,
  reject_benefit: rejectBenefit,
  restore,
  transfer,
  exchange: (world, ground, _target, other) => exchange(world, ground, other),
  submit_documents: submitDocuments,
  admit,
  refuse_admission: refuseAdmission,
  withdraw_child: withdraw,
};
