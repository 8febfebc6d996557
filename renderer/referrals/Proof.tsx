/** Was the child next? Worked out anew from history each time it is looked at. */
import type { Replay } from '../../preload/contract/index.ts';
import { dateTime, number, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { useReplay } from './data.ts';
import { faultText } from './proof-words.ts';
import css from './referrals.module.css';

const LOOKS: Readonly<Record<Replay['verdict'], readonly [IconName, string, string]>> = {
  was_next: ['check', 'ok-m', 'ok'],
  passed_over: ['alert', 'warn-m', 'warn'],
  not_proven: ['minus', 'bad-m', 'bad'],
};

export function Proof(props: { referralId: string }) {
  const { t } = useT();
  const errorText = useErrorText();
  const query = useReplay(props.referralId);
  const { data } = query;
  return (
    <>
      <h3 className={css.section}>{t('referrals:proof.title')}</h3>
      {data === undefined ? (
        query.error === null ? (
          <p className="small muted" role="status">
            {t('referrals:proof.working')}
          </p>
        ) : (
          <p className="small bad-t" role="alert">
            {errorText(query.error)}{' '}
            <Act size="sm" tone="quiet" onClick={() => void query.refetch()}>
              {t('act.retry')}
            </Act>
          </p>
        )
      ) : (
        <Verdict replay={data} />
      )}
    </>
  );
}

function Verdict({ replay }: { readonly replay: Replay }) {
  const { t, locale } = useT();
  const [icon, mark] = LOOKS[replay.verdict];
  const deprived = replay.passed.filter(({ why }) => why !== 'together');
  const families = replay.passed.length - deprived.length;
  return (
    <div className={css.proof} data-verdict={replay.verdict}>
      <Icon name={icon} className={mark} />
      <div>
        <p className="strong">{t(`referrals:proof.${replay.verdict}`)}</p>
        <p className="small sub">
          {replay.place === 0
            ? t('referrals:proof.at', { at: dateTime(replay.at) })
            : t('referrals:proof.atPlace', {
                at: dateTime(replay.at),
                place: number(replay.place),
                total: number(replay.total),
              })}
        </p>
        {replay.aheadNotWanting === 0 ? null : (
          <p className="small sub">{t('referrals:proof.notWanting', { count: replay.aheadNotWanting })}</p>
        )}
        {families === 0 ? null : (
          <p className="small sub">{t('referrals:proof.together', { count: families })}</p>
        )}
        {deprived.length === 0 ? null : (
          <ul className={css.passed}>
            {deprived.map((one) => (
              <li key={one.applicationId}>
                {t('referrals:proof.passed', { number: one.number, place: number(one.place) })}
                {' · '}
                {t(one.why === 'ratio' ? 'referrals:proof.why.ratio' : 'referrals:proof.why.ahead')}
                {one.decisionNumber === null ? '' : ` · № ${one.decisionNumber}`}
              </li>
            ))}
          </ul>
        )}
        {replay.outOfOrderReason === null ? null : (
          <p className="small sub">
            {t('referrals:proof.reason', { reason: words(replay.outOfOrderReason, locale) })}
          </p>
        )}
        {replay.faults.length === 0 ? null : (
          <p className="small bad-t">{replay.faults.map((fault) => faultText(t, fault)).join(' ')}</p>
        )}
      </div>
    </div>
  );
}
