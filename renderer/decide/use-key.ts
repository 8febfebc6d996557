import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyFile, Session } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { keys, useSession } from '../query.ts';
import { useSetting } from '../settings/settings.ts';

const KEEP_MINUTES = 15;
/** Long enough for the batch just asked for; the key is closed as soon as it is signed. */
const ONCE_MINUTES = 10;

/** The key that will sign: the session's own, open or not, or another of the same officer. */
export function useSigningKey() {
  const client = useQueryClient();
  const session = useSession();
  const [keepOpenMinutes, saveKeepOpen] = useSetting('keepOpenMinutes');
  const [other, setOther] = useState<KeyFile | null>(null);
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [opening, setOpening] = useState(false);
  const [changed, setChanged] = useState(false);
  const keep = keepOpenMinutes > 0;
  const needsPassword = other !== null || !session.key.open;

  /** Opens what is needed; true when the session's key is open afterwards. */
  const open = async (): Promise<boolean> => {
    if (!needsPassword) {
      return true;
    }
    setOpening(true);
    setError(null);
    const minutes = keep ? keepOpenMinutes : ONCE_MINUTES;
    try {
      const after =
        other === null
          ? await api.session.reopenKey({ password, keepOpenMinutes: minutes })
          : await change(other, password, minutes);
      client.setQueryData(keys.state, (before: { session: Session | null } | undefined) =>
        before === undefined ? before : { ...before, session: after },
      );
      setChanged(other !== null);
      setOther(null);
      return after.key.open;
    } catch (thrown) {
      setError(thrown);
      return false;
    } finally {
      setPassword('');
      setOpening(false);
    }
  };

  return {
    session,
    other,
    /** Another key was put in place since the document was prepared: its check stands for the former one. */
    changed,
    choose: (key: KeyFile | null) => {
      setOther(key);
      setError(null);
      setPassword('');
    },
    password,
    type: (value: string) => {
      setPassword(value);
      setError(null);
    },
    error,
    opening,
    keep,
    setKeep: (on: boolean) => saveKeepOpen(on ? KEEP_MINUTES : 0),
    needsPassword,
    open,
    /** The officer did not want it kept: closed as soon as the work is signed. */
    finish: () => {
      if (!keep)
        void api.session.closeKey().finally(() => client.invalidateQueries({ queryKey: keys.state }));
    },
  };
}

async function change(key: KeyFile, password: string, keepOpenMinutes: number): Promise<Session> {
  const { ticket } = await api.session.openKey({ keyId: key.keyId, password });
  // biome-ignore lint/correctness/useHookAtTopLevel: a call of the contract, not a hook
  return await api.session.useKey({ ticket, keepOpenMinutes });
}

export type SigningKey = ReturnType<typeof useSigningKey>;
