/** The key that signs the batch. */
import { useState } from 'react';
import { KeyPanel } from '../decide/KeyPanel.tsx';
import type { SigningKey } from '../decide/use-key.ts';
import { nameOf, time } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { Icon } from '../ui/Icon.tsx';
import css from './batch.module.css';

/** An open key is one line; a closed one, or another to be chosen, the whole panel of the sign dialog. */
export function BatchKey(props: { signingKey: SigningKey; disabled: boolean }) {
  const { t } = useT();
  const { signingKey } = props;
  const [whole, setWhole] = useState(false);
  const { key } = signingKey.session;
  if (signingKey.needsPassword || whole) {
    return (
      <div className={css.key}>
        <KeyPanel signingKey={signingKey} disabled={props.disabled} />
      </div>
    );
  }
  return (
    <div className={css.keyLine}>
      <Icon name="unlock" className="ok-m" />
      <span className="small">
        <b className="strong">{nameOf(key.certificate.holder)}</b>
        {` · ${t(`decide:sign.algorithm.${key.certificate.algorithm}`)} · ${
          key.openUntil === null ? t('key.open') : t('decide:sign.keyIsOpen', { time: time(key.openUntil) })
        }`}
      </span>
      <span className="gap" />
      <Act size="sm" tone="quiet" disabled={props.disabled} onClick={() => setWhole(true)}>
        {t('decide:sign.change')}
      </Act>
    </div>
  );
}
