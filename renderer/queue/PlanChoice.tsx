/** What to plan: offers or referrals, over this queue or all of them, at most how many; and what stayed out, with its reason. */
import Popover from '@mui/material/Popover';
import { useRef, useState } from 'react';
import { Segment } from '../decide/Segment.tsx';
import { number } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import css from './batch.module.css';
import { leftText } from './batch-words.ts';
import { queueView } from './state.ts';
import { type Batch, LIMITS, type Plan } from './use-batch.ts';

export function PlanChoice(props: { batch: Batch; offers: boolean }) {
  const { t } = useT();
  const { batch } = props;
  const { asked, plan } = batch;
  return (
    <>
      <div className={css.choice}>
        {props.offers ? (
          <Segment
            label={t('queue:batch.what')}
            value={asked.act}
            options={[
              { value: 'offer', label: t('queue:batch.act.offer') },
              { value: 'issue_referral', label: t('queue:batch.act.issue_referral') },
            ]}
            onChange={(act) => batch.ask({ act })}
          />
        ) : null}
        <Segment
          label={t('queue:batch.where')}
          value={asked.key === null ? 'all' : 'one'}
          options={[
            { value: 'one', label: t('queue:batch.oneQueue') },
            { value: 'all', label: t('queue:batch.allQueues') },
          ]}
          onChange={(where) => batch.ask({ key: where === 'all' ? null : queueView.get().key })}
        />
        <Segment
          label={t('queue:batch.most')}
          value={String(asked.limit)}
          options={LIMITS.map((limit) => ({ value: String(limit), label: number(limit) }))}
          onChange={(limit) => batch.ask({ limit: Number(limit) })}
        />
      </div>
      <div className={css.counts}>{plan === null ? null : <PlanLeft plan={plan} />}</div>
    </>
  );
}

/** Children and seats the plan leaves out, counted by reason. */
export function PlanLeft(props: { plan: Plan; open?: boolean }) {
  const { t } = useT();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const { childrenLeft, seatsLeft } = props.plan;
  const sum = (list: Plan['childrenLeft']): number => list.reduce((all, one) => all + one.count, 0);
  const lists = (
    <div className={css.left}>
      <LeftList title={t('queue:batch.childrenLeft', { count: sum(childrenLeft) })} list={childrenLeft} />
      <LeftList title={t('queue:batch.seatsLeft', { count: sum(seatsLeft) })} list={seatsLeft} />
    </div>
  );
  if (childrenLeft.length + seatsLeft.length === 0) {
    return null;
  }
  if (props.open === true) {
    return lists;
  }
  return (
    <>
      <span className="muted">
        {t('queue:batch.leftOut', {
          children: number(sum(childrenLeft)),
          seats: number(sum(seatsLeft)),
        })}
      </span>
      <Act
        ref={anchor}
        size="sm"
        tone="quiet"
        hasPopup="dialog"
        expanded={open}
        onClick={() => setOpen(true)}
      >
        {t('queue:batch.whyLeft')}
      </Act>
      <Popover
        anchorEl={anchor.current}
        open={open}
        onClose={() => setOpen(false)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': t('queue:batch.whyLeft') } }}
      >
        {lists}
      </Popover>
    </>
  );
}

function LeftList(props: { title: string; list: Plan['childrenLeft'] }) {
  const { t } = useT();
  return props.list.length === 0 ? null : (
    <section>
      <h3 className="h14">{props.title}</h3>
      <ul>
        {props.list.map((one) => (
          <li key={one.code}>
            <span>{leftText(t, one)}</span>
            <b className="num">{number(one.count)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
