import type { WriteTransaction } from '../transaction.ts';

/** Keeps what an officer found about a pair of applications; a later finding replaces the earlier one. */
export async function putDuplicateFinding(
  tx: WriteTransaction,
  finding: {
    readonly applicationId: string;
    readonly otherId: string;
    readonly kind: 'same_child' | 'same_scan';
    readonly verdict: 'not_duplicate' | 'duplicate';
    readonly staffIin: string;
    readonly at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('duplicate_finding')
    .values({
      application_id: finding.applicationId,
      other_application_id: finding.otherId,
      kind: finding.kind,
      verdict: finding.verdict,
      staff_iin: finding.staffIin,
      found_at: finding.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['application_id', 'other_application_id', 'kind'])
        .doUpdateSet({ verdict: finding.verdict, staff_iin: finding.staffIin, found_at: finding.at }),
    )
    .execute();
}
