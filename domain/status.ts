/**
 * The life of an application: its statuses, the events that change them and who may cause each. No official list
 * was found (domain.md A8); this machine is our own design. The same table lives in SQL; TRANSITIONS is its source.
 */
export const ROLES = ['clerk', 'head', 'supervisor', 'admin'] as const;
/** Staff roles: clerk of an education department, head of a kindergarten, supervisor (watches), admin. */
export type Role = (typeof ROLES)[number];
/** Who causes an event: a role, or `job` for the machine (terms running out, the family's portal). */
export type Actor = Role | 'job';

export const APPLICATION_STATUSES = [
  'submitted',
  'registered',
  'in_review',
  'returned',
  'answered',
  'queued',
  'refused',
  'suspended',
  'stop_list',
  'inactive',
  'offered',
  'benefit_review',
  'referral_issued',
  'docs_submitted',
  'enrolled',
  'declined',
  'expired',
  'cancelled',
  'removed_no_interest',
  'archived',
] as const;
export type ApplicationStatus = (typeof APPLICATION_STATUSES)[number];

export const APPLICATION_EVENTS = [
  'register',
  'register_at_counter',
  'claim',
  'release',
  'return',
  'answer',
  'correction_lapsed',
  'approve',
  'refuse',
  'correct',
  'confirm_interest',
  'remove_no_interest',
  'suspend',
  'resume',
  'offer',
  'accept',
  'decline',
  'offer_lapsed',
  'start_benefit_review',
  'confirm_benefit',
  'reject_benefit',
  'benefit_review_lapsed',
  'issue_referral',
  'extend',
  'cancel_referral',
  'referral_lapsed',
  'put_on_stop_list',
  'leave_stop_list',
  'requeue',
  'deactivate',
  'restore',
  'submit_documents',
  'return_documents',
  'refuse_admission',
  'admit',
  'transfer',
  'exchange',
  'withdraw_child',
  'cancel',
  'placed_elsewhere',
  'age_out',
  'archive',
  'link',
  'unlink',
  'dispute',
  'resolve_dispute',
  'replace_applicant',
  'refuse_link_request',
  'approve_companion',
  'refuse_companion',
  'suspend_companion',
  'resume_companion',
  'remove_duplicate',
  'reinstate_duplicate',
] as const;
export type ApplicationEvent = (typeof APPLICATION_EVENTS)[number];

export type Transition = {
  readonly event: ApplicationEvent;
  readonly from: ApplicationStatus;
  readonly to: ApplicationStatus;
  readonly by: readonly Actor[];
};

/** One rule of the machine, before it is spread into a row per source status. `to: 'same'` keeps the status. */
type Rule = readonly [
  event: ApplicationEvent,
  from: readonly ApplicationStatus[],
  to: ApplicationStatus | 'same',
  by: readonly Actor[],
];

/** Where an application still may lead to a place: what a family may withdraw from and self-cleaning ends. */
const LIVE: readonly ApplicationStatus[] = [
  'submitted',
  'registered',
  'in_review',
  'returned',
  'answered',
  'queued',
  'suspended',
  'stop_list',
  'inactive',
  'offered',
  'benefit_review',
  'referral_issued',
  'docs_submitted',
  'declined',
  'expired',
];

/** Where an application has a family that may change: it leads to a place, or the child sits on it. */
const OF_FAMILY: readonly ApplicationStatus[] = [...LIVE, 'enrolled'];

const RULES: readonly Rule[] = [
  // Review. Claiming an answered application keeps it «Жауап келді» until it is decided.
  ['register', ['submitted'], 'registered', ['clerk', 'job']],
  // A family at the counter: written and registered in one transaction, signed by who took it.
  ['register_at_counter', ['submitted'], 'registered', ['clerk']],
  ['claim', ['registered'], 'in_review', ['clerk', 'supervisor']],
  ['claim', ['in_review', 'answered'], 'same', ['clerk', 'supervisor']],
  ['release', ['in_review'], 'registered', ['clerk', 'supervisor', 'job']],
  ['release', ['answered'], 'same', ['clerk', 'supervisor', 'job']],
  ['return', ['in_review', 'answered'], 'returned', ['clerk']],
  ['answer', ['returned'], 'answered', ['clerk', 'job']],
  // The family did not answer in time: a clerk must look again, for only a person may refuse.
  ['correction_lapsed', ['returned'], 'answered', ['job']],
  ['approve', ['in_review', 'answered'], 'queued', ['clerk']],
  ['refuse', ['in_review', 'answered'], 'refused', ['clerk']],
  // A correcting act reopens a decided application; main also checks that no offer or referral lives.
  ['correct', ['queued', 'refused', 'returned'], 'in_review', ['clerk']],

  // Waiting in the queue.
  ['confirm_interest', ['queued', 'suspended', 'inactive', 'stop_list'], 'same', ['clerk', 'job']],
  ['remove_no_interest', ['queued', 'suspended', 'inactive', 'stop_list'], 'removed_no_interest', ['job']],
  ['suspend', ['queued'], 'suspended', ['clerk', 'job']],
  ['resume', ['suspended'], 'queued', ['clerk', 'job']],

  // Offer and referral (A3, A4); the referral's own states are in referral.ts. Accepting keeps «Ұсыныс берілді».
  ['offer', ['queued'], 'offered', ['clerk']],
  ['accept', ['offered'], 'same', ['clerk', 'job']],
  [
    'decline',
    ['offered', 'benefit_review', 'referral_issued', 'docs_submitted'],
    'declined',
    ['clerk', 'job'],
  ],
  ['offer_lapsed', ['offered'], 'expired', ['job']],
  ['issue_referral', ['queued', 'offered'], 'referral_issued', ['clerk']],
  // The signed act is issue_referral here too: this is what it leads to while the benefit is unconfirmed.
  ['start_benefit_review', ['queued', 'offered'], 'benefit_review', ['clerk']],
  // A family may bring its paper before the referral is issued.
  ['confirm_benefit', ['offered'], 'same', ['clerk']],
  ['confirm_benefit', ['benefit_review'], 'referral_issued', ['clerk']],
  // A false benefit: back to the common queue at the original date.
  ['reject_benefit', ['offered', 'benefit_review'], 'queued', ['clerk']],
  ['benefit_review_lapsed', ['benefit_review'], 'queued', ['job']],
  ['extend', ['referral_issued'], 'same', ['clerk']],
  [
    'cancel_referral',
    ['offered', 'benefit_review', 'referral_issued', 'docs_submitted'],
    'queued',
    ['clerk'],
  ],
  ['referral_lapsed', ['referral_issued'], 'expired', ['job']],
  // What follows a failure is the rule profile's choice: stop list, queue again, or inactive.
  ['put_on_stop_list', ['declined', 'expired'], 'stop_list', ['clerk', 'job']],
  ['leave_stop_list', ['stop_list'], 'queued', ['job']],
  ['requeue', ['declined', 'expired'], 'queued', ['clerk', 'job']],
  ['deactivate', ['queued', 'declined', 'expired'], 'inactive', ['clerk', 'job']],
  // Inactive after a failure, or gone for want of interest: back at the original date, within the profile's days.
  ['restore', ['inactive', 'removed_no_interest'], 'queued', ['clerk']],

  // Admission, by the head of the kindergarten (A5).
  ['submit_documents', ['referral_issued'], 'docs_submitted', ['head']],
  ['return_documents', ['docs_submitted'], 'referral_issued', ['head']],
  ['refuse_admission', ['referral_issued', 'docs_submitted'], 'queued', ['head']],
  ['admit', ['docs_submitted'], 'enrolled', ['head']],
  // A head moves a child within its kindergarten, a clerk between kindergartens of the district.
  ['transfer', ['enrolled'], 'same', ['clerk', 'head']],
  ['exchange', ['enrolled'], 'same', ['clerk']],
  ['withdraw_child', ['enrolled'], 'archived', ['head']],

  // One child, two applications: the other one stays. A mistake is mended at the original date.
  ['remove_duplicate', ['queued'], 'cancelled', ['clerk']],
  ['reinstate_duplicate', ['cancelled'], 'queued', ['clerk']],

  // Ends. Self-cleaning: a child admitted on one application leaves every other list, whatever it waits for there.
  ['cancel', LIVE, 'cancelled', ['clerk', 'job']],
  ['placed_elsewhere', LIVE, 'cancelled', ['job']],
  ['age_out', ['queued', 'suspended', 'stop_list', 'inactive', 'declined', 'expired'], 'archived', ['job']],
  ['archive', ['refused', 'cancelled', 'removed_no_interest', 'enrolled'], 'archived', ['job']],

  // The child's people (A9, A10): signed beside the status, which they do not change.
  ['link', OF_FAMILY, 'same', ['clerk']],
  ['unlink', OF_FAMILY, 'same', ['clerk']],
  ['dispute', OF_FAMILY, 'same', ['clerk']],
  ['resolve_dispute', OF_FAMILY, 'same', ['clerk']],
  ['replace_applicant', OF_FAMILY, 'same', ['clerk']],
  ['refuse_link_request', OF_FAMILY, 'same', ['clerk']],
  ['approve_companion', ['enrolled'], 'same', ['clerk', 'head']],
  ['refuse_companion', ['enrolled'], 'same', ['clerk', 'head']],
  ['suspend_companion', ['enrolled'], 'same', ['clerk', 'head']],
  ['resume_companion', ['enrolled'], 'same', ['clerk', 'head']],
];

/** Every permitted change, one row per event and source status; (event, from) is unique. */
export const TRANSITIONS: readonly Transition[] = RULES.flatMap(([event, from, to, by]) =>
  from.map((source) => ({ event, from: source, to: to === 'same' ? source : to, by })),
);

/** The status a new application starts in. */
export const INITIAL_STATUS: ApplicationStatus = 'submitted';
/** Nothing leads out of these. */
export const FINAL_STATUSES: readonly ApplicationStatus[] = ['archived'];

/** The status after the event, or null when the event is not permitted in this status. */
export function nextStatus(status: ApplicationStatus, event: ApplicationEvent): ApplicationStatus | null {
  return TRANSITIONS.find((row) => row.event === event && row.from === status)?.to ?? null;
}

/** Events that this actor may cause in this status, in the table's order. */
export function permittedEvents(status: ApplicationStatus, actor: Actor): readonly ApplicationEvent[] {
  return TRANSITIONS.filter((row) => row.from === status && row.by.includes(actor)).map((row) => row.event);
}

/** Whether this actor may cause this event in this status. */
export function isPermitted(status: ApplicationStatus, event: ApplicationEvent, actor: Actor): boolean {
  return TRANSITIONS.some((row) => row.event === event && row.from === status && row.by.includes(actor));
}

/** Signed decisions on an application under review: the document of version 1. */
export const REVIEW_EVENTS = ['approve', 'refuse', 'return', 'correct'] as const;
export type ReviewAct = (typeof REVIEW_EVENTS)[number];

/** Signed acts on places, referrals and admissions: the document of version 2. */
export const REFERRAL_EVENTS = [
  'offer',
  'accept',
  'decline',
  'issue_referral',
  'extend',
  'cancel_referral',
  'confirm_benefit',
  'reject_benefit',
  'restore',
  'transfer',
  'exchange',
  'submit_documents',
  'admit',
  'refuse_admission',
  'withdraw_child',
] as const;
export type ReferralAct = (typeof REFERRAL_EVENTS)[number];

/** Signed acts on a parent's link to a child. */
export const LINK_EVENTS = ['link', 'unlink', 'dispute', 'resolve_dispute', 'replace_applicant'] as const;
export type LinkAct = (typeof LINK_EVENTS)[number];

/** The signed answer to a portal's request to link a parent where it is no: yes is a link. */
export const LINK_REQUEST_EVENTS = ['refuse_link_request'] as const;
export type LinkRequestAct = (typeof LINK_REQUEST_EVENTS)[number];

/** Signed acts on who may take a child from its kindergarten. */
export const COMPANION_EVENTS = [
  'approve_companion',
  'refuse_companion',
  'suspend_companion',
  'resume_companion',
] as const;
export type CompanionAct = (typeof COMPANION_EVENTS)[number];

/** Signed acts on an application that another one of the same child stands for. */
export const DUPLICATE_EVENTS = ['remove_duplicate', 'reinstate_duplicate'] as const;
export type DuplicateAct = (typeof DUPLICATE_EVENTS)[number];

/**
 * Signed acts on the child's people, on who asks to be one of them, and on the child's other applications: the document of
 * version 3. The application keeps its status but with the acts on duplicates.
 */
export const FAMILY_EVENTS = [
  ...LINK_EVENTS,
  ...COMPANION_EVENTS,
  ...DUPLICATE_EVENTS,
  ...LINK_REQUEST_EVENTS,
] as const;
export type FamilyAct = (typeof FAMILY_EVENTS)[number];

export function isFamilyAct(act: DecisionAct): act is FamilyAct {
  return (FAMILY_EVENTS as readonly string[]).includes(act);
}

/** The signed registration of a family at the counter: the document of version 4. */
export const REGISTRATION_EVENTS = ['register_at_counter'] as const;
export type RegistrationAct = (typeof REGISTRATION_EVENTS)[number];

/** Every event that is a signed decision. */
export const DECISION_EVENTS = [
  ...REVIEW_EVENTS,
  ...REFERRAL_EVENTS,
  ...FAMILY_EVENTS,
  ...REGISTRATION_EVENTS,
] as const;
export type DecisionAct = (typeof DECISION_EVENTS)[number];

/** Who signs an act: the roles that the table lets cause it. A job may accept or decline for the family's portal, unsigned. */
export function signersOf(act: DecisionAct): readonly Role[] {
  const roles = TRANSITIONS.filter((row) => row.event === act).flatMap((row) => row.by);
  return ROLES.filter((role) => roles.includes(role));
}

/** Whether an act of this name is signed. */
export function isDecisionAct(event: string): event is DecisionAct {
  return (DECISION_EVENTS as readonly string[]).includes(event);
}

/** The jobs that act on applications; history names them `job:offers` and so on. */
export const JOBS = [
  'offers',
  'referrals',
  'benefits',
  'stop_list',
  'cohorts',
  'families',
  'bulletin',
  'interest',
  'guardians',
  'self_cleaning',
] as const;
export type Job = (typeof JOBS)[number];

/** The job behind each event that only the machine causes in this part; a step after a failure is told by the failure's job. */
export const JOB_OF_EVENT = {
  offer_lapsed: 'offers',
  referral_lapsed: 'referrals',
  benefit_review_lapsed: 'benefits',
  leave_stop_list: 'stop_list',
  age_out: 'cohorts',
  archive: 'cohorts',
  remove_no_interest: 'interest',
  placed_elsewhere: 'self_cleaning',
} as const satisfies Partial<Record<ApplicationEvent, Job>>;

/** How the decision deadline stands in a status: it runs, it is paused while the family corrects, or it is over. */
export function deadlinePhase(status: ApplicationStatus): 'running' | 'paused' | 'done' {
  switch (status) {
    case 'submitted':
    case 'registered':
    case 'in_review':
    case 'answered':
      return 'running';
    case 'returned':
      return 'paused';
    default:
      return 'done';
  }
}
