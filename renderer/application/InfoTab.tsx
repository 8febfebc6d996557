import { Fragment, type ReactNode } from 'react';
import type { Application, Catalogue, Person } from '../../preload/contract/index.ts';
import { channelText } from '../decide/SignStep.tsx';
import { date, dateTime, fullName, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { LegalAct } from '../review/Claim.tsx';
import { hrefOf } from '../router.ts';
import { Icon } from '../ui/Icon.tsx';
import { ClassTag, StatusChip } from '../ui/Marks.tsx';
import css from './application.module.css';

type Fact = readonly [label: string, value: ReactNode];

/** Who, what, when and where to: three columns of facts divided by hairlines. */
export function InfoTab({
  application,
  catalogue,
}: {
  readonly application: Application;
  readonly catalogue: Catalogue;
}) {
  const { t, locale } = useT();
  const { secondParent } = application;
  const warned = (subject: 'child' | 'applicant' | 'second_parent'): boolean =>
    application.warnings.some((warning) => warning.subject === subject);
  return (
    <div className={css.info}>
      <div className={css.column}>
        <Group title={t('application:info.child')} facts={childFacts(t, application, warned('child'))} />
        <Group
          title={t('application:info.applicant')}
          facts={adultFacts(t, application.applicant, application.applicantRelation, warned('applicant'))}
        />
        {secondParent === null ? null : (
          <Group
            title={t('application:info.secondParent')}
            facts={adultFacts(t, secondParent, application.secondParentRelation, warned('second_parent'))}
          />
        )}
        <Relatives application={application} />
        <p className={css.group}>
          <a href={hrefOf({ name: 'links', id: application.id })}>{t('application:info.links')}</a>
        </p>
      </div>
      <div className={css.column}>
        <Group
          title={t('application:info.application')}
          facts={applicationFacts(t, locale, application, catalogue)}
        />
        <Group
          title={t('application:info.benefit')}
          facts={benefitFacts(t, locale, application, catalogue)}
        />
      </div>
      <div className={css.column}>
        <Group title={t('application:info.contacts')} facts={contactFacts(t, application)} />
        <Group
          title={t('application:info.addresses')}
          facts={[
            [t('application:info.permanent'), application.permanentAddress],
            [t('application:info.temporary'), application.temporaryAddress ?? t('application:info.none')],
          ]}
        />
        <Desired application={application} />
      </div>
    </div>
  );
}

function Group(props: { title: string; facts: readonly Fact[] }) {
  return (
    <section className={css.group}>
      <h2>{props.title}</h2>
      <dl className={css.facts}>
        {props.facts.map(([label, value]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

function Iin(props: { iin: string; differs: boolean }) {
  const { t } = useT();
  return (
    <>
      {props.iin}
      {props.differs ? (
        <span className={css.warn}>
          <Icon name="alert" size={14} /> {t('review:panel.iinDiffers')}
        </span>
      ) : null}
    </>
  );
}

function childFacts(t: T, { child, age, birthActNumber }: Application, differs: boolean): readonly Fact[] {
  return [
    [t('application:info.fullName'), fullName(child)],
    [t('application:info.iin'), <Iin key="iin" iin={child.iin} differs={differs} />],
    [t('application:info.birth'), `${date(child.birthDate)}, ${t('review:panel.age', { count: age })}`],
    [t('application:info.sex'), t(`sex.${child.sex}`)],
    [t('application:info.birthAct'), birthActNumber ?? t('application:info.none')],
  ];
}

function adultFacts(
  t: T,
  person: Person,
  relation: Application['secondParentRelation'],
  differs: boolean,
): readonly Fact[] {
  return [
    [t('application:info.fullName'), fullName(person)],
    [t('application:info.iin'), <Iin key="iin" iin={person.iin} differs={differs} />],
    [t('application:info.birth'), date(person.birthDate)],
    [
      t('application:info.relation'),
      relation === null ? t('application:info.none') : t(`relation.${relation}`),
    ],
  ];
}

function applicationFacts(
  t: T,
  locale: 'kk' | 'ru' | 'en',
  application: Application,
  catalogue: Catalogue,
): readonly Fact[] {
  const district = catalogue.districts.find((each) => each.id === application.districtId);
  const moment = (at: Date | null): string => (at === null ? t('application:info.none') : dateTime(at));
  const facts: Fact[] = [
    [t('application:info.number'), application.number],
    [t('application:info.service'), serviceText(t, application.service)],
    [t('application:info.district'), district === undefined ? '' : words(district.name, locale)],
    [t('application:info.status'), <StatusChip key="status" status={application.status} />],
    [t('application:info.statusSince'), moment(application.statusSince)],
    [t('application:info.queueKind'), t(`queueKind.${application.queueKind}`)],
    [t('application:info.cohort'), String(application.cohortYear)],
    [t('application:info.language'), t(`groupLanguage.${application.language}`)],
    [t('application:info.channel'), t(`channel.${application.channel}`)],
    [
      t('application:info.desiredFrom'),
      application.desiredFrom === null ? t('application:info.none') : date(application.desiredFrom),
    ],
    [t('application:info.submitted'), moment(application.submittedAt)],
    [t('application:info.registered'), moment(application.registeredAt)],
    [t('application:info.decided'), moment(application.decidedAt)],
  ];
  if (application.correctionDue !== null) {
    facts.push([t('application:info.correctionDue'), date(application.correctionDue)]);
  }
  if (application.restore?.until != null) {
    facts.push([t('application:info.restoreUntil'), date(application.restore.until)]);
  }
  if (application.enrolled !== null) {
    const { kindergarten, groupName } = application.enrolled;
    facts.push([t('application:info.enrolledIn'), `«${kindergarten}», ${groupName}`]);
  }
  return facts;
}

function serviceText(t: T, service: string): string {
  return service === 'preschool_queue' ? t('application:info.services.preschool_queue') : service;
}

function benefitFacts(
  t: T,
  locale: 'kk' | 'ru' | 'en',
  { benefit }: Application,
  catalogue: Catalogue,
): readonly Fact[] {
  if (benefit === null) {
    return [[t('application:info.category'), t('application:info.noBenefit')]];
  }
  const category = catalogue.categories.find((each) => each.code === benefit.category);
  return [
    [
      t('application:info.category'),
      category === undefined ? benefit.category : words(category.name, locale),
    ],
    [t('application:info.class'), <ClassTag key="class" priorityClass={benefit.priorityClass} long />],
    [t('application:info.benefitState'), t(`application:info.claimState.${benefit.state}`)],
    [
      t('application:info.legalAct'),
      category === undefined ? '' : <LegalAct key="act" code={category.legalAct} catalogue={catalogue} />,
    ],
  ];
}

function contactFacts(t: T, application: Application): readonly Fact[] {
  const contact = (given: Application['email']): ReactNode =>
    given === null ? (
      t('application:info.none')
    ) : (
      <>
        {given.value}
        <span className="muted small">
          {' · '}
          {given.verifiedBy === null
            ? t('application:info.notVerified')
            : t('application:info.verifiedBy', { by: verificationText(t, given.verifiedBy) })}
        </span>
      </>
    );
  return [
    [t('application:info.phone'), contact(application.phone)],
    [t('application:info.email'), contact(application.email)],
    [t('application:info.notification'), channelText(t, application.notificationType)],
    [
      t('application:info.notificationLanguage'),
      t(`decide:sign.language.${application.notificationLanguage}`),
    ],
    [t('application:info.consent'), dateTime(application.dataConsentAt)],
  ];
}

function Relatives({ application }: { readonly application: Application }) {
  const { t } = useT();
  const rows = [
    ...application.twins.map((each) => ({ ...each, kind: t('application:info.twin') })),
    ...application.siblings.map((each) => ({ ...each, kind: t('application:info.sibling') })),
  ];
  return rows.length === 0 ? null : (
    <section className={css.group}>
      <h2>{t('application:info.relatives')}</h2>
      <ul>
        {rows.map((each) => (
          <li key={each.id} className={css.line}>
            <a
              className="clip"
              title={each.name}
              href={hrefOf({ name: 'application', id: each.id, tab: null })}
            >
              {each.name}
            </a>
            <span className="muted small nowrap">
              {each.kind} · {each.number}
            </span>
            <span className="gap" />
            <StatusChip status={each.status} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const KINDERGARTENS = ['kindergarten', 'nursery', 'mini_centre'] as const;

function Desired({ application }: { readonly application: Application }) {
  const { t } = useT();
  const kindText = (kind: string): string => {
    const known = KINDERGARTENS.find((each) => each === kind);
    return known === undefined ? kind : t(`application:info.kindergartenKind.${known}`);
  };
  return (
    <section className={css.group}>
      <h2>{t('application:info.desired')}</h2>
      {application.desired.length === 0 ? <p className="muted">{t('application:info.none')}</p> : null}
      <ol>
        {application.desired.map((each) => (
          <li key={each.rank} className={css.desired}>
            <span className="muted">{each.rank}</span>
            <span>
              <b>{each.name}</b> <span className="muted small">{kindText(each.kind)}</span>
              <span className="sub small">{each.address}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const VERIFICATIONS = ['one_time_code', 'consent_1414', 'mobile_citizens_base', 'link', 'counter'] as const;

/** How a phone or an e-mail was verified, in words; an unknown way as it is. */
function verificationText(t: T, by: string): string {
  const known = VERIFICATIONS.find((each) => each === by);
  return known === undefined ? by : t(`application:info.verification.${known}`);
}
