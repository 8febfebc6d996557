/** The left half of sign-in: key files found, added and demo ones; browse and drop. */
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import type { KeyFile } from '../../preload/contract/index.ts';
import { date, nameOf } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act, IconAct } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Icon } from '../ui/Icon.tsx';
import { Light } from '../ui/Marks.tsx';
import { EmptyState, ErrorState, Inline } from '../ui/States.tsx';
import styles from './sign-in.module.css';
import type { SignInState } from './sign-in-state.ts';
import { dayText, folderText, shortFileName, standing, usageText } from './words.ts';

export function KeyList(props: {
  sign: SignInState;
  now: Date;
  onBrowse: () => void;
  onChoose: (keyId: string) => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const { sign } = props;
  return (
    <section className={styles.left} aria-label={t('session:keysLabel')}>
      <div className={`ph ${styles.leftHead}`}>
        <h2>{t('session:found')}</h2>
        <span className="muted">{sign.files.length}</span>
        <span className="gap" />
        <IconAct
          small
          icon="cycle"
          label={t('session:refresh')}
          combo="F5"
          disabled={sign.refreshing}
          onClick={sign.refresh}
        />
      </div>
      <KeyOptions {...props} />
      {sign.addError === null ? null : (
        <div className={styles.addError}>
          <Inline>{errorText(sign.addError)}</Inline>
        </div>
      )}
      <div className={styles.drop}>
        <Act icon="folder" combo="Ctrl+KeyO" onClick={props.onBrowse}>
          {t('session:browse')}
        </Act>
        <span className="small muted">{t('session:drop')}</span>
      </div>
    </section>
  );
}

function KeyOptions(props: { sign: SignInState; now: Date; onChoose: (keyId: string) => void }) {
  const { t } = useT();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { sign } = props;
  const at = sign.files.findIndex((key) => key.keyId === sign.chosen?.keyId);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  if (sign.list.isError) {
    return <ErrorState error={sign.list.error} onRetry={() => void sign.list.refetch()} />;
  }
  if (sign.files.length === 0) {
    return (
      <div className={styles.noKeys}>
        {sign.list.isPending ? null : (
          <EmptyState icon="key" title={t('session:none.title')}>
            {t('session:none.detail')}
          </EmptyState>
        )}
      </div>
    );
  }
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = sign.files[Math.max(0, Math.min(sign.files.length - 1, at + step))];
    if (step !== 0 && next !== undefined) {
      event.preventDefault();
      sign.choose(next.keyId);
    } else if (event.key === 'Enter' && at >= 0) {
      event.preventDefault();
      props.onChoose(sign.files[at]?.keyId ?? '');
    }
  };
  return (
    <div
      ref={list}
      className={styles.list}
      role="listbox"
      tabIndex={0}
      aria-label={t('session:found')}
      aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
      onKeyDown={onKey}
    >
      {sign.files.map((key, index) => (
        <KeyRow
          key={key.keyId}
          id={`${id}-${index}`}
          file={key}
          now={props.now}
          chosen={index === at}
          onChoose={() => props.onChoose(key.keyId)}
        />
      ))}
    </div>
  );
}

function KeyRow(props: { id: string; file: KeyFile; now: Date; chosen: boolean; onChoose: () => void }) {
  const { t } = useT();
  const { file, now } = props;
  const { certificate } = file;
  const state = certificate === null ? 'new' : standing(certificate, now);
  const old = state === 'expired' || state === 'notYet';
  const folder = folderText(t, file);
  const third = (
    certificate === null
      ? [folder, file.modifiedAt === null ? null : date(file.modifiedAt)]
      : [
          t(`session:algorithm.${certificate.algorithm}`),
          usageText(t, certificate),
          old ? null : folder,
          old || file.lastUsedAt === null ? null : dayText(t, file.lastUsedAt, now),
        ]
  ).filter((part) => part !== null && part !== '');
  const second =
    certificate === null
      ? t('session:holderLater')
      : state === 'expired'
        ? t('session:expiredOn', { date: date(certificate.notAfter) })
        : state === 'notYet'
          ? t('session:validFrom', { date: date(certificate.notBefore) })
          : (certificate.organisation?.name ?? t('session:individual'));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox handles the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox keeps the focus and names the option
    <div
      id={props.id}
      role="option"
      aria-selected={props.chosen}
      className={`${styles.row} ${props.chosen ? styles.on : ''} ${old ? styles.old : ''}`}
      onClick={props.onChoose}
    >
      <span className={styles.keyIcon}>
        <Icon name="key" />
      </span>
      <span className={styles.rowMain}>
        <span className={certificate === null ? 'strong clip' : `clip ${styles.name}`} title={file.fileName}>
          {certificate === null ? shortFileName(file.fileName) : nameOf(certificate.holder)}
        </span>
        <span className={`small clip ${old ? 'bad-t' : 'sub'}`} title={second}>
          {second}
        </span>
        <span className="small muted clip" title={third.join(' · ')}>
          {third.join(' · ')}
        </span>
      </span>
      {old ? (
        <span className={styles.mark}>
          <Light tone="bad" />
        </span>
      ) : null}
    </div>
  );
}
