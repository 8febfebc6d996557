/** What stands on the screen: connecting, no line yet, sign-in or lock, or the desk itself. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useConnection } from './api.ts';
import { useDeskEvents } from './desk-events.ts';
import { forgetEverything } from './forget.ts';
import { useT } from './i18n.ts';
import { resetLists } from './journal/state.ts';
import { useDeskState } from './query.ts';
import { SignIn } from './session/SignIn.tsx';
import { Shell } from './shell/Shell.tsx';
import styles from './shell/shell.module.css';
import { ErrorState, LostBanner, useDelayed } from './ui/States.tsx';

export function App() {
  const { t } = useT();
  const client = useQueryClient();
  const connection = useConnection();
  const desk = useDeskState();
  useDeskEvents();
  const session = desk.data?.session ?? null;
  const working = session !== null && !session.locked;
  const waiting = useDelayed(desk.data === undefined, 200);

  useEffect(() => {
    if (!working) {
      // Nothing of a person stays in memory behind the lock or after leaving.
      resetLists();
      forgetEverything();
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    }
  }, [working, client]);

  useEffect(() => {
    if (connection.kind === 'open' && desk.isError) {
      void desk.refetch();
    }
  }, [connection.kind, desk.isError, desk.refetch]);

  if (desk.data === undefined) {
    return (
      <>
        <LostBanner />
        <div className={styles.center}>
          {desk.isError && connection.kind === 'open' ? (
            <ErrorState error={desk.error} onRetry={() => void desk.refetch()} />
          ) : waiting ? (
            <span className="spin" role="status" aria-label={t('state.loading')} />
          ) : null}
        </div>
      </>
    );
  }
  return working ? <Shell key={session.post.postId} /> : <SignIn state={desk.data} />;
}
