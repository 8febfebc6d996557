/** A family at the counter: five steps on the right, what was answered on the left, kept as it is typed. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ConsentProof } from '../../domain/registration-decision.ts';
import { WALK_IN_STEPS, type WalkInStep, walkInFaults } from '../../domain/walk-in.ts';
import type { Catalogue, Decision, WalkInDraftView } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { SignStep } from '../decide/SignStep.tsx';
import { dateTime } from '../format.ts';
import { useT } from '../i18n.ts';
import { useCatalogue } from '../query.ts';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { usePaletteActions } from '../ui/palette.ts';
import { ErrorState, Inline, SkeletonRows } from '../ui/States.tsx';
import { Answers } from './Answers.tsx';
import { BenefitStep } from './BenefitStep.tsx';
import { Done } from './Done.tsx';
import { DRAFT_KEY, useCheck, useDraft, useDraftForm } from './data.ts';
import { type Faults, faultsOf, firstLacking, joined } from './faults.ts';
import { ChildStep, ContactsStep } from './PeopleSteps.tsx';
import { SignPart } from './SignPart.tsx';
import { useRegistration } from './use-registration.ts';
import { WishStep } from './WishStep.tsx';
import css from './walk-in.module.css';

export default function WalkInScreen() {
  const { t } = useT();
  const draft = useDraft();
  const catalogue = useCatalogue();
  const [done, setDone] = useState<Decision | null>(null);
  const title = t('nav.walkIn');
  const error = draft.error ?? catalogue.error;
  const client = useQueryClient();
  const finish = (decision: Decision): void => {
    setDone(decision);
    // The draft went into the application: the next family begins with an empty one.
    void client.resetQueries({ queryKey: DRAFT_KEY });
  };
  return (
    <>
      <ScreenHeader title={title} />
      {done !== null ? (
        <div className={css.page}>
          <Done decision={done} onNext={() => setDone(null)} />
        </div>
      ) : draft.data !== undefined && catalogue.data !== undefined ? (
        <Counter draft={draft.data} catalogue={catalogue.data} onDone={finish} />
      ) : error === null ? (
        <SkeletonRows rows={12} />
      ) : (
        <ErrorState error={error} onRetry={() => void draft.refetch()} />
      )}
    </>
  );
}

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

function Counter(props: {
  draft: WalkInDraftView;
  catalogue: Catalogue;
  onDone: (decision: Decision) => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const connected = useConnection().kind === 'open';
  const { draft, catalogue } = props;
  const kept = useDraftForm();
  const own = useFaults(draft);
  const [step, setStep] = useState<WalkInStep>(() => firstLacking(own) ?? 'sign');
  const [tried, setTried] = useState<ReadonlySet<WalkInStep>>(new Set());
  const [consent, setConsent] = useState<ConsentProof>('paper_kept');
  const [discarding, setDiscarding] = useState(false);
  const check = useCheck(draft.form, draft.scans);
  const faults = joined(own, check.faults);
  const registration = useRegistration(draft.form, props.onDone);
  const ofStep = faultsOf(faults, step);
  const go = (to: WalkInStep): void => {
    setTried((now) => new Set([...now, step]));
    void kept.save();
    setStep(to);
  };
  const at = WALK_IN_STEPS.indexOf(step);
  const goOn = (): void => {
    const following = WALK_IN_STEPS[at + 1];
    if (following !== undefined && ofStep.length === 0) go(following);
    else setTried((now) => new Set([...now, step]));
  };
  const why = !connected
    ? t('connection.actsOff')
    : faults.length > 0
      ? t('walkIn:notYet')
      : consent === 'signature' && draft.signedBy === null
        ? t('walkIn:parentFirst')
        : null;
  const sign = (): void => {
    if (why === null) registration.prepare(consent);
  };
  const isLast = step === 'sign';
  useHotkeys(t('nav.walkIn'), [
    {
      combo: 'Ctrl+Enter',
      label: t(isLast ? 'walkIn:sign' : 'walkIn:next'),
      run: isLast ? sign : goOn,
    },
    ...WALK_IN_STEPS.map((one, i) => ({
      combo: `Alt+Digit${i + 1}`,
      label: t(`walkIn:step.${one}`),
      run: () => go(one),
    })),
  ]);
  usePaletteActions([
    {
      id: 'walk-in-discard',
      label: t('walkIn:discard.act'),
      icon: 'trash',
      run: () => setDiscarding(true),
    },
  ]);
  const parts = {
    form: draft.form,
    change: kept.change,
    faults: tried.has(step) ? ofStep : [],
    check: check.data,
    catalogue,
    scans: draft.scans,
    onScans: kept.putScans,
  };
  return (
    <div className={css.page}>
      <div className={css.panel}>
        <aside className={css.left}>
          <Answers draft={draft} catalogue={catalogue} step={step} faults={faults} onStep={go} />
          <div className={css.leftFoot}>
            <span className="small muted" role="status">
              {draft.savedAt === null
                ? t('walkIn:keptAsTyped')
                : t('walkIn:kept', { at: dateTime(draft.savedAt) })}
            </span>
            <Act size="sm" tone="quiet" icon="trash" hasPopup="dialog" onClick={() => setDiscarding(true)}>
              {t('walkIn:discard.act')}
            </Act>
          </div>
        </aside>
        <section className={css.right} aria-label={t(`walkIn:step.${step}`)}>
          <h2 className="h16">
            {t('walkIn:stepOf', { at: at + 1, of: WALK_IN_STEPS.length, step: t(`walkIn:step.${step}`) })}
          </h2>
          {/* biome-ignore lint/a11y/useSemanticElements: a part of the screen that scrolls, not a set of fields */}
          <div key={step} className={css.fields} role="group" aria-label={t(`walkIn:step.${step}`)}>
            {step === 'contacts' ? <ContactsStep {...parts} /> : null}
            {step === 'child' ? <ChildStep {...parts} /> : null}
            {step === 'benefit' ? <BenefitStep {...parts} /> : null}
            {step === 'wish' ? <WishStep {...parts} /> : null}
            {isLast ? (
              <SignPart
                draft={draft}
                faults={faults}
                check={check.data}
                consent={consent}
                onConsent={setConsent}
                onDraft={kept.putDraft}
                onStep={go}
                error={registration.prepareError}
                scans={draft.scans}
                onScans={kept.putScans}
                catalogue={catalogue}
              />
            ) : null}
            {kept.error === null ? null : (
              <Inline>{t('walkIn:notKept', { error: errorText(kept.error) })}</Inline>
            )}
          </div>
          <footer className={css.foot}>
            <span className="small muted" role="status">
              {isLast
                ? why
                : tried.has(step) && ofStep.length > 0
                  ? t('walkIn:lacks', { count: ofStep.length })
                  : null}
            </span>
            <span className="gap" />
            {at === 0 ? null : (
              <Act icon="back" onClick={() => go(WALK_IN_STEPS[at - 1] ?? 'contacts')}>
                {t('walkIn:back')}
              </Act>
            )}
            {isLast ? (
              <Act
                tone="primary"
                icon="edit"
                combo="Ctrl+Enter"
                hasPopup="dialog"
                busy={registration.preparing}
                disabled={why !== null}
                onClick={sign}
              >
                {t('walkIn:sign')}
              </Act>
            ) : (
              <Act tone="primary" icon="forward" combo="Ctrl+Enter" onClick={goOn}>
                {t('walkIn:next')}
              </Act>
            )}
          </footer>
        </section>
      </div>
      {registration.prepared === null ? null : (
        <SignStep
          decision={registration.prepared}
          signing={registration.signing}
          error={registration.signError}
          onSign={registration.sign}
          onPrepareAgain={() => registration.prepare(consent)}
          onChangeReason={null}
          onClose={registration.leave}
        />
      )}
      {discarding ? (
        <Discard
          onClose={() => setDiscarding(false)}
          onGone={(empty) => {
            kept.putDraft(empty);
            setDiscarding(false);
            setTried(new Set());
            setStep('contacts');
          }}
        />
      ) : null}
    </div>
  );
}

/** Throwing away what was typed of a family is asked once. */
function Discard(props: { onClose: () => void; onGone: (empty: WalkInDraftView) => void }) {
  const { t } = useT();
  const errorText = useErrorText();
  const discard = useMutation({ mutationFn: () => api.walkIn.discard(), onSuccess: props.onGone });
  return (
    <Dialog
      title={t('walkIn:discard.title')}
      width={400}
      onClose={props.onClose}
      footer={
        <>
          <span className="gap" />
          <Act combo="Escape" autoFocus onClick={props.onClose}>
            {t('act.cancel')}
          </Act>
          <Act tone="danger" icon="trash" busy={discard.isPending} onClick={() => discard.mutate()}>
            {t('walkIn:discard.yes')}
          </Act>
        </>
      }
    >
      <p>{t('walkIn:discard.detail')}</p>
      {discard.error === null ? null : <Inline>{errorText(discard.error)}</Inline>}
    </Dialog>
  );
}
