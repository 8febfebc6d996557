/** What an officer typed and did not sign: survives a crash, is nobody else's. */
import type { WriteTransaction } from '../transaction.ts';
import type { Reader } from './reader.ts';

export type DraftKind = 'review' | 'decision';

export async function draftOf(
  tx: Reader,
  staffIin: string,
  applicationId: string,
  kind: DraftKind,
): Promise<Record<string, unknown> | null> {
  const row = await tx
    .selectFrom('draft')
    .select('body')
    .where('staff_iin', '=', staffIin)
    .where('application_id', '=', applicationId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return (row?.body as Record<string, unknown> | undefined) ?? null;
}

/** Keeps a draft, or removes it when `body` is null. */
export async function putDraft(
  tx: WriteTransaction,
  draft: {
    readonly staffIin: string;
    readonly applicationId: string;
    readonly kind: DraftKind;
    readonly body: Readonly<Record<string, unknown>> | null;
    readonly savedAt: Date;
  },
): Promise<void> {
  if (draft.body === null) {
    await tx
      .deleteFrom('draft')
      .where('staff_iin', '=', draft.staffIin)
      .where('application_id', '=', draft.applicationId)
      .where('kind', '=', draft.kind)
      .execute();
    return;
  }
  const body = JSON.stringify(draft.body);
  await tx
    .insertInto('draft')
    .values({
      staff_iin: draft.staffIin,
      application_id: draft.applicationId,
      kind: draft.kind,
      body,
      saved_at: draft.savedAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['staff_iin', 'application_id', 'kind'])
        .doUpdateSet({ body, saved_at: draft.savedAt }),
    )
    .execute();
}
