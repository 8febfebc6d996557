/** What an act on a place or a referral needs before its document is made: its reason, how the family answered, a day. */
import type { RegistrationAct, ReviewAct } from '../../domain/status.ts';
import type { Catalogue, PreparedQueue } from '../../preload/contract/index.ts';
import { type T, useT } from '../i18n.ts';
import { ReasonList } from '../review/ReasonList.tsx';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { passedList, useErrorText } from '../ui/errors.ts';
import { DateField } from '../ui/Fields.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Inline } from '../ui/States.tsx';
import css from './decide.module.css';
import { Note } from './Note.tsx';
import { type Choice, intentOf, isReviewAct, type Questions } from './questions.ts';
import { outOfOrderReasons, reasonsFor } from './reasons.ts';
import { Segment } from './Segment.tsx';
import type { Act as DecisionAct } from './types.ts';

/** Children ahead who want the place too. */
export type Passed = readonly Pick<PreparedQueue['passed'][number], 'number' | 'place'>[];

const NO_SCANS: ReadonlySet<string> = new Set();

export function ReferralStep(props: {
  act: DecisionAct;
  count: number;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  questions: Questions;
  /** Not empty: the order is broken and its reason is asked. */
  passed: Passed;
  catalogue: Catalogue;
  error: unknown;
  onNext: () => void;
  onClose: () => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const { act, choice, onChoice, questions, passed } = props;
  const { details } = choice;
  const why = missing(t, props);
  const next = (): void => {
    if (why === null) props.onNext();
  };
  useHotkeys(t('decide:title'), [{ combo: 'Ctrl+Enter', label: t('decide:choose.next'), run: next }], {
    level: 2,
  });
  return (
    <Dialog
      title={titleOf(t, act)}
      afterTitle={props.count > 1 ? String(props.count) : undefined}
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
          <Act tone="primary" combo="Ctrl+Enter" disabled={why !== null} onClick={next}>
            {t('decide:choose.next')}
          </Act>
        </>
      }
    >
      <div className={css.choose}>
        <p className="small sub">{detailOf(t, act)}</p>
        {passed.length === 0 ? null : (
          <Inline tone="warn">
            {t('decide:choose.passed', { count: passed.length, list: passedList(t, passed) })}
          </Inline>
        )}
        {questions.how ? (
          <div>
            <span className="fl">{t('decide:choose.how')}</span>
            <Segment
              large
              autoFocus={!questions.reason}
              label={t('decide:choose.how')}
              value={details.how === 'phone' ? 'phone' : 'counter'}
              options={(['counter', 'phone'] as const).map((value) => ({
                value,
                label: t(`decide:how.${value}`),
              }))}
              onChange={(how) => onChoice({ ...choice, details: { ...details, how } })}
            />
          </div>
        ) : null}
        {questions.reason ? (
          <ReasonList
            autoFocus
            title={reasonTitle(t, act)}
            reasons={reasonsFor(props.catalogue, act, NO_SCANS, '', details.duplicate?.use)}
            value={choice.reason}
            onPick={(reason) => onChoice({ ...choice, reason })}
            onLeave={props.onClose}
          />
        ) : null}
        {passed.length === 0 ? null : (
          <ReasonList
            autoFocus={!questions.reason}
            title={t('decide:choose.reason.out_of_order')}
            reasons={outOfOrderReasons(props.catalogue)}
            value={details.outOfOrderReason ?? null}
            onPick={(outOfOrderReason) => onChoice({ ...choice, details: { ...details, outOfOrderReason } })}
            onLeave={props.onClose}
          />
        )}
        {questions.until ? <Until choice={choice} onChoice={onChoice} /> : null}
        {questions.reason ? (
          <Note
            value={choice.note}
            hint={t(act === 'refuse_link_request' ? 'decide:choose.noteHintAsker' : 'decide:choose.noteHint')}
            onChange={(note) => onChoice({ ...choice, note })}
          />
        ) : null}
        {props.error === null ? null : <Inline>{errorText(props.error)}</Inline>}
      </div>
    </Dialog>
  );
}

function Until(props: { choice: Choice; onChoice: (choice: Choice) => void }) {
  const { t } = useT();
  const { choice, onChoice } = props;
  return (
    <div className={css.until}>
      <DateField
        label={t('decide:choose.until')}
        value={choice.details.until ?? null}
        onChange={(day) => {
          const { until: _, ...rest } = choice.details;
          onChoice({ ...choice, details: day === null ? rest : { ...rest, until: day } });
        }}
      />
      <p className="hint">{t('decide:choose.untilHint')}</p>
    </div>
  );
}

/** What is still missing, in words beside the button; null when the document can be made. */
function missing(t: T, props: { choice: Choice; passed: Passed }): string | null {
  if (intentOf(props.choice) === null) {
    return t('decide:choose.needReason');
  }
  return props.passed.length > 0 && props.choice.details.outOfOrderReason === undefined
    ? t('decide:sign.needOrderReason')
    : null;
}

function titleOf(t: T, act: DecisionAct): string {
  return isAsked(act) ? t(`decide:choose.referralTitle.${act}`) : t('decide:title');
}

function detailOf(t: T, act: DecisionAct): string | null {
  return isAsked(act) ? t(`decide:choose.detail.${act}`) : null;
}

/** Reviews have a step of their own, and the counter its five. */
function isAsked(act: DecisionAct): act is Exclude<DecisionAct, ReviewAct | RegistrationAct> {
  return !isReviewAct(act) && act !== 'register_at_counter';
}

function reasonTitle(t: T, act: DecisionAct): string {
  switch (act) {
    case 'decline':
    case 'extend':
    case 'cancel_referral':
    case 'reject_benefit':
    case 'transfer':
    case 'refuse_admission':
    case 'withdraw_child':
    case 'unlink':
    case 'dispute':
    case 'resolve_dispute':
    case 'replace_applicant':
    case 'refuse_companion':
    case 'suspend_companion':
    case 'remove_duplicate':
    case 'reinstate_duplicate':
    case 'refuse_link_request':
    case 'return':
    case 'refuse':
    case 'correct':
      return t(`decide:choose.reason.${act}`);
    default:
      return t('decide:sign.row.reason');
  }
}
