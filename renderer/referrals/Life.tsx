/** What happened to the referral, newest last: who or which job, when, and the signed decision. */
import type { ReferralCard } from '../../preload/contract/index.ts';
import { eventText } from '../application/history-text.ts';
import { dateTime, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { hrefOf } from '../router.ts';
import { jobText } from './proof-words.ts';
import css from './referrals.module.css';

export function Life(props: { steps: ReferralCard['steps']; applicationId: string }) {
  const { t, locale } = useT();
  return (
    <>
      <h3 className={css.section}>{t('referrals:life')}</h3>
      <ol className={css.life}>
        {props.steps.map((step) => (
          <li key={`${step.event} ${step.at.getTime()}`}>
            <span className={css.when}>{dateTime(step.at)}</span>
            <span className={css.what}>
              <span className="strong">{eventText(t, step.event)}</span>
              <span className="small sub">
                {step.by ?? (step.job === null ? '' : t('referrals:byJob', { job: jobText(t, step.job) }))}
                {step.reason === null ? '' : ` · ${words(step.reason, locale)}`}
                {step.decisionNumber === null ? null : (
                  <>
                    {' · '}
                    <a href={hrefOf({ name: 'application', id: props.applicationId, tab: 'decisions' })}>
                      № {step.decisionNumber}
                    </a>
                  </>
                )}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
