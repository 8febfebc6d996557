/** The one transaction in which a family at the counter becomes an application, by the same function that takes every package. */
import type { WriteTransaction } from '../../db/open.ts';
import { insertDecision, insertNotice } from '../../db/queries/decisions.ts';
import { offerScan, takeDocument } from '../../db/queries/packages.ts';
import { dropWalkInDraft, registerWalkIn, walkInBytes } from '../../db/queries/walk-in.ts';
import { once, writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import type { PreparedRegistration } from '../decisions/prepared.ts';
import { decisionRow, noticeRow } from '../decisions/rows.ts';
import { type Committed, SIGN_ACT, type SignedOne, type ToSign } from '../decisions/signing.ts';
import { refused } from '../errors.ts';
import { documentOf, refusalOf } from '../intake/take.ts';
import { memoryOf } from './memory.ts';

type SignedRegistration = Extract<SignedOne, { readonly kind: 'registration' }>;

/**
 * Shows the scans, takes the package, stores the decision, registers, tells the family and the history, and forgets the draft. What
 * the database refuses is thrown as REFUSED with its code and field, and nothing is written.
 */
export async function commitRegistration(
  ctx: OfficerContext,
  one: ToSign,
  { prepared, signing, signedXml }: SignedRegistration,
): Promise<Committed> {
  const key = { key: one.idempotencyKey, act: SIGN_ACT, request: [one.preparedId] };
  try {
    const committed = await once(ctx, key, async (tx) => {
      const { applicationId, packageId } = await take(ctx, tx, prepared);
      const decided = { ...prepared, applicationId };
      const decisionId = await insertDecision(tx, decisionRow(ctx, decided, signing, signedXml));
      const now = ctx.desk.clock.now();
      const version = await registerWalkIn(tx, {
        applicationId,
        packageId,
        consent: prepared.consent,
        staffIin: ctx.officer.iin,
        at: now,
      });
      await insertNotice(tx, noticeRow(contactOf(applicationId, prepared), decided, decisionId, now));
      await writeHistory(ctx, tx, {
        chain: prepared.districtId,
        event: prepared.act,
        applicationId,
        decisionId,
        fromStatus: 'submitted',
        toStatus: 'registered',
        version,
        detail: {
          number: prepared.decisionNumber,
          facts_sha256: prepared.factsSha256,
          consent: prepared.consent,
        },
      });
      await dropWalkInDraft(tx, ctx.officer.iin);
      return {
        decisionId,
        decisionNumber: prepared.decisionNumber,
        applicationId,
        status: 'registered' as const,
        version,
      };
    });
    memoryOf(ctx.desk).signature = null;
    return committed;
  } catch (error) {
    const refusal = refusalOf(error);
    throw refusal === null ? error : refused({ code: refusal.code, field: refusal.place });
  }
}

async function take(
  ctx: OfficerContext,
  tx: WriteTransaction,
  prepared: PreparedRegistration,
): Promise<{ readonly applicationId: string; readonly packageId: string }> {
  for (const sha256 of new Set(prepared.package.scans.map((scan) => scan.sha256))) {
    const scan = await walkInBytes(tx, ctx.officer.iin, sha256);
    // Another window took it away since the document was shown.
    if (scan === undefined) throw refused({ code: 'WALK_IN_SCANS_GONE' });
    await offerScan(tx, scan.bytes, scan.page_count);
  }
  const taken = await takeDocument(
    tx,
    { ...documentOf(prepared.package), number: prepared.applicationNumber },
    {
      source: 'counter',
      fileName: null,
      by: null,
      sha256: prepared.packageSha256,
      signature: prepared.signature,
    },
  );
  if (taken.state !== 'taken' || taken.application_id === null) {
    throw refused({ code: 'WALK_IN_REGISTERED' });
  }
  return { applicationId: taken.application_id, packageId: taken.package_id };
}

function contactOf(id: string, { package: one }: PreparedRegistration) {
  return {
    id,
    notification_type: one.notificationType,
    notification_language: one.notificationLanguage,
    phone: one.contacts.phone,
    email: one.contacts.email,
    applicant_iin: one.applicant.iin,
    permanent_address: one.permanentAddress,
  };
}
