import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Certificate, KeyFile } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { nameOf, time } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { keys, useDeskState } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { PasswordField } from '../ui/Fields.tsx';
import { Icon } from '../ui/Icon.tsx';
import css from './decide.module.css';
import type { SigningKey } from './use-key.ts';

const DAY_MS = 86_400_000;

/** Which key signs, how to change it, its password and how long it stays open. */
export function KeyPanel({
  signingKey,
  disabled,
}: {
  readonly signingKey: SigningKey;
  readonly disabled: boolean;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const [changing, setChanging] = useState(false);
  const { session, other, needsPassword } = signingKey;
  const certificate = other === null ? session.key.certificate : other.certificate;
  return (
    <>
      <section>
        <h3 className={css.cap}>{t('decide:sign.key')}</h3>
        {changing ? (
          <KeyChoice
            signingKey={signingKey}
            onChosen={(key) => {
              signingKey.choose(key);
              setChanging(false);
            }}
            onKeep={() => setChanging(false)}
          />
        ) : (
          <KeyCard
            certificate={certificate}
            fileName={other?.fileName ?? null}
            onChange={disabled ? null : () => setChanging(true)}
          />
        )}
      </section>
      {needsPassword ? (
        <section>
          <PasswordField
            label={t('decide:sign.password')}
            value={signingKey.password}
            onChange={signingKey.type}
            error={signingKey.error === null ? null : errorText(signingKey.error)}
            disabled={disabled}
            autoFocus
          />
          <label className={css.keep}>
            <input
              type="checkbox"
              className="cb"
              checked={signingKey.keep}
              disabled={disabled}
              onChange={(event) => signingKey.setKeep(event.target.checked)}
            />
            <span>{t('decide:sign.keepOpen')}</span>
          </label>
        </section>
      ) : (
        <p className={css.keyOpen}>
          <Icon name="unlock" className="ok-m" />
          {session.key.openUntil === null
            ? t('key.open')
            : t('decide:sign.keyIsOpen', { time: time(session.key.openUntil) })}
        </p>
      )}
    </>
  );
}

function KeyCard(props: {
  certificate: Certificate | null;
  fileName: string | null;
  onChange: (() => void) | null;
}) {
  const { t } = useT();
  const now = useDeskState().data?.now ?? new Date();
  const { certificate } = props;
  const holder = holderOf(certificate) ?? props.fileName;
  return (
    <div className={css.keyCard}>
      <Icon name="key" className={css.keyIcon} />
      <span className={css.keyText}>
        <b className="clip" title={holder ?? undefined}>
          {holder}
        </b>
        <span className="sub clip">
          {certificate === null ? t('decide:sign.unknownHolder') : keyDetail(t, certificate, now)}
        </span>
      </span>
      {props.onChange === null ? null : (
        <Act size="sm" onClick={props.onChange}>
          {t('decide:sign.change')}
        </Act>
      )}
    </div>
  );
}

const holderOf = (certificate: Certificate | null): string | null =>
  certificate === null ? null : nameOf(certificate.holder);

function keyDetail(t: T, certificate: Certificate, now: Date): string {
  const days = Math.floor((certificate.notAfter.getTime() - now.getTime()) / DAY_MS);
  const left = days < 0 ? t('decide:sign.keyExpired') : t('decide:sign.daysLeft', { count: days });
  return `${t(`decide:sign.algorithm.${certificate.algorithm}`)} · ${left}`;
}

/** The officer's own keys that may sign; files whose holder is not known yet may be theirs too. */
function KeyChoice(props: {
  signingKey: SigningKey;
  onChosen: (key: KeyFile | null) => void;
  onKeep: () => void;
}) {
  const { t } = useT();
  const { session } = props.signingKey;
  const now = useDeskState().data?.now ?? new Date();
  const files = useQuery({ queryKey: keys.keyFiles, queryFn: () => api.session.keys({ refresh: false }) });
  const offered = (files.data ?? []).filter(
    ({ certificate, keyId }) =>
      keyId !== session.key.keyId &&
      (certificate === null || (certificate.signing && certificate.holder.iin === session.officer.iin)),
  );
  const browse = async (): Promise<void> => {
    const chosen = await api.session.browseKey();
    if (chosen !== null) props.onChosen(chosen);
  };
  return (
    <div className={css.keyChoice}>
      <p className="small sub">
        {offered.length === 0 ? t('decide:sign.noOtherKeys') : t('decide:sign.otherKeys')}
      </p>
      <ul>
        {offered.map((key) => (
          <li key={key.keyId}>
            <button type="button" className={css.keyOption} onClick={() => props.onChosen(key)}>
              <Icon name="key" className={css.keyIcon} />
              <span className={css.keyText}>
                <b className="clip" title={holderOf(key.certificate) ?? key.fileName}>
                  {holderOf(key.certificate) ?? key.fileName}
                </b>
                <span className="sub clip">
                  {key.certificate === null
                    ? t('decide:sign.unknownHolder')
                    : `${keyDetail(t, key.certificate, now)} · ${key.fileName}`}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className={css.keyActs}>
        <Act size="sm" onClick={props.onKeep}>
          {t('decide:sign.keepKey')}
        </Act>
        <KeyFileInput onFile={props.onChosen} onBrowse={() => void browse()} />
      </div>
    </div>
  );
}

/** The host's own file dialog where it has one, else the browser's. */
function KeyFileInput(props: { onFile: (key: KeyFile) => void; onBrowse: () => void }) {
  const { t } = useT();
  const electron = useDeskState().data?.host === 'electron';
  const add = async (file: File | undefined): Promise<void> => {
    if (file !== undefined) props.onFile(await api.session.addKey({ fileName: file.name, content: file }));
  };
  if (electron) {
    return (
      <Act size="sm" tone="quiet" icon="folder" onClick={props.onBrowse}>
        {t('decide:sign.browse')}
      </Act>
    );
  }
  return (
    <label className={css.fileLabel}>
      <Icon name="folder" />
      {t('decide:sign.browse')}
      <input
        type="file"
        accept=".p12,.pfx"
        className="visually-hidden"
        onChange={(event) => void add(event.target.files?.[0])}
      />
    </label>
  );
}
