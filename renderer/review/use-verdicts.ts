import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { ScanVerdict } from '../../domain/review.ts';
import type { ReviewBundle, Scan } from '../../preload/contract/index.ts';
import { api, connection, isAbort, toDeskError } from '../api.ts';
import { askingOf } from '../asking.ts';
import { onForget } from '../forget.ts';
import { noteOwnVersion } from '../own-versions.ts';
import { keys } from '../query.ts';
import type { ScanWork } from './work.ts';

type Answer = Awaited<ReturnType<typeof api.review.saveVerdict>>;
/** One change of a scan's verdict, kept whole so that a failure can be tried again as it was. */
type Change = {
  readonly scanId: string;
  /** Null takes the verdict back. */
  readonly verdict: ScanVerdict | null;
  /** Asks for it against this version of the application, or as it was asked before when nobody answered. */
  readonly ask: (expectedVersion: number) => Promise<Answer>;
};
export type FailedChange = { readonly change: Change; readonly error: unknown };
type Asked = {
  readonly change: Change;
  /** The version it left behind; null until it is answered. */
  readonly left: number | null;
};
/** What a scan had: its mark, and the answers it stood on. */
export type Judged = { readonly verdict: ScanVerdict | null; readonly work: ScanWork };
export type Undo = Judged & { readonly scanId: string };

function changeOf(scanId: string, verdict: ScanVerdict | null, work: ScanWork): Change {
  if (verdict === null) {
    const clear = askingOf(api.review.clearVerdict);
    return { scanId, verdict, ask: (expectedVersion) => clear({ scanId, expectedVersion }, null) };
  }
  const save = askingOf(api.review.saveVerdict);
  const judged = {
    scanId,
    verdict,
    checks: work.answers,
    issuedOn: work.issuedOn,
    reason: verdict === 'invalid' ? work.reason : null,
    note: work.note.trim() === '' ? null : work.note.trim(),
    pagesSeen: work.seen.length,
    answeredAtOnce: work.atOnce,
  };
  return { scanId, verdict, ask: (expectedVersion) => save({ ...judged, expectedVersion }, null) };
}

/** Ended when what is shown is forgotten: what one officer asked for is not sent for the next one. */
let here = new AbortController();
onForget(() => {
  here.abort();
  here = new AbortController();
});

/** Asks, and when the line went before there was an answer, asks again over the next one. */
async function askUntilHeard(ask: () => Promise<Answer>, gone: AbortSignal): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (isAbort(error) || toDeskError(error).code !== 'CONNECTION_LOST') throw error;
      await connection.opened(gone);
    }
  }
}

/**
 * Saves verdicts one after another, each against the version the one before left behind. What was asked shows at once, and stays
 * while the line is broken, until it is there again and the verdict is saved; a failure takes it off again and says so.
 *
 * @param version of the application as the screen shows it
 */
export function useVerdicts(id: string, version: number) {
  const client = useQueryClient();
  const line = useRef<Promise<void>>(Promise.resolve());
  const undone = useRef<Undo[]>([]);
  const [asked, setAsked] = useState<ReadonlyMap<string, Asked>>(new Map());
  const [failed, setFailed] = useState<FailedChange | null>(null);

  /** Answers the version the change left; null when there is nothing to change any more. */
  const send = useCallback(
    async (change: Change): Promise<number | null> => {
      const bundle = client.getQueryData<ReviewBundle>(keys.review(id));
      if (bundle === undefined) {
        return null;
      }
      // A refresh under way holds the version from before.
      await client.cancelQueries({ queryKey: keys.review(id) });
      const answer = await askUntilHeard(() => change.ask(bundle.application.version), here.signal);
      noteOwnVersion(id, answer.application.version);
      client.setQueryData<ReviewBundle>(keys.review(id), (before) =>
        before === undefined ? before : { ...before, ...answer },
      );
      return answer.application.version;
    },
    [client, id],
  );

  const enqueue = useCallback(
    (change: Change): void => {
      setFailed(null);
      setAsked((before) => new Map(before).set(change.scanId, { change, left: null }));
      const settle = (left: number | null): void =>
        setAsked((before) => {
          // A later change of the same scan waits for its own answer.
          if (before.get(change.scanId)?.change !== change) return before;
          const after = new Map(before);
          if (left === null) after.delete(change.scanId);
          else after.set(change.scanId, { change, left });
          return after;
        });
      line.current = line.current.then(async () => {
        try {
          settle(await send(change));
        } catch (error) {
          if (!isAbort(error)) setFailed({ change, error });
          void client.invalidateQueries({ queryKey: keys.review(id) });
          settle(null);
        }
      });
    },
    [client, id, send],
  );

  // What was answered is drawn a moment later: between the two the mark would go, and with it the field that is being typed in.
  const pending = useMemo(
    () =>
      new Map(
        [...asked.values()]
          .filter(({ left }) => left === null || left > version)
          .map(({ change }) => [change.scanId, change.verdict]),
      ),
    [asked, version],
  );
  return {
    /** Verdicts asked for and not yet in what the screen shows. */
    pending,
    failed,
    dismiss: () => setFailed(null),
    /** Asks for a verdict on a scan, or for none; `before` is what undoing brings back. */
    give: (scan: Scan, { verdict, work }: Judged, before: Judged) => {
      undone.current.push({ ...before, scanId: scan.id });
      enqueue(changeOf(scan.id, verdict, work));
    },
    /** The same verdict with what was changed of its work since: no step of its own to take back. */
    resave: (scan: Scan, { verdict, work }: Judged) => enqueue(changeOf(scan.id, verdict, work)),
    /** The last verdict taken back to what it was before, on the work that `asNow` makes of it; null when there is none. */
    undo: (asNow: (last: Undo) => ScanWork): Undo | null => {
      const last = undone.current.pop();
      if (last === undefined) {
        return null;
      }
      const work = asNow(last);
      enqueue(changeOf(last.scanId, last.verdict, work));
      return { ...last, work };
    },
    /** The same change once more: what was done after all is not done twice. */
    retry: () => {
      if (failed !== null) enqueue(failed.change);
    },
  };
}
