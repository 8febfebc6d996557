import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type {
  ActDetails,
  ActTarget,
  Catalogue,
  ReviewBundle,
  Scan,
  SignRowResult,
} from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { toDeskError } from '../desk-error.ts';
import { useT } from '../i18n.ts';
import { keys, useCatalogue } from '../query.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrorState, useDelayed } from '../ui/States.tsx';
import { BatchStep } from './BatchStep.tsx';
import { ChooseStep } from './ChooseStep.tsx';
import css from './decide.module.css';
import { asksAnything, type Choice, firstDetails, intentOf, isReviewAct, questionsOf } from './questions.ts';
import { type Passed, ReferralStep } from './ReferralStep.tsx';
import { type NextStep, ResultStep } from './ResultStep.tsx';
import { NotSigned, SignStep } from './SignStep.tsx';
import { type Act, errorOf } from './types.ts';
import { type Row, useRun } from './use-run.ts';

export type DecideDialogProps = {
  readonly targets: readonly ActTarget[];
  /** Given: the outcome is not asked for. Without it the three outcomes of a review are offered. */
  readonly intent?: Act;
  /** What the screen has already asked for the act (a contract, a group, a term): it is not asked again. */
  readonly details?: ActDetails;
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
  const reviewing = props.intent === undefined || isReviewAct(props.intent);
  const single = reviewing && props.targets.length === 1 ? props.targets[0] : undefined;
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

const NO_DETAILS: ActDetails = {};

function Decide(
  props: DecideDialogProps & { readonly catalogue: Catalogue; readonly scans: readonly Scan[] },
) {
  const { t } = useT();
  const { targets, scans, onDone, onTyped } = props;
  const givenDetails = props.details ?? NO_DETAILS;
  const [given, setGiven] = useState<{ readonly targets: readonly ActTarget[]; readonly act: Act | null }>({
    targets,
    act: props.intent ?? null,
  });
  const scanReasons = useMemo(() => reasonsOfScans(scans), [scans]);
  const [choice, setChoice] = useState<Choice>(() =>
    firstChoice(props.intent ?? null, givenDetails, props.typed, scanReasons),
  );
  const [asking, setAsking] = useState(() => mustAsk(choice, givenDetails, targets.length));
  const { run, prepare, sign, stop, reset } = useRun(onDone);
  const started = useRef(false);
  const prepareNow = useCallback(() => {
    const intent = intentOf(choice);
    if (intent !== null) {
      setAsking(false);
      void prepare({ targets: given.targets, intent });
    }
  }, [prepare, choice, given.targets]);
  // What needs no asking is prepared at once: an approval, a return for the faults the scans already carry.
  useEffect(() => {
    if (!started.current && !asking) {
      started.current = true;
      prepareNow();
    }
  }, [asking, prepareNow]);

  const choose = (next: Choice): void => {
    setChoice(next);
    onTyped?.({ reason: next.reason, note: next.note });
  };
  const correct = (result: SignRowResult): void => {
    if (result.version !== null) {
      reset();
      setGiven({ targets: [{ id: result.applicationId, expectedVersion: result.version }], act: 'correct' });
      setChoice({ act: 'correct', reason: null, note: '', details: NO_DETAILS });
      setAsking(true);
    }
  };
  const [row] = run.rows;
  const passed = passedOver(row);
  // The order is broken: nothing is signed before its reason is chosen.
  const outOfOrder = passed.length > 0 && (row?.prepared?.queue?.outOfOrderReason ?? null) === null;

  if (!asking && run.phase === 'idle' && run.error === null) {
    return null;
  }
  if (choice.act !== null && !isReviewAct(choice.act)) {
    const single = given.targets.length === 1;
    if (asking || run.phase === 'idle' || (single && outOfOrder && run.phase === 'ready')) {
      return (
        <ReferralStep
          act={choice.act}
          count={given.targets.length}
          choice={choice}
          onChoice={choose}
          questions={questionsOf(choice.act, givenDetails)}
          passed={single ? passed : []}
          catalogue={props.catalogue}
          error={run.error}
          onNext={prepareNow}
          onClose={props.onClose}
        />
      );
    }
  } else if (asking || run.phase === 'idle') {
    return (
      <ChooseStep
        count={given.targets.length}
        choice={choice}
        onChoice={choose}
        fixedAct={given.act !== null && isReviewAct(given.act) ? given.act : null}
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
  if (row?.result?.ok === true && row.result.decision !== null) {
    const { result } = row;
    return (
      <ResultStep
        decision={row.result.decision}
        fresh
        next={props.next ?? null}
        onCorrect={mayCorrect(row.result.decision.act) ? () => correct(result) : null}
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
          onAgain={prepareNow}
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
      onPrepareAgain={prepareNow}
      onChangeReason={changesReason(row.prepared.act, givenDetails) ? () => setAsking(true) : null}
      onClose={props.onClose}
    />
  );
}

/** Whether the officer must be asked first; many are asked together even where each could do without. */
function mustAsk(choice: Choice, given: ActDetails, count: number): boolean {
  if (choice.act !== null && !isReviewAct(choice.act)) {
    return asksAnything(choice.act, given);
  }
  return intentOf(choice) === null || (count > 1 && choice.act !== 'approve');
}

/** Only a decision of review is corrected by another; an act on a place is ended by its own opposite. */
function mayCorrect(act: Act): boolean {
  return isReviewAct(act) && act !== 'correct';
}

function changesReason(act: Act, given: ActDetails): boolean {
  return isReviewAct(act) ? act !== 'approve' : asksAnything(act, given);
}

/** Children ahead whom the act would pass over: told with the document, or as the reason why there is none. */
function passedOver(row: Row | undefined): Passed {
  if (row?.prepared !== null && row?.prepared !== undefined) {
    // A family ahead that waits for seats for all of its children is told and not passed over.
    return (row.prepared.queue?.passed ?? []).filter(({ why }) => why !== 'together');
  }
  const thrown = toDeskError(errorOf(row?.result ?? null));
  return thrown.is('ORDER_PASSED') ? thrown.data.passed : [];
}

function reasonsOfScans(scans: readonly Scan[]): ReadonlySet<string> {
  const invalid = scans.filter((scan) => scan.verdict?.verdict === 'invalid');
  // A required scan's fault speaks first.
  const ordered = [...invalid].sort((a, b) => Number(b.required) - Number(a.required));
  return new Set(ordered.flatMap((scan) => (scan.verdict?.reason ? [scan.verdict.reason] : [])));
}

function firstChoice(
  act: Act | null,
  given: ActDetails,
  typed: DecideDialogProps['typed'],
  scanReasons: ReadonlySet<string>,
): Choice {
  const [ofScans] = scanReasons;
  const reason = typed?.reason ?? (act === 'return' ? (ofScans ?? null) : null);
  return {
    act,
    reason: act === null ? null : reason,
    note: typed?.note ?? '',
    details: firstDetails(act, given),
  };
}

function Wait({ text }: { readonly text: string }) {
  return (
    <p className={css.wait} role="status">
      <span className="spin" aria-hidden="true" />
      {text}
    </p>
  );
}
