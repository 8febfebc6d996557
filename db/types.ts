// Made by db/generate-types.ts from the migrations. Do not edit: change a migration and run `node db/generate-types.ts`.
// biome-ignore-all format: the generator decides
import type { ColumnType } from 'kysely';

/** A column the database fills when it is not given. */
export type Generated<T> =
  T extends ColumnType<infer Select, infer Insert, infer Update>
    ? ColumnType<Select, Insert | undefined, Update>
    : ColumnType<T, T | undefined, T>;
/** bigint: text on the way out, so that no digit is lost. */
export type Int8 = ColumnType<string, string | number | bigint, string | number | bigint>;
/** timestamptz: `Date` on the way out. */
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
/** bytea: `Buffer` on the way out. */
export type Bytes = ColumnType<Buffer, Uint8Array, Uint8Array>;
/** jsonb: parsed on the way out, JSON text on the way in (the driver would turn an array into a PostgreSQL array). */
export type Json = ColumnType<JsonValue, string, string>;
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

export interface ApplicantReplacementTable {
  id: Generated<Int8>;
  application_id: Int8;
  decision_id: Int8;
  former_id: Int8;
  former_relation: 'mother' | 'father' | 'guardian';
  successor_id: Int8;
  successor_relation: 'mother' | 'father' | 'guardian';
  at: Timestamp;
}

export interface ApplicationTable {
  id: Generated<Int8>;
  number: string;
  service: 'preschool_queue';
  district_id: number;
  queue_kind: 'general' | 'special';
  correction_kind: string | null;
  channel: 'indigo' | 'akmola' | 'astana' | 'egov' | 'con' | 'walk_in';
  status: 'submitted' | 'registered' | 'in_review' | 'returned' | 'answered' | 'queued' | 'refused' | 'suspended' | 'stop_list' | 'inactive' | 'offered' | 'benefit_review' | 'referral_issued' | 'docs_submitted' | 'enrolled' | 'declined' | 'expired' | 'cancelled' | 'removed_no_interest' | 'archived';
  status_since: Timestamp;
  version: Generated<number>;
  child_id: Int8;
  applicant_id: Int8;
  applicant_relation: 'mother' | 'father' | 'guardian';
  second_parent_id: Int8 | null;
  second_parent_relation: 'mother' | 'father' | 'guardian' | null;
  cohort_year: number;
  language: 'kk' | 'ru';
  desired_from: string | null;
  submitted_at: Timestamp;
  registered_at: Timestamp | null;
  deadline_at: Timestamp | null;
  correction_due: string | null;
  decided_at: Timestamp | null;
  benefit_category_id: number | null;
  priority_class: Generated<'out_of_turn' | 'priority' | 'ordinary'>;
  phone: string;
  phone_verified_by: 'one_time_code' | 'consent_1414' | 'mobile_citizens_base' | 'counter' | null;
  email: string | null;
  email_verified_by: 'one_time_code' | 'link' | 'counter' | null;
  notification_type: 'sms' | 'email' | 'ed24' | 'letter';
  notification_language: 'kk' | 'ru';
  permanent_address: string;
  temporary_address: string | null;
  birth_act_number: string | null;
  data_consent_at: Timestamp;
  claimed_by: string | null;
  claimed_at: Timestamp | null;
  claim_until: Timestamp | null;
  scans_total: Generated<number>;
  scans_unread: Generated<number>;
  twin_group: string | null;
  child_sort_name: string;
  search: string;
  stop_list_until: string | null;
  restore_until: string | null;
  restored: Generated<number>;
}

export interface ApplicationConsentTable {
  application_id: Int8;
  kind: 'data_processing' | 'public_offer' | 'notifications' | 'consent_1414';
  given_at: Timestamp;
}

export interface AttendanceChannelTable {
  channel: 'file' | 'http';
  since: Timestamp;
  seen_at: Timestamp;
  last_batch: Generated<Int8>;
}

export interface AttendanceDeliveryTable {
  outbox_id: Int8;
  channel: string;
  state: Generated<'waiting' | 'sending' | 'sent' | 'failed' | 'refused' | 'superseded'>;
  attempts: Generated<number>;
  next_attempt_at: Timestamp;
  batch: Int8 | null;
  lease_until: Timestamp | null;
  sent_at: Timestamp | null;
  error: string | null;
}

export interface AttendanceOutboxTable {
  id: Generated<Int8>;
  permit_id: Int8;
  district_id: number;
  kindergarten_id: number;
  change: 'allow' | 'stop';
  body: string;
  queued_at: Timestamp;
}

export interface BenefitCategoryTable {
  id: Generated<number>;
  code: string;
  region_id: number | null;
  valid_from: string;
  valid_to: string | null;
  priority_class: 'out_of_turn' | 'priority';
  name_kk: string;
  name_ru: string;
  name_en: string;
  short_kk: string;
  short_ru: string;
  short_en: string;
  legal_act: string;
  verified: boolean;
}

export interface BenefitCategoryDocumentTable {
  benefit_category_id: number;
  document_kind: string;
  about: 'child' | 'applicant' | 'second_parent';
  required: boolean;
  valid_days: number | null;
  signed_and_sealed: boolean;
}

export interface BenefitClaimTable {
  id: Generated<Int8>;
  application_id: Int8;
  benefit_category_id: number;
  state: Generated<'claimed' | 'confirmed' | 'rejected' | 'withdrawn'>;
}

export interface BulletinTable {
  id: Generated<Int8>;
  district_id: number;
  on_date: string;
  published_at: Timestamp;
}

export interface BulletinRowTable {
  bulletin_id: Int8;
  group_id: number;
  free: number;
}

export interface CalendarDayTable {
  id: Generated<number>;
  region_id: number | null;
  day: string;
  kind: 'holiday' | 'working';
  title_kk: string;
  title_ru: string;
  legal_act: string | null;
  verified: boolean;
}

export interface ChannelSecretTable {
  channel: string;
  secret: string;
  changed_at: Timestamp;
}

export interface ChildKeyTable {
  person_id: Int8;
  near_surname: string;
  near_given: string;
  birth_date: string;
  sex: string;
}

export interface CompanionTable {
  id: Generated<Int8>;
  iin: string;
  surname: string;
  given_name: string;
  patronymic: string | null;
  birth_date: string;
  sex: 'male' | 'female';
}

export interface CompanionPermitTable {
  id: Generated<Int8>;
  companion_id: Int8;
  child_id: Int8;
  application_id: Int8;
  district_id: number;
  kindergarten_id: number;
  relation: 'mother' | 'father' | 'guardian' | 'grandmother' | 'grandfather' | 'sister' | 'brother' | 'aunt' | 'uncle' | 'nanny' | 'other';
  phone: string;
  is_applicant: Generated<boolean>;
  state: Generated<'waiting' | 'approved' | 'refused' | 'suspended' | 'ended'>;
  state_since: Timestamp;
  reason: string | null;
  cause: 'became_staff' | 'child_left' | 'days_over' | 'applicant_replaced' | 'family_asked' | null;
  valid_from: string;
  valid_to: string | null;
  version: Generated<number>;
  application_version: number;
  acting: string | null;
  registered_at: Timestamp;
  registered_by: string | null;
}

export interface CompanionPhotoTable {
  companion_id: Int8;
  media_type: 'image/jpeg' | 'image/png';
  content: Bytes;
  added_by: string;
  added_at: Timestamp;
}

export interface DecisionTable {
  id: Generated<Int8>;
  number: string;
  application_id: Int8;
  application_version: number;
  district_id: number;
  act: 'approve' | 'refuse' | 'return' | 'correct' | 'offer' | 'accept' | 'decline' | 'issue_referral' | 'extend' | 'cancel_referral' | 'confirm_benefit' | 'reject_benefit' | 'restore' | 'transfer' | 'exchange' | 'submit_documents' | 'admit' | 'refuse_admission' | 'withdraw_child' | 'link' | 'unlink' | 'dispute' | 'resolve_dispute' | 'replace_applicant' | 'approve_companion' | 'refuse_companion' | 'suspend_companion' | 'resume_companion' | 'register_at_counter' | 'remove_duplicate' | 'reinstate_duplicate' | 'refuse_link_request';
  outcome: 'approved' | 'refused' | 'returned' | 'reopened' | 'offered' | 'accepted' | 'declined' | 'referred' | 'extended' | 'cancelled' | 'benefit_confirmed' | 'benefit_rejected' | 'restored' | 'transferred' | 'exchanged' | 'documents_received' | 'admitted' | 'admission_refused' | 'withdrawn' | 'linked' | 'unlinked' | 'link_disputed' | 'dispute_resolved' | 'applicant_replaced' | 'companion_approved' | 'companion_refused' | 'companion_suspended' | 'companion_resumed' | 'registered' | 'duplicate_removed' | 'duplicate_reinstated' | 'link_request_refused';
  reason: string | null;
  note: string | null;
  correction_due: string | null;
  legal_act: string;
  rule_profile_id: number;
  facts: string;
  facts_sha256: Bytes;
  staff_iin: string;
  staff_post_id: number;
  decided_at: Timestamp;
  corrects_id: Int8 | null;
  signed_xml: string;
  algorithm: 'rsa-sha256' | 'gost-2015-512';
  certificate: Bytes;
  chain_verdict: string;
  chain_path: string;
  trust_purpose: 'production' | 'test' | 'demo';
  revocation_status: 'good' | 'not_checked' | 'revoked';
  revocation_source: 'ocsp' | 'crl' | null;
  revocation_reason: string | null;
  revocation_checked_at: Timestamp;
  revocation_evidence: Bytes | null;
  message_kk: string;
  message_ru: string;
  referral_id: Int8 | null;
  subject_iin: string | null;
}

export interface DecisionRecheckTable {
  id: Generated<Int8>;
  decision_id: Int8;
  status: 'good' | 'revoked' | 'not_checked';
  source: 'ocsp' | 'crl' | null;
  reason: string | null;
  checked_at: Timestamp;
  produced_at: Timestamp | null;
  revoked_at: Timestamp | null;
  evidence: Bytes | null;
  checked_by: string;
}

export interface DeliveryRuleTable {
  id: Generated<number>;
  region_id: number | null;
  valid_from: string;
  valid_to: string | null;
  attempts: number;
  first_retry_seconds: number;
  longest_retry_seconds: number;
  lease_seconds: number;
  quiet_from: string | null;
  quiet_to: string | null;
  quiet_channels: string[];
}

export interface DesiredKindergartenTable {
  application_id: Int8;
  rank: number;
  kindergarten_id: number;
}

export interface DistrictTable {
  id: Generated<number>;
  region_id: number;
  code: string;
  bin: string;
  name_kk: string;
  name_ru: string;
  name_en: string;
  department_name_kk: string;
  department_name_ru: string;
  department_name_en: string;
}

export interface DocumentKindTable {
  code: string;
  name_kk: string;
  name_ru: string;
  name_en: string;
  short_kk: string;
  short_ru: string;
  short_en: string;
  names_child: boolean;
  names_adult: boolean;
}

export interface DraftTable {
  staff_iin: string;
  application_id: Int8;
  kind: 'review' | 'decision';
  body: Json;
  saved_at: Timestamp;
}

export interface DuplicateFindingTable {
  id: Generated<Int8>;
  pair_id: Int8;
  pair_version: number;
  verdict: 'not_duplicate' | 'duplicate' | 'reopened' | 'removed' | 'reinstated';
  note: string | null;
  staff_iin: string | null;
  staff_post_id: number | null;
  decision_id: Int8 | null;
  found_at: Timestamp;
}

export interface DuplicatePairTable {
  id: Generated<Int8>;
  kind: 'same_child' | 'same_scan' | 'near';
  first_id: Int8;
  second_id: Int8;
  first_district_id: number;
  second_district_id: number;
  near_names: string | null;
  near_date: string | null;
  found_at: Timestamp;
  state: Generated<'open' | 'not_duplicate' | 'duplicate' | 'removed'>;
  version: Generated<number>;
  verdict: string | null;
  judged_by: string | null;
  judged_at: Timestamp | null;
  note: string | null;
}

export interface DuplicateRemovalTable {
  id: Generated<Int8>;
  application_id: Int8;
  application_version: number;
  kept_id: Int8;
  kept_number: string;
  pair_id: Int8;
  decision_id: Int8;
  removed_at: Timestamp;
  reinstated_by: Int8 | null;
  reinstated_at: Timestamp | null;
}

export interface EnrolmentTable {
  id: Generated<Int8>;
  child_id: Int8;
  application_id: Int8;
  referral_id: Int8 | null;
  seat_id: Int8;
  group_id: number;
  kindergarten_id: number;
  application_version: number;
  acting: string | null;
  contract_number: string;
  contract_on: string;
  enrolled_on: string;
  ended_on: string | null;
  end_kind: 'withdrawn' | 'transferred' | 'exchanged' | null;
  end_reason: string | null;
}

export interface ExchangeTable {
  id: Generated<Int8>;
  district_id: number;
  application_id: Int8;
  other_application_id: Int8;
  consent_at: Timestamp | null;
  consent_how: 'counter' | 'phone' | 'portal' | null;
  other_consent_at: Timestamp | null;
  other_consent_how: 'counter' | 'phone' | 'portal' | null;
  asked_at: Timestamp;
  asked_by: string;
  done_at: Timestamp | null;
  dropped_at: Timestamp | null;
}

export interface FamilyRuleTable {
  id: Generated<number>;
  region_id: number | null;
  valid_from: string;
  valid_to: string | null;
  parent_years_older: number;
  guardian_years: number;
  registry_answer_days: number;
  legal_act: string;
  verified: Generated<boolean>;
}

export interface HistoryTable {
  chain: number;
  seq: Int8;
  at: Timestamp;
  actor: string;
  staff_post_id: number | null;
  event: string;
  application_id: Int8 | null;
  decision_id: Int8 | null;
  from_status: string | null;
  to_status: string | null;
  version: number | null;
  detail: Generated<Json>;
  prev_hash: Bytes;
  hash: Bytes;
}

export interface HistoryHeadTable {
  chain: number;
  last_seq: Int8;
  last_hash: Bytes;
}

export interface IdempotencyTable {
  key: string;
  staff_iin: string;
  act: string;
  request_sha256: Bytes;
  response: Json;
  answered_at: Timestamp;
}

export interface InstallationTable {
  only_row: Generated<boolean>;
  id: Generated<string>;
  kind: 'office' | 'demo';
  test_ca_enabled: Generated<boolean>;
  ocsp_url: string | null;
  crl_url: string | null;
  revocation_timeout_ms: Generated<number>;
  key_idle_minutes: Generated<number>;
  verify_base_url: string | null;
  created_at: Generated<Timestamp>;
  registry_url: string | null;
  registry_timeout_ms: Generated<number>;
}

export interface InterestTable {
  application_id: Int8;
  district_id: number;
  queued_on: string;
  due_on: string;
}

export interface InterestConfirmationTable {
  id: Generated<Int8>;
  application_id: Int8;
  application_version: number;
  due_on: string;
  next_due_on: string;
  confirmed_at: Timestamp;
  how: 'portal' | 'counter' | 'phone';
  note: string | null;
  confirmed_by: string | null;
  staff_post_id: number | null;
}

export interface InterestReminderTable {
  application_id: Int8;
  due_on: string;
  days_before: number;
  reminded_at: Timestamp;
}

export interface JobRunTable {
  job: string;
  due_at: Timestamp;
  started_at: Timestamp;
  attempts: Generated<number>;
  ended_at: Timestamp | null;
  outcome: 'done' | 'failed' | null;
  done: Generated<number>;
  note: string | null;
}

export interface KindergartenTable {
  id: Generated<number>;
  district_id: number;
  bin: string;
  name: string;
  kind: 'kindergarten' | 'nursery' | 'mini_centre';
  ownership: 'state' | 'private';
  address: string;
}

export interface KindergartenGroupTable {
  id: Generated<number>;
  kindergarten_id: number;
  name: string;
  cohort_year: number;
  language: 'kk' | 'ru';
  kind: 'general' | 'special';
  capacity: number;
  correction_kind: string | null;
}

export interface KindergartenStaffTable {
  id: Generated<Int8>;
  kindergarten_id: number;
  iin: string;
  surname: string;
  given_name: string;
  patronymic: string | null;
  position: string;
  valid_from: string;
  valid_to: string | null;
}

export interface KinshipCheckTable {
  id: Generated<Int8>;
  application_id: Int8;
  child_iin: string;
  parent_iin: string;
  answer: 'confirmed' | 'differs' | 'not_found' | 'unreachable';
  role: 'mother' | 'father' | 'guardian' | null;
  source: 'local' | 'gateway';
  surname: string | null;
  given_name: string | null;
  patronymic: string | null;
  birth_date: string | null;
  sex: 'male' | 'female' | null;
  checked_at: Timestamp;
  checked_by: string;
}

export interface LegalActTable {
  code: string;
  title_kk: string;
  title_ru: string;
  title_en: string;
  signed_on: string;
  url: string | null;
  verified: boolean;
}

export interface LinkRequestTable {
  id: Generated<Int8>;
  application_id: Int8;
  child_id: Int8;
  district_id: number;
  iin: string;
  surname: string;
  given_name: string;
  patronymic: string | null;
  birth_date: string;
  sex: 'male' | 'female';
  role: 'mother' | 'father' | 'guardian';
  phone: string;
  phone_verified_by: string;
  email: string | null;
  email_verified_by: string | null;
  portal: string;
  portal_id: string;
  asked_at: Timestamp;
  state: Generated<'waiting' | 'linked' | 'refused' | 'lapsed'>;
  reason: string | null;
  decision_id: Int8 | null;
  application_version: number | null;
  answered_at: Timestamp | null;
  answered_by: string | null;
}

export interface LinkRequestConsentTable {
  request_id: Int8;
  kind: 'data_processing' | 'public_offer' | 'notifications' | 'consent_1414';
  given_at: Timestamp;
}

export interface LinkRequestScanTable {
  request_id: Int8;
  scan_id: Int8;
}

export interface MachineActTable {
  transaction: Int8;
  actor: string;
}

export interface NoticeTable {
  id: Generated<Int8>;
  application_id: Int8;
  decision_id: Int8 | null;
  kind: string;
  channel: 'sms' | 'email' | 'ed24' | 'letter';
  language: 'kk' | 'ru';
  address: string;
  body: string;
  state: Generated<'waiting' | 'sending' | 'sent' | 'dead'>;
  queued_at: Timestamp;
  round: Generated<number>;
  tries: Generated<number>;
  attempts: Generated<number>;
  next_attempt_at: Timestamp | null;
  ended_at: Timestamp | null;
  link_request_id: Int8 | null;
}

export interface NoticeChannelTable {
  channel: 'sms' | 'email' | 'ed24';
  enabled: boolean;
  settings: Json;
  changed_at: Timestamp;
  changed_by: string;
}

export interface NoticeDeliveryTable {
  notice_id: Int8;
  attempt: number;
  round: number;
  channel: 'sms' | 'email' | 'ed24' | 'letter';
  lease: string;
  lease_until: Timestamp;
  at: Timestamp;
  actor: string;
  ended_at: Timestamp | null;
  outcome: 'sent' | 'failed' | 'rejected' | 'lost' | 'printed' | null;
  provider_id: string | null;
  error: string | null;
}

export interface NoticeKindTable {
  code: string;
  told_by: 'decision' | 'event';
  events: Generated<string[]>;
}

export interface NoticeTemplateTable {
  id: Generated<number>;
  code: string;
  language: 'kk' | 'ru' | 'en';
  channel: 'sms' | 'email' | 'ed24' | 'letter' | null;
  body: string;
  valid_from: string;
  made_at: Timestamp;
  made_by: string;
}

export interface NoticeTextTable {
  code: string;
  kind: string | null;
  may: string[];
  must: string[];
  most: number;
  one_line: boolean;
}

export interface NumberSequenceTable {
  kind: 'application' | 'decision' | 'referral';
  year: number;
  last_value: number;
}

export interface PackageTable {
  id: Generated<Int8>;
  portal: string | null;
  portal_id: string | null;
  kind: 'application' | 'answer' | 'interest' | 'companion' | 'link' | null;
  sha256: Bytes;
  state: 'taken' | 'repeated' | 'set_aside';
  reason: string | null;
  place: string | null;
  application_id: Int8 | null;
  district_id: number | null;
  source: 'folder' | 'screen' | 'cli' | 'database' | 'counter';
  file_name: string | null;
  brought_by: string;
  arrivals: Generated<number>;
  first_at: Timestamp;
  last_at: Timestamp;
}

export interface PackageSignatureTable {
  package_id: Int8;
  signer_iin: string;
  signed_xml: string;
  algorithm: 'rsa-sha256' | 'gost-2015-512';
  certificate: Bytes;
  chain_path: string;
  trust_purpose: 'production' | 'test' | 'demo';
  revocation_status: 'good' | 'not_checked';
  revocation_source: 'ocsp' | 'crl' | null;
  revocation_reason: string | null;
  revocation_checked_at: Timestamp;
  revocation_evidence: Bytes | null;
  verified_at: Timestamp;
}

export interface PackageTakerTable {
  kind: 'application' | 'answer' | 'interest' | 'companion' | 'link';
  function: string;
}

export interface ParentLinkTable {
  id: Generated<Int8>;
  child_id: Int8;
  person_id: Int8;
  role: 'mother' | 'father' | 'guardian';
  state: 'live' | 'disputed' | 'ended';
  evidence: 'registry' | 'birth_certificate' | 'court_document' | 'application';
  check_id: Int8 | null;
  scan_id: Int8 | null;
  court_number: string | null;
  court_name: string | null;
  court_on: string | null;
  court_until: string | null;
  valid_from: string;
  valid_to: string | null;
  end_reason: string | null;
  application_id: Int8;
  application_version: number;
  decision_id: Int8 | null;
  linked_at: Timestamp;
  linked_by: string | null;
  search_name: string;
}

export interface ParentLinkStepTable {
  link_id: Int8;
  seq: number;
  act: 'link' | 'unlink' | 'dispute' | 'resolve_dispute' | 'replace_applicant' | 'court_over';
  state: 'live' | 'disputed' | 'ended';
  application_id: Int8;
  decision_id: Int8 | null;
  at: Timestamp;
}

export interface PersonTable {
  id: Generated<Int8>;
  iin: string;
  surname: string;
  given_name: string;
  patronymic: string | null;
  birth_date: string;
  sex: 'male' | 'female';
}

export interface PortalTable {
  code: string;
  name_kk: string;
  name_ru: string;
  name_en: string;
  channel: 'indigo' | 'akmola' | 'astana' | 'egov' | 'con' | 'walk_in';
  signature_required: boolean;
  late_days: number;
  database_role: Generated<string>;
  open: Generated<boolean>;
}

export interface QueueTable {
  id: Generated<number>;
  district_id: number;
  service: 'preschool_queue';
  queue_kind: 'general' | 'special';
  cohort_year: number;
  language: 'kk' | 'ru';
}

export interface QueueCountTable {
  queue_id: number;
  stream: string;
  kindergarten_id: number;
  order_class: number;
  week: number;
  n: number;
}

export interface QueueStayTable {
  id: Generated<Int8>;
  queue_id: number;
  application_id: Int8;
  child_id: Int8;
  stream: 'benefit' | 'ordinary';
  order_class: number;
  order_at: Timestamp;
  order_no: Int8;
  own_class: number;
  own_at: Timestamp;
  own_no: Int8;
  wants: number[];
  twin_group: string | null;
  applicant_id: Int8;
  entered_at: Timestamp;
  entered_by: Int8;
  entered_version: number;
  entered_seq: Int8 | null;
  left_at: Timestamp | null;
  left_by: Int8 | null;
  left_version: number | null;
  left_seq: Int8 | null;
}

export interface QueueTurnTable {
  id: Generated<Int8>;
  queue_id: number;
  rule_profile_id: number;
  turn: number;
  stream: 'benefit' | 'ordinary';
  referral_id: Int8 | null;
  taken_at: Timestamp;
  voided_at: Timestamp | null;
  refilled_at: Timestamp | null;
}

export interface ReasonTable {
  code: string;
  used_for: 'scan' | 'return' | 'refuse' | 'release' | 'correct' | 'decline' | 'extend' | 'cancel' | 'benefit' | 'transfer' | 'admission' | 'withdraw' | 'out_of_order' | 'seat' | 'unlink' | 'dispute' | 'resolve' | 'replace' | 'companion_refuse' | 'companion_suspend' | 'link_refuse' | 'duplicate' | 'duplicate_earlier' | 'duplicate_reinstate';
  check_code: 'kind' | 'person' | 'child' | 'not_expired' | 'readable' | 'signed_sealed' | null;
  position: number;
  short_kk: string;
  short_ru: string;
  short_en: string;
  full_kk: string;
  full_ru: string;
  full_en: string;
  message_kk: string;
  message_ru: string;
  correctable: boolean;
  valid_from: string;
  valid_to: string | null;
  legal_act: string | null;
  verified: boolean;
}

export interface ReferralTable {
  id: Generated<Int8>;
  number: string | null;
  application_id: Int8;
  child_id: Int8;
  district_id: number;
  kindergarten_id: number;
  group_id: number;
  seat_id: Int8;
  queue_id: number;
  rule_profile_id: number;
  turn: number;
  stream: 'benefit' | 'ordinary';
  cause: 'ratio' | 'other_stream_empty';
  out_of_order_reason: string | null;
  passed: Generated<number>;
  state: 'offered' | 'accepted' | 'issued' | 'documents' | 'admitted' | 'declined' | 'lapsed' | 'expired' | 'refused' | 'cancelled';
  benefit_state: 'not_needed' | 'pending' | 'confirmed' | 'rejected';
  application_version: number;
  acting: string | null;
  offered_at: Timestamp | null;
  offer_until: Timestamp | null;
  accepted_at: Timestamp | null;
  accepted_how: 'counter' | 'phone' | 'portal' | null;
  issued_at: Timestamp | null;
  valid_until: Timestamp | null;
  first_valid_until: Timestamp | null;
  extensions: Generated<number>;
  benefit_until: Timestamp | null;
  documents_at: Timestamp | null;
  ended_at: Timestamp | null;
  end_reason: string | null;
}

export interface ReferralDocumentTable {
  referral_id: Int8;
  document_kind: string;
  received_on: string;
  received_by: string;
}

export interface ReferralPassedTable {
  referral_id: Int8;
  application_id: Int8;
  place: number;
  why: 'ahead' | 'ratio' | 'together';
}

export interface ReferralTransitionTable {
  event: string;
  from_state: string;
  to_state: string;
  benefit: string[];
  benefit_to: string;
  actors: string[];
}

export interface RegionTable {
  id: Generated<number>;
  code: string;
  name_kk: string;
  name_ru: string;
  name_en: string;
}

export interface RegistryKinshipTable {
  child_iin: string;
  parent_iin: string;
  role: 'mother' | 'father' | 'guardian';
  taken_at: Timestamp;
}

export interface RegistryPersonTable {
  iin: string;
  surname: string;
  given_name: string;
  patronymic: string | null;
  birth_date: string;
  sex: 'male' | 'female';
  taken_at: Timestamp;
}

export interface RuleProfileTable {
  id: Generated<number>;
  code: string;
  name_kk: string;
  name_ru: string;
  name_en: string;
  region_id: number | null;
  service: 'preschool_queue' | 'additional_education';
  valid_from: string;
  valid_to: string | null;
  legal_act: string;
  verified: boolean;
  decision_working_days: number;
  correction_working_days: number;
  workday_ends: string;
  claim_lease_minutes: number;
  benefit_places: number;
  ordinary_places: number;
  offer_days: number | null;
  offer_day_unit: 'working' | 'calendar' | null;
  referral_working_days: number | null;
  extension_calendar_days: number | null;
  stop_list_days: number | null;
  interest_months: number;
  restore_days: number | null;
  special_first_days: number | null;
  benefit_confirm_working_days: number | null;
  over_age_years: number;
  together: Generated<'none' | 'twins' | 'siblings'>;
  after_decline: Generated<'queue' | 'stop_list' | 'inactive'>;
  after_expiry: Generated<'queue' | 'stop_list' | 'inactive'>;
  extension_limit: Generated<number>;
  restore_limit: Generated<number>;
  bulletin_time: string | null;
  transfer_from: string | null;
  transfer_to: string | null;
  supersedes_id: number | null;
  companion_max_per_child: Generated<number>;
  companion_max_children: Generated<number>;
  companion_min_age: Generated<number>;
  interest_opens_days: number;
  interest_reminder_days: number[];
  interest_grace_days: number;
  interest_restore_days: number | null;
}

export interface SavedViewTable {
  id: Generated<string>;
  staff_iin: string;
  screen: string;
  name: string;
  position: number;
  state: Json;
}

export interface ScanTable {
  id: Generated<Int8>;
  application_id: Int8;
  benefit_claim_id: Int8 | null;
  document_kind: string;
  about: 'child' | 'applicant' | 'second_parent';
  position: number;
  sha256: Bytes;
  file_name: string;
  uploaded_at: Timestamp;
  replaced_by: Int8 | null;
}

export interface ScanChunkTable {
  sha256: Bytes;
  seq: number;
  bytes: Bytes;
}

export interface ScanContentTable {
  sha256: Bytes;
  byte_size: number;
  media_type: 'application/pdf' | 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic' | 'application/octet-stream';
  page_count: number | null;
}

export interface ScanOfferedTable {
  transaction: Int8;
  sha256: Bytes;
}

export interface ScanVerdictTable {
  scan_id: Int8;
  staff_iin: string;
  verdict: 'valid' | 'invalid' | 'later';
  check_kind: boolean | null;
  check_person: boolean | null;
  check_child: boolean | null;
  check_not_expired: boolean | null;
  check_readable: boolean | null;
  check_signed_sealed: boolean | null;
  issued_on: string | null;
  reason: string | null;
  note: string | null;
  pages_seen: number;
  answered_at_once: boolean;
  judged_at: Timestamp;
  application_version: number | null;
}

export interface SeatTable {
  id: Generated<Int8>;
  group_id: number;
  kindergarten_id: number;
  ordinal: number;
  state: Generated<'open' | 'reported' | 'closed' | 'removed'>;
  state_reason: string | null;
  open_since: Timestamp | null;
  special_until: Timestamp | null;
  temporary_until: string | null;
  version: Generated<number>;
}

export interface SeatHoldTable {
  id: Generated<Int8>;
  seat_id: Int8;
  child_id: Int8;
  application_id: Int8;
  referral_id: Int8 | null;
  kind: 'offer' | 'referral' | 'enrolment';
  since: Timestamp;
  until: Timestamp | null;
  enrolled_on: string | null;
  released_at: Timestamp | null;
  release_reason: string | null;
}

export interface SeatRequestTable {
  id: Generated<Int8>;
  seat_id: Int8;
  kind: 'report' | 'close' | 'reopen' | 'temporary';
  reason: string;
  note: string | null;
  until: string | null;
  requested_by: string;
  requested_post: number;
  requested_at: Timestamp;
  verdict: 'accepted' | 'refused' | null;
  decided_by: string | null;
  decided_post: number | null;
  decided_at: Timestamp | null;
  decision_note: string | null;
}

export interface SpareNumberTable {
  year: number;
  value: number;
}

export interface StaffTable {
  iin: string;
  surname: string;
  given_name: string;
  patronymic: string | null;
  active: Generated<boolean>;
  created_at: Generated<Timestamp>;
}

export interface StaffPostTable {
  id: Generated<number>;
  staff_iin: string;
  role: 'clerk' | 'head' | 'supervisor' | 'admin';
  region_id: number | null;
  district_id: number | null;
  kindergarten_id: number | null;
  valid_from: string;
  valid_to: string | null;
}

export interface StaffSettingTable {
  staff_iin: string;
  key: string;
  value: Json;
}

export interface StatusTransitionTable {
  event: string;
  from_status: string;
  to_status: string;
  actors: string[];
}

export interface TrustedCaTable {
  spki_sha256: Bytes;
  certificate: Bytes;
  subject: string;
  purpose: 'production' | 'test' | 'demo';
  added_at: Generated<Timestamp>;
  added_by: string;
}

export interface WalkInDraftTable {
  staff_iin: string;
  ref: string;
  body: Json;
  saved_at: Timestamp;
}

export interface WalkInNumberTable {
  number: string;
  staff_iin: string;
  reserved_at: Timestamp;
}

export interface WalkInRegistrationTable {
  application_id: Int8;
  package_id: Int8;
  consent: 'signature' | 'paper_scan' | 'paper_kept';
  staff_iin: string;
  registered_at: Timestamp;
}

export interface WalkInScanTable {
  id: Generated<Int8>;
  staff_iin: string;
  document_kind: string;
  about: 'child' | 'applicant' | 'second_parent';
  file_name: string;
  sha256: Bytes;
  media_type: string;
  page_count: number | null;
  byte_size: number;
  bytes: Bytes;
  added_at: Timestamp;
}

export interface Database {
  applicant_replacement: ApplicantReplacementTable;
  application: ApplicationTable;
  application_consent: ApplicationConsentTable;
  attendance_channel: AttendanceChannelTable;
  attendance_delivery: AttendanceDeliveryTable;
  attendance_outbox: AttendanceOutboxTable;
  benefit_category: BenefitCategoryTable;
  benefit_category_document: BenefitCategoryDocumentTable;
  benefit_claim: BenefitClaimTable;
  bulletin: BulletinTable;
  bulletin_row: BulletinRowTable;
  calendar_day: CalendarDayTable;
  channel_secret: ChannelSecretTable;
  child_key: ChildKeyTable;
  companion: CompanionTable;
  companion_permit: CompanionPermitTable;
  companion_photo: CompanionPhotoTable;
  decision: DecisionTable;
  decision_recheck: DecisionRecheckTable;
  delivery_rule: DeliveryRuleTable;
  desired_kindergarten: DesiredKindergartenTable;
  district: DistrictTable;
  document_kind: DocumentKindTable;
  draft: DraftTable;
  duplicate_finding: DuplicateFindingTable;
  duplicate_pair: DuplicatePairTable;
  duplicate_removal: DuplicateRemovalTable;
  enrolment: EnrolmentTable;
  exchange: ExchangeTable;
  family_rule: FamilyRuleTable;
  history: HistoryTable;
  history_head: HistoryHeadTable;
  idempotency: IdempotencyTable;
  installation: InstallationTable;
  interest: InterestTable;
  interest_confirmation: InterestConfirmationTable;
  interest_reminder: InterestReminderTable;
  job_run: JobRunTable;
  kindergarten: KindergartenTable;
  kindergarten_group: KindergartenGroupTable;
  kindergarten_staff: KindergartenStaffTable;
  kinship_check: KinshipCheckTable;
  legal_act: LegalActTable;
  link_request: LinkRequestTable;
  link_request_consent: LinkRequestConsentTable;
  link_request_scan: LinkRequestScanTable;
  machine_act: MachineActTable;
  notice: NoticeTable;
  notice_channel: NoticeChannelTable;
  notice_delivery: NoticeDeliveryTable;
  notice_kind: NoticeKindTable;
  notice_template: NoticeTemplateTable;
  notice_text: NoticeTextTable;
  number_sequence: NumberSequenceTable;
  package: PackageTable;
  package_signature: PackageSignatureTable;
  package_taker: PackageTakerTable;
  parent_link: ParentLinkTable;
  parent_link_step: ParentLinkStepTable;
  person: PersonTable;
  portal: PortalTable;
  queue: QueueTable;
  queue_count: QueueCountTable;
  queue_stay: QueueStayTable;
  queue_turn: QueueTurnTable;
  reason: ReasonTable;
  referral: ReferralTable;
  referral_document: ReferralDocumentTable;
  referral_passed: ReferralPassedTable;
  referral_transition: ReferralTransitionTable;
  region: RegionTable;
  registry_kinship: RegistryKinshipTable;
  registry_person: RegistryPersonTable;
  rule_profile: RuleProfileTable;
  saved_view: SavedViewTable;
  scan: ScanTable;
  scan_chunk: ScanChunkTable;
  scan_content: ScanContentTable;
  scan_offered: ScanOfferedTable;
  scan_verdict: ScanVerdictTable;
  seat: SeatTable;
  seat_hold: SeatHoldTable;
  seat_request: SeatRequestTable;
  spare_number: SpareNumberTable;
  staff: StaffTable;
  staff_post: StaffPostTable;
  staff_setting: StaffSettingTable;
  status_transition: StatusTransitionTable;
  trusted_ca: TrustedCaTable;
  walk_in_draft: WalkInDraftTable;
  walk_in_number: WalkInNumberTable;
  walk_in_registration: WalkInRegistrationTable;
  walk_in_scan: WalkInScanTable;
}
