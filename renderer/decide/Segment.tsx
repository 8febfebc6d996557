import css from './decide.module.css';

/** A choice of two or three in one row; arrows move, as in any group of radio buttons. */
export function Segment<V extends string>(props: {
  label: string;
  value: V | null;
  options: readonly { readonly value: V; readonly label: string }[];
  onChange: (value: V) => void;
  large?: boolean;
  /** The first thing to choose in its dialog. */
  autoFocus?: boolean;
}) {
  const { options, value } = props;
  return (
    <div
      className={`${css.seg}${props.large === true ? ` ${css.segLarge}` : ''}`}
      role="radiogroup"
      aria-label={props.label}
    >
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useSemanticElements: a segmented control, as in the mocks
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === value || (value === null && index === 0) ? 0 : -1}
          // biome-ignore lint/a11y/noAutofocus: asked for by dialogs alone
          autoFocus={props.autoFocus === true && (option.value === value || (value === null && index === 0))}
          onClick={() => props.onChange(option.value)}
          onKeyDown={(event) => {
            const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
            const at = (index + by + options.length) % options.length;
            const next = options[at];
            if (by !== 0 && next !== undefined) {
              event.preventDefault();
              props.onChange(next.value);
              event.currentTarget.parentElement?.querySelectorAll('button')[at]?.focus();
            }
          }}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
