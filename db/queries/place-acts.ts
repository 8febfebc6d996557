/**
 * What signed acts on places write. Holds of seats, turns of the ratio, passed-over children and self-cleaning are the
 * database's own: its triggers write them beside these rows, and refuse what the order or the seats forbid.
 */
import { sql } from 'kysely';
import type { WriteTransaction } from '../transaction.ts';
import { rowsOf } from './reader.ts';

/** The next numbers of a kind and year, as many as asked, rising. Taken for good. */
export async function reserveNumbers(
  tx: WriteTransaction,
  kind: 'decision' | 'referral',
  year: number,
  count: number,
): Promise<readonly string[]> {
  const rows = await rowsOf(
    tx,
    sql<{ value: number }>`select kezek.next_numbers(${kind}, ${year}::int2, ${count}::int) as value`,
  );
  const letter = kind === 'decision' ? 'Ш' : 'Ж';
  return rows
    .map((row) => row.value)
    .toSorted((a, b) => a - b)
    .map((value) => `${year}-${letter}-${String(value).padStart(6, '0')}`);
}

/** A referral that begins: as an offer, or issued at once. What of it is the database's to say is answered. */
export interface BegunReferral {
  readonly id: string;
  readonly turn: number;
  readonly stream: 'benefit' | 'ordinary';
  readonly cause: 'ratio' | 'other_stream_empty';
  readonly passed: number;
  readonly benefit_state: 'not_needed' | 'pending';
}

export interface BeginningReferral {
  readonly applicationId: string;
  readonly seatId: string;
  readonly groupId: number;
  readonly kindergartenId: number;
  readonly districtId: number;
  readonly childId: string;
  readonly ruleProfileId: number;
  readonly turn: number;
  readonly stream: 'benefit' | 'ordinary';
  readonly cause: 'ratio' | 'other_stream_empty';
  readonly outOfOrderReason: string | null;
  readonly state: 'offered' | 'issued';
  readonly benefitState: string;
  readonly number: string | null;
  readonly at: Date;
  readonly offerUntil: Date | null;
  readonly validUntil: Date | null;
  readonly benefitUntil: Date | null;
  readonly queueId: number;
  readonly version: number;
}

/** Begins referrals one after another, each with the turns of those before it taken; answers for each in the same order. */
export async function beginReferrals(
  tx: WriteTransaction,
  referrals: readonly BeginningReferral[],
): Promise<readonly BegunReferral[]> {
  const begun = await rowsOf(
    tx,
    sql<BegunReferral>`select * from kezek.begin_referrals(${JSON.stringify(referrals.map(columnsOf))}::jsonb)`,
  );
  if (begun.length !== referrals.length) throw new Error('REFERRAL_NOT_STORED');
  return begun;
}

function columnsOf(row: BeginningReferral): Record<string, unknown> {
  const isOffer = row.state === 'offered';
  return {
    number: row.number,
    application_id: row.applicationId,
    child_id: row.childId,
    district_id: row.districtId,
    kindergarten_id: row.kindergartenId,
    group_id: row.groupId,
    seat_id: row.seatId,
    queue_id: row.queueId,
    rule_profile_id: row.ruleProfileId,
    turn: row.turn,
    stream: row.stream,
    cause: row.cause,
    out_of_order_reason: row.outOfOrderReason,
    state: row.state,
    benefit_state: row.benefitState,
    application_version: row.version,
    offered_at: isOffer ? row.at : null,
    offer_until: isOffer ? row.offerUntil : null,
    issued_at: isOffer ? null : row.at,
    valid_until: isOffer ? null : row.validUntil,
    first_valid_until: isOffer ? null : row.validUntil,
    benefit_until: isOffer ? null : row.benefitUntil,
  };
}

/** What a step of a referral changes; absent stays as it is. The database dates the step. */
export interface ReferralChange {
  readonly state?: string;
  readonly benefit_state?: string;
  readonly number?: string;
  readonly accepted_how?: string;
  readonly accepted_at?: Date;
  readonly issued_at?: Date;
  readonly valid_until?: Date;
  readonly first_valid_until?: Date;
  readonly benefit_until?: Date | null;
  readonly extensions?: number;
  readonly documents_at?: Date;
  readonly ended_at?: Date;
  readonly end_reason?: string | null;
}

/** Columns a step may change, in a fixed order: names never come from outside. */
const CHANGEABLE = [
  'state',
  'benefit_state',
  'number',
  'accepted_how',
  'accepted_at',
  'issued_at',
  'valid_until',
  'first_valid_until',
  'benefit_until',
  'extensions',
  'documents_at',
  'ended_at',
  'end_reason',
] as const satisfies readonly (keyof ReferralChange)[];

/** Changes a referral; false when there is none within scope. */
export async function changeReferral(
  tx: WriteTransaction,
  referralId: string,
  change: ReferralChange,
): Promise<boolean> {
  const set = CHANGEABLE.filter((column) => change[column] !== undefined).map(
    (column) => sql`${sql.ref(column)} = ${change[column]}`,
  );
  const { numAffectedRows } =
    await sql`update referral set ${sql.join(set)} where id = ${referralId}`.execute(tx);
  return numAffectedRows === 1n;
}

/** What a step makes of an application: one version, one history row. */
export interface ApplicationStep {
  readonly status: string;
  readonly priority_class?: 'ordinary';
  readonly stop_list_until?: string | null;
  readonly restore_until?: string | null;
  readonly restored?: number;
}

const STEP_COLUMNS = ['priority_class', 'stop_list_until', 'restore_until', 'restored'] as const;

/** Takes one step of an application whose version was compared under its lock; answers the new version. */
export async function stepApplication(
  tx: WriteTransaction,
  row: { readonly id: string; readonly version: number; readonly status: string },
  step: ApplicationStep,
  at: Date,
): Promise<number> {
  const set = STEP_COLUMNS.filter((column) => step[column] !== undefined).map(
    (column) => sql`, ${sql.ref(column)} = ${step[column]}`,
  );
  const moved = step.status === row.status ? sql`` : sql`, status = ${step.status}, status_since = ${at}`;
  const [changed] = await rowsOf(
    tx,
    sql<{ version: number }>`
      update application set version = version + 1${moved}${sql.join(set, sql``)}
      where id = ${row.id} and version = ${row.version} returning version`,
  );
  if (changed === undefined) throw new Error('APPLICATION_NOT_STEPPED');
  return changed.version;
}

/**
 * Takes one step of each of several applications whose versions were compared under their locks. Steps that change the status
 * alone go in one statement.
 */
export async function stepApplications(
  tx: WriteTransaction,
  steps: readonly {
    readonly row: { readonly id: string; readonly version: number; readonly status: string };
    readonly step: ApplicationStep;
  }[],
  at: Date,
): Promise<void> {
  const isPlain = ({ step }: (typeof steps)[number]): boolean =>
    STEP_COLUMNS.every((column) => step[column] === undefined);
  const plain = steps.filter(isPlain);
  for (const { row, step } of steps.filter((one) => !isPlain(one))) await stepApplication(tx, row, step, at);
  if (plain.length === 0) return;
  const { numAffectedRows } = await sql`
    update application a set version = a.version + 1, status = v.status,
      status_since = case when v.status = a.status then a.status_since else ${at} end
    from unnest(${plain.map(({ row }) => row.id)}::bigint[], ${plain.map(({ row }) => row.version)}::int[],
      ${plain.map(({ step }) => step.status)}::text[]) as v(id, version, status)
    where a.id = v.id and a.version = v.version`.execute(tx);
  if (numAffectedRows !== BigInt(plain.length)) throw new Error('APPLICATION_NOT_STEPPED');
}

/** A child in a group: on a referral, or moved there. Seat, child and referral are completed and judged by the database. */
export async function insertEnrolment(
  tx: WriteTransaction,
  row: {
    readonly childId: string;
    readonly applicationId: string;
    readonly referralId: string | null;
    readonly seatId: string;
    readonly groupId: number;
    readonly kindergartenId: number;
    readonly version: number;
    readonly contractNumber: string;
    readonly contractOn: string;
    readonly enrolledOn: string;
  },
): Promise<void> {
  await sql`
    insert into enrolment (child_id, application_id, referral_id, seat_id, group_id, kindergarten_id, application_version,
      contract_number, contract_on, enrolled_on)
    values (${row.childId}, ${row.applicationId}, ${row.referralId}, ${row.seatId}, ${row.groupId}, ${row.kindergartenId},
      ${row.version}, ${row.contractNumber}, ${row.contractOn}, ${row.enrolledOn})`.execute(tx);
}

/** Ends an enrolment today; the database releases its seat and reports it. */
export async function endEnrolment(
  tx: WriteTransaction,
  enrolmentId: string,
  end: {
    readonly kind: 'withdrawn' | 'transferred' | 'exchanged';
    readonly on: string;
    readonly reason: string | null;
  },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update enrolment set ended_on = ${end.on}, end_kind = ${end.kind}, end_reason = ${end.reason}
    where id = ${enrolmentId} and ended_on is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** The consents of two families and that their children changed places, in the transaction that moves them. */
export async function insertExchange(
  tx: WriteTransaction,
  row: {
    readonly districtId: number;
    readonly applicationId: string;
    readonly otherApplicationId: string;
    readonly consentAt: Date;
    readonly otherConsentAt: Date;
    readonly askedBy: string;
    readonly at: Date;
  },
): Promise<void> {
  // The pair is kept in order of its ids, whichever side the officer began with.
  const isInOrder = BigInt(row.applicationId) < BigInt(row.otherApplicationId);
  const [first, second] = isInOrder
    ? [row.applicationId, row.otherApplicationId]
    : [row.otherApplicationId, row.applicationId];
  const [firstConsent, secondConsent] = isInOrder
    ? [row.consentAt, row.otherConsentAt]
    : [row.otherConsentAt, row.consentAt];
  const [made] = await rowsOf(
    tx,
    sql<{ id: string }>`
      insert into exchange (district_id, application_id, other_application_id, consent_at, consent_how, other_consent_at,
        other_consent_how, asked_at, asked_by)
      values (${row.districtId}, ${first}, ${second}, ${firstConsent}, 'counter', ${secondConsent}, 'counter', ${row.at}, ${row.askedBy})
      returning id`,
  );
  await sql`update exchange set done_at = ${row.at} where id = ${made?.id ?? null}`.execute(tx);
}

/** Marks a document as received, or (`receivedOn` null) takes the mark back. */
export async function markDocument(
  tx: WriteTransaction,
  mark: {
    readonly referralId: string;
    readonly documentKind: string;
    readonly receivedOn: string | null;
    readonly receivedBy: string;
  },
): Promise<void> {
  if (mark.receivedOn === null) {
    await sql`delete from referral_document where referral_id = ${mark.referralId} and document_kind = ${mark.documentKind}`.execute(
      tx,
    );
    return;
  }
  await sql`
    insert into referral_document (referral_id, document_kind, received_on, received_by)
    values (${mark.referralId}, ${mark.documentKind}, ${mark.receivedOn}, ${mark.receivedBy})
    on conflict (referral_id, document_kind) do update set received_on = excluded.received_on, received_by = excluded.received_by`.execute(
    tx,
  );
}
