/** Dialogs 400, 560 or 920 wide, never stacked. Esc always closes; Enter never signs. */

import MuiDialog from '@mui/material/Dialog';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useT } from '../i18n.ts';
import { IconAct } from './Act.tsx';
import { useHotkeys } from './hotkeys.ts';

/** A dialog with its title row; `footer` holds the buttons, the safe one first. Keys under it sleep while it is open. */
export function Dialog(props: {
  title: string;
  width: 400 | 560 | 920;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  headerExtra?: ReactNode;
  /** Right after the title, in the muted colour: a number. */
  afterTitle?: ReactNode;
  /** Fill the body edge to edge (the sign dialog). */
  flush?: boolean;
}) {
  const { t } = useT();
  const id = useId();
  // What had the focus may be gone: then the key arrives here and not in the dialog, which closes by itself otherwise.
  const closeUnlessFocused = (): unknown => document.activeElement === document.body && props.onClose();
  useHotkeys(props.title, [{ combo: 'Escape', run: closeUnlessFocused }], { modal: true });
  const paper = useRef<HTMLDivElement>(null);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // What is typed first has the focus already; where nothing is typed, the safe button takes it.
    const active = document.activeElement;
    if (active === null || active === paper.current || !paper.current?.contains(active)) {
      close.current?.focus();
    }
  }, []);
  return (
    <MuiDialog
      open
      onClose={props.onClose}
      aria-labelledby={id}
      slotProps={{ paper: { ref: paper, style: { width: props.width, maxWidth: 'calc(100vw - 48px)' } } }}
    >
      <div className="dlg-head">
        <h2 id={id} className="h16">
          {props.title}
        </h2>
        {props.afterTitle === undefined ? null : <span className="muted nowrap">{props.afterTitle}</span>}
        <span className="gap" />
        {props.headerExtra}
        <IconAct ref={close} icon="x" label={t('act.close')} combo="Escape" onClick={props.onClose} />
      </div>
      {/* A page of words alone is scrolled by keys too; forms and buttons take the focus themselves. */}
      <div
        className={props.flush === true ? 'dlg-body flush' : 'dlg-body'}
        tabIndex={props.footer === undefined && props.flush !== true ? 0 : undefined}
      >
        {props.children}
      </div>
      {props.footer === undefined ? null : <div className="dlg-foot">{props.footer}</div>}
    </MuiDialog>
  );
}
