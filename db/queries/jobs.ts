import type { WriteTransaction } from '../transaction.ts';

/** Answers to keys older than any click that could come again. */
export async function forgetOldAnswers(tx: WriteTransaction, before: Date): Promise<void> {
  await tx.deleteFrom('idempotency').where('answered_at', '<', before).execute();
}
