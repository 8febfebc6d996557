/** Every migration in its order, imported by name: a bundle has no folder to scan. A landed migration is never edited. */
import * as reference from './0001-reference.ts';
import * as staff from './0002-staff.ts';
import * as applications from './0003-applications.ts';
import * as scans from './0004-scans.ts';
import * as decisions from './0005-decisions.ts';
import * as officers from './0006-officers.ts';
import * as history from './0007-history.ts';
import * as guards from './0008-guards.ts';
import * as search from './0009-search.ts';
import * as desk from './0010-desk.ts';
import * as places from './0011-places.ts';
import * as queue from './0012-queue.ts';
import * as referrals from './0013-referrals.ts';
import * as order from './0014-order.ts';
import * as referralGuards from './0015-referral-guards.ts';
import * as steps from './0016-steps.ts';
import * as admissions from './0017-admissions.ts';
import * as queueCounts from './0018-queue-counts.ts';
import * as views from './0019-views.ts';
import * as speed from './0020-speed.ts';
import * as notices from './0021-notices.ts';
import * as noticeSending from './0022-notice-sending.ts';
import * as intake from './0023-intake.ts';
import * as takePackage from './0024-take-package.ts';
import * as familyActs from './0025-family-acts.ts';
import * as links from './0026-links.ts';
import * as linkGuards from './0026b-link-guards.ts';
import * as companions from './0027-companions.ts';
import * as companionGuards from './0027b-companion-guards.ts';
import * as attendance from './0028-attendance.ts';
import * as families from './0029-families.ts';
import * as interest from './0030-interest.ts';
import * as interestSteps from './0031-interest-steps.ts';
import * as heads from './0032-heads.ts';
import * as walkIn from './0033-walk-in.ts';
import * as packageTakers from './0034-package-takers.ts';
import * as linkRequests from './0034b-link-requests.ts';
import * as guardians from './0034c-guardians.ts';
import * as duplicates from './0035-duplicates.ts';
import * as duplicateFindings from './0035b-duplicate-findings.ts';
import * as duplicateRemoval from './0035c-duplicate-removal.ts';
import * as inline from './0036-inline.ts';
import * as byIndex from './0037-by-index.ts';
import * as inGroups from './0038-in-groups.ts';
import * as packagesByKey from './0039-packages-by-key.ts';
import * as duplicatesOfMany from './0039b-duplicates-of-many.ts';
import * as genericPlans from './0040-generic-plans.ts';
import * as packageAtOnce from './0041-package-at-once.ts';
import * as claimsByDistrict from './0042-claims-by-district.ts';
import * as signedRefusals from './0043-signed-refusals.ts';
import * as datedRules from './0044-dated-rules.ts';
import * as spareNumbers from './0045-spare-numbers.ts';
import * as packageFaults from './0046-package-faults.ts';

/** A migration is a name and plain SQL, run in one transaction with `search_path` = kezek, public. */
export interface SqlMigration {
  readonly name: string;
  readonly statements: string;
}

export const migrations: readonly SqlMigration[] = [
  reference,
  staff,
  applications,
  scans,
  decisions,
  officers,
  history,
  guards,
  search,
  desk,
  places,
  queue,
  referrals,
  order,
  referralGuards,
  steps,
  admissions,
  queueCounts,
  views,
  speed,
  notices,
  noticeSending,
  intake,
  takePackage,
  familyActs,
  links,
  linkGuards,
  companions,
  companionGuards,
  attendance,
  families,
  interest,
  interestSteps,
  heads,
  walkIn,
  packageTakers,
  linkRequests,
  guardians,
  duplicates,
  duplicateFindings,
  duplicateRemoval,
  inline,
  byIndex,
  inGroups,
  packagesByKey,
  duplicatesOfMany,
  genericPlans,
  packageAtOnce,
  claimsByDistrict,
  signedRefusals,
  datedRules,
  spareNumbers,
  packageFaults,
];
