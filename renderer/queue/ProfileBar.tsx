/** The rules the order follows and what is free, in one line; at a past moment, which moment it is. */
import type { ProfileLine, QueueKey } from '../../preload/contract/index.ts';
import { date, dateTime, number, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useFreeSeats, useProfileLine } from './data.ts';
import css from './queue.module.css';

export function ProfileBar(props: {
  queueKey: QueueKey;
  freeSeats: number;
  at: Date | null;
  onNow: () => void;
}) {
  const { t, locale } = useT();
  const profile = useProfileLine(props.queueKey).data;
  const seats = useFreeSeats(props.queueKey) ?? [];
  if (props.at !== null) {
    return (
      <div className={`${css.profile} ${css.past}`} role="status">
        <Icon name="clock" />
        <b>{t('queue:moment.shown', { at: dateTime(props.at) })}</b>
        <span className={`${css.cut} clip`}>{t('queue:moment.shownDetail')}</span>
        <span className="gap" />
        <Act size="sm" tone="quiet" onClick={props.onNow}>
          {t('queue:moment.back')}
        </Act>
      </div>
    );
  }
  const terms = profile === undefined ? '' : profileTerms(t, profile).join(' · ');
  const free = seats.map(({ name, free: count }) => `${name} ${number(count)}`).join(' · ');
  return (
    <div className={css.profile}>
      {profile === undefined ? null : (
        <>
          <span className="sub">
            {t('queue:profile.title')} <b className="ink">{words(profile.name, locale)}</b>
          </span>
          <span className={`muted clip ${css.cut}`} title={`${terms} · ${words(profile.legalAct, locale)}`}>
            {terms}
          </span>
        </>
      )}
      <span className="gap" />
      <span className="sub">
        {t('queue:profile.free')} <b className="ink">{number(props.freeSeats)}</b>
      </span>
      {free === '' ? null : (
        <span className={`muted clip ${css.seatSum}`} title={free}>
          {free}
        </span>
      )}
    </div>
  );
}

/** «1 : 3», «ұсыныс 2 жұмыс күні», «жолдама 5 жұмыс күні», «01.01.2026 бастап»: only what the rules know. */
export function profileTerms(t: T, profile: ProfileLine): readonly string[] {
  const { offerDays, offerDayUnit, referralWorkingDays } = profile;
  return [
    `${profile.benefitPlaces} : ${profile.ordinaryPlaces}`,
    ...(offerDays === null || offerDayUnit === null
      ? []
      : [t(`queue:profile.offer.${offerDayUnit}`, { count: offerDays })]),
    ...(referralWorkingDays === null ? [] : [t('queue:profile.referral', { count: referralWorkingDays })]),
    ...(profile.together === 'none' ? [] : [t(`queue:profile.together.${profile.together}`)]),
    t('queue:profile.since', { date: date(profile.validFrom) }),
  ];
}
