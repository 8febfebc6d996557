/** Opens the session's own key again after the idle limit: its holder, the password, how long to keep it open. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api } from '../api.ts';
import { fullName } from '../format.ts';
import { useT } from '../i18n.ts';
import { keys, useSession } from '../query.ts';
import { useSetting } from '../settings/settings.ts';
import { Act } from './Act.tsx';
import { Dialog } from './Dialog.tsx';
import { useErrorText } from './errors.ts';
import { PasswordField } from './Fields.tsx';

/** `onOpened` runs once the key is open; the dialog is closed by the caller. */
export function ReopenKeyDialog(props: { onClose: () => void; onOpened?: () => void }) {
  const { t } = useT();
  const client = useQueryClient();
  const session = useSession();
  const errorText = useErrorText();
  const formId = useId();
  const [keepOpenMinutes] = useSetting('keepOpenMinutes');
  const [password, setPassword] = useState('');
  const reopen = useMutation({
    mutationFn: () => api.session.reopenKey({ password, keepOpenMinutes }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.state });
      props.onClose();
      props.onOpened?.();
    },
    onSettled: () => setPassword(''),
  });
  return (
    <Dialog
      title={t('key.reopenTitle')}
      width={400}
      onClose={props.onClose}
      footer={
        <>
          <span className="gap" />
          <Act onClick={props.onClose}>{t('act.cancel')}</Act>
          <SubmitAct
            form={formId}
            busy={reopen.isPending}
            disabled={password === ''}
            label={t('session:openKey')}
          />
        </>
      }
    >
      <p className="strong">{fullName(session.officer)}</p>
      <p className="small sub dlg-lead">{t('key.closedHint')}</p>
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (password !== '' && !reopen.isPending) {
            reopen.mutate();
          }
        }}
      >
        <PasswordField
          label={t('session:password')}
          hint={t('session:passwordHint')}
          value={password}
          onChange={(value) => {
            reopen.reset();
            setPassword(value);
          }}
          error={reopen.error === null ? null : errorText(reopen.error)}
          autoFocus
        />
      </form>
    </Dialog>
  );
}

function SubmitAct(props: { form: string; busy: boolean; disabled: boolean; label: string }) {
  return (
    <Act
      tone="primary"
      type="submit"
      form={props.form}
      busy={props.busy}
      disabled={props.disabled}
      combo="Enter"
    >
      {props.label}
    </Act>
  );
}
