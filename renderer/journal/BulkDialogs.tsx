/** Handing to a colleague and releasing with a reason: each 400 wide, the first thing to type has the focus. */
import { useId, useState } from 'react';
import { fullName, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { useCatalogue, useSession } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Fields.tsx';
import { OfficerAvatar } from '../ui/Marks.tsx';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useColleagues } from './data.ts';
import styles from './journal.module.css';

export function HandDialog(props: { onClose: () => void; onHand: (iin: string) => void }) {
  const { t } = useT();
  const mine = useSession().officer.iin;
  const colleagues = useColleagues();
  const name = useId();
  const [to, setTo] = useState<string | null>(null);
  const others = (colleagues.data ?? []).filter((officer) => officer.iin !== mine);
  return (
    <Dialog
      title={t('journal:hand.title')}
      width={400}
      onClose={props.onClose}
      footer={
        <>
          <span className="gap" />
          <Act onClick={props.onClose}>{t('act.cancel')}</Act>
          <Act tone="primary" disabled={to === null} onClick={() => to !== null && props.onHand(to)}>
            {t('journal:hand.do')}
          </Act>
        </>
      }
    >
      {colleagues.isError ? (
        <ErrorState error={colleagues.error} onRetry={() => void colleagues.refetch()} />
      ) : colleagues.isPending ? (
        <SkeletonRows rows={3} />
      ) : others.length === 0 ? (
        <p>{t('journal:hand.nobody')}</p>
      ) : (
        <fieldset className={styles.choices}>
          <legend className="fl">{t('journal:hand.choose')}</legend>
          {others.map((officer, index) => (
            <label key={officer.iin} className={styles.choice}>
              <input
                className="rb"
                type="radio"
                name={name}
                autoFocus={index === 0}
                checked={to === officer.iin}
                onChange={() => setTo(officer.iin)}
              />
              <OfficerAvatar officer={officer} />
              <span className="clip" title={fullName(officer)}>
                {fullName(officer)}
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </Dialog>
  );
}

export function ReleaseDialog(props: {
  onClose: () => void;
  onRelease: (reason: string, note: string | null) => void;
}) {
  const { t, locale } = useT();
  const catalogue = useCatalogue();
  const name = useId();
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const reasons = (catalogue.data?.reasons ?? [])
    .filter((one) => one.usedFor === 'release')
    .toSorted((a, b) => a.position - b.position);
  return (
    <Dialog
      title={t('journal:release.title')}
      width={400}
      onClose={props.onClose}
      footer={
        <>
          <span className="gap" />
          <Act onClick={props.onClose}>{t('act.cancel')}</Act>
          <Act
            tone="primary"
            disabled={reason === null}
            onClick={() =>
              reason !== null && props.onRelease(reason, note.trim() === '' ? null : note.trim())
            }
          >
            {t('journal:release.do')}
          </Act>
        </>
      }
    >
      {catalogue.isError ? (
        <ErrorState
          error={catalogue.error}
          title={t('journal:release.noReasons')}
          onRetry={() => void catalogue.refetch()}
        />
      ) : (
        <fieldset className={styles.choices}>
          <legend className="fl">{t('journal:release.reason')}</legend>
          {reasons.map((one, index) => (
            <label key={one.code} className={styles.choice}>
              <input
                className="rb"
                type="radio"
                name={name}
                autoFocus={index === 0}
                checked={reason === one.code}
                onChange={() => setReason(one.code)}
              />
              <span>{words(one.name, locale)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <Field label={t('journal:release.note')} hint={t('journal:release.noteHint')}>
        {({ id, describedBy }) => (
          <textarea
            id={id}
            className={styles.note}
            aria-describedby={describedBy}
            rows={3}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}
