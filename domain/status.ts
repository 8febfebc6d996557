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
  'reinstate',
  'suspend',
  'resume',
  'offer',
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
  'withdraw_child',
  'cancel',
  'age_out',
  'archive',
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

const RULES: readonly Rule[] = [
  // Review. Claiming an answered application keeps it «Жауап келді» until it is decided.
  ['register', ['submitted'], 'registered', ['clerk', 'job']],
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
  // A correcting act reopens a decided application; main also checks that no offer or referral exists.
  ['correct', ['queued', 'refused', 'returned'], 'in_review', ['clerk']],

  // Waiting in the queue.
  ['confirm_interest', ['queued', 'suspended', 'inactive', 'stop_list'], 'same', ['clerk', 'job']],
  ['remove_no_interest', ['queued', 'suspended', 'inactive', 'stop_list'], 'removed_no_interest', ['job']],
  ['reinstate', ['removed_no_interest'], 'queued', ['clerk']],
  ['suspend', ['queued'], 'suspended', ['clerk', 'job']],
  ['resume', ['suspended'], 'queued', ['clerk', 'job']],

  // Offer and referral (A3, A4).
  ['offer', ['queued'], 'offered', ['clerk', 'job']],
  ['decline', ['offered', 'referral_issued'], 'declined', ['clerk', 'job']],
  ['offer_lapsed', ['offered'], 'expired', ['job']],
  ['start_benefit_review', ['queued', 'offered'], 'benefit_review', ['clerk', 'job']],
  ['confirm_benefit', ['benefit_review'], 'referral_issued', ['clerk']],
  // A false benefit: back to the common queue at the original date.
  ['reject_benefit', ['benefit_review'], 'queued', ['clerk']],
  ['benefit_review_lapsed', ['benefit_review'], 'queued', ['job']],
  ['issue_referral', ['queued', 'offered'], 'referral_issued', ['clerk']],
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
  ['deactivate', ['queued', 'expired'], 'inactive', ['clerk', 'job']],
  ['restore', ['inactive'], 'queued', ['clerk', 'job']],

  // Admission, by the head of the kindergarten (A5).
  ['submit_documents', ['referral_issued'], 'docs_submitted', ['head', 'job']],
  ['return_documents', ['docs_submitted'], 'referral_issued', ['head']],
  ['refuse_admission', ['referral_issued', 'docs_submitted'], 'queued', ['head']],
  ['admit', ['docs_submitted'], 'enrolled', ['head']],
  ['withdraw_child', ['enrolled'], 'archived', ['head']],

  // Ends.
  [
    'cancel',
    [
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
      'declined',
      'expired',
    ],
    'cancelled',
    ['clerk', 'job'],
  ],
  ['age_out', ['queued', 'suspended', 'stop_list', 'inactive', 'declined', 'expired'], 'archived', ['job']],
  ['archive', ['refused', 'cancelled', 'removed_no_interest', 'enrolled'], 'archived', ['job']],
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

/** Events that are signed decisions on an application under review. */
export const DECISION_EVENTS = ['approve', 'refuse', 'return', 'correct'] as const;
export type DecisionAct = (typeof DECISION_EVENTS)[number];

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
