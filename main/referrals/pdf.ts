/** The printed referral. Printing it is written to the history. */
import { applicationById } from '../../db/queries/applications.ts';
import { type DecisionRecord, decisionsOf } from '../../db/queries/decisions.ts';
import { kindergartenOf, type RegisterRow, referralById } from '../../db/queries/place-register.ts';
import { almatyDate } from '../../domain/calendar.ts';
import { intakeYearOf } from '../../domain/cohort.ts';
import { admissionDocuments } from '../../domain/data/admission-documents.ts';
import { fullName } from '../../domain/names.ts';
import { writeHistory } from '../act.ts';
import type { OfficerContext } from '../context.ts';
import { qrText, signedXmlSha256 } from '../documents/qr-text.ts';
import type { ReferralPaper } from '../documents/referral.ts';
import { actError, refused } from '../errors.ts';
import type { Reference } from '../reference.ts';
import { documentName, standing } from './register.ts';

export async function pdf(
  ctx: OfficerContext,
  input: { id: string },
): Promise<{ fileName: string; content: Blob }> {
  const reference = await ctx.desk.reference.get();
  const read = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const row = await referralById(tx, input.id);
    if (row === undefined) throw actError('NOT_FOUND');
    const application = await applicationById(tx, row.application_id);
    if (application === undefined) throw actError('NOT_FOUND');
    const decisions = await decisionsOf(tx, row.application_id);
    const issued =
      decisions.find((one) => one.referral_id === row.id && one.act === 'issue_referral') ?? null;
    return { row, application, issued, kindergarten: await kindergartenOf(tx, row.kindergarten_id) };
  });
  const { row, application } = read;
  if (row.number === null || row.issued_at === null) throw refused({ code: 'NOT_ISSUED' });
  const paper: ReferralPaper = {
    number: row.number,
    organisation: departmentOf(reference, row),
    child: {
      fullName: fullName({
        surname: application.child_surname,
        givenName: application.child_given_name,
        patronymic: application.child_patronymic,
      }),
      iin: application.child_iin,
      birthDate: application.child_birth_date,
    },
    applicant: fullName({
      surname: application.applicant_surname,
      givenName: application.applicant_given_name,
      patronymic: application.applicant_patronymic,
    }),
    applicationNumber: application.number,
    kindergarten: { name: row.kindergarten, address: read.kindergarten?.address ?? '' },
    group: {
      name: row.group_name,
      age: intakeYearOf(almatyDate(row.issued_at)) - row.cohort_year,
      language: row.language,
    },
    issuedAt: row.issued_at,
    standing: standingNow(row),
    documents: admissionDocuments(row.kind, almatyDate(row.issued_at))
      .filter((one) => !one.held)
      .map((one) => ({ name: documentName(reference, one.kind), required: one.required })),
    signed: read.issued === null ? null : signedPart(reference, read.issued),
    purpose: read.issued?.trust_purpose ?? (reference.installation.kind === 'demo' ? 'demo' : 'production'),
  };
  const { makeReferral } = await import('../documents/referral.ts');
  const bytes = await makeReferral(paper);
  await ctx.desk.db.write(ctx.scope, (tx) =>
    writeHistory(ctx, tx, {
      chain: row.district_id,
      event: 'print',
      applicationId: row.application_id,
      detail: { what: 'referral', number: row.number },
    }),
  );
  return {
    fileName: `kezek-${row.number.replace('Ж', 'ZH')}-referral.pdf`,
    content: new Blob([Uint8Array.from(bytes)], { type: 'application/pdf' }),
  };
}

function departmentOf(reference: Reference, row: RegisterRow): ReferralPaper['organisation'] {
  const district = reference.districts.get(row.district_id);
  return {
    kk: district?.department_name_kk ?? '',
    ru: district?.department_name_ru ?? '',
    en: district?.department_name_en ?? '',
  };
}

function standingNow(row: RegisterRow): ReferralPaper['standing'] {
  if (row.ended_at !== null && row.state !== 'admitted') return { kind: 'ended', on: row.ended_at };
  if (row.state !== 'issued' || row.valid_until === null) return { kind: 'handed_in' };
  return standing(row).benefitState === 'pending' && row.benefit_until !== null
    ? { kind: 'pending', until: row.benefit_until }
    : { kind: 'running', until: row.valid_until };
}

function signedPart(reference: Reference, row: DecisionRecord): ReferralPaper['signed'] {
  return {
    decisionNumber: row.number,
    decidedAt: row.decided_at,
    officer: fullName({ surname: row.surname, givenName: row.given_name, patronymic: row.patronymic }),
    algorithm: row.algorithm,
    chainPath: row.chain_path,
    qr: qrText(row.number, row.signed_xml, reference.installation.verify_base_url),
    hash: signedXmlSha256(row.signed_xml),
  };
}
