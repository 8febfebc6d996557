/**
 * The whole surface between the screens and the back end, in one typed place. Both transports (a MessagePort under Electron,
 * a WebSocket under the web host) serve this contract and nothing else.
 */
import type { ContractRouterClient } from '@orpc/contract';
import { admissionsContract } from './admissions.ts';
import { applicationsContract, reviewContract } from './applications.ts';
import { companionsContract } from './companions.ts';
import { decisionsContract } from './decisions.ts';
import { deskContract } from './desk.ts';
import { duplicatesContract } from './duplicates.ts';
import { intakeContract } from './intake.ts';
import { interestContract } from './interest.ts';
import { journalContract } from './journal.ts';
import { linksContract } from './links.ts';
import { noticesContract } from './notices.ts';
import { placesContract } from './places.ts';
import { queueContract } from './queue.ts';
import { referralsContract } from './referrals.ts';
import { rulesContract } from './rules.ts';
import { sessionContract } from './session.ts';
import { walkInContract } from './walk-in.ts';

export const contract = {
  session: sessionContract,
  desk: deskContract,
  journal: journalContract,
  applications: applicationsContract,
  review: reviewContract,
  decisions: decisionsContract,
  queue: queueContract,
  rules: rulesContract,
  places: placesContract,
  referrals: referralsContract,
  admissions: admissionsContract,
  companions: companionsContract,
  links: linksContract,
  intake: intakeContract,
  notices: noticesContract,
  interest: interestContract,
  walkIn: walkInContract,
  duplicates: duplicatesContract,
};

export type Contract = typeof contract;
export type Client = ContractRouterClient<Contract>;

export * from './admissions.ts';
export * from './applications.ts';
export * from './common.ts';
export * from './companions.ts';
export * from './decisions.ts';
export * from './desk.ts';
export * from './duplicates.ts';
export { type ErrorCode, errorData } from './errors.ts';
export * from './intake.ts';
export * from './interest.ts';
export * from './journal.ts';
export * from './links.ts';
export * from './notices.ts';
export * from './places.ts';
export * from './queue.ts';
export * from './referrals.ts';
export * from './registration.ts';
export * from './rules.ts';
export * from './session.ts';
export * from './walk-in.ts';
