import { useMutation } from '@tanstack/react-query';
import type { WalkInDraftView } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Inline } from '../ui/States.tsx';

/** Throwing away what was typed of a family is asked once. */
export function Discard(props: { onClose: () => void; onGone: (empty: WalkInDraftView) => void }) {
  const { t } = useT();
  const errorText = useErrorText();
  const discard = useMutation({ mutationFn: () => api.walkIn.discard(), onSuccess: props.onGone });
  return (
    <Dialog
      title={t('walkIn:discard.title')}
      width={400}
      onClose={props.onClose}
      footer={
        <>
          <span className="gap" />
          <Act combo="Escape" autoFocus onClick={props.onClose}>
            {t('act.cancel')}
          </Act>
          <Act tone="danger" icon="trash" busy={discard.isPending} onClick={() => discard.mutate()}>
            {t('walkIn:discard.yes')}
          </Act>
        </>
      }
    >
      <p>{t('walkIn:discard.detail')}</p>
      {discard.error === null ? null : <Inline>{errorText(discard.error)}</Inline>}
    </Dialog>
  );
}
