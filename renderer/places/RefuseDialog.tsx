/** Refusing heads' requests: they are told why. */
import { useState } from 'react';
import { number } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Fields.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import styles from './places.module.css';

export function RefuseDialog(props: {
  count: number;
  onClose: () => void;
  onRefuse: (note: string) => void;
}) {
  const { t } = useT();
  const [note, setNote] = useState('');
  const text = note.trim();
  const refuse = (): void => {
    if (text !== '') props.onRefuse(text);
  };
  const title = t('places:requests.refuseTitle', { count: props.count, number: number(props.count) });
  useHotkeys(title, [{ combo: 'Ctrl+Enter', label: t('places:requests.refuse'), run: refuse }], { level: 2 });
  return (
    <Dialog
      title={title}
      width={400}
      onClose={props.onClose}
      footer={
        <>
          <span className="muted small">{text === '' ? t('places:requests.needNote') : null}</span>
          <span className="gap" />
          <Act onClick={props.onClose}>{t('act.cancel')}</Act>
          <Act tone="primary" combo="Ctrl+Enter" disabled={text === ''} onClick={refuse}>
            {t('places:requests.refuse')}
          </Act>
        </>
      }
    >
      <Field label={t('places:requests.note')} hint={t('places:requests.noteHint')}>
        {({ id, describedBy }) => (
          <textarea
            id={id}
            className={styles.note}
            rows={3}
            maxLength={500}
            autoFocus
            aria-describedby={describedBy}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}
