/** The frame of a form of rules: its body, what is wrong with the whole, what saving will do beside the button. */
import type { ReactNode } from 'react';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Inline } from '../ui/States.tsx';
import css from './rules.module.css';
import type { RuleFormState } from './use-rule-form.ts';

export function RuleFrame<Form extends object>(props: {
  state: RuleFormState<Form>;
  label: string;
  /** What saving will do, in words. */
  will: string;
  saveLabel: string;
  /** Whether there is nothing to undo. */
  same: boolean;
  onCancel: (() => void) | null;
  /** What saving changes; stands above the buttons, whatever of the form is scrolled away. */
  effect?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const { state } = props;
  return (
    <form
      ref={state.element}
      className={css.form}
      aria-label={props.label}
      onSubmit={(event) => {
        event.preventDefault();
        state.submit();
      }}
      onBlur={(event) => {
        const field = event.target.closest<HTMLElement>('[data-field]')?.dataset.field;
        if (field !== undefined) state.leave(field);
      }}
    >
      <div className={css.body}>{props.children}</div>
      {state.whole.length === 0 && state.error === null ? null : (
        <div className={css.inline}>
          <Inline>{state.whole.length > 0 ? state.whole.join(' ') : errorText(state.error)}</Inline>
        </div>
      )}
      {props.effect}
      <footer className={css.foot}>
        <span className={`small muted ${css.footText}`} role="status">
          {!state.connected
            ? t('connection.actsOff')
            : state.toCorrect > 0
              ? t('rules:faults', { count: state.toCorrect })
              : props.will}
        </span>
        {props.onCancel === null ? (
          <Act disabled={props.same} onClick={state.undo}>
            {t('rules:undo')}
          </Act>
        ) : (
          <Act onClick={props.onCancel}>{t('act.cancel')}</Act>
        )}
        <Act
          tone="primary"
          combo="Ctrl+Enter"
          busy={state.saving}
          disabled={!state.ready}
          onClick={state.submit}
        >
          {props.saveLabel}
        </Act>
      </footer>
    </form>
  );
}
