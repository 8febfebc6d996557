/** What was typed and not signed, as it is kept on the back end and read again after a crash. */
import { z } from 'zod';
import { checks } from '../../preload/contract/applications.ts';
import { day } from '../../preload/contract/common.ts';
import type { ScanWork } from './work.ts';

const scanWork = z.object({
  answers: checks,
  issuedOn: day.nullable(),
  reason: z.string().max(80).nullable(),
  note: z.string().max(2000),
  seen: z.array(z.int().min(1).max(10_000)).max(10_000),
  atOnce: z.boolean(),
});

const reviewDraft = z.object({
  v: z.literal(1),
  scans: z.record(z.string(), scanWork),
  act: z.enum(['approve', 'return', 'refuse']).nullable(),
  decision: z.object({ reason: z.string().max(80).nullable(), note: z.string().max(2000) }),
});

export type TypedDecision = { readonly reason: string | null; readonly note: string };

export type ReviewDraft = {
  readonly scans: Readonly<Record<string, ScanWork>>;
  readonly act: 'approve' | 'return' | 'refuse' | null;
  /** Reason and note of the decision, typed and not signed. */
  readonly decision: TypedDecision;
};

/** As it is sent. */
export function writeDraft(draft: ReviewDraft): Record<string, unknown> {
  return { v: 1, scans: draft.scans, act: draft.act, decision: draft.decision };
}

/** As it was kept; null when there is none or an older program wrote it otherwise. */
export function readDraft(body: Record<string, unknown> | null): ReviewDraft | null {
  const parsed = reviewDraft.safeParse(body);
  if (!parsed.success) {
    return null;
  }
  const { scans, act, decision } = parsed.data;
  return { scans, act, decision };
}
