/** What a portal asked: who wants to be linked as what, how the portal knows them, their papers, and the two answers. */
import { useState } from 'react';
import type { LinkRequest } from '../../preload/contract/index.ts';
import { date, dateTime, fullName, shortName, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { hrefOf } from '../router.ts';
import { Act } from '../ui/Act.tsx';
import { Light, type LightTone } from '../ui/Marks.tsx';
import { Certificate } from './Certificate.tsx';
import css from './links.module.css';

const TONES = {
  waiting: 'warn',
  linked: 'ok',
  refused: 'bad',
  lapsed: 'done',
} as const satisfies Record<LinkRequest['state'], LightTone>;

export function Request(props: {
  request: LinkRequest;
  /** Whether the two answers can be given now. */
  on: boolean;
  /** The first of those that wait: its answers have keys. */
  first: boolean;
  onLink: () => void;
  onRefuse: () => void;
}) {
  const { t, locale } = useT();
  const { request } = props;
  const { person } = request;
  const [shown, setShown] = useState<string | null>(null);
  const scan = request.scans.find((one) => one.scanId === shown);
  return (
    <article
      className={`${css.link} ${request.state === 'waiting' ? css.current : ''}`}
      aria-label={t('links:request.of', { name: fullName(person) })}
    >
      <header className={css.linkHead}>
        <span className="strong clip grow" title={fullName(person)}>
          {fullName(person)}
          <span className="muted num">
            , {t(`relation.${request.role}`)} · {person.iin} · {date(person.birthDate)}
          </span>
        </span>
        <Light tone={TONES[request.state]}>{t(`links:request.state.${request.state}`)}</Light>
      </header>
      <p className="small sub num">
        {t('links:request.asked', { portal: words(request.portal, locale), at: dateTime(request.askedAt) })}
        {' · '}
        {t(request.signed ? 'links:request.signed' : 'links:request.unsigned')}
      </p>
      <p className="small sub num">
        {request.phone} ({t(`application:info.verification.${request.phoneVerifiedBy}`)})
        {request.email === null ? null : ` · ${request.email}`}
      </p>
      {request.reason === null ? null : <p className="small sub">{words(request.reason, locale)}</p>}
      {request.answeredAt === null ? null : (
        <p className="small muted num">
          {dateTime(request.answeredAt)}
          {request.answeredBy === null ? null : ` · ${shortName(request.answeredBy)}`}
          {request.decisionNumber === null ? null : (
            <>
              {' · '}
              <a href={hrefOf({ name: 'application', id: request.applicationId, tab: 'decisions' })}>
                № {request.decisionNumber}
              </a>
            </>
          )}
        </p>
      )}
      {request.scans.length === 0 ? (
        <p className="small muted">{t('links:request.noScans')}</p>
      ) : (
        <div className={css.papers} role="toolbar" aria-label={t('links:request.scans')}>
          {request.scans.map((one) => (
            <Act
              key={one.scanId}
              size="sm"
              icon="file"
              pressed={one.scanId === shown}
              onClick={() => setShown(one.scanId === shown ? null : one.scanId)}
            >
              {words(one.kind, locale)}
            </Act>
          ))}
        </div>
      )}
      {request.state !== 'waiting' ? null : (
        <div className={css.linkActs} role="toolbar" aria-label={t('links:request.answers')}>
          <span className="gap" />
          <Act
            size="sm"
            tone="danger"
            {...(props.first ? { combo: 'KeyX' } : {})}
            disabled={!props.on}
            onClick={props.onRefuse}
          >
            {t('links:request.refuse')}
          </Act>
          <Act
            size="sm"
            tone="primary"
            icon="link"
            {...(props.first ? { combo: 'KeyL' } : {})}
            disabled={!props.on}
            onClick={props.onLink}
          >
            {t('links:request.link')}
          </Act>
        </div>
      )}
      {scan === undefined ? null : (
        <Certificate key={scan.scanId} scan={scan} title={words(scan.kind, locale)} judge={null} />
      )}
    </article>
  );
}
