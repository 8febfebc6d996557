/** The right half of sign-in: whose key it is, the password, the post, «Кіру». */
import { type ReactNode, type RefObject, useEffect, useId, useRef } from 'react';
import type { Certificate, KeyFile, OpenedKey, Post } from '../../preload/contract/index.ts';
import { date, fullName, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { keyReasonText, useErrorText } from '../ui/errors.ts';
import { PasswordField } from '../ui/Fields.tsx';
import { Chip } from '../ui/Marks.tsx';
import { EmptyState, Inline } from '../ui/States.tsx';
import styles from './sign-in.module.css';
import type { SignInState } from './sign-in-state.ts';
import { certificateText, daysLeft, folderText, revocationText, shortFileName, standing } from './words.ts';

export function HolderPanel(props: {
  sign: SignInState;
  now: Date;
  passwordRef: RefObject<HTMLInputElement | null>;
}) {
  const { t } = useT();
  const { sign, now } = props;
  const { chosen, opened } = sign;
  if (chosen === null) {
    return (
      <EmptyState icon="key" title={t('session:chooseTitle')}>
        {t('session:chooseHint')}
      </EmptyState>
    );
  }
  if (opened !== null && opened.posts.length === 0 && opened.trust.ok) {
    return <NotStaff opened={opened} onOther={sign.startOver} />;
  }
  const certificate = opened?.certificate ?? chosen.certificate;
  return (
    <>
      {certificate === null ? (
        <FileFacts file={chosen} />
      ) : (
        <Holder certificate={certificate} opened={opened} now={now} />
      )}
      <SignInForm {...props} />
    </>
  );
}

/** Name, chip and facts of a certificate. Without `opened` nothing was verified, and the chip says only what the dates say. */
export function Holder(props: { certificate: Certificate; opened: OpenedKey | null; now: Date }) {
  const { t } = useT();
  const { certificate, opened, now } = props;
  return (
    <>
      <div className={styles.holder}>
        <div className={styles.holderName}>
          <span className="label">{t('session:holder')}</span>
          <span className="h16 clip" title={fullName(certificate.holder)}>
            {fullName(certificate.holder)}
          </span>
        </div>
        <StandingChip certificate={certificate} opened={opened} now={now} />
      </div>
      <dl className={`kv ${styles.facts}`}>
        <Fact name={t('session:field.iin')}>{certificate.holder.iin ?? '–'}</Fact>
        {certificate.organisation === null ? null : (
          <Fact name={t('session:field.organisation')}>
            {certificate.organisation.bin === null
              ? certificate.organisation.name
              : `${certificate.organisation.name}, ${t('session:bin', { bin: certificate.organisation.bin })}`}
          </Fact>
        )}
        <Fact name={t('session:field.certificate')}>{certificateText(t, certificate)}</Fact>
        <Fact name={t('session:field.validity')}>{validityText(t, certificate, now)}</Fact>
        <Fact name={t('session:field.issuer')}>{certificate.issuer}</Fact>
        {opened === null ? null : (
          <Fact name={t('session:field.revocation')}>{revocationText(t, opened.revocation)}</Fact>
        )}
      </dl>
    </>
  );
}

function validityText(t: T, certificate: Certificate, now: Date): string {
  const range = t('session:validity', { from: date(certificate.notBefore), to: date(certificate.notAfter) });
  return standing(certificate, now) === 'expired'
    ? range
    : `${range}, ${t('session:daysLeft', { count: daysLeft(certificate, now) })}`;
}

function Fact(props: { name: string; children: string }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd className="clip" title={props.children}>
        {props.children}
      </dd>
    </>
  );
}

function StandingChip(props: { certificate: Certificate; opened: OpenedKey | null; now: Date }) {
  const { t } = useT();
  const state = standing(props.certificate, props.now);
  if (props.opened !== null && props.opened.revocation.status === 'revoked') {
    return (
      <Chip tone="bad" icon="x">
        {t('session:state.revoked')}
      </Chip>
    );
  }
  switch (state) {
    case 'expired':
      return (
        <Chip tone="bad" icon="x">
          {t('session:state.expired')}
        </Chip>
      );
    case 'notYet':
      return (
        <Chip tone="warn" icon="clock">
          {t('session:state.notYet')}
        </Chip>
      );
    case 'notLogin':
      return (
        <Chip tone="warn" icon="alert">
          {t('session:state.notLogin')}
        </Chip>
      );
    default:
      if (props.opened === null) {
        return (
          <Chip tone="neutral" icon="clock">
            {t('session:state.inDate')}
          </Chip>
        );
      }
      return props.opened.trust.ok ? (
        <Chip tone="ok" icon="check">
          {t('session:state.valid')}
        </Chip>
      ) : (
        <Chip tone="bad" icon="x">
          {t('session:state.untrusted')}
        </Chip>
      );
  }
}

/** A file nobody has opened here yet: what the file system says of it, and when the holder will show. */
function FileFacts(props: { file: KeyFile }) {
  const { t } = useT();
  const { file } = props;
  return (
    <>
      <div className={styles.holder}>
        <div className={styles.holderName}>
          <span className="label">{t('session:newFile')}</span>
          <span className="h16 clip" title={file.fileName}>
            {shortFileName(file.fileName, 40)}
          </span>
        </div>
      </div>
      <dl className={`kv ${styles.facts}`}>
        <Fact name={t('session:field.folder')}>{folderText(t, file)}</Fact>
        {file.modifiedAt === null ? null : (
          <Fact name={t('session:field.modified')}>{date(file.modifiedAt)}</Fact>
        )}
        <dt className={styles.wideFact}>{t('session:newFileHint')}</dt>
      </dl>
    </>
  );
}

function SignInForm(props: {
  sign: SignInState;
  now: Date;
  passwordRef: RefObject<HTMLInputElement | null>;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const enterRef = useRef<HTMLButtonElement>(null);
  const { sign } = props;
  const { chosen, opened } = sign;
  const certificate = chosen?.certificate ?? null;
  // A new file shows its certificate only once it was opened; what cannot be used to enter is said then too.
  const shown = opened?.certificate ?? certificate;
  const state = shown === null ? 'inDate' : standing(shown, props.now);
  useEffect(() => {
    if (opened !== null) {
      enterRef.current?.focus();
    }
  }, [opened]);
  const { passwordRef } = props;
  const asksPassword = state === 'inDate' && opened === null;
  // The field takes the focus as it comes; but somebody walking the list by its arrows stays there.
  useEffect(() => {
    if (asksPassword && document.activeElement?.closest('[role="listbox"]') == null) {
      passwordRef.current?.focus();
    }
  }, [asksPassword, passwordRef]);
  useEffect(() => {
    if (sign.error !== null) {
      // What was typed is typed over, not deleted letter by letter.
      passwordRef.current?.select();
    }
  }, [sign.error, passwordRef]);
  if (shown !== null && state !== 'inDate') {
    const reason = { expired: 'KEY_EXPIRED', notYet: 'KEY_NOT_YET_VALID', notLogin: 'KEY_USAGE_LOGIN' }[
      state
    ];
    return (
      <div className={styles.form}>
        <Inline>{keyReasonText(t, { reason, notAfter: shown.notAfter, notBefore: shown.notBefore })}</Inline>
      </div>
    );
  }
  const purpose = opened?.trust.purpose;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (opened === null && sign.password === '') {
          passwordRef.current?.focus();
        } else {
          sign.submit();
        }
      }}
    >
      {opened === null ? (
        <PasswordField
          ref={props.passwordRef}
          label={t('session:password')}
          hint={t('session:passwordHint')}
          value={sign.password}
          onChange={sign.setPassword}
          error={sign.error === null ? null : errorText(sign.error)}
          busy={sign.busy}
        />
      ) : (
        <>
          {opened.trust.ok ? null : (
            <Inline>{keyReasonText(t, { reason: opened.trust.reason ?? 'CHAIN_UNTRUSTED' })}</Inline>
          )}
          <Posts posts={sign.posts} chosen={sign.postId} onChoose={sign.setPostId} />
          {purpose === 'demo' || purpose === 'test' ? (
            <p className="hint">{t(`session:purpose.${purpose}`)}</p>
          ) : null}
        </>
      )}
      <div className={styles.go}>
        <Act
          ref={enterRef}
          tone="primary"
          size="lg"
          type="submit"
          wide
          combo="Enter"
          busy={sign.busy}
          disabled={opened !== null && (!opened.trust.ok || sign.postId === null)}
        >
          {opened === null && certificate === null ? t('session:openKey') : t('session:enter')}
        </Act>
      </div>
    </form>
  );
}

function Posts(props: { posts: readonly Post[]; chosen: number | null; onChoose: (postId: number) => void }) {
  const { t, locale } = useT();
  const name = useId();
  return (
    <fieldset className={styles.posts}>
      <legend className="fl">{t('session:whichPost')}</legend>
      {props.posts.map((post) => {
        const scope = post.scope === null ? t('scope.everything') : words(post.scope.name, locale);
        return (
          <label
            key={post.postId}
            className={`${styles.post} ${post.postId === props.chosen ? styles.on : ''}`}
          >
            <input
              className="rb"
              type="radio"
              name={name}
              checked={post.postId === props.chosen}
              onChange={() => props.onChoose(post.postId)}
            />
            <span className={styles.postText}>
              <span className="strong">{t(`role.${post.role}`)}</span>
              <span className="small muted clip" title={scope}>
                {scope}
              </span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

/** The key is good and its holder is nobody here: the IIN to tell the administrator, and another key. */
function NotStaff(props: { opened: OpenedKey; onOther: () => void }) {
  const { t } = useT();
  const { holder, organisation } = props.opened.certificate;
  return (
    <div className={styles.notStaff}>
      <Block title={t('session:notStaff.title')}>
        <p className="sub">{t('session:notStaff.detail')}</p>
        {organisation === null ? null : (
          <p className="sub">{t('session:notStaff.organisation', { name: organisation.name })}</p>
        )}
      </Block>
      <div>
        <span className="label">{fullName(holder)}</span>
        <p className="h20">{holder.iin ?? '–'}</p>
      </div>
      <div className={styles.notStaffActs}>
        {holder.iin === null ? null : (
          <Act icon="copy" onClick={() => void navigator.clipboard.writeText(holder.iin ?? '')}>
            {t('session:notStaff.copy')}
          </Act>
        )}
        <Act tone="primary" onClick={props.onOther}>
          {t('session:notStaff.other')}
        </Act>
      </div>
    </div>
  );
}

function Block(props: { title: string; children: ReactNode }) {
  return (
    <div role="alert">
      <h2 className="h16">{props.title}</h2>
      {props.children}
    </div>
  );
}
