/** Which columns, in which order: drag, or Alt with the arrows; widths are pulled at the header. */
import Popover from '@mui/material/Popover';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { Icon } from '../ui/Icon.tsx';
import { type ColumnId, type ColumnLayout, layoutFrom, moveColumn, type SetLayout } from './columns.ts';
import styles from './journal.module.css';

export function ColumnsMenu(props: { layout: ColumnLayout; onLayout: SetLayout }) {
  const { t } = useT();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Act
        ref={anchor}
        size="sm"
        icon="columns"
        hasPopup="dialog"
        expanded={open}
        onClick={() => setOpen(true)}
      >
        {t('journal:columns.button')}
      </Act>
      <Popover
        anchorEl={anchor.current}
        open={open}
        onClose={() => setOpen(false)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{
          paper: {
            role: 'dialog',
            'aria-label': t('journal:columns.title'),
            style: { width: 296, marginTop: 4 },
          },
        }}
      >
        <ColumnList {...props} />
      </Popover>
    </>
  );
}

function ColumnList(props: { layout: ColumnLayout; onLayout: SetLayout }) {
  const { t } = useT();
  const { layout, onLayout } = props;
  const [dragged, setDragged] = useState<ColumnId | null>(null);
  const [said, setSaid] = useState('');
  const ids = layout.order.filter((id) => id !== 'select');
  const move = (id: ColumnId, toward: (order: readonly ColumnId[]) => number): void =>
    onLayout((now) => {
      const order = moveColumn(now.order, id, toward(now.order));
      setSaid(t('journal:columns.moved', { name: t(`journal:columns.${id}`), place: order.indexOf(id) }));
      return { ...now, order };
    });
  const onKey = (event: KeyboardEvent, id: ColumnId): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.altKey && step !== 0) {
      event.preventDefault();
      move(id, (order) => order.indexOf(id) + step);
    }
  };
  return (
    <div className={styles.columnList}>
      <p className="small muted">{t('journal:columns.hint')}</p>
      <ul>
        {ids.map((id) => (
          <li
            key={id}
            className={`${styles.columnItem} ${dragged === id ? styles.dragged : ''}`}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              setDragged(id);
            }}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => {
              event.preventDefault();
              if (dragged !== null && dragged !== id) move(dragged, (order) => order.indexOf(id));
            }}
          >
            <Icon name="drag" className={styles.drag} />
            <label className={styles.columnLabel}>
              <input
                type="checkbox"
                className="cb"
                checked={layout.visible[id]}
                disabled={id === 'child'}
                onKeyDown={(event) => onKey(event, id)}
                onChange={() =>
                  onLayout((now) => ({ ...now, visible: { ...now.visible, [id]: !now.visible[id] } }))
                }
              />
              {t(`journal:columns.${id}`)}
            </label>
          </li>
        ))}
      </ul>
      <span className="visually-hidden" aria-live="polite">
        {said}
      </span>
      <Act size="sm" tone="quiet" onClick={() => onLayout(layoutFrom(null))}>
        {t('journal:columns.reset')}
      </Act>
    </div>
  );
}
