/** Acts as raw SQL, without the program in front of the database. */
import type { OfficerScope } from '../../db/open.ts';
import type { MadeApplication } from './mini-world.ts';

const OUTCOMES = {
  approve: 'approved',
  refuse: 'refused',
  return: 'returned',
  correct: 'reopened',
  offer: 'offered',
  accept: 'accepted',
  decline: 'declined',
  issue_referral: 'referred',
  extend: 'extended',
  cancel_referral: 'cancelled',
  confirm_benefit: 'benefit_confirmed',
  reject_benefit: 'benefit_rejected',
  restore: 'restored',
  transfer: 'transferred',
  exchange: 'exchanged',
  submit_documents: 'documents_received',
  admit: 'admitted',
  refuse_admission: 'admission_refused',
  withdraw_child: 'withdrawn',
  link: 'linked',
  unlink: 'unlinked',
  dispute: 'link_disputed',
  resolve_dispute: 'dispute_resolved',
  replace_applicant: 'applicant_replaced',
  approve_companion: 'companion_approved',
  refuse_companion: 'companion_refused',
  suspend_companion: 'companion_suspended',
  resume_companion: 'companion_resumed',
  register_at_counter: 'registered',
  remove_duplicate: 'duplicate_removed',
  reinstate_duplicate: 'duplicate_reinstated',
  refuse_link_request: 'link_request_refused',
} as const;
export type RawAct = keyof typeof OUTCOMES;
let serial = 0;

/** Changes status and holder and raises the version, as an act does. `holder: null` ends the claim; absent leaves it, unless the status has none. */
export function moveSql(
  a: Pick<MadeApplication, 'id'>,
  version: number,
  to: { readonly status?: string; readonly holder?: string | null; readonly until?: string },
): string {
  const set = [`version = ${version + 1}`];
  if (to.status !== undefined) set.push(`status = '${to.status}'`, 'status_since = now()');
  const ends =
    to.holder === null || (to.holder === undefined && to.status !== undefined && to.status !== 'in_review');
  if (ends) set.push('claimed_by = null', 'claimed_at = null', 'claim_until = null');
  else if (to.holder !== undefined) {
    set.push(
      `claimed_by = '${to.holder}'`,
      'claimed_at = now()',
      `claim_until = ${to.until ?? `now() + interval '1 hour'`}`,
    );
  }
  return `update application set ${set.join(', ')} where id = ${a.id} and version = ${version}`;
}

export function historySql(
  a: Pick<MadeApplication, 'id'> & { readonly chain?: number },
  version: number | null,
  event: string,
  forged: {
    readonly actor?: string;
    readonly at?: string;
    readonly seq?: string;
    readonly post?: string;
  } = {},
): string {
  const chain = a.chain ?? `coalesce((select district_id from application where id = ${a.id}), 0)`;
  const zero = `decode(repeat('00', 32), 'hex')`;
  return `insert into history (chain, seq, at, actor, staff_post_id, event, application_id, version, prev_hash, hash)
    values (${chain}, ${forged.seq ?? 0}, ${forged.at === undefined ? 'now()' : `'${forged.at}'`},
      ${forged.actor === undefined ? 'kezek.officer()' : `'${forged.actor}'`},
      ${forged.post ?? 'kezek.post_id()'}, '${event}', ${a.id}, ${version}, ${zero}, ${zero})`;
}

export function decisionSql(
  a: Pick<MadeApplication, 'id'>,
  officer: OfficerScope,
  version: number,
  act: RawAct,
  other: {
    readonly district?: number;
    readonly decidedAt?: string;
    readonly corrects?: string;
    /** SQL of the referral's id. */
    readonly referral?: string;
    /** Whom an act on the child's people is about. */
    readonly subject?: string;
    /** Of a reason with this use. */
    readonly reasonUse?: string;
    /** Code of the reason itself. */
    readonly reason?: string;
  } = {},
): string {
  serial += 1;
  const reasonless = act === 'approve' || act === 'register_at_counter';
  const used = other.reasonUse === undefined ? '' : `where used_for = '${other.reasonUse}'`;
  const found = `(select code from reason ${used} order by code limit 1)`;
  const reason = reasonless ? 'null' : other.reason === undefined ? found : `'${other.reason}'`;
  return `insert into decision (number, application_id, application_version, district_id, act, outcome, reason, correction_due,
      legal_act, rule_profile_id, facts, facts_sha256, staff_iin, staff_post_id, decided_at, corrects_id, signed_xml, algorithm,
      certificate, chain_verdict, chain_path, trust_purpose, revocation_status, revocation_reason, revocation_checked_at,
      message_kk, message_ru, referral_id, subject_iin)
    values ('2026-Ш-${String(serial).padStart(7, '0')}', ${a.id}, ${version},
      ${other.district ?? `(select district_id from application where id = ${a.id})`}, '${act}', '${OUTCOMES[act]}', ${reason},
      ${act === 'return' ? `kezek.today() + 7` : 'null'}, (select code from legal_act order by code limit 1),
      (select min(id) from rule_profile), 'facts', sha256('facts'), '${officer.iin}', ${officer.postId},
      ${other.decidedAt === undefined ? 'now()' : `'${other.decidedAt}'`}, ${other.corrects ?? 'null'}, '<x/>', 'rsa-sha256', '\\x00', 'ok',
      'path', 'demo', 'not_checked', 'NO_RESPONDER', now(), 'Шешім', 'Решение', ${other.referral ?? 'null'},
      ${other.subject === undefined ? 'null' : `'${other.subject}'`})`;
}

/** Three statements for each scan: the verdict, the rise of the version, the history. */
export function judgeAllSql(
  a: MadeApplication,
  officer: OfficerScope,
  version: number,
  verdict: 'valid' | 'invalid' = 'valid',
): string[] {
  return a.scans.flatMap((scan, i) => [
    `insert into scan_verdict (scan_id, staff_iin, verdict, reason, pages_seen, answered_at_once, judged_at)
      values (${scan}, '${officer.iin}', '${verdict}',
        ${verdict === 'valid' ? 'null' : `(select code from reason where used_for = 'scan' order by code limit 1)`}, 1, true, now())`,
    `update application set version = version + 1 where id = ${a.id}`,
    historySql(a, version + i + 1, 'verdict'),
  ]);
}
