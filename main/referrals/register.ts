/** The register of referrals, and one referral with its steps. */

import type { ReadTransaction } from '../../db/open.ts';
import { actorIn } from '../../db/queries/names.ts';
import { groundDocuments } from '../../db/queries/place-grounds.ts';
import {
  type RegisterFilter,
  type RegisterRow,
  referralById,
  referralSteps,
  registerCount,
  registerPage,
  type StepRow,
} from '../../db/queries/place-register.ts';
import { searchApplications } from '../../db/queries/search.ts';
import { almatyDate, deadlineLight } from '../../domain/calendar.ts';
import { admissionDocuments } from '../../domain/data/admission-documents.ts';
import { normaliseQuery } from '../../domain/names.ts';
import {
  type BenefitState,
  permittedReferralEvents,
  type ReferralStanding,
  type ReferralState,
} from '../../domain/referral.ts';
import { runningTerm } from '../../domain/referral-terms.ts';
import { isDecisionAct } from '../../domain/status.ts';
import type { Deadline } from '../../preload/contract/common.ts';
import type { Count } from '../../preload/contract/journal.ts';
import type { ReferralCard, ReferralFilter, ReferralRow } from '../../preload/contract/referrals.ts';
import { recordReading } from '../applications/reads.ts';
import type { OfficerContext } from '../context.ts';
import { nameOf } from '../desk/catalogue.ts';
import { actError, BadInput } from '../errors.ts';
import { capped } from '../journal/capped.ts';
import { lightBounds } from '../journal/conditions.ts';
import type { Reference } from '../reference.ts';

const ID = /^[0-9]{1,18}$/;
const NUMBER = /^[0-9]{4}-Ж-[0-9]{6,7}$/;

/** A page of the register, newest first. */
export async function page(
  ctx: OfficerContext,
  input: { filter: ReferralFilter; after: string | null; limit: number },
): Promise<{ rows: ReferralRow[]; next: string | null; matching: Count }> {
  if (input.after !== null && !ID.test(input.after)) throw new BadInput('after');
  const reference = await ctx.desk.reference.get();
  const now = ctx.desk.clock.now();
  const read = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const filter = await conditions(ctx, tx, reference, input.filter, now);
    return {
      rows: await registerPage(tx, filter, input.after, input.limit + 1),
      matching: await registerCount(tx, filter),
    };
  });
  const shown = read.rows.slice(0, input.limit);
  return {
    rows: shown.map((row) => referralRow(reference, row, now)),
    next: read.rows.length > input.limit ? (shown.at(-1)?.id ?? null) : null,
    matching: capped(read.matching),
  };
}

async function conditions(
  ctx: OfficerContext,
  tx: ReadTransaction,
  reference: Reference,
  filter: ReferralFilter,
  now: Date,
): Promise<RegisterFilter> {
  const asked = filter.search?.trim() ?? '';
  const query = normaliseQuery(asked);
  const number = asked.toUpperCase();
  return {
    ...lightBounds(reference, ctx.post.regionId, now),
    districts: ctx.post.districts,
    // Signs only («---»): something was asked for, and nothing can match it.
    found: asked === '' ? null : query.tokens.length === 0 ? [] : await searchApplications(tx, query),
    number: NUMBER.test(number) ? number : null,
    states: filter.states,
    benefit: filter.benefit,
    kindergartens: filter.kindergartenIds,
    cohortYears: filter.cohortYears,
    languages: filter.languages,
    kinds: filter.kinds,
    lights: filter.lights,
  };
}

export function standing(row: Pick<RegisterRow, 'state' | 'benefit_state'>): ReferralStanding {
  return { state: row.state as ReferralState, benefitState: row.benefit_state as BenefitState };
}

/** The light of the term that runs: of the offer, of the benefit, of the referral. Without one it rests; ended, it is done. */
export function referralDeadline(
  reference: Reference,
  row: Pick<
    RegisterRow,
    'state' | 'benefit_state' | 'offer_until' | 'benefit_until' | 'valid_until' | 'ended_at' | 'district_id'
  >,
  now: Date,
): Deadline {
  const term = runningTerm({
    ...standing(row),
    offerUntil: row.offer_until,
    benefitUntil: row.benefit_until,
    validUntil: row.valid_until,
  });
  const doneOn = row.ended_at === null ? null : almatyDate(row.ended_at);
  const regionId = reference.districts.get(row.district_id)?.region_id ?? null;
  const at = term?.until ?? null;
  const read = deadlineLight(reference.calendar(regionId), now, at, { paused: term === null, doneOn });
  const isRunning = read.light !== 'paused' && read.light !== 'done';
  const days = read.light === 'red' ? 0 - read.workingDays : read.workingDays;
  return { light: read.light, at, days: isRunning ? days : null, doneOn };
}

/** A referral as the register shows it. */
export function referralRow(reference: Reference, row: RegisterRow, now: Date): ReferralRow {
  return {
    id: row.id,
    number: row.number,
    applicationId: row.application_id,
    applicationNumber: row.application_number,
    applicationVersion: row.application_version,
    applicationStatus: row.application_status as ReferralRow['applicationStatus'],
    child: { surname: row.surname, givenName: row.given_name, iin: row.iin },
    priorityClass: row.priority_class,
    category: row.category,
    kindergarten: row.kindergarten,
    groupName: row.group_name,
    cohortYear: row.cohort_year,
    language: row.language,
    kind: row.kind,
    state: row.state as ReferralState,
    benefitState: row.benefit_state as BenefitState,
    offeredAt: row.offered_at,
    issuedAt: row.issued_at,
    deadline: referralDeadline(reference, row, now),
    validUntil: row.valid_until === null ? null : almatyDate(row.valid_until),
    extensions: row.extensions,
    endedAt: row.ended_at,
  };
}

/** One referral with its steps. Opening it is written to the history. */
export async function card(ctx: OfficerContext, input: { id: string }): Promise<ReferralCard> {
  const reference = await ctx.desk.reference.get();
  const now = ctx.desk.clock.now();
  const found = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const row = await referralById(tx, input.id);
    if (row === undefined) throw actError('NOT_FOUND');
    return {
      row,
      steps: await referralSteps(tx, row),
      documents: await groundDocuments(tx, [row.id]),
    };
  });
  const { row } = found;
  await recordReading(ctx, { id: row.application_id, district_id: row.district_id }, 'referral');
  const received = new Map(found.documents.map((one) => [one.document_kind, one.received_on]));
  const on = almatyDate(row.issued_at ?? now);
  return {
    row: referralRow(reference, row, now),
    turn: row.turn,
    stream: row.stream,
    cause: row.cause,
    outOfOrderReason: row.out_of_order_reason,
    passed: row.passed,
    offerUntil: row.offer_until,
    benefitUntil: row.benefit_until,
    validUntilAt: row.valid_until,
    documents: admissionDocuments(row.kind, on).map((one) => ({
      kind: one.kind,
      name: documentName(reference, one.kind),
      required: one.required,
      receivedOn: received.get(one.kind) ?? (one.held && row.issued_at !== null ? on : null),
    })),
    steps: found.steps.map((step) => stepOf(reference, step, row)),
    permitted: permittedOf(ctx, row),
  };
}

export function documentName(reference: Reference, kind: string) {
  const row = reference.documentKinds.get(kind);
  return row === undefined ? { kk: kind, ru: kind, en: kind } : nameOf(row);
}

/** Signed acts this officer may do on the referral now. */
export function permittedOf(
  ctx: OfficerContext,
  row: Pick<RegisterRow, 'state' | 'benefit_state'>,
): string[] {
  const { role } = ctx.post;
  if (role !== 'clerk' && role !== 'head') return [];
  return permittedReferralEvents(standing(row), role).filter(isDecisionAct);
}

function stepOf(reference: Reference, step: StepRow, row: RegisterRow): ReferralCard['steps'][number] {
  const job = step.actor.startsWith('job:') ? step.actor : null;
  const isLast = step.reason === null && ['decline', 'refuse_admission'].includes(step.event);
  const code = step.reason ?? (isLast ? row.end_reason : null);
  const reason = code === null ? null : reference.reason(code);
  return {
    event: step.event,
    at: step.at,
    by: actorIn(step),
    job,
    decisionId: step.decision_id,
    decisionNumber: step.decision_number,
    reason: reason === null ? null : { kk: reason.full_kk, ru: reason.full_ru, en: reason.full_en },
  };
}
