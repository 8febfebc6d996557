/** One companion of one child: who it is, what stands against it, who else, where its changes are, and the acts. */
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { showPhone } from '../../domain/phone.ts';
import type { CompanionAct } from '../../domain/status.ts';
import type { CompanionCard } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { date, fullName, nameOf, shortName, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { useSession } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { obstacleText, useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { usePaletteActions } from '../ui/palette.ts';
import { Inline } from '../ui/States.tsx';
import { showToast } from '../ui/toast.ts';
import { useAsking } from '../use-asking.ts';
import styles from './companions.module.css';
import { usePhoto, useReadCompanionsAgain } from './data.ts';
import { ExportLight, exportError, moment, PermitChip } from './looks.tsx';

/** What is done with a permit in its state; `combo` is the key of it. */
const KEYS: Readonly<Record<CompanionAct, string>> = {
  approve_companion: 'Ctrl+Enter',
  resume_companion: 'Ctrl+Enter',
  refuse_companion: 'KeyR',
  suspend_companion: 'KeyR',
};
const IS_MAIN: ReadonlySet<CompanionAct> = new Set(['approve_companion', 'resume_companion']);

export function CardPane(props: {
  card: CompanionCard;
  today: string;
  /** The cursor is on another row already: it can be read, nothing can be done to it. */
  asleep: boolean;
  onAct: (act: CompanionAct) => void;
  onAdd: () => void;
}) {
  const { t, locale } = useT();
  const { card } = props;
  const { row } = card;
  const connected = useConnection().kind === 'open';
  const signs = useSession().post.role !== 'supervisor';
  const resend = useResend(row.permitId);
  const permitted = card.permitted as readonly CompanionAct[];
  const main = permitted.find((act) => IS_MAIN.has(act)) ?? null;
  const against = permitted.find((act) => !IS_MAIN.has(act)) ?? null;
  const stuck = row.export.state === 'failed' || row.export.state === 'refused';
  const mayMain = connected && main !== null && card.obstacles.length === 0;
  const acts = [
    ...(main === null
      ? []
      : [
          {
            combo: KEYS[main],
            label: t(`companions:act.${main}`),
            enabled: mayMain,
            run: () => props.onAct(main),
          },
        ]),
    ...(against === null
      ? []
      : [
          {
            combo: KEYS[against],
            label: t(`companions:act.${against}`),
            enabled: connected,
            run: () => props.onAct(against),
          },
        ]),
    ...(stuck && signs
      ? [{ combo: 'KeyE', label: t('companions:resend'), enabled: connected, run: resend.run }]
      : []),
  ];
  useHotkeys(t('companions:keys'), acts, { enabled: !props.asleep });
  usePaletteActions(
    props.asleep
      ? []
      : acts.map((one) => ({
          id: `companion-${one.combo}`,
          label: one.label,
          icon: 'check' as const,
          combo: one.combo,
          run: () => one.enabled && one.run(),
        })),
  );
  return (
    <section
      className={props.asleep ? `${styles.card} ${styles.asleep}` : styles.card}
      aria-label={t('companions:one')}
      inert={props.asleep}
    >
      <Head card={card} />
      <div className={styles.body}>
        {card.cause === null && card.reason === null ? null : (
          <Inline tone="warn">
            {[
              card.cause === null ? null : causeText(t, card.cause),
              card.reason === null ? null : words(card.reason, locale),
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </Inline>
        )}
        {card.obstacles.map((one) => (
          <Inline key={`${one.code} ${one.field ?? ''}`} tone="warn">
            {obstacleText(t, one)}
            {one.field === undefined ? '' : `: ${fieldName(t, one.field)}`}
          </Inline>
        ))}
        <Facts card={card} />
        <Others card={card} onAdd={signs ? props.onAdd : null} />
        <Exports card={card} />
        <Decisions card={card} />
        {resend.error === null ? null : <Failure error={resend.error} />}
      </div>
      <div className={styles.acts}>
        {against === null ? null : (
          <Act
            tone="danger"
            icon={against === 'suspend_companion' ? 'pause' : 'x'}
            combo={KEYS[against]}
            disabled={!connected}
            onClick={() => props.onAct(against)}
          >
            {t(`companions:act.${against}`)}…
          </Act>
        )}
        {stuck && signs ? (
          <Act icon="send" combo="KeyE" busy={resend.busy} disabled={!connected} onClick={resend.run}>
            {t('companions:resend')}
          </Act>
        ) : null}
        <span className="gap" />
        <span className={`small ${styles.why}`} role="status">
          {connected ? null : t('connection.actsOff')}
        </span>
        {main === null ? (
          against === null ? (
            <span className="muted">
              {t(`companions:over.${row.state === 'approved' ? 'none' : row.state}`)}
            </span>
          ) : null
        ) : (
          <Act tone="primary" combo={KEYS[main]} disabled={!mayMain} onClick={() => props.onAct(main)}>
            {t(`companions:act.${main}`)}…
          </Act>
        )}
      </div>
    </section>
  );
}

function Head(props: { card: CompanionCard }) {
  const { t } = useT();
  const { card } = props;
  const { companion, permitId } = card.row;
  const photo = usePhoto(permitId, card.hasPhoto);
  return (
    <div className={styles.cardHead}>
      {photo === null ? null : (
        <img
          className={styles.photo}
          src={photo}
          alt={t('companions:photoOf', { name: nameOf(companion) })}
        />
      )}
      <div className="grow">
        <h2 className={`h16 clip ${styles.name}`} title={fullName(companion)}>
          {fullName(companion)}
        </h2>
        <div className="small sub clip num">
          {companion.iin} · {date(card.birthDate)}, {t('places:age', { count: card.age })}
        </div>
      </div>
      <PermitChip state={card.row.state} />
    </div>
  );
}

function Facts(props: { card: CompanionCard }) {
  const { t } = useT();
  const { card } = props;
  const { row } = card;
  const place = [row.kindergarten, row.groupName].filter((part) => part !== null).join(' · ');
  return (
    <dl className={`kv ${styles.facts}`}>
      <Fact label={t('companions:fact.child')}>{`${fullName(row.child)} · ${row.child.iin}`}</Fact>
      <Fact label={t('companions:fact.kindergarten')}>{place}</Fact>
      <Fact label={t('companions:fact.relation')}>
        {row.isApplicant
          ? `${t(`companions:relation.${row.relation}`)} · ${t('companions:applicant')}`
          : t(`companions:relation.${row.relation}`)}
      </Fact>
      <Fact label={t('companions:fact.phone')}>{showPhone(row.phone)}</Fact>
      <Fact label={t('companions:fact.days')}>
        {row.validTo === null
          ? t('companions:fromDay', { from: date(row.validFrom) })
          : t('companions:fromTo', { from: date(row.validFrom), to: date(row.validTo) })}
      </Fact>
      <Fact label={t('companions:fact.registered')}>
        {card.registeredBy === null
          ? t('companions:byItself', { at: moment(card.registeredAt) })
          : `${moment(card.registeredAt)} · ${shortName(card.registeredBy)}`}
      </Fact>
      <Fact label={t('companions:fact.children')}>
        {[
          t('companions:ofMost', { have: card.ofCompanion.have, most: card.ofCompanion.most }),
          ...card.ofCompanion.children.map(nameOf),
        ].join(' · ')}
      </Fact>
    </dl>
  );
}

function Fact(props: { label: string; children: string }) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd className="clip num" title={props.children}>
        {props.children}
      </dd>
    </>
  );
}

function Part(props: { title: string; after?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <div className={styles.partHead}>
        <h3 className="label">{props.title}</h3>
        <span className="gap" />
        {props.after}
      </div>
      {props.children}
    </section>
  );
}

function Others(props: { card: CompanionCard; onAdd: (() => void) | null }) {
  const { t } = useT();
  const { card } = props;
  return (
    <Part
      title={t('companions:others')}
      after={
        <>
          <span className="small muted num">
            {t('companions:added', { have: card.ofChild.have, most: card.ofChild.most })}
          </span>
          {props.onAdd === null ? null : (
            <Act size="sm" tone="quiet" icon="plus" onClick={props.onAdd}>
              {t('companions:addTo')}
            </Act>
          )}
        </>
      }
    >
      {card.others.length === 0 ? (
        <p className="small muted">{t('companions:noOthers')}</p>
      ) : (
        card.others.map((one) => (
          <div key={one.permitId} className={styles.line}>
            <span className="clip grow" title={nameOf(one.companion)}>
              {nameOf(one.companion)}
              <span className="muted">
                {' · '}
                {one.isApplicant ? t('companions:applicant') : t(`companions:relation.${one.relation}`)}
              </span>
            </span>
            <PermitChip state={one.state} />
          </div>
        ))
      )}
    </Part>
  );
}

function Exports(props: { card: CompanionCard }) {
  const { t } = useT();
  const { card } = props;
  if (card.row.export.state === 'none') return null;
  return (
    <Part title={t('companions:exports')} after={<ExportLight value={card.row.export} />}>
      {card.exports.length === 0 ? (
        <p className="small muted">{t('companions:exportOff')}</p>
      ) : (
        card.exports.map((one) => (
          <div key={`${one.channel} ${one.queuedAt.toISOString()} ${one.change}`} className={styles.line}>
            <span className="small num nowrap muted">{moment(one.queuedAt)}</span>
            <span className="clip grow">
              {t(`companions:change.${one.change}`)}
              <span className="muted"> · {t(`companions:channel.${one.channel}`)}</span>
            </span>
            <span
              className="small sub clip"
              title={one.error === null ? undefined : exportError(t, one.error)}
            >
              {one.state === 'sent' && one.at !== null
                ? t('companions:export.sentAt', { at: moment(one.at) })
                : one.error === null
                  ? t(`companions:export.${one.state}`)
                  : exportError(t, one.error)}
            </span>
          </div>
        ))
      )}
    </Part>
  );
}

function Decisions(props: { card: CompanionCard }) {
  const { t, locale } = useT();
  const { decisions } = props.card;
  if (decisions.length === 0) return null;
  return (
    <Part title={t('companions:decisions')}>
      {decisions.map((one) => (
        <div key={one.id} className={styles.line}>
          <span className="small num nowrap muted">{moment(one.at)}</span>
          <span className="clip grow" title={one.reason === null ? undefined : words(one.reason, locale)}>
            {t(`companions:done.${one.act as CompanionAct}`)}
            {one.reason === null ? null : <span className="muted"> · {words(one.reason, locale)}</span>}
          </span>
          <span className="small sub num nowrap">
            {one.number} · {shortName(one.by)}
          </span>
        </div>
      ))}
    </Part>
  );
}

function Failure(props: { error: unknown }) {
  const errorText = useErrorText();
  return <Inline>{errorText(props.error)}</Inline>;
}

const CAUSES = ['became_staff', 'child_left', 'days_over', 'applicant_replaced', 'family_asked'] as const;
function causeText(t: T, cause: string): string {
  const known = CAUSES.find((one) => one === cause);
  return known === undefined ? cause : t(`companions:cause.${known}`);
}

const FIELDS = ['surname', 'givenName', 'patronymic', 'phone', 'relation'] as const;
/** The name of a field an obstacle is about. */
export function fieldName(t: T, field: string): string {
  const known = FIELDS.find((one) => one === field);
  return known === undefined ? field : t(`companions:field.${known}`);
}

/** Sends what failed again; a repeated click is the same asking. */
function useResend(permitId: string) {
  const { t } = useT();
  const readAgain = useReadCompanionsAgain();
  const ask = useAsking(api.companions.resend);
  const send = useMutation({
    mutationFn: () => ask({ permitId }),
    onSettled: readAgain,
    onSuccess: () => showToast({ title: t('companions:resent') }),
  });
  return {
    run: () => {
      if (!send.isPending) send.mutate();
    },
    busy: send.isPending,
    error: send.error,
  };
}
