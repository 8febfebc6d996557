/** Buttons as the mocks have them: icon, verb, key caps last. */
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import type { MouseEvent, ReactNode, Ref } from 'react';
import { capsOf } from './hotkeys.ts';
import { Icon, type IconName } from './Icon.tsx';
import { KeyCaps } from './KeyCaps.tsx';

const SIZES = { sm: 'small', md: 'medium', lg: 'large' } as const;
const MARKS = { good: 'ok-m', danger: 'bad-m' } as const;

/** `aria-keyshortcuts` wants 'Control+K', not the code. */
function ariaKeys(combo: string | undefined): string | undefined {
  return combo === undefined
    ? undefined
    : capsOf(combo)
        .map((cap) => (cap === 'Ctrl' ? 'Control' : cap === '↵' ? 'Enter' : cap === 'Esc' ? 'Escape' : cap))
        .join(combo.includes(' ') ? ' ' : '+');
}

/**
 * A button. `tone`: outline (default), primary (one per screen or dialog), quiet, danger and good (outline with a coloured icon).
 * `size`: sm 28, md 32, lg 36. `combo` is only printed here: bind it with `useHotkeys`.
 */
export function Act(props: {
  children: ReactNode;
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  tone?: 'outline' | 'primary' | 'quiet' | 'danger' | 'good';
  size?: 'sm' | 'md' | 'lg';
  icon?: IconName;
  combo?: string;
  disabled?: boolean;
  busy?: boolean;
  type?: 'button' | 'submit';
  form?: string;
  wide?: boolean;
  pressed?: boolean;
  expanded?: boolean;
  hasPopup?: 'menu' | 'dialog' | 'listbox';
  describedBy?: string;
  label?: string;
  autoFocus?: boolean;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}) {
  const tone = props.tone ?? 'outline';
  const mark = tone === 'danger' || tone === 'good' ? MARKS[tone] : undefined;
  return (
    <Button
      ref={props.ref}
      type={props.type ?? 'button'}
      form={props.form}
      size={SIZES[props.size ?? 'md']}
      variant={tone === 'primary' ? 'contained' : tone === 'quiet' ? 'text' : 'outlined'}
      fullWidth={props.wide === true}
      disabled={props.disabled === true || props.busy === true}
      onClick={props.onClick}
      className={props.className}
      autoFocus={props.autoFocus}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-haspopup={props.hasPopup}
      aria-describedby={props.describedBy}
      aria-busy={props.busy === true ? true : undefined}
      aria-keyshortcuts={ariaKeys(props.combo)}
    >
      {props.busy === true ? <span className="spin" aria-hidden="true" /> : null}
      {props.icon !== undefined && props.busy !== true ? <Icon name={props.icon} className={mark} /> : null}
      <span>{props.children}</span>
      {props.combo === undefined ? null : <KeyCaps combo={props.combo} />}
    </Button>
  );
}

/** A button of one icon; `label` is its name and tooltip, with the key in it. */
export function IconAct(props: {
  icon: IconName;
  label: string;
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  combo?: string;
  small?: boolean;
  disabled?: boolean;
  pressed?: boolean;
  expanded?: boolean;
  hasPopup?: 'menu' | 'dialog';
  ref?: Ref<HTMLButtonElement>;
}) {
  const caps =
    props.combo === undefined ? '' : ` (${capsOf(props.combo).join(props.combo.includes(' ') ? ' ' : '+')})`;
  const button = (
    <IconButton
      ref={props.ref}
      size={props.small === true ? 'small' : 'medium'}
      disabled={props.disabled === true}
      onClick={props.onClick}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-haspopup={props.hasPopup}
      aria-keyshortcuts={ariaKeys(props.combo)}
    >
      <Icon name={props.icon} />
    </IconButton>
  );
  // A disabled button fires no events, so a tooltip would warn; its reason stands in words beside it.
  return props.disabled === true ? button : <Tooltip title={`${props.label}${caps}`}>{button}</Tooltip>;
}
