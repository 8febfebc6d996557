/** The locked desk: whose it is, the password of their key, or leave. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Session } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { words } from '../format.ts';
import { useT } from '../i18n.ts';
import { keys } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { PasswordField } from '../ui/Fields.tsx';
import { Holder } from './HolderPanel.tsx';
import styles from './sign-in.module.css';

const KEEP_OPEN_MINUTES = 15;

export function LockPanel(props: { session: Session; now: Date }) {
  const { t, locale } = useT();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [password, setPassword] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: keys.state });
  const unlock = useMutation({
    mutationFn: () => api.session.reopenKey({ password, keepOpenMinutes: KEEP_OPEN_MINUTES }),
    onSuccess: again,
    onSettled: () => setPassword(''),
  });
  const signOut = useMutation({ mutationFn: () => api.session.signOut(), onSettled: again });
  const { post } = props.session;
  return (
    <main className={`${styles.body} ${styles.locked}`}>
      <div>
        <h1 className="h20">{t('session:locked.title')}</h1>
        <p className="sub">
          {t(`role.${post.role}`)}
          {post.scope === null ? '' : ` · ${words(post.scope.name, locale)}`}. {t('session:locked.detail')}
        </p>
      </div>
      <div className={`${styles.panel} ${styles.one}`}>
        <section className={styles.right} aria-label={t('session:formLabel')}>
          <Holder certificate={props.session.key.certificate} opened={null} now={props.now} />
          <form
            className={styles.form}
            onSubmit={(event) => {
              event.preventDefault();
              if (password === '') field.current?.focus();
              else if (!unlock.isPending) unlock.mutate();
            }}
          >
            <PasswordField
              ref={field}
              label={t('session:password')}
              hint={t('session:passwordHint')}
              value={password}
              onChange={(value) => {
                unlock.reset();
                setPassword(value);
              }}
              error={unlock.error === null ? null : errorText(unlock.error)}
              busy={unlock.isPending}
              autoFocus
            />
            <div className={styles.go}>
              <Act tone="primary" size="lg" type="submit" wide combo="Enter" busy={unlock.isPending}>
                {t('session:locked.unlock')}
              </Act>
            </div>
          </form>
        </section>
      </div>
      <div className={styles.lockedFoot}>
        <Act icon="signOut" tone="quiet" busy={signOut.isPending} onClick={() => signOut.mutate()}>
          {t('session:locked.signOut')}
        </Act>
      </div>
    </main>
  );
}
