/** The contract with the family: its number, its day, and the group the child goes to. */
import { useId } from 'react';
import type { IncomingCard } from '../../preload/contract/index.ts';
import { useT } from '../i18n.ts';
import { Pick } from '../places/Pick.tsx';
import { DateField } from '../ui/Fields.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import styles from './head.module.css';
import type { ContractDraft } from './incoming.ts';

export function ContractFields(props: {
  groups: IncomingCard['groups'];
  draft: ContractDraft;
  onChange: (part: Partial<ContractDraft>) => void;
  today: string;
  asleep: boolean;
}) {
  const { t } = useT();
  const id = useId();
  const { draft } = props;
  useHotkeys(
    t('head:keys.card'),
    [
      {
        combo: 'KeyN',
        label: t('head:contract.number'),
        run: () => document.getElementById(id)?.focus(),
      },
    ],
    { enabled: !props.asleep },
  );
  return (
    <div className={styles.contract}>
      <div>
        <label className="fl" htmlFor={id}>
          {t('head:contract.number')}
        </label>
        <div className="input">
          <input
            id={id}
            autoComplete="off"
            spellCheck={false}
            maxLength={40}
            value={draft.number}
            onChange={(event) => props.onChange({ number: event.target.value })}
          />
        </div>
      </div>
      <DateField
        label={t('head:contract.on')}
        value={draft.on}
        error={draft.on !== null && draft.on > props.today ? t('head:future') : null}
        onChange={(on) => props.onChange({ on })}
      />
      <Pick
        label={t('head:contract.group')}
        value={draft.groupId === null ? '' : String(draft.groupId)}
        placeholder={t('head:contract.noGroup')}
        options={props.groups.map((group) => ({
          value: String(group.id),
          label: group.name,
          detail: group.own ? t('head:contract.ownSeat') : t('places:freeSeats', { count: group.free }),
          disabled: !group.own && group.free === 0,
        }))}
        onChange={(value) => props.onChange({ groupId: Number(value) })}
      />
    </div>
  );
}
