import type { DecisionObstacle } from '../../domain/review.ts';
import { type T, useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { obstacleText } from '../ui/errors.ts';
import css from './review.module.css';

export type ReviewAct = 'approve' | 'return' | 'refuse';
const ACTS = ['approve', 'return', 'refuse'] as const;

type DecisionBarProps = {
  readonly act: ReviewAct | null;
  readonly onAct: (act: ReviewAct) => void;
  readonly enabled: boolean;
  readonly obstacles: readonly DecisionObstacle[];
  readonly saving: boolean;
  readonly onSign: () => void;
};

/** Pinned to the bottom: the decision the verdicts suggest, the clerk's own choice, and the way to signing. */
export function DecisionBar(props: DecisionBarProps) {
  const { t } = useT();
  const { act } = props;
  const why = props.enabled ? whyNot(t, props) : null;
  return (
    <div className={css.decision}>
      {why === null ? null : (
        <p id="review-why" className={`small sub ${css.why}`} role="status">
          {why}
        </p>
      )}
      <div className={css.decide}>
        <div className={css.seg} role="radiogroup" aria-label={t('review:decision.label')}>
          {ACTS.map((each) => (
            // biome-ignore lint/a11y/useSemanticElements: a segmented control, as in the mocks
            <button
              key={each}
              type="button"
              role="radio"
              aria-checked={act === each}
              tabIndex={act === each || (act === null && each === 'approve') ? 0 : -1}
              disabled={!props.enabled}
              onClick={() => props.onAct(each)}
              onKeyDown={(event) => {
                const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
                const next = ACTS[(ACTS.indexOf(each) + by + ACTS.length) % ACTS.length];
                if (by !== 0 && next !== undefined) {
                  event.preventDefault();
                  props.onAct(next);
                  const buttons = event.currentTarget.parentElement?.querySelectorAll('button');
                  buttons?.[ACTS.indexOf(next)]?.focus();
                }
              }}
            >
              {t(`review:decision.${each}`)}
            </button>
          ))}
        </div>
        <Act
          tone="primary"
          combo="Ctrl+Enter"
          hasPopup="dialog"
          disabled={!props.enabled || why !== null}
          describedBy={why === null ? undefined : 'review-why'}
          onClick={props.onSign}
        >
          {t('review:decision.sign')}
        </Act>
      </div>
    </div>
  );
}

/** Why it cannot be signed yet; what is on its way to the back end first, for it may change all the rest. */
function whyNot(
  t: T,
  { act, obstacles, saving }: Pick<DecisionBarProps, 'act' | 'obstacles' | 'saving'>,
): string | null {
  if (saving) {
    return t('review:decision.saving');
  }
  if (act === null) {
    return t('review:decision.choose');
  }
  const words = obstacles.map((each) => obstacleText(t, { code: each.code, count: each.count ?? undefined }));
  return words.length === 0 ? null : sentence(words.join(', '));
}

/** Obstacles are worded for the middle of a sentence; here they begin one. */
function sentence(text: string): string {
  const [first = ''] = Array.from(text);
  return first.toUpperCase() + text.slice(first.length);
}
