import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Catalogue, ReviewBundle, Scan, SignRowResult, Target } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { useT } from '../i18n.ts';
import { keys, useCatalogue } from '../query.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrorState, useDelayed } from '../ui/States.tsx';
import { BatchStep } from './BatchStep.tsx';
import { type Choice, ChooseStep } from './ChooseStep.tsx';
import css from './decide.module.css';
import { type NextStep, ResultStep } from './ResultStep.tsx';
import { NotSigned, SignStep } from './SignStep.tsx';
import { type Act, errorOf, type Intent } from './types.ts';
import { useRun } from './use-run.ts';

export type DecideDialogProps = {
  readonly targets: readonly Target[];
  /** Given: the outcome is not asked for. */
  readonly intent?: Act;
  /** What was typed before a crash, and where to keep what is typed. */
  readonly typed?: { readonly reason: string | null; readonly note: string };
  readonly onTyped?: (typed: { readonly reason: string | null; readonly note: string }) => void;
  /** Where the work goes on after one decision. */
  readonly next?: NextStep;
  readonly onClose: () => void;
  readonly onDone: (results: readonly SignRowResult[]) => void;
};

/** From the outcome to the verified signature: choose, see exactly what is signed, sign, see the verification. */
export default function DecideDialog(props: DecideDialogProps) {
  const { t } = useT();
  const catalogue = useCatalogue();
  const single = props.targets.length === 1 ? props.targets[0] : undefined;
  const scans = useScansOf(single?.id);
  const slow = useDelayed(true, 200);
  const waiting = catalogue.data === undefined || (single !== undefined && scans.data === undefined);
  if (waiting) {
    const error = catalogue.error ?? scans.error;
    if (error === null && !slow) {
      return null;
    }
    return (
      <Dialog title={t('decide:title')} width={400} onClose={props.onClose}>
        {error === null ? <Wait text={t('state.loading')} /> : <ErrorState error={error} />}
      </Dialog>
    );
  }
  return <Decide {...props} catalogue={catalogue.data} scans={scans.data ?? []} />;
}

/** Scans of the one application, from the review screen's own answer where it is at hand. */
function useScansOf(id: string | undefined) {
  const client = useQueryClient();
  return useQuery<Scan[]>({
    queryKey: keys.scans(id ?? ''),
    queryFn: ({ signal }) => api.applications.scans({ id: id ?? '' }, { signal }),
    enabled: id !== undefined,
    initialData: () => client.getQueryData<ReviewBundle>(keys.review(id ?? ''))?.scans,
    staleTime: 0,
    refetchOnMount: false,
  });
}

function Decide(
  props: DecideDialogProps & { readonly catalogue: Catalogue; readonly scans: readonly Scan[] },
) {
  const { t } = useT();
  const { targets, scans, onDone, onTyped } = props;
  const [given, setGiven] = useState<{ readonly targets: readonly Target[]; readonly act: Act | null }>({
    targets,
    act: props.intent ?? null,
  });
  const scanReasons = useMemo(() => reasonsOfScans(scans), [scans]);
  const [choice, setChoice] = useState<Choice>(() =>
    firstChoice(props.intent ?? null, props.typed, scanReasons),
  );
  const [asking, setAsking] = useState(
    () => intentOf(choice) === null || (targets.length > 1 && props.intent !== 'approve'),
  );
  const { run, prepare, sign, stop, reset } = useRun(onDone);
  const started = useRef(false);
  const prepareNow = useCallback(
    (intent: Intent) => {
      setAsking(false);
      void prepare(given.targets, intent);
    },
    [prepare, given.targets],
  );
  // What needs no asking is prepared at once: an approval, a return for the faults the scans already carry.
  useEffect(() => {
    const intent = asking ? null : intentOf(choice);
    if (!started.current && intent !== null) {
      started.current = true;
      prepareNow(intent);
    }
  }, [asking, choice, prepareNow]);

  const choose = (next: Choice): void => {
    setChoice(next);
    onTyped?.({ reason: next.reason, note: next.note });
  };
  const again = (): void => {
    const intent = intentOf(choice);
    if (intent !== null) prepareNow(intent);
  };
  const correct = (result: SignRowResult): void => {
    if (result.version !== null) {
      reset();
      setGiven({ targets: [{ id: result.applicationId, expectedVersion: result.version }], act: 'correct' });
      setChoice({ act: 'correct', reason: null, note: '' });
      setAsking(true);
    }
  };

  if (!asking && run.phase === 'idle' && run.error === null) {
    return null;
  }
  if (asking || run.phase === 'idle') {
    return (
      <ChooseStep
        count={given.targets.length}
        choice={choice}
        onChoice={choose}
        fixedAct={given.act}
        catalogue={props.catalogue}
        scanReasons={scanReasons}
        busy={false}
        error={run.error}
        onNext={prepareNow}
        onClose={props.onClose}
      />
    );
  }
  if (run.phase === 'preparing') {
    return (
      <Dialog title={t('decide:title')} width={400} onClose={props.onClose}>
        <Wait
          text={
            given.targets.length === 1
              ? t('decide:preparing')
              : t('decide:batch.preparing', { done: run.prepared, of: given.targets.length })
          }
        />
      </Dialog>
    );
  }
  if (given.targets.length > 1) {
    return <BatchStep run={run} onSign={(rows) => void sign(rows)} onStop={stop} onClose={props.onClose} />;
  }
  const [row] = run.rows;
  if (row?.result?.ok === true && row.result.decision !== null) {
    const { result } = row;
    return (
      <ResultStep
        decision={row.result.decision}
        fresh
        next={props.next ?? null}
        onCorrect={row.result.decision.act === 'correct' ? null : () => correct(result)}
        onClose={props.onClose}
      />
    );
  }
  if (row?.prepared === null || row === undefined) {
    return (
      <Dialog title={t('decide:notPrepared')} width={560} onClose={props.onClose}>
        <NotSigned
          error={errorOf(row?.result ?? null)}
          applicationId={given.targets[0]?.id ?? ''}
          onAgain={again}
        />
      </Dialog>
    );
  }
  return (
    <SignStep
      decision={row.prepared}
      signing={run.phase === 'signing'}
      error={run.error ?? errorOf(row.result)}
      onSign={() => void sign(run.rows)}
      onPrepareAgain={again}
      onChangeReason={row.prepared.act === 'approve' ? null : () => setAsking(true)}
      onClose={props.onClose}
    />
  );
}

function reasonsOfScans(scans: readonly Scan[]): ReadonlySet<string> {
  const invalid = scans.filter((scan) => scan.verdict?.verdict === 'invalid');
  // A required scan's fault speaks first.
  const ordered = [...invalid].sort((a, b) => Number(b.required) - Number(a.required));
  return new Set(ordered.flatMap((scan) => (scan.verdict?.reason ? [scan.verdict.reason] : [])));
}

function firstChoice(
  act: Act | null,
  typed: DecideDialogProps['typed'],
  scanReasons: ReadonlySet<string>,
): Choice {
  const [ofScans] = scanReasons;
  const reason = typed?.reason ?? (act === 'return' ? (ofScans ?? null) : null);
  return { act, reason: act === null ? null : reason, note: typed?.note ?? '' };
}

/** The choice as an intent; null while something is missing. */
function intentOf(choice: Choice): Intent | null {
  const { act, reason } = choice;
  if (act === null || (act !== 'approve' && reason === null)) {
    return null;
  }
  const note = choice.note.trim();
  return { act, reason: act === 'approve' ? null : reason, note: note === '' ? null : note };
}

function Wait({ text }: { readonly text: string }) {
  return (
    <p className={css.wait} role="status">
      <span className="spin" aria-hidden="true" />
      {text}
    </p>
  );
}
