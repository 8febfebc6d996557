/** The end: the number in the queue, the paper for the family, and the next one. */
import { useEffect } from 'react';
import type { Decision } from '../../preload/contract/index.ts';
import { QrCode } from '../decide/QrCode.tsx';
import { useDecisionFile } from '../decide/use-files.ts';
import { dateTime, fullName } from '../format.ts';
import { useT } from '../i18n.ts';
import { navigate } from '../router.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Icon } from '../ui/Icon.tsx';
import { Inline } from '../ui/States.tsx';
import css from './walk-in.module.css';

export function Done({ decision, onNext }: { readonly decision: Decision; readonly onNext: () => void }) {
  const { t } = useT();
  const errorText = useErrorText();
  const file = useDecisionFile(decision.id);
  const print = (): void => file.mutate('noticePdf');
  const open = (): void => navigate({ name: 'application', id: decision.applicationId, tab: 'documents' });
  useHotkeys(t('walkIn:done.keys'), [
    { combo: 'KeyP', label: t('walkIn:done.print'), run: print },
    { combo: 'KeyO', label: t('walkIn:done.open'), run: open },
    { combo: 'KeyN', label: t('walkIn:done.next'), run: onNext },
  ]);
  useEffect(() => {
    document.getElementById('walk-in-number')?.focus();
  }, []);
  return (
    <section className={css.done} aria-label={t('walkIn:done.label')}>
      <Icon name="checkCircle" size={24} className="ok-m" />
      {/* Read out at once: this is what the family came for. */}
      <h2 id="walk-in-number" tabIndex={-1} className={css.number}>
        {t('walkIn:done.number', { number: decision.applicationNumber })}
      </h2>
      <p className="sub">
        {decision.childName}, {dateTime(decision.decidedAt)}
      </p>
      <div className={css.doneRow}>
        <QrCode text={decision.qr} label={t('decide:result.qr')} size={116} />
        <div className={css.doneText}>
          <p>{t('walkIn:done.paper')}</p>
          <p className="small sub">
            {t('walkIn:done.signed', { name: fullName(decision.officer), number: decision.number })}
          </p>
        </div>
      </div>
      {file.error === null ? null : (
        <Inline>{t('decide:result.notSaved', { error: errorText(file.error) })}</Inline>
      )}
      <div className={css.acts}>
        <Act tone="primary" icon="print" combo="KeyP" busy={file.isPending} onClick={print}>
          {t('walkIn:done.print')}
        </Act>
        <Act icon="forward" combo="KeyO" onClick={open}>
          {t('walkIn:done.open')}
        </Act>
        <Act icon="plus" combo="KeyN" onClick={onNext}>
          {t('walkIn:done.next')}
        </Act>
      </div>
    </section>
  );
}
