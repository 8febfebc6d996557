import {
  type DecisionRecord,
  decisionById,
  decisionsOf,
  insertRecheck,
  latestRecheck,
} from '../../db/queries/decisions.ts';
import type { Reader } from '../../db/queries/reader.ts';
import { postById } from '../../db/queries/staff.ts';
import { fullName } from '../../domain/names.ts';
import type { Decision } from '../../preload/contract/decisions.ts';
import { requireApplication } from '../applications/card.ts';
import { recordReading } from '../applications/reads.ts';
import type { OfficerContext } from '../context.ts';
import { qrText } from '../documents/qr-text.ts';
import { parseCertificate } from '../eds/certificate.ts';
import { actError } from '../errors.ts';
import type { District, Reference } from '../reference.ts';
import { type Around, type PostOfTime, type RevocationOfTime, verifyDecision } from './verify.ts';

/** A decision's row with what it is judged by. */
export interface WholeDecision {
  readonly row: DecisionRecord;
  readonly around: Around;
}

/** Reads the rows around a decision, as far as the reader may. */
export async function aroundOf(tx: Reader, reference: Reference, row: DecisionRecord): Promise<Around> {
  const recheck = await latestRecheck(tx, row.id);
  const post = await postById(tx, row.staff_post_id);
  return around(reference, row, post ?? null, recheck);
}

function around(
  reference: Reference,
  row: DecisionRecord,
  post: PostOfTime | null,
  recheck: Awaited<ReturnType<typeof latestRecheck>>,
): Around {
  return {
    post,
    districtBin: reference.districts.get(row.district_id)?.bin ?? null,
    ruleProfile: reference.profileById(row.rule_profile_id)?.code ?? null,
    revocation: revocationOf(row, recheck),
  };
}

type Recheck = Awaited<ReturnType<typeof latestRecheck>>;

/**
 * Decisions with what is around them. Posts are read as 'system': a head's decision is shown to the clerk and a clerk's to the
 * head, and neither may read the other's posts; of a post only its role, place and days are used.
 */
async function withPosts(
  ctx: OfficerContext,
  reference: Reference,
  rows: readonly { readonly row: DecisionRecord; readonly recheck: Recheck }[],
): Promise<readonly WholeDecision[]> {
  const posts = await ctx.desk.db.read('system', async (tx) => {
    const found = new Map<number, PostOfTime | null>();
    for (const { row } of rows) {
      if (!found.has(row.staff_post_id)) {
        found.set(row.staff_post_id, (await postById(tx, row.staff_post_id)) ?? null);
      }
    }
    return found;
  });
  return rows.map(({ row, recheck }) => ({
    row,
    around: around(reference, row, posts.get(row.staff_post_id) ?? null, recheck),
  }));
}

function revocationOf(
  row: DecisionRecord,
  recheck: Awaited<ReturnType<typeof latestRecheck>>,
): RevocationOfTime {
  if (recheck !== undefined && recheck.status !== 'not_checked') {
    return {
      status: recheck.status,
      source: recheck.source,
      reason: recheck.reason,
      checkedAt: recheck.checked_at,
      revokedAt: recheck.revoked_at,
    };
  }
  return {
    status: row.revocation_status,
    source: row.revocation_source as RevocationOfTime['source'],
    reason: row.revocation_reason,
    checkedAt: row.revocation_checked_at,
    revokedAt: null,
  };
}

/** A decision for the screen, verified at this moment. */
export async function showDecision(
  ctx: OfficerContext,
  reference: Reference,
  { row, around }: WholeDecision,
): Promise<Decision> {
  const district = reference.districts.get(row.district_id);
  const reason = row.reason === null ? null : reference.reason(row.reason);
  const { verification, signed } = verifyDecision(
    row,
    around,
    await ctx.desk.trust.archiveStore(),
    ctx.desk.clock.now(),
  );
  return {
    id: row.id,
    number: row.number,
    applicationId: row.application_id,
    applicationNumber: row.application_number,
    applicationVersion: row.application_version,
    childName: fullName({
      surname: row.child_surname,
      givenName: row.child_given_name,
      patronymic: row.child_patronymic,
    }),
    act: row.act,
    outcome: row.outcome,
    reason:
      row.reason === null
        ? null
        : {
            code: row.reason,
            // What was signed is what is shown; the catalogue's wording only where the signature is no longer good.
            textKk: signed?.reasonTextKk ?? reason?.full_kk ?? row.reason,
            textRu: signed?.reasonTextRu ?? reason?.full_ru ?? row.reason,
          },
    note: row.note,
    correctionDue: row.correction_due,
    officer: {
      iin: row.staff_iin,
      surname: row.surname,
      givenName: row.given_name,
      patronymic: row.patronymic,
    },
    role: around.post?.role ?? 'clerk',
    organisation: organisationOf(district, around.post),
    decidedAt: row.decided_at,
    corrects: row.corrects_number,
    correctedBy: row.corrected_by_number,
    algorithm: row.algorithm,
    trustPurpose: row.trust_purpose,
    messageKk: row.message_kk,
    messageRu: row.message_ru,
    notice:
      row.notice_channel === null || row.notice_language === null || row.notice_state === null
        ? null
        : { channel: row.notice_channel, language: row.notice_language, state: row.notice_state },
    qr: qrText(row.number, row.signed_xml, reference.installation.verify_base_url),
    verification,
  };
}

/** Who decided: a clerk's department, a head's kindergarten, which has one name. */
function organisationOf(district: District | undefined, post: PostOfTime | null): Decision['organisation'] {
  const name = post?.role === 'head' ? post.kindergarten_name : null;
  if (name !== null && name !== undefined) return { kk: name, ru: name, en: name };
  return {
    kk: district?.department_name_kk ?? '',
    ru: district?.department_name_ru ?? '',
    en: district?.department_name_en ?? '',
  };
}

/** Reads a decision within the officer's scope; NOT_FOUND otherwise. */
export async function readDecision(
  ctx: OfficerContext,
  id: string,
): Promise<WholeDecision & { reference: Reference }> {
  const reference = await ctx.desk.reference.get();
  const read = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const row = await decisionById(tx, id);
    if (row === undefined) {
      throw actError('NOT_FOUND');
    }
    return { row, recheck: await latestRecheck(tx, row.id) };
  });
  const [whole] = await withPosts(ctx, reference, [read]);
  if (whole === undefined) throw actError('NOT_FOUND');
  return { ...whole, reference };
}

/** One decision; 'asked' by an officer is a reading of personal data, 'stored' is the answer to the act itself. */
export async function show(ctx: OfficerContext, id: string, why: 'asked' | 'stored'): Promise<Decision> {
  const whole = await readDecision(ctx, id);
  if (why === 'asked') {
    await recordReading(
      ctx,
      { id: whole.row.application_id, district_id: whole.row.district_id },
      'decisions',
    );
  }
  return await showDecision(ctx, whole.reference, whole);
}

/** Decisions of an application, newest first, each verified anew. */
export async function list(ctx: OfficerContext, input: { applicationId: string }): Promise<Decision[]> {
  const reference = await ctx.desk.reference.get();
  const found = await ctx.desk.db.read(ctx.scope, async (tx) => {
    const application = await requireApplication(tx, input.applicationId);
    const rows: { row: DecisionRecord; recheck: Recheck }[] = [];
    for (const row of await decisionsOf(tx, input.applicationId)) {
      rows.push({ row, recheck: await latestRecheck(tx, row.id) });
    }
    return { application, rows };
  });
  await recordReading(ctx, found.application, 'decisions');
  const decisions: Decision[] = [];
  for (const whole of await withPosts(ctx, reference, found.rows))
    decisions.push(await showDecision(ctx, reference, whole));
  return decisions;
}

/** Asks for revocation again, keeps the answer with its evidence, and verifies anew. */
export async function verify(ctx: OfficerContext, input: { id: string }): Promise<Decision> {
  const { row } = await readDecision(ctx, input.id);
  const certificate = parseCertificate(row.certificate);
  const { desk } = ctx;
  const store = await desk.trust.archiveStore();
  const issuer = store.issuersOf(certificate)[0]?.certificate ?? null;
  const answer = await desk.trust.revocation(certificate, issuer, true);
  if (answer.reason !== 'NOT_CONFIGURED') {
    await desk.db.write(ctx.scope, (tx) =>
      insertRecheck(tx, {
        decision_id: row.id,
        status: answer.status,
        source: answer.source,
        reason: answer.reason,
        checked_at: answer.checkedAt,
        produced_at: answer.producedAt,
        revoked_at: answer.revokedAt,
        evidence: answer.evidence === null ? null : Buffer.from(answer.evidence),
        checked_by: ctx.officer.iin,
      }),
    );
  }
  return await show(ctx, input.id, 'asked');
}
