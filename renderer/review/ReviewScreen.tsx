import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { decisionObstacles } from '../../domain/review.ts';
import type { ReviewBundle } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { useT } from '../i18n.ts';
import { keys, useCatalogue } from '../query.ts';
import { goBack, navigate } from '../router.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { ClaimBlock, People } from './Claim.tsx';
import { DecisionBar, type ReviewAct } from './DecisionBar.tsx';
import { NextStrip } from './NextStrip.tsx';
import { ReadOnlyNotice } from './ReadOnlyNotice.tsx';
import { ReviewHeader } from './ReviewHeader.tsx';
import css from './review.module.css';
import { ScanPanel } from './ScanPanel.tsx';
import { SigningStep } from './SigningStep.tsx';
import { nextScanAsked } from './stage/next-scan.ts';
import { ScanPane } from './stage/ScanPane.tsx';
import { scans as store } from './stage/scans.ts';
import { useAhead, useBundle, useClaim } from './use-bundle.ts';
import { usePaneScans } from './use-pane-scans.ts';
import { useReview } from './use-review.ts';
import { useReviewKeys } from './use-review-keys.ts';
import { useSigning } from './use-signing.ts';
import { useToday } from './use-today.ts';
import { judged } from './work.ts';

/** One application's scans beside the facts they must prove; verdicts, decision, and on to the next. */
export default function ReviewScreen({ id }: { readonly id: string }) {
  const { t } = useT();
  const bundle = useBundle(id);
  const catalogue = useCatalogue();
  if (bundle.data === undefined || catalogue.data === undefined) {
    const error = bundle.error ?? catalogue.error;
    return (
      <>
        <ScreenHeader title={t('review:title')} />
        {error === null ? (
          <SkeletonRows rows={14} height={40} />
        ) : (
          <ErrorState
            error={error}
            onRetry={() => void (bundle.isError ? bundle.refetch() : catalogue.refetch())}
          />
        )}
      </>
    );
  }
  return (
    <Review key={id} bundle={bundle.data} catalogue={catalogue.data} settled={bundle.isFetchedAfterMount} />
  );
}

type ReviewProps = {
  readonly bundle: ReviewBundle;
  readonly catalogue: NonNullable<ReturnType<typeof useCatalogue>['data']>;
  /** The opening itself was answered: what was fetched ahead only shows. */
  readonly settled: boolean;
};

function Review({ bundle, catalogue, settled }: ReviewProps) {
  const { application, scans } = bundle;
  const today = useToday();
  const connected = useConnection().kind === 'open';
  const claim = useClaim(bundle, settled);
  const editable = application.permitted.includes('judge') && connected;
  const review = useReview(bundle, catalogue.reasons, today, editable);
  const client = useQueryClient();
  const signing = useSigning();
  const paneScans = usePaneScans(scans, review.markOf, catalogue);
  const panel = useRef<HTMLDivElement>(null);
  useAhead(bundle);

  const act = review.chosenAct ?? bundle.suggestion;
  const obstacles = act === null ? [] : obstaclesOfAct(act, bundle, catalogue, review.markOf);
  const saving = review.verdicts.pending.size > 0;
  const following = bundle.next[0];
  const go = (id: string, at: number): void => {
    nextScanAsked(at);
    store.turnAway();
    navigate({ name: 'review', id }, { replace: true });
  };
  const goNext = following === undefined ? null : (at: number) => go(following.id, at);
  const { previous } = bundle;
  const goPrevious = previous === null ? null : (at: number) => go(previous, at);
  const back = (): void => goBack({ name: 'journal' });
  const openWhole = (tab: string | null): void => navigate({ name: 'application', id: application.id, tab });
  const sign = (): void => {
    if (
      act !== null &&
      obstacles.length === 0 &&
      !saving &&
      application.permitted.includes(act) &&
      connected
    ) {
      // The answer to the last verdict may be here and not yet drawn.
      const latest = client.getQueryData<ReviewBundle>(keys.review(application.id))?.application;
      const expectedVersion = Math.max(application.version, latest?.version ?? 0);
      signing.open({ id: application.id, expectedVersion }, act);
    }
  };

  useReviewKeys({
    review,
    editable,
    enabled: signing.target === null,
    goNext,
    goPrevious,
    sign,
    openWhole: () => openWhole(null),
    claim: claim.free && !claim.claiming ? claim.again : null,
  });
  const { wanted } = review;
  useEffect(() => {
    if (wanted?.what === 'panel') panel.current?.focus({ preventScroll: true });
  }, [wanted]);
  // Keys act from the first moment: focus left on the list this screen came from would swallow Enter and Space.
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);

  return (
    <>
      <ReviewHeader
        application={application}
        place={bundle.place}
        onBack={back}
        onPrevious={goPrevious}
        onNext={goNext}
      />
      <div className={css.body}>
        <div className={css.scanSide}>
          <ScanPane
            scans={paneScans.scans}
            place={review.place}
            onPlace={review.setPlace}
            seen={paneScans.seen(review.workOf)}
            onShown={review.shown}
            onMarkInvalid={editable ? review.choose : null}
            keys={signing.target === null}
          />
          <NextStrip next={bundle.next} catalogue={catalogue} onGo={go} />
        </div>
        <aside className={css.panel}>
          <div ref={panel} className={css.panelScroll} tabIndex={-1}>
            <ReadOnlyNotice application={application} claim={claim} settled={settled} />
            <ClaimBlock application={application} scan={review.scan} catalogue={catalogue} />
            <People application={application} scan={review.scan} />
            {review.scan === undefined ? null : (
              <ScanPanel
                key={review.scan.id}
                review={review}
                scan={review.scan}
                application={application}
                catalogue={catalogue}
                today={today}
                editable={editable}
                onLook={() => openWhole('history')}
              />
            )}
          </div>
          <DecisionBar
            act={act}
            onAct={review.setChosenAct}
            enabled={editable}
            obstacles={obstacles}
            saving={saving}
            onSign={sign}
          />
        </aside>
      </div>
      <SigningStep
        signing={signing}
        typed={review.typed}
        onTyped={review.setTyped}
        next={following}
        onNext={() => following !== undefined && go(following.id, performance.now())}
        onBack={back}
      />
    </>
  );
}

function obstaclesOfAct(
  act: ReviewAct,
  { application, scans }: ReviewBundle,
  catalogue: ReviewProps['catalogue'],
  markOf: Parameters<typeof judged>[1],
) {
  const category = catalogue.categories.find((each) => each.code === application.benefit?.category);
  return decisionObstacles({
    outcome: act,
    status: application.status,
    claimedByOfficer: application.claim?.mine ?? false,
    hasOfferOrReferral: false,
    // Chosen in the next step.
    reasonCode: act === 'approve' ? null : 'chosen-when-deciding',
    requirements: category?.documents ?? [],
    scans: judged(scans, markOf),
  });
}
