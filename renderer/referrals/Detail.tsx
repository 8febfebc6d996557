/** One referral: the place, its terms, whether the child was next, what happened, and what the clerk may do. */
import type { UseQueryResult } from '@tanstack/react-query';
import { Fragment } from 'react';
import type { ReferralCard, Role } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { date, dateTime, nameOf, number } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { useSession } from '../query.ts';
import { hrefOf } from '../router.ts';
import { Act, IconAct } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Icon } from '../ui/Icon.tsx';
import { ClassTag } from '../ui/Marks.tsx';
import { EmptyState, ErrorState, Inline, SkeletonRows, useDelayed } from '../ui/States.tsx';
import { actsOf, type ClerkAct, primaryAct } from './acts.ts';
import { useReferralPdf } from './data.ts';
import { Life } from './Life.tsx';
import { BenefitChip, StateChip, TermLight } from './looks.tsx';
import { Proof } from './Proof.tsx';
import css from './referrals.module.css';

type Row = ReferralCard['row'];

export function Detail(props: {
  query: UseQueryResult<ReferralCard>;
  onAct: (act: ClerkAct, row: Row) => void;
}) {
  const { t } = useT();
  const { query } = props;
  const label = t('referrals:detail');
  return (
    <section className={css.card} aria-label={label}>
      {query.data !== undefined ? (
        <Card card={query.data} stale={query.isPlaceholderData} onAct={props.onAct} />
      ) : query.error !== null ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.fetchStatus === 'idle' ? (
        <EmptyState icon="ticket" title={t('referrals:none')} />
      ) : (
        <SkeletonRows rows={10} height={40} />
      )}
    </section>
  );
}

function Card(props: { card: ReferralCard; stale: boolean; onAct: (act: ClerkAct, row: Row) => void }) {
  const { t } = useT();
  const errorText = useErrorText();
  const { card, stale } = props;
  const { row } = card;
  const { role } = useSession().post;
  const dim = useDelayed(stale, 400);
  const connected = useConnection().kind === 'open';
  const pdf = useReferralPdf();
  const on = connected && !stale;
  const acts = actsOf(card.permitted);
  const primary = primaryAct(row.state, card.permitted);
  const printable = row.number !== null;
  useHotkeys(t('referrals:detail'), [
    ...acts.map(({ act, combo }) => ({
      combo,
      label: t(`referrals:act.${act}`),
      enabled: on,
      run: () => props.onAct(act, row),
    })),
    {
      combo: 'KeyP',
      label: t('referrals:pdf'),
      enabled: on && printable,
      run: () => pdf.mutate(row.id),
    },
  ]);
  const name = nameOf(row.child);
  return (
    <>
      <header className={css.cardHead}>
        <div className="grow">
          <h2 className="h16 clip" title={name}>
            {name}
          </h2>
          <p className="small sub nowrap num">
            {row.number === null ? '' : `№ ${row.number} · `}
            <a href={hrefOf({ name: 'application', id: row.applicationId, tab: null })}>
              {row.applicationNumber}
            </a>
            {` · ${row.child.iin}`}
          </p>
        </div>
        <IconAct
          icon="print"
          label={printable ? t('referrals:pdf') : t('referrals:noPdf')}
          combo="KeyP"
          disabled={!on || !printable || pdf.isPending}
          onClick={() => pdf.mutate(row.id)}
        />
      </header>
      <section
        className={`${css.cardBody} ${dim ? css.dim : ''}`}
        aria-busy={stale}
        aria-label={name}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
        tabIndex={0}
      >
        {pdf.error === null ? null : (
          <Inline onClose={pdf.reset}>
            {t('queue:explain.notPrinted', { error: errorText(pdf.error) })}
          </Inline>
        )}
        <Facts card={card} />
        <Proof key={row.id} referralId={row.id} />
        <Documents card={card} />
        <Life steps={card.steps} applicationId={row.applicationId} />
      </section>
      {acts.length === 0 ? (
        <p className={`${css.acts} small muted`}>{t(restText(row, role))}</p>
      ) : (
        <div className={css.acts} role="toolbar" aria-label={t('referrals:acts')}>
          {connected ? null : <span className="small warn-t">{t('connection.actsOff')}</span>}
          {acts.map(({ act, combo, icon, danger }) => (
            <Act
              key={act}
              size="sm"
              tone={act === primary ? 'primary' : danger ? 'danger' : 'outline'}
              icon={icon}
              combo={combo}
              hasPopup="dialog"
              disabled={!on}
              onClick={() => props.onAct(act, row)}
            >
              {t(`referrals:act.${act}`)}
            </Act>
          ))}
        </div>
      )}
    </>
  );
}

/** Why this officer has nothing to do here: it has ended, or the next step is another's. */
function restText(row: Row, role: Role) {
  return row.endedAt !== null
    ? ('referrals:actsNone' as const)
    : role === 'clerk'
      ? ('referrals:actsOfHead' as const)
      : ('referrals:actsOfClerk' as const);
}

/** The place, its terms and how the benefit stands. */
function Facts({ card }: { readonly card: ReferralCard }) {
  const { t } = useT();
  const { row } = card;
  const facts: [string, React.ReactNode][] = [
    [t('referrals:column.state'), <StateChip key="s" state={row.state} />],
    [
      t('referrals:fact.place'),
      <span key="p">
        <b className="strong">«{row.kindergarten}»</b>, {t('referrals:groupLong', groupWords(t, row))}
      </span>,
    ],
    [t('referrals:fact.term'), <Term key="t" row={row} />],
    ...terms(t, card),
    [
      t('referrals:fact.queue'),
      `${t('queue:batch.turn', { turn: number(card.turn), stream: t(`queue:stream.${card.stream}`) })}${
        card.cause === 'ratio' ? '' : `, ${t('referrals:otherStream')}`
      }`,
    ],
  ];
  if (row.benefitState !== 'not_needed' || row.priorityClass !== 'ordinary') {
    facts.push([
      t('referrals:fact.benefit'),
      <span key="b" className={css.chips}>
        <ClassTag priorityClass={row.priorityClass} long />
        <BenefitChip benefit={row.benefitState} />
      </span>,
    ]);
  }
  return (
    <dl className={css.facts}>
      {facts.map(([label, value]) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function groupWords(t: T, row: Row) {
  return {
    name: row.groupName,
    year: row.cohortYear,
    language: t(`queue:language.${row.language}`),
  };
}

function Term({ row }: { readonly row: Row }) {
  const { t } = useT();
  return (
    <span className={css.chips}>
      <TermLight row={row} />
      {row.extensions === 0 ? null : (
        <span className="small sub">{t('referrals:extended', { count: row.extensions })}</span>
      )}
    </span>
  );
}

function terms(t: T, card: ReferralCard): [string, string][] {
  const { row } = card;
  const ran = row.state === 'offered' ? card.offerUntil : null;
  return [
    ...(ran === null ? [] : ([[t('referrals:fact.offerUntil'), dateTime(ran)]] satisfies [string, string][])),
    ...(card.benefitUntil === null || row.benefitState !== 'pending'
      ? []
      : ([[t('referrals:fact.benefitUntil'), dateTime(card.benefitUntil)]] satisfies [string, string][])),
    ...(row.validUntil === null
      ? []
      : ([[t('referrals:fact.validUntil'), date(row.validUntil)]] satisfies [string, string][])),
  ];
}

/** Documents the kindergarten asks for, and which it has. */
function Documents({ card }: { readonly card: ReferralCard }) {
  const { t, locale } = useT();
  // Before the referral the kindergarten knows nothing of the child.
  if (card.documents.length === 0 || card.row.number === null) {
    return null;
  }
  const received = card.documents.filter((one) => one.receivedOn !== null).length;
  return (
    <>
      <h3 className={css.section}>
        {t('referrals:documents')}
        <span className="muted num">
          {received} / {card.documents.length}
        </span>
      </h3>
      <ul className={css.documents}>
        {card.documents.map((one) => (
          <li key={one.kind}>
            <Icon
              name={one.receivedOn === null ? 'dashed' : 'check'}
              className={one.receivedOn === null ? css.waiting : 'ok-m'}
            />
            <span>{one.name[locale]}</span>
            <span className="small muted nowrap">
              {one.receivedOn === null ? t('referrals:notReceived') : date(one.receivedOn)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
