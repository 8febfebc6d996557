/** A day and a time of the past: the order as it was then. */
import { useState } from 'react';
import { almatyDay, time } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { DateField, Field } from '../ui/Fields.tsx';
import { digitOf } from '../ui/field-input.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { momentOf, typedTime } from './moment.ts';
import css from './queue.module.css';

export function MomentDialog(props: {
  at: Date | null;
  now: Date;
  onChoose: (at: Date | null) => void;
  onClose: () => void;
}) {
  const { t } = useT();
  const [day, setDay] = useState<string | null>(props.at === null ? null : almatyDay(props.at));
  const [clock, setClock] = useState(props.at === null ? '09:00' : time(props.at));
  const moment = momentOf(day, clock, props.now);
  const choose = (): void => {
    if (moment.ok) props.onChoose(moment.at);
  };
  useHotkeys(t('queue:moment.title'), [{ combo: 'Ctrl+Enter', label: t('queue:moment.show'), run: choose }], {
    level: 2,
  });
  return (
    <Dialog
      title={t('queue:moment.title')}
      width={400}
      onClose={props.onClose}
      footer={
        <>
          {props.at === null ? null : (
            <Act tone="quiet" onClick={() => props.onChoose(null)}>
              {t('queue:moment.back')}
            </Act>
          )}
          <span className="gap" />
          <Act combo="Escape" onClick={props.onClose}>
            {t('act.cancel')}
          </Act>
          <Act tone="primary" combo="Ctrl+Enter" disabled={!moment.ok} onClick={choose}>
            {t('queue:moment.show')}
          </Act>
        </>
      }
    >
      <p className="small sub dlg-lead">{t('queue:moment.detail')}</p>
      <div className={css.moment}>
        <DateField
          label={t('queue:moment.day')}
          value={day}
          onChange={setDay}
          error={moment.ok || moment.code !== 'future' ? null : t('queue:moment.future')}
          autoFocus
        />
        <Field
          label={t('queue:moment.time')}
          error={moment.ok || moment.code !== 'time' ? null : t('queue:moment.wrongTime')}
        >
          {({ id, describedBy, invalid }) => (
            <div className={`input${invalid ? ' bad' : ''}`}>
              <input
                id={id}
                inputMode="numeric"
                autoComplete="off"
                placeholder={t('queue:moment.timePlaceholder')}
                aria-describedby={describedBy}
                aria-invalid={invalid}
                value={clock}
                onKeyDown={(event) => {
                  const digit = event.ctrlKey || event.altKey || event.metaKey ? null : digitOf(event.code);
                  if (digit !== null && !/^[0-9]$/.test(event.key)) {
                    event.preventDefault();
                    setClock(typedTime(clock + digit, true));
                  }
                }}
                onChange={(event) =>
                  setClock(typedTime(event.target.value, event.target.value.length > clock.length))
                }
              />
            </div>
          )}
        </Field>
      </div>
    </Dialog>
  );
}
