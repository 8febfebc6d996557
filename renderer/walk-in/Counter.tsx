/** The panel of the counter: answers on the left, the step in hand on the right, the signature over both. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { ConsentProof } from '../../domain/registration-decision.ts';
import { WALK_IN_STEPS, walkInFaults } from '../../domain/walk-in.ts';
import type { Catalogue, Decision, WalkInDraftView } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { SignStep } from '../decide/SignStep.tsx';
import { dateTime } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { usePaletteActions } from '../ui/palette.ts';
import { Inline } from '../ui/States.tsx';
import { Answers } from './Answers.tsx';
import { BenefitStep } from './BenefitStep.tsx';
import { Discard } from './Discard.tsx';
import { useCheck, useDraftForm } from './data.ts';
import { type Faults, firstLacking, joined } from './faults.ts';
import { ChildStep, ContactsStep } from './PeopleSteps.tsx';
import { SignPart } from './SignPart.tsx';
import { type Registration, useRegistration } from './use-registration.ts';
import { type Steps, useSteps } from './use-steps.ts';
import { WishStep } from './WishStep.tsx';
import css from './walk-in.module.css';

/** What a package's own reader says of the form, before the office is asked. */
function useFaults(draft: WalkInDraftView): Faults {
  return useMemo(
    () =>
      walkInFaults(draft.form, {
        ref: draft.ref,
        // Its own department and moment are the back end's to say.
        department: '150440000122',
        at: '2026-01-01T00:00:00+05:00',
        scans: draft.scans,
      }),
    [draft],
  );
}

export function Counter(props: {
  draft: WalkInDraftView;
  catalogue: Catalogue;
  onDone: (decision: Decision) => void;
}) {
  const { t } = useT();
  const { catalogue } = props;
  const connected = useConnection().kind === 'open';
  const kept = useDraftForm(props.draft);
  const draft = useMemo(() => ({ ...props.draft, form: kept.form }), [props.draft, kept.form]);
  const own = useFaults(draft);
  const check = useCheck(draft.form, draft.scans);
  const faults = joined(own, check.faults);
  const steps = useSteps(
    () => firstLacking(own) ?? 'sign',
    faults,
    () => void kept.save(),
  );
  const [consent, setConsent] = useState<ConsentProof>('paper_kept');
  const [discarding, setDiscarding] = useState(false);
  const registration = useRegistration(draft.form, props.onDone);
  const why = whyNot(t, connected, faults, consent === 'signature' && draft.signedBy === null);
  const sign = (): void => {
    if (why === null) registration.prepare(consent);
  };
  useCounterKeys(steps, sign, () => setDiscarding(true));
  const parts = {
    form: draft.form,
    change: kept.change,
    faults: steps.told,
    check: check.data,
    catalogue,
    scans: draft.scans,
    onScans: kept.putScans,
  };
  return (
    <div className={css.page}>
      <div className={css.panel}>
        <Left
          draft={draft}
          catalogue={catalogue}
          steps={steps}
          faults={faults}
          onDiscard={() => setDiscarding(true)}
        />
        <section className={css.right} aria-label={t(`walkIn:step.${steps.step}`)}>
          <h2 className="h16">
            {t('walkIn:stepOf', {
              at: steps.at + 1,
              of: WALK_IN_STEPS.length,
              step: t(`walkIn:step.${steps.step}`),
            })}
          </h2>
          <Fields key={steps.step} label={t(`walkIn:step.${steps.step}`)} notKept={kept.error}>
            {steps.step === 'contacts' ? <ContactsStep {...parts} /> : null}
            {steps.step === 'child' ? <ChildStep {...parts} /> : null}
            {steps.step === 'benefit' ? <BenefitStep {...parts} /> : null}
            {steps.step === 'wish' ? <WishStep {...parts} /> : null}
            {steps.isLast ? (
              <SignPart
                {...parts}
                draft={draft}
                faults={faults}
                consent={consent}
                onConsent={setConsent}
                onDraft={kept.putDraft}
                onStep={steps.go}
                error={registration.prepareError}
              />
            ) : null}
          </Fields>
          <Foot steps={steps} why={why} busy={registration.preparing} onSign={sign} />
        </section>
      </div>
      <Signing registration={registration} onAgain={() => registration.prepare(consent)} />
      {discarding ? (
        <Discard
          onClose={() => setDiscarding(false)}
          onGone={(empty) => {
            kept.putDraft(empty);
            setDiscarding(false);
            steps.begin();
          }}
        />
      ) : null}
    </div>
  );
}

/** Why it cannot be registered now, in words beside the button. */
function whyNot(t: T, connected: boolean, faults: Faults, waitsForParent: boolean): string | null {
  if (!connected) return t('connection.actsOff');
  if (faults.length > 0) return t('walkIn:notYet');
  return waitsForParent ? t('walkIn:parentFirst') : null;
}

function useCounterKeys(steps: Steps, sign: () => void, discard: () => void): void {
  const { t } = useT();
  useHotkeys(t('nav.walkIn'), [
    {
      combo: 'Ctrl+Enter',
      label: t(steps.isLast ? 'walkIn:sign' : 'walkIn:next'),
      run: steps.isLast ? sign : steps.onwards,
    },
    ...WALK_IN_STEPS.map((step, i) => ({
      combo: `Alt+Digit${i + 1}`,
      label: t(`walkIn:step.${step}`),
      run: () => steps.go(step),
    })),
  ]);
  usePaletteActions([{ id: 'walk-in-discard', label: t('walkIn:discard.act'), icon: 'trash', run: discard }]);
}

function Left(props: {
  draft: WalkInDraftView;
  catalogue: Catalogue;
  steps: Steps;
  faults: Faults;
  onDiscard: () => void;
}) {
  const { t } = useT();
  const { draft, steps } = props;
  return (
    <aside className={css.left}>
      <Answers
        draft={draft}
        catalogue={props.catalogue}
        step={steps.step}
        faults={props.faults}
        onStep={steps.go}
      />
      <div className={css.leftFoot}>
        <span className="small muted">
          {draft.savedAt === null
            ? t('walkIn:keptAsTyped')
            : t('walkIn:kept', { at: dateTime(draft.savedAt) })}
        </span>
        <Act size="sm" tone="quiet" icon="trash" hasPopup="dialog" onClick={props.onDiscard}>
          {t('walkIn:discard.act')}
        </Act>
      </div>
    </aside>
  );
}

/** The fields of a step. Where none takes the focus by itself they take it as a whole: Tab goes on from here and not from the rail. */
function Fields(props: { label: string; notKept: unknown; children: ReactNode }) {
  const { t } = useT();
  const errorText = useErrorText();
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (fields.current?.contains(document.activeElement) === false) fields.current.focus();
  }, []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a part of the screen that scrolls, not a set of fields
    <div ref={fields} tabIndex={-1} className={css.fields} role="group" aria-label={props.label}>
      {props.children}
      {props.notKept === null ? null : (
        <Inline>{t('walkIn:notKept', { error: errorText(props.notKept) })}</Inline>
      )}
    </div>
  );
}

function Foot(props: { steps: Steps; why: string | null; busy: boolean; onSign: () => void }) {
  const { t } = useT();
  const { steps, why } = props;
  const { told } = steps;
  return (
    <footer className={css.foot}>
      <span className="small muted" role="status">
        {steps.isLast ? why : told.length > 0 ? t('walkIn:lacks', { count: told.length }) : null}
      </span>
      <span className="gap" />
      {steps.at === 0 ? null : (
        <Act icon="back" onClick={steps.back}>
          {t('walkIn:back')}
        </Act>
      )}
      {steps.isLast ? (
        <Act
          tone="primary"
          icon="edit"
          combo="Ctrl+Enter"
          hasPopup="dialog"
          busy={props.busy}
          disabled={why !== null}
          onClick={props.onSign}
        >
          {t('walkIn:sign')}
        </Act>
      ) : (
        <Act tone="primary" icon="forward" combo="Ctrl+Enter" onClick={steps.onwards}>
          {t('walkIn:next')}
        </Act>
      )}
    </footer>
  );
}

function Signing({
  registration,
  onAgain,
}: {
  readonly registration: Registration;
  readonly onAgain: () => void;
}) {
  const { prepared } = registration;
  return prepared === null ? null : (
    <SignStep
      decision={prepared}
      signing={registration.signing}
      error={registration.signError}
      onSign={registration.sign}
      onPrepareAgain={onAgain}
      onChangeReason={null}
      onClose={registration.leave}
    />
  );
}
