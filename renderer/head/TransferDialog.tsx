/** The group a child moves to within the kindergarten; what the rules permit is checked before signing. */
import { useId, useState } from 'react';
import type { EnrolledChild, Group } from '../../preload/contract/index.ts';
import { nameOf } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import styles from './head.module.css';

export function TransferDialog(props: {
  child: EnrolledChild;
  groups: readonly Group[];
  onClose: () => void;
  onGroup: (groupId: number) => void;
}) {
  const { t } = useT();
  const name = useId();
  const { child } = props;
  const others = props.groups.filter((group) => group.id !== child.groupId);
  const possible = others.filter((group) => group.free > 0);
  const [to, setTo] = useState<number | null>(null);
  const next = (): void => {
    if (to !== null) props.onGroup(to);
  };
  const title = t('head:transfer.title');
  useHotkeys(title, [{ combo: 'Ctrl+Enter', label: t('head:transfer.next'), run: next }], { level: 2 });
  return (
    <Dialog
      title={title}
      width={560}
      onClose={props.onClose}
      footer={
        <>
          <span className="muted small" role="status">
            {possible.length === 0
              ? t('head:transfer.noFree')
              : to === null
                ? t('head:transfer.choose')
                : null}
          </span>
          <span className="gap" />
          <Act combo="Escape" onClick={props.onClose}>
            {t('act.cancel')}
          </Act>
          <Act tone="primary" combo="Ctrl+Enter" disabled={to === null} onClick={next}>
            {t('head:transfer.next')}
          </Act>
        </>
      }
    >
      <p>
        <b>{nameOf(child.child)}</b>
        <span className="muted"> · {t('head:transfer.from', { group: child.groupName })}</span>
      </p>
      <p className="small muted dlg-lead">{t('head:transfer.lead')}</p>
      <fieldset className={styles.targets}>
        <legend className="fl">{t('head:transfer.to')}</legend>
        {others.map((group) => (
          <label
            key={group.id}
            className={group.free === 0 ? `${styles.target} ${styles.kindOff}` : styles.target}
          >
            <input
              type="radio"
              className="rb"
              name={name}
              autoFocus={group === possible[0]}
              disabled={group.free === 0}
              checked={to === group.id}
              onChange={() => setTo(group.id)}
            />
            <span className="strong clip">{group.name}</span>
            <span className="small muted nowrap">
              {t('places:ageLanguage', {
                age: t('places:age', { count: group.age }),
                language: t(`groupLanguage.${group.language}`),
              })}
            </span>
            <span className="gap" />
            <span className={group.free === 0 ? 'small muted nowrap' : 'small acc-t nowrap'}>
              {group.free === 0 ? t('head:transfer.full') : t('places:freeSeats', { count: group.free })}
            </span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
