/** A choice of one from a short list: label above or, in a row of filters, before the value. */
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { Icon } from '../ui/Icon.tsx';
import styles from './pick.module.css';

export interface PickOption {
  readonly value: string;
  readonly label: string;
  /** Said after the label in the list, in the muted colour. */
  readonly detail?: string;
  readonly disabled?: boolean;
}

/** `small`: 28 high, its label inside, for filters. `value` '' stands for nothing chosen. */
export function Pick(props: {
  label: string;
  value: string;
  options: readonly PickOption[];
  onChange: (value: string) => void;
  small?: boolean;
  placeholder?: string;
  disabled?: boolean;
  error?: ReactNode;
  autoFocus?: boolean;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const chosen = props.options.find((one) => one.value === props.value);
  const control = (
    <Select
      displayEmpty
      open={open}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      // MUI's own would open at Ctrl+Enter too, and take letters that are keys of the screen.
      SelectDisplayProps={{ onKeyDown: (event) => openAt(event, () => setOpen(true)) }}
      variant="outlined"
      className={props.small === true ? styles.small : styles.pick}
      value={chosen === undefined ? '' : props.value}
      onChange={(event) => props.onChange(event.target.value)}
      disabled={props.disabled === true}
      autoFocus={props.autoFocus === true}
      IconComponent={Chevron}
      labelId={`${id}-label`}
      id={`${id}-value`}
      // Letters find a row of the open list; they must not also act on the screen under it.
      MenuProps={{
        onKeyDown: (event) => event.stopPropagation(),
        slotProps: { paper: { className: styles.menu } },
      }}
      renderValue={() => (
        <span className={styles.value}>
          {props.small === true ? <span className="muted">{props.label}</span> : null}
          <span className={chosen === undefined ? 'muted clip' : 'clip'} title={chosen?.label}>
            {chosen?.label ?? props.placeholder ?? ''}
          </span>
        </span>
      )}
    >
      {props.options.map((option) => (
        <MenuItem key={option.value} value={option.value} disabled={option.disabled === true}>
          <span className="grow">{option.label}</span>
          {option.detail === undefined ? null : <span className="small muted">{option.detail}</span>}
        </MenuItem>
      ))}
    </Select>
  );
  return props.small === true ? (
    <span className={styles.inline}>
      <span id={`${id}-label`} className="visually-hidden">
        {props.label}
      </span>
      {control}
    </span>
  ) : (
    <div className={styles.block}>
      <span id={`${id}-label`} className="fl">
        {props.label}
      </span>
      {control}
      {props.error === undefined || props.error === null ? null : (
        <p className="hint bad-t" role="alert">
          {props.error}
        </p>
      )}
    </div>
  );
}

const OPENS: ReadonlySet<string> = new Set(['Enter', ' ', 'ArrowUp', 'ArrowDown']);

function openAt(event: KeyboardEvent, open: () => void): void {
  if (OPENS.has(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    open();
  }
}

function Chevron(props: { className?: string }) {
  return (
    <span className={`${props.className ?? ''} ${styles.chevron}`}>
      <Icon name="chevronDown" size={12} />
    </span>
  );
}
