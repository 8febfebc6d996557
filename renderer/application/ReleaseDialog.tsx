import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Catalogue, Target } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { useT } from '../i18n.ts';
import { keys } from '../query.ts';
import { ReasonList } from '../review/ReasonList.tsx';
import { rowError } from '../review/use-bundle.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Inline } from '../ui/States.tsx';
import { useAsking } from '../use-asking.ts';

/** Gives the application back, with a reason of the catalogue. */
export function ReleaseDialog(props: { target: Target; catalogue: Catalogue; onClose: () => void }) {
  const { t } = useT();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [reason, setReason] = useState<string | null>(null);
  const ask = useAsking(api.journal.release);
  const release = useMutation({
    mutationFn: async (code: string) => {
      const [result] = await ask({ targets: [props.target], reason: code, note: null }, code);
      if (result?.error) throw rowError(result.error);
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.application(props.target.id) });
      void client.invalidateQueries({ queryKey: keys.review(props.target.id) });
      void client.invalidateQueries({ queryKey: keys.journal });
      props.onClose();
    },
  });
  const go = (): void => {
    if (reason !== null && !release.isPending) release.mutate(reason);
  };
  useHotkeys(
    t('application:release.title'),
    [{ combo: 'Ctrl+Enter', label: t('application:release.act'), run: go }],
    { level: 2 },
  );
  const reasons = props.catalogue.reasons
    .filter((each) => each.usedFor === 'release')
    .map(({ code, name, short }) => ({ code, name, short, suggestion: null }));
  return (
    <Dialog
      title={t('application:release.title')}
      width={560}
      onClose={props.onClose}
      footer={
        <>
          <span className="muted small">{reason === null ? t('application:release.needReason') : null}</span>
          <span className="gap" />
          <Act onClick={props.onClose} combo="Escape">
            {t('act.cancel')}
          </Act>
          <Act
            tone="primary"
            combo="Ctrl+Enter"
            busy={release.isPending}
            disabled={reason === null}
            onClick={go}
          >
            {t('application:release.act')}
          </Act>
        </>
      }
    >
      <p className="small sub dlg-lead">{t('application:release.detail')}</p>
      <ReasonList
        autoFocus
        title={t('application:release.reason')}
        reasons={reasons}
        value={reason}
        onPick={setReason}
        onLeave={props.onClose}
      />
      {release.error === null ? null : (
        <Inline>{t('application:act.failed', { error: errorText(release.error) })}</Inline>
      )}
    </Dialog>
  );
}
