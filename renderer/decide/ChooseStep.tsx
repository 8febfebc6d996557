import type { ReviewAct } from '../../domain/status.ts';
import type { Catalogue } from '../../preload/contract/index.ts';
import { useT } from '../i18n.ts';
import { ReasonList } from '../review/ReasonList.tsx';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Inline } from '../ui/States.tsx';
import css from './decide.module.css';
import { Note } from './Note.tsx';
import { type Choice, intentOf, isReviewAct } from './questions.ts';
import { reasonsFor } from './reasons.ts';
import { Segment } from './Segment.tsx';
import type { Act as DecisionAct } from './types.ts';

/** The outcome, its reason from the dated catalogue, a note to the family. */
export function ChooseStep(props: {
  count: number;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  /** Null: the officer chooses among the three; else the act is given. */
  fixedAct: ReviewAct | null;
  catalogue: Catalogue;
  scanReasons: ReadonlySet<string>;
  busy: boolean;
  error: unknown;
  onNext: () => void;
  onClose: () => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const { choice, onChoice, catalogue, count } = props;
  const act = choice.act === null || !isReviewAct(choice.act) ? null : choice.act;
  const reasons =
    act === null ? [] : reasonsFor(catalogue, act, props.scanReasons, t('decide:choose.ofScans'));
  const why =
    act === null
      ? t('decide:choose.needAct')
      : intentOf(choice) === null
        ? t('decide:choose.needReason')
        : null;
  const next = (): void => {
    if (why === null && !props.busy) props.onNext();
  };
  const pickAct = (next_: DecisionAct): void => onChoice({ ...choice, act: next_, reason: null });
  useHotkeys(t('decide:title'), [{ combo: 'Ctrl+Enter', label: t('decide:choose.next'), run: next }], {
    level: 2,
  });
  return (
    <Dialog
      title={act === 'correct' ? t('decide:choose.correctTitle') : t('decide:choose.title', { count })}
      width={560}
      onClose={props.onClose}
      footer={
        <>
          <span className="muted small" role="status">
            {why}
          </span>
          <span className="gap" />
          <Act onClick={props.onClose} combo="Escape">
            {t('act.cancel')}
          </Act>
          <Act tone="primary" combo="Ctrl+Enter" busy={props.busy} disabled={why !== null} onClick={next}>
            {t('decide:choose.next')}
          </Act>
        </>
      }
    >
      <div className={css.choose}>
        {props.fixedAct === null ? (
          <Segment
            large
            autoFocus
            label={t('decide:choose.act')}
            value={act === 'correct' ? null : act}
            options={(['approve', 'return', 'refuse'] as const).map((value) => ({
              value,
              label: t(`review:decision.${value}`),
            }))}
            onChange={pickAct}
          />
        ) : null}
        {act === null ? null : <p className="small sub">{t(`decide:choose.${act}Detail`)}</p>}
        {act === null || act === 'approve' ? null : (
          <>
            <ReasonList
              autoFocus={props.fixedAct !== null}
              title={t(`decide:choose.reason.${act}`)}
              reasons={reasons}
              value={choice.reason}
              onPick={(reason) => onChoice({ ...choice, reason })}
              onLeave={props.onClose}
            />
            <Note
              value={choice.note}
              hint={t('decide:choose.noteHint')}
              onChange={(note) => onChoice({ ...choice, note })}
            />
          </>
        )}
        {props.error === null ? null : <Inline>{errorText(props.error)}</Inline>}
      </div>
    </Dialog>
  );
}
