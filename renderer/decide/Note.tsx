import { useId } from 'react';
import { useT } from '../i18n.ts';
import css from './decide.module.css';

/** A note, added to the text that the family gets, or who asked through a portal: `hint` says which. */
export function Note(props: { value: string; hint: string; onChange: (value: string) => void }) {
  const { t } = useT();
  const id = useId();
  return (
    <div>
      <label className="fl" htmlFor={id}>
        {t('decide:choose.note')}
      </label>
      <textarea
        id={id}
        className={css.note}
        rows={3}
        maxLength={2000}
        aria-describedby={`${id}-hint`}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <p className="hint" id={`${id}-hint`}>
        {props.hint}
      </p>
    </div>
  );
}
