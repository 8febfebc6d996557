/** The group a child moves to within the kindergarten: of its own age, language and kind, in the days the rules name. */
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { isTransferOpen, transferWindow } from '../../domain/admission-terms.ts';
import type { EnrolledChild, Group } from '../../preload/contract/index.ts';
import { api } from '../api.ts';
import { date, nameOf } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { useCatalogue } from '../query.ts';
import { useToday } from '../review/use-today.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Inline } from '../ui/States.tsx';
import styles from './head.module.css';
import { fittingGroups } from './incoming.ts';

export function TransferDialog(props: {
  child: EnrolledChild;
  groups: readonly Group[];
  onClose: () => void;
  onGroup: (groupId: number) => void;
}) {
  const { t } = useT();
  const name = useId();
  const { child } = props;
  const closed = useClosedWindow();
  const others = fittingGroups(props.groups, child.groupId);
  const possible = others.filter((group) => group.free > 0);
  const [to, setTo] = useState<number | null>(null);
  const why = closed ?? whyNot(t, others.length, possible.length, to);
  const next = (): void => {
    if (to !== null && why === null) props.onGroup(to);
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
            {closed === null ? why : null}
          </span>
          <span className="gap" />
          <Act combo="Escape" autoFocus={closed !== null || possible.length === 0} onClick={props.onClose}>
            {t('act.cancel')}
          </Act>
          <Act tone="primary" combo="Ctrl+Enter" disabled={why !== null} onClick={next}>
            {t('head:transfer.next')}
          </Act>
        </>
      }
    >
      <p className="dlg-lead">
        <b>{nameOf(child.child)}</b>
        <span className="muted"> · {t('head:transfer.from', { group: child.groupName })}</span>
      </p>
      {closed === null ? null : (
        <div className="dlg-lead">
          <Inline tone="warn">{closed}</Inline>
        </div>
      )}
      <fieldset className={styles.targets}>
        <legend className="fl">{t('head:transfer.to')}</legend>
        {others.length === 0 ? <p className="muted">{t('head:transfer.noneFit')}</p> : null}
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
            <span className="strong clip" title={group.name}>
              {group.name}
            </span>
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

function whyNot(t: T, fitting: number, possible: number, to: number | null): string | null {
  if (fitting === 0) {
    return t('head:transfer.noneFit');
  }
  if (possible === 0) {
    return t('head:transfer.noFree');
  }
  return to === null ? t('head:transfer.choose') : null;
}

/** Why children do not move today by the rules in force; null when they do, or when the rules are not known yet: signing asks again. */
function useClosedWindow(): string | null {
  const { t } = useT();
  const today = useToday();
  const code = useCatalogue().data?.ruleProfile?.code;
  const { data } = useQuery({
    queryKey: ['queue', 'profiles'],
    queryFn: ({ signal }) => api.queue.profiles(undefined, { signal }),
    staleTime: 5 * 60_000,
  });
  const profile = data?.profiles.find((one) => one.code === code);
  if (profile === undefined || isTransferOpen(profile, today)) {
    return null;
  }
  const window = transferWindow(profile, Number(today.slice(0, 4)));
  return window === null
    ? null
    : t('head:transfer.closed', { from: date(window.from), to: date(window.to), today: date(today) });
}
