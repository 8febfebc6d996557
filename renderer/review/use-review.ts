import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CheckCode, ScanVerdict, VerdictObstacle } from '../../domain/review.ts';
import type { ReviewBundle, Scan } from '../../preload/contract/index.ts';
import type { ReviewAct } from './DecisionBar.tsx';
import { readDraft, type TypedDecision, writeDraft } from './draft.ts';
import type { Place } from './stage/ScanPane.tsx';
import { useDraft } from './use-draft.ts';
import { type Undo, useVerdicts } from './use-verdicts.ts';
import {
  answerAll,
  cycleAnswer,
  firstToShow,
  nextOpen,
  obstaclesOf,
  type Reason,
  type ScanWork,
  startWork,
  suggestedReason,
  withAnswer,
  withIssuedOn,
  withSeen,
} from './work.ts';

const RESAVE_MS = 900;

type Works = Readonly<Record<string, ScanWork>>;
/** What the screen should put the focus on after an act. */
export type Wanted = 'date' | 'reasons' | 'panel' | null;

/**
 * The work on one application: answers, dates, reasons, verdicts as given and as saved, the scan in view. `editable` is
 * the back end's word (the claim is ours) and the line's (it is open).
 */
export function useReview(
  bundle: ReviewBundle,
  reasons: readonly Reason[],
  today: string,
  editable: boolean,
) {
  const { application, scans } = bundle;
  const [draft] = useState(() => readDraft(bundle.draft));
  const [works, setWorks] = useState<Works>(() => draft?.scans ?? {});
  const [chosenAct, setChosenAct] = useState<ReviewAct | null>(draft?.act ?? null);
  const [typed, setTyped] = useState<TypedDecision>(() => draft?.decision ?? { reason: null, note: '' });
  const [place, setPlaceState] = useState<Place>(() => ({ index: firstToShow(scans), page: 1 }));
  const [choosing, setChoosing] = useState(false);
  const [obstacles, setObstacles] = useState<readonly VerdictObstacle[]>([]);
  const [wanted, setWanted] = useState<{ readonly what: Wanted } | null>(null);
  const verdicts = useVerdicts(application.id, application.version);
  const edited = useRef(new Set<string>());

  const scan = scans[place.index];
  const workOf = useCallback((each: Scan): ScanWork => works[each.id] ?? startWork(each), [works]);
  const markOf = useCallback(
    (each: Scan): ScanVerdict | null =>
      verdicts.pending.has(each.id)
        ? (verdicts.pending.get(each.id) ?? null)
        : (each.verdict?.verdict ?? null),
    [verdicts.pending],
  );
  const body = useMemo(
    () => writeDraft({ scans: works, act: chosenAct, decision: typed }),
    [works, chosenAct, typed],
  );
  const draftError = useDraft(application.id, 'review', body, editable);

  const setPlace = (next: Place): void => {
    setPlaceState(next);
    if (next.index !== place.index) {
      setChoosing(false);
      setObstacles([]);
    }
  };
  const setWork = (each: Scan, next: ScanWork): void =>
    setWorks((before) => ({ ...before, [each.id]: next }));

  /** A change by hand; a verdict of «valid» that it contradicts falls, one of «not valid» is saved again with it. */
  const edit = (each: Scan, next: ScanWork): void => {
    setWork(each, next);
    setObstacles([]);
    const mark = markOf(each);
    if (mark === 'valid' && obstaclesOf('valid', each, next, today).length > 0) {
      verdicts.give(each, { verdict: null, work: next }, { verdict: mark, work: workOf(each) });
    } else if (mark !== null) {
      edited.current.add(each.id);
    }
  };

  const give = (each: Scan, verdict: ScanVerdict, next: ScanWork): void => {
    edited.current.delete(each.id);
    setWork(each, next);
    setObstacles([]);
    verdicts.give(each, { verdict, work: next }, { verdict: markOf(each), work: workOf(each) });
  };
  const goOn = (): void => {
    const marks = scans.map(
      (each, index) => ({ mark: index === place.index ? 'later' : markOf(each) }) as const,
    );
    const index = nextOpen(marks, place.index);
    setChoosing(false);
    setWanted({ what: 'panel' });
    if (index !== null) {
      setPlace({ index, page: 1 });
    }
  };

  /** The work of a verdict taken back: its answers and reason; what was typed and looked at since is not untyped. */
  const asBefore = ({ scanId, work }: Undo): ScanWork => {
    const now = works[scanId];
    if (now === undefined) return work;
    // A note is to a reason: without one it would be out of sight.
    const reason = work.reason ?? (now.note.trim() === '' ? null : now.reason);
    return { ...work, reason, note: now.note, seen: now.seen };
  };

  const giveValid = (each: Scan): void => {
    const work = { ...workOf(each), reason: null };
    const unseen = obstaclesOf('valid', each, work, today).filter((code) => code.startsWith('PAGES_'));
    if (unseen.length > 0) {
      setObstacles(unseen);
      return;
    }
    const next = answerAll(work, each);
    const against = obstaclesOf('valid', each, next, today);
    if (against.length > 0) {
      setWork(each, next);
      setObstacles(against.includes('ISSUED_ON_REQUIRED') ? ['ISSUED_ON_REQUIRED'] : against);
      setWanted(against.includes('ISSUED_ON_REQUIRED') ? { what: 'date' } : null);
      return;
    }
    give(each, 'valid', next);
    goOn();
  };
  const giveInvalid = (each: Scan): void => {
    const work = workOf(each);
    const reason = work.reason ?? suggestedReason(work, reasons, today);
    setChoosing(true);
    setWanted({ what: 'reasons' });
    if (reason !== null && !(markOf(each) === 'invalid' && work.reason === reason)) {
      give(each, 'invalid', { ...work, reason });
    }
  };

  const giveVerdict = (verdict: ScanVerdict): void => {
    if (scan === undefined || !editable) return;
    if (verdict === 'valid') {
      giveValid(scan);
    } else if (verdict === 'invalid') {
      giveInvalid(scan);
    } else {
      give(scan, 'later', { ...workOf(scan), reason: null });
      goOn();
    }
  };

  // What was changed after a verdict of «not valid» goes to the back end with it, after a pause.
  const latest = useRef({ scan, workOf, markOf, verdicts, editable });
  latest.current = { scan, workOf, markOf, verdicts, editable };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the work is the trigger
  useEffect(() => {
    const timer = setTimeout(() => {
      const now = latest.current;
      for (const each of scans) {
        if (now.editable && edited.current.has(each.id) && now.markOf(each) === 'invalid') {
          edited.current.delete(each.id);
          now.verdicts.resave(each, { verdict: 'invalid', work: now.workOf(each) });
        }
      }
    }, RESAVE_MS);
    return () => clearTimeout(timer);
  }, [works]);

  return {
    scan,
    work: scan === undefined ? null : workOf(scan),
    mark: scan === undefined ? null : markOf(scan),
    workOf,
    markOf,
    place,
    setPlace,
    choosing,
    obstacles,
    wanted,
    verdicts,
    draftError,
    restored: draft !== null,
    chosenAct,
    setChosenAct,
    typed,
    setTyped,
    giveVerdict,
    goOn,
    leaveReasons: () => {
      setChoosing(false);
      setWanted({ what: 'panel' });
    },
    focusDate: () => setWanted({ what: 'date' }),
    focusPanel: () => setWanted({ what: 'panel' }),
    answer: (code: CheckCode, answer: boolean | null) => {
      if (scan !== undefined && editable) edit(scan, withAnswer(workOf(scan), code, answer));
    },
    cycle: (code: CheckCode) => {
      if (scan === undefined || !editable || !scan.applicableChecks.includes(code)) return;
      const work = workOf(scan);
      if (code === 'not_expired' && work.issuedOn === null) {
        setWanted({ what: 'date' });
      } else {
        edit(scan, withAnswer(work, code, cycleAnswer(work.answers[code])));
      }
    },
    issuedOn: (issuedOn: string | null) => {
      if (scan !== undefined && editable && workOf(scan).issuedOn !== issuedOn) {
        edit(scan, withIssuedOn(workOf(scan), issuedOn, scan, today));
      }
    },
    note: (note: string) => {
      if (scan !== undefined && editable) edit(scan, { ...workOf(scan), note });
    },
    pickReason: (reason: string) => {
      if (scan === undefined || !editable) return;
      const work = workOf(scan);
      if (markOf(scan) !== 'invalid' || work.reason !== reason) {
        give(scan, 'invalid', { ...work, reason });
      }
      goOn();
    },
    /** From the place of a scan that cannot be shown: the list of reasons opens for it. */
    choose: () => {
      setChoosing(true);
      setWanted({ what: 'reasons' });
    },
    shown: useCallback(
      (scanId: string, page: number) => {
        const each = scans.find((one) => one.id === scanId);
        if (each !== undefined) {
          setWorks((before) => {
            const work = before[scanId] ?? startWork(each);
            const next = withSeen(work, page);
            return next === work ? before : { ...before, [scanId]: next };
          });
        }
      },
      [scans],
    ),
    undo: (): boolean => {
      const last = editable ? verdicts.undo(asBefore) : null;
      if (last === null) return false;
      edited.current.delete(last.scanId);
      setWorks((before) => ({ ...before, [last.scanId]: last.work }));
      const index = scans.findIndex((each) => each.id === last.scanId);
      if (index >= 0) setPlace({ index, page: 1 });
      return true;
    },
  };
}

export type Review = ReturnType<typeof useReview>;
