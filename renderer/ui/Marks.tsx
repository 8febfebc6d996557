/**
 * Small signs that say a state by shape, colour and words at once. Their tooltips are the browser's own: lists draw hundreds of
 * them while they scroll.
 */

import type { Claim, Deadline, Officer, Status } from '../../preload/contract/index.ts';
import { date, initials, shortDate, shortName, time } from '../format.ts';
import { useT } from '../i18n.ts';
import { Icon, type IconName } from './Icon.tsx';

export type LightTone = 'ok' | 'warn' | 'bad' | 'pause' | 'done';
export const LIGHT_TONES = {
  red: 'bad',
  amber: 'warn',
  green: 'ok',
  paused: 'pause',
  done: 'done',
} as const satisfies Record<Deadline['light'], LightTone>;

function LightShape(props: { tone: LightTone }) {
  switch (props.tone) {
    case 'ok':
      return <circle cx="5" cy="5" r="4" />;
    case 'warn':
      return <path d="M5 0 10 5 5 10 0 5z" />;
    case 'bad':
      return <path d="M5 .4 10 9.6H0z" />;
    case 'pause':
      return <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />;
    case 'done':
      return <path d="m1.2 5.2 2.6 2.6 5-5.6" fill="none" stroke="currentColor" strokeWidth="1.5" />;
  }
}

/** The shape with words after it: ● ◆ ▲ ○ ✓. */
export function Light(props: { tone: LightTone; children?: React.ReactNode }) {
  return (
    <span className={`lamp ${props.tone}`}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <LightShape tone={props.tone} />
      </svg>
      {props.children === undefined ? null : <span>{props.children}</span>}
    </span>
  );
}

/** The deadline of an application as shape, colour and words; the tooltip has the whole date. */
export function DeadlineLight(props: { deadline: Deadline }) {
  const { t } = useT();
  const { deadline } = props;
  const text = (() => {
    if (deadline.light === 'done') {
      return deadline.doneOn === null ? t('deadline.done') : shortDate(deadline.doneOn);
    }
    if (deadline.light === 'paused' || deadline.days === null) {
      return t('deadline.paused');
    }
    if (deadline.light === 'red') {
      return t('deadline.overdue', { count: Math.max(1, -deadline.days) });
    }
    return deadline.days === 0 ? t('deadline.today') : t('deadline.days', { count: deadline.days });
  })();
  const whole =
    deadline.light === 'done'
      ? deadline.doneOn === null
        ? t('deadline.done')
        : `${t('deadline.done')}: ${date(deadline.doneOn)}`
      : deadline.at === null
        ? t(`deadline.light.${deadline.light}`)
        : t('deadline.due', { date: `${date(deadline.at)} ${time(deadline.at)}` });
  return (
    <span className="lamp-wrap" title={whole}>
      <Light tone={LIGHT_TONES[deadline.light]}>{text}</Light>
    </span>
  );
}

type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';
const STATUS_LOOK: Record<Status, readonly [Tone, IconName]> = {
  submitted: ['neutral', 'send'],
  registered: ['neutral', 'list'],
  in_review: ['neutral', 'eye'],
  returned: ['warn', 'return'],
  answered: ['accent', 'inbox'],
  queued: ['ok', 'queue'],
  refused: ['bad', 'x'],
  suspended: ['warn', 'pause'],
  stop_list: ['warn', 'pause'],
  inactive: ['neutral', 'minus'],
  offered: ['neutral', 'ticket'],
  benefit_review: ['neutral', 'shieldCheck'],
  referral_issued: ['ok', 'ticket'],
  docs_submitted: ['neutral', 'file'],
  enrolled: ['ok', 'home'],
  declined: ['neutral', 'x'],
  expired: ['neutral', 'clock'],
  cancelled: ['neutral', 'x'],
  removed_no_interest: ['neutral', 'x'],
  archived: ['neutral', 'file'],
};

/** A chip of any words; use `StatusChip` for statuses. */
export function Chip(props: { tone: Tone; icon: IconName; children: React.ReactNode }) {
  return (
    <span className={`chip ${props.tone}`}>
      <Icon name={props.icon} />
      <span>{props.children}</span>
    </span>
  );
}

/** The status of an application. */
export function StatusChip(props: { status: Status }) {
  const { t } = useT();
  const [tone, icon] = STATUS_LOOK[props.status];
  return (
    <Chip tone={tone} icon={icon}>
      {t(`status.${props.status}`)}
    </Chip>
  );
}

/** The priority class in letters (КТ, БК), the long form in its tooltip; nothing for the ordinary class. */
export function ClassTag(props: { priorityClass: 'out_of_turn' | 'priority' | 'ordinary'; long?: boolean }) {
  const { t } = useT();
  if (props.priorityClass === 'ordinary') {
    return null;
  }
  const name = t(`priority.${props.priorityClass}.long`);
  return props.long === true ? (
    <span className="tag">{name}</span>
  ) : (
    <span className="tag" role="img" aria-label={name} title={name}>
      {t(`priority.${props.priorityClass}.short`)}
    </span>
  );
}

/** Initials of an officer; `mine` solid accent. */
export function OfficerAvatar(props: { officer: Officer; mine?: boolean; large?: boolean; tip?: string }) {
  const name = props.tip ?? shortName(props.officer);
  return (
    <span
      className={`av${props.mine === true ? ' me' : ''}${props.large === true ? ' lg' : ''}`}
      role="img"
      aria-label={name}
      title={name}
    >
      {initials(props.officer)}
    </span>
  );
}

/** Who holds an application: name, since when and until when in the tooltip; a dashed ring for nobody. */
export function ClaimAvatar(props: { claim: Claim | null }) {
  const { t } = useT();
  const { claim } = props;
  if (claim === null) {
    return <span className="av none" role="img" aria-label={t('claim.nobody')} title={t('claim.nobody')} />;
  }
  const name = shortName(claim.by);
  const tip = `${claim.mine ? t('claim.mine', { name }) : name} · ${t('claim.since', {
    since: `${shortDate(claim.since)} ${time(claim.since)}`,
    until: `${shortDate(claim.until)} ${time(claim.until)}`,
  })}`;
  return <OfficerAvatar officer={claim.by} mine={claim.mine} tip={tip} />;
}
