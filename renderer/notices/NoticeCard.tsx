/** One notice: what it said, where it went, every attempt, and what the clerk may do about it. */
import { Fragment } from 'react';
import type { NoticeAttempt, NoticeDetail } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { channelText } from '../decide/SignStep.tsx';
import { dateTime } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { useSession } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Light, type LightTone } from '../ui/Marks.tsx';
import { Inline } from '../ui/States.tsx';
import { showToast } from '../ui/toast.ts';
import { usePrint, useResend } from './data.ts';
import { NoticeState, noticeErrorText, standingText } from './looks.tsx';
import css from './notices.module.css';

/** The facts, the text and the attempts. */
export function NoticeFacts({ notice }: { readonly notice: NoticeDetail }) {
  const { t } = useT();
  const facts: [string, React.ReactNode][] = [
    [t('notices:column.state'), <NoticeState key="s" state={notice.state} />],
    [t('notices:column.standing'), standingText(t, notice)],
    [t('notices:column.to'), `${channelText(t, notice.channel)}, ${notice.to}`],
    [t('notices:column.queued'), dateTime(notice.queuedAt)],
    ...(notice.decisionNumber === null
      ? []
      : ([[t('notices:decision'), `№ ${notice.decisionNumber}`]] satisfies [string, string][])),
  ];
  return (
    <>
      <dl className={css.facts}>
        {facts.map(([label, value]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      <h3 className={css.section}>{t('notices:text')}</h3>
      <p className={css.body} lang={notice.language}>
        {notice.body}
      </p>
      <Attempts notice={notice} />
    </>
  );
}

const TONES: Readonly<Record<NonNullable<NoticeAttempt['outcome']>, LightTone>> = {
  sent: 'done',
  printed: 'done',
  failed: 'warn',
  lost: 'warn',
  rejected: 'bad',
};

function Attempts({ notice }: { readonly notice: NoticeDetail }) {
  const { t } = useT();
  return (
    <>
      <h3 className={css.section}>
        {t('notices:attempts')}
        <span className="muted num">{notice.deliveries.length}</span>
      </h3>
      {notice.deliveries.length === 0 ? (
        <p className="small muted">{t('notices:noAttempts')}</p>
      ) : (
        <ol className={css.attempts} aria-label={t('notices:attempts')}>
          {notice.deliveries.map((one) => (
            <li key={one.attempt}>
              <span className={css.when}>{dateTime(one.at)}</span>
              <span className={css.what}>
                <Light tone={one.outcome === null ? 'ok' : TONES[one.outcome]}>
                  {one.outcome === null ? t('notices:underWay') : t(`notices:outcome.${one.outcome}`)}
                </Light>
                <span className="small muted">{detailText(t, one)}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function detailText(t: T, one: NoticeAttempt): string {
  return [
    channelText(t, one.channel),
    ...(one.error === null ? [] : [noticeErrorText(t, one.error)]),
    ...(one.by === null ? [] : [one.by]),
    ...(one.providerId === null ? [] : [t('notices:providerId', { id: one.providerId })]),
  ].join(' · ');
}

/** Send again and print, as far as the notice and the post allow. Nothing to do is said in words. */
export function NoticeActs({ notice, stale }: { readonly notice: NoticeDetail; readonly stale: boolean }) {
  const { t } = useT();
  const errorText = useErrorText();
  const connected = useConnection().kind === 'open';
  const isClerk = useSession().post.role === 'clerk';
  const resend = useResend();
  const print = usePrint();
  const on = connected && !stale && isClerk;
  const mayResend = isClerk && notice.state === 'dead';
  const mayPrint = isClerk && notice.channel === 'letter';
  const error = resend.error ?? print.error;
  const sendAgain = (): void =>
    resend.mutate(notice, { onSuccess: () => showToast({ title: t('notices:resent') }) });
  useHotkeys(t('notices:detail'), [
    { combo: 'KeyR', label: t('notices:act.resend'), enabled: on && mayResend, run: sendAgain },
    {
      combo: 'KeyP',
      label: t('notices:act.print'),
      enabled: on && mayPrint,
      run: () => print.mutate([notice.id]),
    },
  ]);
  return (
    <>
      {error === null ? null : (
        <div className={css.inline}>
          <Inline
            onClose={() => {
              resend.reset();
              print.reset();
            }}
          >
            {errorText(error)}
          </Inline>
        </div>
      )}
      <div className={css.acts} role="toolbar" aria-label={t('notices:acts')}>
        {connected ? null : <span className="small warn-t">{t('connection.actsOff')}</span>}
        {mayResend || mayPrint ? null : (
          <span className="small muted">{t(isClerk ? 'notices:nothingToDo' : 'notices:actsOfClerk')}</span>
        )}
        {mayResend ? (
          <Act
            tone="primary"
            size="sm"
            icon="send"
            combo="KeyR"
            busy={resend.isPending}
            disabled={!on}
            onClick={sendAgain}
          >
            {t('notices:act.resend')}
          </Act>
        ) : null}
        {mayPrint ? (
          <Act
            size="sm"
            tone={notice.state === 'waiting' ? 'primary' : 'outline'}
            icon="print"
            combo="KeyP"
            busy={print.isPending}
            disabled={!on}
            onClick={() => print.mutate([notice.id])}
          >
            {t(notice.state === 'waiting' ? 'notices:act.print' : 'notices:act.printAgain')}
          </Act>
        ) : null}
      </div>
    </>
  );
}
