/** Refusing a portal's request: a reason of the catalogue, and the words that go to who asked. */
import { useState } from 'react';
import type { FamilyCard, LinkRequest } from '../../preload/contract/index.ts';
import { fullName } from '../format.ts';
import { useT } from '../i18n.ts';
import { expectedVersionOf } from '../own-versions.ts';
import { useCatalogue } from '../query.ts';
import { ReasonList } from '../review/ReasonList.tsx';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Inline } from '../ui/States.tsx';
import { useRefusal } from './data.ts';
import css from './links.module.css';

export function RefuseRequest(props: {
  card: FamilyCard;
  request: LinkRequest;
  onRefused: () => void;
  onClose: () => void;
}) {
  const { t, locale } = useT();
  const errorText = useErrorText();
  const { application } = props.card;
  const refusal = useRefusal(application.id);
  const [picked, setPicked] = useState<string | null>(null);
  const reasons = (useCatalogue().data?.reasons ?? [])
    .filter((one) => one.usedFor === 'link_refuse')
    .toSorted((a, b) => a.position - b.position);
  const reason = reasons.find((one) => one.code === picked);
  const refuse = (): void => {
    if (reason === undefined || refusal.isPending) return;
    refusal.mutate(
      {
        requestId: props.request.id,
        expectedVersion: expectedVersionOf({ id: application.id, version: application.version }),
        reason: reason.code,
      },
      {
        onSuccess: () => {
          props.onRefused();
          props.onClose();
        },
      },
    );
  };
  const title = t('links:request.refuseTitle');
  useHotkeys(title, [{ combo: 'Ctrl+Enter', label: t('links:request.refuse'), run: refuse }], { level: 2 });
  return (
    <Dialog
      title={title}
      width={560}
      onClose={props.onClose}
      footer={
        <>
          <span className="muted small">{reason === undefined ? t('links:request.needReason') : null}</span>
          <span className="gap" />
          <Act onClick={props.onClose}>{t('act.cancel')}</Act>
          <Act
            tone="danger"
            combo="Ctrl+Enter"
            busy={refusal.isPending}
            disabled={reason === undefined}
            onClick={refuse}
          >
            {t('links:request.refuse')}
          </Act>
        </>
      }
    >
      <p className={css.hint}>
        {t('links:request.refuseHint', { name: fullName(props.request.person), phone: props.request.phone })}
      </p>
      <ReasonList
        autoFocus
        title={t('links:request.reason')}
        reasons={reasons.map(({ code, name, short }) => ({ code, name, short, suggestion: null }))}
        value={picked}
        onPick={setPicked}
        onLeave={props.onClose}
      />
      {reason === undefined ? null : (
        <p className="small sub" role="status">
          {locale === 'ru' ? reason.messageRu : reason.messageKk}
        </p>
      )}
      {refusal.error === null ? null : <Inline>{errorText(refusal.error)}</Inline>}
    </Dialog>
  );
}
