/** A family's word that it still wants a place: at the counter, or by telephone with a note of the call. */
import { useRef, useState } from 'react';
import type { InterestRow } from '../../preload/contract/index.ts';
import { Segment } from '../decide/Segment.tsx';
import { date, nameOf } from '../format.ts';
import { useT } from '../i18n.ts';
import places from '../places/places.module.css';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Field } from '../ui/Fields.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Inline } from '../ui/States.tsx';
import { showToast } from '../ui/toast.ts';
import { useConfirm } from './data.ts';
import css from './interest.module.css';

const HOW = ['counter', 'phone'] as const;

export function ConfirmDialog(props: { row: InterestRow; onClose: () => void }) {
  const { t } = useT();
  const errorText = useErrorText();
  const { row, onClose } = props;
  const [how, setHow] = useState<(typeof HOW)[number]>('counter');
  const [note, setNote] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const confirm = useConfirm();
  const lacksNote = how === 'phone' && note.trim() === '';
  const run = (): void => {
    if (lacksNote) {
      area.current?.focus();
      return;
    }
    if (confirm.isPending) return;
    confirm.mutate(
      { row, how, note: note.trim() === '' ? null : note.trim() },
      {
        onSuccess: ({ dueOn }) => {
          showToast({
            title: t('interest:confirmed', { name: nameOf(row.child) }),
            detail: t('interest:askedAgain', { day: date(dueOn) }),
          });
          onClose();
        },
      },
    );
  };
  const title = t('interest:confirmTitle');
  useHotkeys(title, [{ combo: 'Ctrl+Enter', label: t('interest:confirm'), run }], { level: 2 });
  return (
    <Dialog
      title={title}
      width={560}
      onClose={onClose}
      footer={
        <>
          <span className="muted small grow">{lacksNote ? t('interest:needNote') : null}</span>
          <Act onClick={onClose}>{t('act.cancel')}</Act>
          <Act tone="primary" combo="Ctrl+Enter" busy={confirm.isPending} disabled={lacksNote} onClick={run}>
            {t('interest:confirm')}
          </Act>
        </>
      }
    >
      <div className={css.confirm}>
        <p>
          <b className="strong">{nameOf(row.child)}</b>
          <span className="sub num">{` · ${row.number} · ${row.child.iin}`}</span>
        </p>
        <p className="sub">
          {t('interest:confirmWho', { name: row.applicant, phone: row.phone, day: date(row.dueOn) })}
        </p>
        <Segment
          label={t('interest:howLabel')}
          value={how}
          options={HOW.map((value) => ({ value, label: t(`interest:how.${value}`) }))}
          onChange={setHow}
          autoFocus
        />
        <Field
          label={t('interest:note')}
          hint={how === 'phone' ? t('interest:notePhone') : t('interest:noteCounter')}
        >
          {({ id, describedBy }) => (
            <textarea
              id={id}
              ref={area}
              className={places.note}
              rows={3}
              maxLength={1000}
              aria-describedby={describedBy}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {confirm.error === null ? null : (
          <Inline onClose={confirm.reset}>
            {t('interest:notConfirmed', { error: errorText(confirm.error) })}
          </Inline>
        )}
      </div>
    </Dialog>
  );
}
