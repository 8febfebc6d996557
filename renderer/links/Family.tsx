/** A child's people: who applied, who is linked as what and why, what was done with each link, and the acts on them. */
import type { UseQueryResult } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import type {
  ActDetails,
  FamilyCard,
  LinkAct,
  LinkRequest,
  ParentLink,
} from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { date, dateTime, fullName, shortName, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { hrefOf } from '../router.ts';
import { Act } from '../ui/Act.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Light, type LightTone, StatusChip } from '../ui/Marks.tsx';
import { EmptyState, ErrorState, SkeletonRows, useDelayed } from '../ui/States.tsx';
import { LinkForm } from './LinkForm.tsx';
import css from './links.module.css';
import { Request } from './Request.tsx';

/** An act to be signed, and the application of the child it is signed on. */
export type Asked = {
  readonly act: LinkAct | 'link' | 'refuse_link_request';
  readonly details: ActDetails;
  readonly target: Pick<FamilyCard['application'], 'id' | 'version'>;
};

export function Family(props: {
  query: UseQueryResult<FamilyCard>;
  /** Rises with each act that was signed: what was typed for it is done with. */
  signed: number;
  onAct: (card: FamilyCard, asked: Asked) => void;
}) {
  const { t } = useT();
  const { query } = props;
  return (
    <section className={css.card} aria-label={t('links:card')}>
      {query.data !== undefined ? (
        <Card
          key={`${query.data.application.id} ${props.signed}`}
          card={query.data}
          stale={query.isPlaceholderData}
          onAct={props.onAct}
        />
      ) : query.error !== null ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.fetchStatus === 'idle' ? (
        <EmptyState icon="users" title={t('links:none')}>
          {t('links:noneHint')}
        </EmptyState>
      ) : (
        <SkeletonRows rows={9} height={40} />
      )}
    </section>
  );
}

const ACT_KEYS = {
  dispute: 'KeyD',
  resolve_dispute: 'KeyS',
  unlink: 'KeyU',
  replace_applicant: 'KeyR',
} as const satisfies Record<LinkAct, string>;
const ACTS = ['replace_applicant', 'dispute', 'resolve_dispute', 'unlink'] as const;

function Card(props: { card: FamilyCard; stale: boolean; onAct: (card: FamilyCard, asked: Asked) => void }) {
  const { t } = useT();
  const { card, stale } = props;
  const [linking, setLinking] = useState<LinkRequest | 'new' | null>(null);
  const [stays, setStays] = useState(true);
  const [picked, setPicked] = useState<string | null>(null);
  const dim = useDelayed(stale, 400);
  const on = useConnection().kind === 'open' && !stale;
  const asking = card.requests.find((one) => one.state === 'waiting') ?? null;
  const mayAnswer = on && card.mayLink && linking === null;
  const current = card.links.find((one) => one.id === picked) ?? card.links[0] ?? null;
  const act = (which: LinkAct, link: ParentLink): void =>
    props.onAct(card, {
      act: which,
      details: {
        link: { linkId: link.id, ...(which === 'replace_applicant' ? { formerStays: stays } : {}) },
      },
      target: card.application,
    });
  const refuse = (request: LinkRequest): void => {
    const target = applicationOf(card, request);
    if (target === undefined) return;
    props.onAct(card, {
      act: 'refuse_link_request',
      details: { linkRequest: { requestId: request.id } },
      target,
    });
  };
  useHotkeys(t('links:card'), [
    {
      combo: 'KeyN',
      label: t('links:form.title'),
      enabled: mayAnswer,
      run: () => setLinking('new'),
    },
    {
      combo: 'KeyL',
      label: t('links:request.link'),
      enabled: mayAnswer && asking !== null,
      run: () => setLinking(asking),
    },
    {
      combo: 'KeyX',
      label: t('links:request.refuse'),
      enabled: mayAnswer && asking !== null,
      run: () => {
        if (asking !== null) refuse(asking);
      },
    },
    ...ACTS.map((which) => ({
      combo: ACT_KEYS[which],
      label: t(`decide:choose.referralTitle.${which}`),
      enabled: on && linking === null && current?.permitted.includes(which) === true,
      run: () => {
        if (current !== null) act(which, current);
      },
    })),
    ...card.links.slice(0, 9).map((link, i) => ({
      combo: `Digit${i + 1}`,
      label: t('links:keys.pick'),
      enabled: linking === null,
      run: () => setPicked(link.id),
    })),
  ]);
  return (
    <>
      <header className={css.cardHead}>
        <div className="grow">
          <h2 className="h16 clip" title={fullName(card.child)}>
            {fullName(card.child)}
          </h2>
          <p className="small sub nowrap num">
            <a href={hrefOf({ name: 'application', id: card.application.id, tab: null })}>
              {card.application.number}
            </a>
            {` · ${card.child.iin} · ${date(card.child.birthDate)}`}
          </p>
        </div>
        <StatusChip status={card.application.status} />
      </header>
      <div className={`${css.cardBody} ${dim ? css.dim : ''}`} aria-busy={stale}>
        <Facts card={card} />
        {card.requests.map((request) => (
          <Request
            key={request.id}
            request={request}
            on={mayAnswer}
            first={request === asking}
            onLink={() => setLinking(request)}
            onRefuse={() => refuse(request)}
          />
        ))}
        {card.links.map((link, i) => (
          <Link
            key={link.id}
            link={link}
            number={i + 1}
            current={link === current}
            on={on && linking === null}
            stays={stays}
            onStays={setStays}
            onPick={() => setPicked(link.id)}
            onAct={(which) => act(which, link)}
          />
        ))}
        {card.links.length === 0 && linking === null ? <p className="muted">{t('links:noLinks')}</p> : null}
        {linking !== null ? (
          <LinkForm
            card={card}
            request={linking === 'new' ? null : linking}
            onSign={(link) => props.onAct(card, { act: 'link', details: { link }, target: card.application })}
            onClose={() => setLinking(null)}
          />
        ) : null}
      </div>
      {linking !== null ? null : (
        <div className={css.acts} role="toolbar" aria-label={t('links:acts')}>
          <span className="small muted">{card.mayLink ? null : t('links:readOnly')}</span>
          <span className="gap" />
          <Act
            tone={asking === null ? 'primary' : 'outline'}
            icon="link"
            combo="KeyN"
            disabled={!on || !card.mayLink}
            onClick={() => setLinking('new')}
          >
            {t('links:form.open')}
          </Act>
        </div>
      )}
    </>
  );
}

/** The child's application on which it was asked: the one of the card, or another that is read here. */
function applicationOf(card: FamilyCard, request: LinkRequest): Asked['target'] | undefined {
  return [card.application, ...card.others].find((one) => one.id === request.applicationId);
}

function Facts({ card }: { readonly card: FamilyCard }) {
  const { t } = useT();
  const { applicant, secondParent } = card;
  return (
    <dl className={css.facts}>
      <dt>{t('links:applicant')}</dt>
      <dd className="num">
        {fullName(applicant)}, {t(`relation.${applicant.relation}`)}
        <span className="muted"> · {applicant.iin}</span>
      </dd>
      <dt>{t('links:secondParent')}</dt>
      <dd className="num">
        {secondParent === null ? (
          <span className="muted">{t('links:noSecond')}</span>
        ) : (
          <>
            {fullName(secondParent)}, {t(`relation.${secondParent.relation}`)}
            <span className="muted">
              {' '}
              · {secondParent.iin} · {t(secondParent.linked ? 'links:linked' : 'links:declared')}
            </span>
          </>
        )}
      </dd>
      {card.others.map((other) => (
        <Fragment key={other.id}>
          <dt>{t('links:otherApplication')}</dt>
          <dd>
            <a href={hrefOf({ name: 'application', id: other.id, tab: null })}>{other.number}</a>{' '}
            <StatusChip status={other.status} />
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

const STATE_TONES = { live: 'ok', disputed: 'warn', ended: 'done' } as const satisfies Record<
  ParentLink['state'],
  LightTone
>;

function Link(props: {
  link: ParentLink;
  number: number;
  current: boolean;
  on: boolean;
  stays: boolean;
  onStays: (stays: boolean) => void;
  onPick: () => void;
  onAct: (act: LinkAct) => void;
}) {
  const { t, locale } = useT();
  const { link } = props;
  const acts = ACTS.filter((act) => link.permitted.includes(act));
  return (
    <article
      className={`${css.link} ${props.current ? css.current : ''}`}
      aria-current={props.current}
      aria-label={fullName(link.person)}
      onFocus={props.onPick}
    >
      <header className={css.linkHead}>
        <span className="strong clip grow" title={fullName(link.person)}>
          {fullName(link.person)}
          <span className="muted">
            , {t(`relation.${link.role}`)} · {link.person.iin}
          </span>
        </span>
        <Light tone={STATE_TONES[link.state]}>{t(`links:state.${link.state}`)}</Light>
      </header>
      <p className="small sub">{evidenceText(t, link)}</p>
      {link.court === null ? null : (
        <p className="small sub">
          {t('decide:sign.courtLine', {
            number: link.court.number,
            court: link.court.court,
            date: date(link.court.on),
          })}
          {link.court.validUntil === null ? null : (
            <span className={link.court.over ? 'bad-t' : ''}>
              {'; '}
              {t('decide:sign.evidence.until', { date: date(link.court.validUntil) })}
            </span>
          )}
        </p>
      )}
      {link.endReason === null ? null : <p className="small sub">{words(link.endReason, locale)}</p>}
      <ol className={css.steps}>
        {link.steps.map((step) => (
          <li key={`${step.act}${step.at.getTime()}`} className="small muted num">
            {dateTime(step.at)} ·{' '}
            {step.act === 'court_over'
              ? t('links:courtOver')
              : t(`decide:sign.outcome.${outcomeOf(step.act)}`)}
            {step.by === null ? null : ` · ${shortName(step.by)}`}
            {step.decisionNumber === null ? null : ` · № ${step.decisionNumber}`}
          </li>
        ))}
      </ol>
      {link.applications.length === 0 ? null : (
        <p className="small sub">
          {t('links:theirApplications')}{' '}
          {link.applications.map((one, i) => (
            <Fragment key={one.id}>
              {i === 0 ? '' : ', '}
              <a href={hrefOf({ name: 'application', id: one.id, tab: null })}>
                {one.number} {one.childName}
              </a>
            </Fragment>
          ))}
        </p>
      )}
      {acts.length === 0 ? null : (
        <div
          className={css.linkActs}
          role="toolbar"
          aria-label={t('links:actsOn', { name: fullName(link.person) })}
        >
          {acts.includes('replace_applicant') ? (
            <label className={css.tick}>
              <input
                type="checkbox"
                checked={props.stays}
                onChange={(event) => props.onStays(event.target.checked)}
              />
              {t('links:formerStays')}
            </label>
          ) : null}
          <span className="gap" />
          {acts.map((act) => (
            <Act
              key={act}
              size="sm"
              tone={act === 'unlink' ? 'danger' : 'outline'}
              {...(props.current ? { combo: ACT_KEYS[act] } : {})}
              disabled={!props.on}
              onClick={() => props.onAct(act)}
            >
              {t(`links:act.${act}`)}
            </Act>
          ))}
        </div>
      )}
    </article>
  );
}

function evidenceText(t: T, link: ParentLink): string {
  const what = t(`decide:family.evidence.${link.evidence}`);
  return link.answer === null || link.checkedAt === null
    ? what
    : t('links:evidenceLine', {
        what,
        answer: t(`decide:family.answer.${link.answer}`),
        at: dateTime(link.checkedAt),
      });
}

const OUTCOMES = {
  link: 'linked',
  unlink: 'unlinked',
  dispute: 'link_disputed',
  resolve_dispute: 'dispute_resolved',
  replace_applicant: 'applicant_replaced',
} as const;

function outcomeOf(act: string): (typeof OUTCOMES)[keyof typeof OUTCOMES] {
  const known = (Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[]).find((one) => one === act);
  return OUTCOMES[known ?? 'link'];
}
