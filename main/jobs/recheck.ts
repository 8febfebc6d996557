import { insertRecheck, uncheckedDecisions } from '../../db/queries/decisions.ts';
import type { Desk } from '../context.ts';
import { parseCertificate } from '../eds/certificate.ts';

const BATCH = 50;

/**
 * Asks for the revocation of decisions that were signed while nobody could be asked. Once per certificate and run; the
 * evidence of the answer is kept for each decision. Stops at the first question without an answer: the next run goes on.
 */
export async function recheckRevocation(desk: Desk): Promise<void> {
  const { installation } = await desk.reference.get();
  if (installation.ocsp_url === null && installation.crl_url === null) return;
  const store = await desk.trust.archiveStore();
  let after = '0';
  for (;;) {
    // 'system': evidence is gathered for every district.
    const rows = await desk.db.read('system', (tx) => uncheckedDecisions(tx, after, BATCH));
    for (const row of rows) {
      const certificate = parseCertificate(row.certificate);
      const issuer = store.issuersOf(certificate)[0]?.certificate ?? null;
      const answer = await desk.trust.revocation(certificate, issuer);
      if (answer.status === 'not_checked') return;
      await desk.db.write('system', (tx) =>
        insertRecheck(tx, {
          decision_id: row.id,
          status: answer.status,
          source: answer.source,
          reason: answer.reason,
          checked_at: answer.checkedAt,
          produced_at: answer.producedAt,
          revoked_at: answer.revokedAt,
          evidence: answer.evidence === null ? null : Buffer.from(answer.evidence),
          checked_by: 'job:recheck',
        }),
      );
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = last.id;
  }
}
