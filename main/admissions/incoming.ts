/** Referrals that come to the head's kindergarten: the list, one of them, its documents. */

import { applicationById } from '../../db/queries/applications.ts';
import { raiseVersion } from '../../db/queries/claims.ts';
import { markDocument } from '../../db/queries/place-acts.ts';
import { groupsToAdmit } from '../../db/queries/place-children.ts';
import { groundDocuments } from '../../db/queries/place-grounds.ts';
import {
  incomingReferrals,
  type RegisterRow,
  receivedCounts,
  referralById,
} from '../../db/queries/place-register.ts';
import { almatyDate } from '../../domain/calendar.ts';
import { ageOn } from '../../domain/cohort.ts';
import { type AdmissionDocument, admissionDocuments } from '../../domain/data/admission-documents.ts';
import { normaliseQuery } from '../../domain/names.ts';
import type { BenefitState, ReferralState } from '../../domain/referral.ts';
import type { IncomingCard, IncomingRow } from '../../preload/contract/admissions.ts';
import { lockExpected, once, writeHistory } from '../act.ts';
import { recordReading } from '../applications/reads.ts';
import type { OfficerContext } from '../context.ts';
import { actError, refused } from '../errors.ts';
import { type Reference, today } from '../reference.ts';
import { documentName, permittedOf, referralDeadline } from '../referrals/register.ts';

/** A kindergarten has no more referrals at once than this. */
const MOST = 1000;

/** Referrals of the kindergarten: those that wait for it by their last day, or those that ended. */
export async function incoming(
  ctx: OfficerContext,
  input: { search: string | null; ended: boolean },
): Promise<IncomingRow[]> {
  const reference = await ctx.desk.reference.get();
  const now = ctx.desk.clock.now();
  const read = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const rows = await incomingReferrals(tx, input.ended, MOST);
    return {
      rows,
      received: await receivedCounts(
        tx,
        rows.map((row) => row.id),
      ),
    };
  });
  const { tokens } = normaliseQuery(input.search ?? '');
  return read.rows
    .filter((row) => tokens.every((token) => isFound(row, token)))
    .map((row) => incomingRow(reference, row, read.received.get(row.id) ?? [], now));
}

function isFound(row: RegisterRow, token: string): boolean {
  const parts = [row.surname, row.given_name, row.iin, row.number ?? '', row.group_name];
  return parts.some((part) => normaliseQuery(part).tokens.some((word) => word.startsWith(token)));
}

function incomingRow(
  reference: Reference,
  row: RegisterRow,
  received: readonly string[],
  now: Date,
): IncomingRow {
  const asked = askedOf(row, now).filter((one) => one.required && !one.held);
  const isExtended = row.extensions > 0 && row.valid_until !== null;
  return {
    referralId: row.id,
    number: row.number ?? '',
    applicationId: row.application_id,
    applicationVersion: row.application_version,
    child: {
      surname: row.surname,
      givenName: row.given_name,
      iin: row.iin,
      age: ageOn(row.birth_date, almatyDate(now)),
    },
    language: row.language,
    priorityClass: row.priority_class,
    groupId: row.group_id,
    groupName: row.group_name,
    state: row.state as ReferralState,
    deadline: referralDeadline(reference, row, now),
    extendedUntil: isExtended ? almatyDate(row.valid_until ?? now) : null,
    documentsReceived: asked.filter((one) => received.includes(one.kind)).length,
    documentsRequired: asked.length,
    issuedAt: row.issued_at ?? now,
  };
}

/** The list of documents of the day the referral was issued. */
function askedOf(row: RegisterRow, now: Date): readonly AdmissionDocument[] {
  return admissionDocuments(row.kind, almatyDate(row.issued_at ?? now));
}

/** One referral with the family and its documents. Opening it is written to the history. */
export async function card(ctx: OfficerContext, input: { referralId: string }): Promise<IncomingCard> {
  const reference = await ctx.desk.reference.get();
  const now = ctx.desk.clock.now();
  const found = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const row = await referralById(tx, input.referralId);
    const application = row === undefined ? undefined : await applicationById(tx, row.application_id);
    if (row === undefined || application === undefined) throw actError('NOT_FOUND');
    const documents = await groundDocuments(tx, [row.id]);
    const groups = await groupsToAdmit(tx, { id: row.group_id, kindergartenId: row.kindergarten_id });
    return { row, application, documents, groups };
  });
  const { row, application } = found;
  await recordReading(ctx, { id: row.application_id, district_id: row.district_id }, 'admission');
  const received = new Map(found.documents.map((one) => [one.document_kind, one.received_on]));
  const issuedOn = almatyDate(row.issued_at ?? now);
  return {
    row: incomingRow(reference, row, [...received.keys()], now),
    child: {
      iin: application.child_iin,
      surname: application.child_surname,
      givenName: application.child_given_name,
      patronymic: application.child_patronymic,
      birthDate: application.child_birth_date,
      sex: application.child_sex as IncomingCard['child']['sex'],
    },
    applicant: {
      iin: application.applicant_iin,
      surname: application.applicant_surname,
      givenName: application.applicant_given_name,
      patronymic: application.applicant_patronymic,
      birthDate: application.applicant_birth_date,
      sex: application.applicant_sex as IncomingCard['applicant']['sex'],
      relation: application.applicant_relation as IncomingCard['applicant']['relation'],
    },
    phone: application.phone,
    permanentAddress: application.permanent_address,
    benefitState: row.benefit_state as BenefitState,
    validUntil: row.valid_until ?? now,
    documents: askedOf(row, now).map((one) => ({
      kind: one.kind,
      name: documentName(reference, one.kind),
      required: one.required,
      receivedOn: one.held ? issuedOn : (received.get(one.kind) ?? null),
      validUntil: one.held && row.valid_until !== null ? almatyDate(row.valid_until) : null,
    })),
    groups: found.groups.map((group) => ({ ...group, own: group.id === row.group_id })),
    permitted: permittedOf(ctx, row),
  };
}

/** Marks a document as received, or takes the mark back. Once, under the application's version; the history tells it. */
export async function receiveDocument(
  ctx: OfficerContext,
  input: {
    referralId: string;
    expectedVersion: number;
    kind: string;
    receivedOn: string | null;
    idempotencyKey: string;
  },
): Promise<IncomingCard> {
  const { idempotencyKey, ...request } = input;
  const on = today(ctx.desk.clock);
  if (input.receivedOn !== null && input.receivedOn > on) throw refused({ code: 'RECEIVED_IN_FUTURE' });
  await once(ctx, { key: idempotencyKey, act: 'admissions.receiveDocument', request }, async (tx) => {
    const row = await referralById(tx, input.referralId);
    if (row === undefined) throw actError('NOT_FOUND');
    const asked = askedOf(row, ctx.desk.clock.now()).find((one) => one.kind === input.kind);
    if (asked === undefined || asked.held) throw refused({ code: 'DOCUMENT_NOT_ASKED' });
    const locked = await lockExpected(ctx, tx, row.application_id, input.expectedVersion);
    if (row.state !== 'issued' && row.state !== 'documents') throw refused({ code: 'STEP_NOT_PERMITTED' });
    await markDocument(tx, {
      referralId: row.id,
      documentKind: input.kind,
      receivedOn: input.receivedOn,
      receivedBy: ctx.officer.iin,
    });
    const version = await raiseVersion(tx, locked);
    await writeHistory(ctx, tx, {
      chain: row.district_id,
      event: input.receivedOn === null ? 'document_returned' : 'document_received',
      applicationId: row.application_id,
      fromStatus: locked.status,
      toStatus: locked.status,
      version,
      detail: { kind: input.kind, ...(input.receivedOn === null ? {} : { on: input.receivedOn }) },
    });
    return { version };
  });
  return await card(ctx, { referralId: input.referralId });
}
