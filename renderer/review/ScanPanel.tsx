import { useEffect, useMemo, useRef } from 'react';
import type { Application, Catalogue, Scan } from '../../preload/contract/index.ts';
import { words } from '../format.ts';
import { useT } from '../i18n.ts';
import { useErrorText } from '../ui/errors.ts';
import { Inline } from '../ui/States.tsx';
import { Checks, type ChecksHandle } from './Checks.tsx';
import type { ListedReason } from './find-reasons.ts';
import { ReasonList, type ReasonListHandle } from './ReasonList.tsx';
import css from './review.module.css';
import type { Review } from './use-review.ts';
import { FamilyMessage, NotSaved, VerdictButtons, VerdictBy } from './VerdictPanel.tsx';
import { checkNumber, familyMessage, suggestedReason } from './work.ts';

/** Everything said about the scan in view: checks, verdict, reason, the family's text. */
export function ScanPanel(props: {
  review: Review;
  scan: Scan;
  application: Application;
  catalogue: Catalogue;
  today: string;
  editable: boolean;
  onLook: () => void;
}) {
  const { t, locale } = useT();
  const { review, scan, application, catalogue, today, editable } = props;
  const errorText = useErrorText();
  const checks = useRef<ChecksHandle>(null);
  const reasons = useRef<ReasonListHandle>(null);
  const work = review.workOf(scan);
  const mark = review.markOf(scan);
  const kind = catalogue.documentKinds.find((each) => each.code === scan.documentKind);
  // The whole name where it fits beside the two buttons, else the short form of the catalogue.
  const wholeName = kind === undefined ? scan.documentKind : words(kind.name, locale);
  const documentName = wholeName.length <= 48 || kind === undefined ? wholeName : words(kind.short, locale);
  const suggested = suggestedReason(work, catalogue.reasons, today);
  const listed = useMemo(
    () =>
      catalogue.reasons
        .filter((reason) => reason.usedFor === 'scan')
        .sort((a, b) => a.position - b.position)
        .map((reason): ListedReason => {
          const check = reason.code === suggested ? reason.check : null;
          return {
            code: reason.code,
            name: reason.name,
            short: reason.short,
            suggestion: check === null ? null : t('review:reasons.suggested', { check: checkNumber(check) }),
          };
        }),
    [catalogue.reasons, suggested, t],
  );
  const reason = catalogue.reasons.find((each) => each.code === work.reason);
  // A note typed before its verdict was lost or taken back stays in sight.
  const open = review.choosing || mark === 'invalid' || (mark === null && work.note.trim() !== '');
  const { failed } = review.verdicts;

  const { wanted } = review;
  useEffect(() => {
    if (wanted?.what === 'date') checks.current?.focusDate();
    if (wanted?.what === 'reasons') reasons.current?.focus();
  }, [wanted]);

  return (
    <>
      <Checks
        ref={checks}
        application={application}
        scan={scan}
        documentName={documentName}
        work={work}
        today={today}
        editable={editable}
        onAnswer={review.answer}
        onIssuedOn={review.issuedOn}
        onLeaveDate={review.focusPanel}
      />
      <VerdictButtons
        chosen={review.choosing ? 'invalid' : mark}
        choosing={review.choosing}
        disabled={!editable}
        obstacles={review.obstacles}
        onVerdict={review.giveVerdict}
      />
      {failed === null ? null : (
        <NotSaved
          error={failed.error}
          onRetry={review.verdicts.retry}
          onClose={review.verdicts.dismiss}
          onLook={props.onLook}
        />
      )}
      {open ? (
        <div className={css.reasonArea}>
          <ReasonList
            ref={reasons}
            title={t('review:reasons.title.scan')}
            reasons={listed}
            value={work.reason}
            onPick={review.pickReason}
            onLeave={review.leaveReasons}
            disabled={!editable}
          />
          {reason === undefined ? null : (
            <FamilyMessage
              message={familyMessage({
                reason,
                documentName: kind?.name ?? null,
                scan,
                work,
                child: application.child,
                correctionDue: null,
              })}
              note={work.note}
              disabled={!editable}
              onNote={review.note}
            />
          )}
        </div>
      ) : (
        <VerdictBy scan={scan} />
      )}
      {review.draftError === null ? null : (
        <div className={css.notSaved}>
          <Inline tone="warn">{t('review:draft.notSaved', { error: errorText(review.draftError) })}</Inline>
        </div>
      )}
    </>
  );
}
