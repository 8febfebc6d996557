/** The five steps on the left: where the clerk is, and the answers of the steps that are done. */
import { WALK_IN_STEPS, type WalkInForm, type WalkInStep } from '../../domain/walk-in.ts';
import type { Catalogue, WalkInDraftView } from '../../preload/contract/index.ts';
import { date, fullName, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { Icon } from '../ui/Icon.tsx';
import { KeyCaps } from '../ui/KeyCaps.tsx';
import { type Faults, faultsOf } from './faults.ts';
import css from './walk-in.module.css';

export function Answers(props: {
  draft: WalkInDraftView;
  catalogue: Catalogue;
  step: WalkInStep;
  faults: Faults;
  onStep: (step: WalkInStep) => void;
}) {
  const { t, locale } = useT();
  return (
    <ol className={css.steps} aria-label={t('walkIn:steps')}>
      {WALK_IN_STEPS.map((step, at) => {
        const done = step !== 'sign' && faultsOf(props.faults, step).length === 0;
        const answers = answersOf(t, locale, step, props.draft, props.catalogue);
        return (
          <li key={step}>
            <button
              type="button"
              className={css.step}
              aria-current={step === props.step ? 'step' : undefined}
              aria-keyshortcuts={`Alt+${at + 1}`}
              onClick={() => props.onStep(step)}
            >
              <span className={css.stepHead}>
                <span className={css.stepMark} data-done={done}>
                  {done ? <Icon name="check" size={12} /> : at + 1}
                </span>
                <b className="clip">{t(`walkIn:step.${step}`)}</b>
                <KeyCaps combo={`Alt+Digit${at + 1}`} />
              </span>
              {answers.map((answer) => (
                <span key={answer} className="small sub clip" title={answer}>
                  {answer}
                </span>
              ))}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** What was answered in a step, a line each; nothing for what is still empty. */
function answersOf(
  t: T,
  locale: 'kk' | 'ru' | 'en',
  step: WalkInStep,
  { form, scans }: WalkInDraftView,
  catalogue: Catalogue,
): readonly string[] {
  const filled = (parts: readonly (string | null)[]): readonly string[] =>
    parts.filter((part) => part !== null && part.trim() !== '') as string[];
  switch (step) {
    case 'contacts':
      return filled([
        fullName(form.applicant),
        [form.applicant.iin, relationText(t, form)].filter((part) => part !== '').join(' · '),
        [form.phone, form.email].filter((part) => part !== '').join(' · '),
      ]);
    case 'child':
      return filled([
        fullName(form.child),
        [form.child.iin, form.child.birthDate === null ? '' : date(form.child.birthDate)]
          .filter((part) => part !== '')
          .join(' · '),
        form.permanentAddress,
      ]);
    case 'benefit': {
      const category = catalogue.categories.find(({ code }) => code === form.benefitCategory);
      return filled([
        form.queueKind === null ? null : t(`walkIn:queue.${form.queueKind}`),
        category === undefined ? null : words(category.name, locale),
        scans.length === 0 ? null : t('walkIn:scanCount', { count: scans.length }),
      ]);
    }
    case 'wish':
      return filled([
        form.kindergartens
          .map((bin) => catalogue.kindergartens.find((one) => one.bin === bin)?.name ?? bin)
          .join(', '),
        form.language === null ? null : t(`walkIn:language.${form.language}`),
        form.notificationType === null ? null : t(`walkIn:channel.${form.notificationType}`),
      ]);
    case 'sign':
      return [];
  }
}

function relationText(t: T, form: WalkInForm): string {
  return form.applicant.relation === null ? '' : t(`walkIn:relation.${form.applicant.relation}`);
}
