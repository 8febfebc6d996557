import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { ScanVerdict } from '../../domain/review.ts';
import type { ReviewBundle, Scan } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { noteOwnVersion } from '../own-versions.ts';
import { keys } from '../query.ts';
import type { ScanWork } from './work.ts';

/** One change of a scan's verdict, kept whole so that a failure can be tried again as it was. */
type Change = {
  readonly scanId: string;
  /** Null takes the verdict back. */
  readonly verdict: ScanVerdict | null;
  readonly work: ScanWork;
  readonly idempotencyKey: string;
};
export type FailedChange = { readonly change: Change; readonly error: unknown };
type Undo = { readonly scanId: string; readonly verdict: ScanVerdict | null; readonly work: ScanWork };

/**
 * Saves verdicts one after another, each against the version the one before left behind. What was asked shows at once;
 * a failure takes it off again and says so.
 */
export function useVerdicts(id: string, startOf: (scan: Scan) => ScanWork) {
  const client = useQueryClient();
  const line = useRef<Promise<void>>(Promise.resolve());
  const undone = useRef<Undo[]>([]);
  const [pending, setPending] = useState<ReadonlyMap<string, ScanVerdict | null>>(new Map());
  const [failed, setFailed] = useState<FailedChange | null>(null);

  const send = useCallback(
    async (change: Change): Promise<void> => {
      const bundle = client.getQueryData<ReviewBundle>(keys.review(id));
      if (bundle === undefined) {
        return;
      }
      // A refresh under way holds the version from before.
      await client.cancelQueries({ queryKey: keys.review(id) });
      const common = {
        scanId: change.scanId,
        expectedVersion: bundle.application.version,
        idempotencyKey: change.idempotencyKey,
      };
      const { verdict, work } = change;
      const answer =
        verdict === null
          ? await api.review.clearVerdict(common)
          : await api.review.saveVerdict({
              ...common,
              verdict,
              checks: work.answers,
              issuedOn: work.issuedOn,
              reason: verdict === 'invalid' ? work.reason : null,
              note: work.note.trim() === '' ? null : work.note.trim(),
              pagesSeen: work.seen.length,
              answeredAtOnce: work.atOnce,
            });
      noteOwnVersion(id, answer.application.version);
      client.setQueryData<ReviewBundle>(keys.review(id), (before) =>
        before === undefined ? before : { ...before, ...answer },
      );
    },
    [client, id],
  );

  const enqueue = useCallback(
    (change: Change): void => {
      setFailed(null);
      setPending((before) => new Map(before).set(change.scanId, change.verdict));
      line.current = line.current.then(async () => {
        try {
          await send(change);
        } catch (error) {
          setFailed({ change, error });
          void client.invalidateQueries({ queryKey: keys.review(id) });
        }
        setPending((before) => {
          const after = new Map(before);
          after.delete(change.scanId);
          return after;
        });
      });
    },
    [client, id, send],
  );

  return {
    pending,
    failed,
    dismiss: () => setFailed(null),
    /** Asks for a verdict on a scan; what it was before can be undone. */
    give: (scan: Scan, verdict: ScanVerdict, work: ScanWork) => {
      undone.current.push({ scanId: scan.id, verdict: scan.verdict?.verdict ?? null, work: startOf(scan) });
      enqueue({ scanId: scan.id, verdict, work, idempotencyKey: crypto.randomUUID() });
    },
    /** Takes a verdict off a scan: what was answered since contradicts it. */
    take: (scan: Scan, work: ScanWork) => {
      undone.current.push({ scanId: scan.id, verdict: scan.verdict?.verdict ?? null, work: startOf(scan) });
      enqueue({ scanId: scan.id, verdict: null, work, idempotencyKey: crypto.randomUUID() });
    },
    /** The last verdict taken back to what it was; null when there is none. */
    undo: (): Undo | null => {
      const last = undone.current.pop();
      if (last === undefined) {
        return null;
      }
      enqueue({ ...last, idempotencyKey: crypto.randomUUID() });
      return last;
    },
    /** The same change once more, under the same key: what was done after all is not done twice. */
    retry: () => {
      if (failed !== null) enqueue(failed.change);
    },
  };
}
