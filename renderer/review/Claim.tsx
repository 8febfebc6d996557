/** What is claimed and what proves it; whom it is about. */
import Tooltip from '@mui/material/Tooltip';
import type { Application, Catalogue, Person, Scan } from '../../preload/contract/index.ts';
import { date, fullName, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { Icon } from '../ui/Icon.tsx';
import { ClassTag } from '../ui/Marks.tsx';
import { adultOf, inSentence } from './people.ts';
import css from './review.module.css';

type Category = Catalogue['categories'][number];

/** Head of the panel: the category, its class, its legal act, and what the document in view must be. */
export function ClaimBlock(props: {
  application: Application;
  scan: Scan | undefined;
  catalogue: Catalogue | undefined;
}) {
  const { t, locale } = useT();
  const { application, catalogue } = props;
  const { benefit } = application;
  const category = catalogue?.categories.find((each) => each.code === benefit?.category);
  if (benefit === null) {
    return (
      <div className={css.claim}>
        <div className={css.claimTop}>
          <h2 className="clip">{t('review:panel.noBenefit')}</h2>
        </div>
        <p className="small sub clip">{t('review:panel.noBenefitDetail')}</p>
      </div>
    );
  }
  const requirement =
    category === undefined ? '' : requirementText(t, locale, category, props.scan, catalogue);
  return (
    <div className={css.claim}>
      <div className={css.claimTop}>
        <Tooltip title={category === undefined ? '' : words(category.name, locale)}>
          <h2 className="clip">{category === undefined ? benefit.category : fitting(category, locale)}</h2>
        </Tooltip>
        <ClassTag priorityClass={benefit.priorityClass} long />
        <span className="gap" />
        {category === undefined ? null : <LegalAct code={category.legalAct} catalogue={catalogue} />}
      </div>
      <Tooltip title={requirement}>
        <p className="small sub clip">{requirement}</p>
      </Tooltip>
    </div>
  );
}

/** What fits the panel beside the class and the act. */
const LONGEST_CATEGORY = 30;

/** The whole name where it fits, else the short form of the catalogue. */
function fitting({ name, short }: Category, locale: 'kk' | 'ru' | 'en'): string {
  const whole = words(name, locale);
  return whole.length <= LONGEST_CATEGORY ? whole : words(short, locale);
}

function requirementText(
  t: T,
  locale: 'kk' | 'ru' | 'en',
  category: Category,
  scan: Scan | undefined,
  catalogue: Catalogue | undefined,
): string {
  const nameOf = (kind: string): string => {
    const found = catalogue?.documentKinds.find((each) => each.code === kind);
    return inSentence(found === undefined ? kind : words(found.short, locale));
  };
  const need = category.documents.find(
    (each) => each.kind === scan?.documentKind && each.about === scan.about,
  );
  if (scan !== undefined && need === undefined) {
    return t('review:panel.notForCategory');
  }
  const what =
    need === undefined
      ? category.documents.filter((each) => each.required).map((each) => nameOf(each.kind))
      : [
          nameOf(need.kind),
          ...(need.signedAndSealed ? [t('review:panel.signedSealed')] : []),
          ...(need.validDays === null ? [] : [t('review:panel.validDays', { count: need.validDays })]),
        ];
  return t('review:panel.requires', { what: what.join(', ') });
}

/** «254-бұйрық» with the whole title in the tooltip. */
export function LegalAct(props: { code: string; catalogue: Catalogue | undefined }) {
  const { t, locale } = useT();
  const act = props.catalogue?.legalActs.find((each) => each.code === props.code);
  const number = /^order-(\d+)-/.exec(props.code)?.[1];
  const title = act === undefined ? props.code : words(act.title, locale);
  return (
    <Tooltip title={title}>
      <span className={`small acc-t nowrap ${css.act}`}>
        {number === undefined ? title : t('review:panel.order', { number })}
      </span>
    </Tooltip>
  );
}

/** The child and the adult the scan must name. */
export function People(props: { application: Application; scan: Scan | undefined }) {
  const { t } = useT();
  const { application } = props;
  const about =
    props.scan?.about === 'second_parent' && application.secondParent !== null
      ? 'second_parent'
      : 'applicant';
  const relation =
    about === 'second_parent' ? application.secondParentRelation : application.applicantRelation;
  const relationWord = relation === null ? '' : t(`relation.${relation}`);
  return (
    <dl className={css.people}>
      <PersonBlock
        label={t('review:panel.child')}
        person={application.child}
        detail={`${date(application.child.birthDate)}, ${t('review:panel.age', { count: application.age })}`}
        differs={application.warnings.some((warning) => warning.subject === 'child')}
      />
      <PersonBlock
        label={t(about === 'second_parent' ? 'review:panel.secondParent' : 'review:panel.applicant', {
          relation: relationWord,
        })}
        person={adultOf(application, about)}
        detail={date(adultOf(application, about).birthDate)}
        differs={application.warnings.some((warning) => warning.subject === about)}
      />
    </dl>
  );
}

function PersonBlock(props: { label: string; person: Person; detail: string; differs: boolean }) {
  const { t } = useT();
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>
        <Tooltip title={fullName(props.person)}>
          <b className="clip" data-may-truncate>
            {fullName(props.person)}
          </b>
        </Tooltip>
      </dd>
      <dd className="sub">
        {props.person.iin} · {props.detail}
        {props.differs ? (
          <Tooltip title={t('review:panel.iinDiffers')}>
            <span className={css.differs} role="img" aria-label={t('review:panel.iinDiffers')}>
              <Icon name="alert" size={14} />
            </span>
          </Tooltip>
        ) : null}
      </dd>
    </div>
  );
}
