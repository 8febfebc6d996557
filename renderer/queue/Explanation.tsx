/** Why the chosen child stands where it stands: the place, one sentence, the ratio, the reasons, who stands around, since when. */
import type { PlaceExplanation } from '../../preload/contract/index.ts';
import { useConnection } from '../api.ts';
import { toDeskError } from '../desk-error.ts';
import { dateTime, number } from '../format.ts';
import { useT } from '../i18n.ts';
import { hrefOf } from '../router.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { ClassTag } from '../ui/Marks.tsx';
import { EmptyState, ErrorState, Inline, SkeletonRows, useDelayed } from '../ui/States.tsx';
import { useExplanation, type useParentPrint, useSteps } from './data.ts';
import { PlaceSteps } from './PlaceSteps.tsx';
import { stepsUntil } from './place-steps.ts';
import css from './queue.module.css';
import { RatioStrip } from './RatioStrip.tsx';
import { aheadSentence, exactTime, reasonSentence } from './words.ts';

export function ExplanationPane(props: {
  applicationId: string | null;
  at: Date | null;
  /** What kept its row of a batch from being signed; null: nothing did. */
  told: string | null;
  print: ReturnType<typeof useParentPrint>;
  onPick: (applicationId: string) => void;
  onMoment: () => void;
  onNow: () => void;
}) {
  const { t } = useT();
  const { applicationId, at, print } = props;
  const errorText = useErrorText();
  const query = useExplanation(applicationId, at);
  const slow = useDelayed(query.isPlaceholderData, 400);
  const connected = useConnection().kind === 'open';
  if (applicationId === null) {
    return <EmptyState icon="queue" title={t('queue:explain.none')} />;
  }
  if (query.data === undefined || (query.error !== null && !query.isFetching)) {
    return query.error === null ? (
      <SkeletonRows rows={10} height={44} />
    ) : isNotWaiting(query.error) ? (
      <EmptyState
        icon="clock"
        title={t(at === null ? 'queue:explain.left' : 'queue:explain.notThen')}
        action={
          at === null ? undefined : (
            <Act size="sm" onClick={props.onNow}>
              {t('queue:moment.back')}
            </Act>
          )
        }
      >
        {at === null ? t('queue:explain.leftDetail') : dateTime(at)}
      </EmptyState>
    ) : (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  const explanation = query.data;
  return (
    <>
      <header className={css.head}>
        <div className={css.place}>{number(explanation.place)}</div>
        <div className="grow">
          <h2 className={`h16 clip`} title={explanation.child.fullName}>
            {explanation.child.fullName}
          </h2>
          <p className={`small sub nowrap ${css.facts}`}>
            <a
              className={css.link}
              href={hrefOf({ name: 'application', id: explanation.applicationId, tab: null })}
            >
              {explanation.number}
            </a>
            {` · ${explanation.child.iin} · ${t('queue:explain.total', { count: explanation.total })}`}
          </p>
        </div>
        <Act
          size="sm"
          icon="print"
          combo="KeyP"
          busy={print.isPending}
          disabled={!connected}
          onClick={() => print.mutate(explanation.applicationId)}
        >
          {t('queue:explain.print')}
        </Act>
      </header>
      {/* biome-ignore lint/a11y/useSemanticElements: reasons of one place, not form fields */}
      <div
        className={`${css.body} ${slow ? css.dim : ''}`}
        role="group"
        aria-busy={query.isPlaceholderData}
        aria-label={explanation.child.fullName}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
        tabIndex={0}
      >
        {print.error === null ? null : (
          <Inline onClose={print.reset}>
            {t('queue:explain.notPrinted', { error: errorText(print.error) })}
          </Inline>
        )}
        {props.told === null ? null : <Inline>{props.told}</Inline>}
        <Reasons explanation={explanation} />
        <Neighbours explanation={explanation} onPick={props.onPick} />
        <Over explanation={explanation} at={at} onMoment={props.onMoment} />
        <Seats explanation={explanation} />
      </div>
    </>
  );
}

/** The child waited in no queue at that moment: nothing has failed. */
function isNotWaiting(thrown: unknown): boolean {
  const error = toDeskError(thrown);
  return error.is('REFUSED') && error.data.obstacles.some(({ code }) => code === 'NOT_WAITING');
}

function Reasons({ explanation }: { readonly explanation: PlaceExplanation }) {
  const { locale } = useT();
  // The given name is the second word: "Нұрболат Санжар".
  const givenName = explanation.child.fullName.split(' ')[1] ?? explanation.child.fullName;
  const sentence = aheadSentence(locale, explanation);
  const reasons = explanation.reasons
    .map((reason) => reasonSentence(locale, reason, givenName))
    .filter((text) => text !== null);
  return (
    <>
      <p className={css.why}>
        <b>{sentence.bold}</b> {sentence.rest}
      </p>
      <RatioStrip explanation={explanation} givenName={givenName} />
      <ol className={css.whys}>
        {reasons.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
    </>
  );
}

function Neighbours(props: { explanation: PlaceExplanation; onPick: (applicationId: string) => void }) {
  const { t } = useT();
  const { neighbours, applicationId, profile } = props.explanation;
  const ratio = `${profile.benefitPlaces} : ${profile.ordinaryPlaces}`;
  return (
    <>
      <h3 className={css.section}>{t('queue:neighbours.title')}</h3>
      <table className={css.neighbours}>
        <caption className="visually-hidden">{t('queue:neighbours.title')}</caption>
        <colgroup>
          <col className={css.placeColumn} />
          <col className={css.classColumn} />
          <col />
          <col className={css.timeColumn} />
          <col className={css.relationColumn} />
        </colgroup>
        <thead>
          <tr>
            {(['place', 'class', 'child', 'submitted', 'relation'] as const).map((column) => (
              <th key={column} scope="col">
                <span className="visually-hidden">{t(`queue:column.${column}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {neighbours.map((one, i) => (
            <tr
              key={one.applicationId}
              data-me={one.applicationId === applicationId}
              data-edge={i === 0 || i === neighbours.length - 1}
            >
              <td className={css.right}>{number(one.place)}</td>
              <td>
                {one.priorityClass === 'ordinary' ? (
                  <span className="muted">—</span>
                ) : (
                  <ClassTag priorityClass={one.priorityClass} />
                )}
              </td>
              <td className={css.nameCell}>
                {one.applicationId === applicationId ? (
                  <span className="strong" title={one.childName}>
                    {one.childName}
                  </span>
                ) : (
                  <button
                    type="button"
                    className={css.name}
                    title={one.childName}
                    onClick={() => props.onPick(one.applicationId)}
                  >
                    {one.childName}
                  </button>
                )}
              </td>
              <td className="small sub num">{exactTime(one.submittedAt)}</td>
              <td className="small sub">
                {one.relation === 'self'
                  ? ''
                  : one.relation === 'ratio'
                    ? ratio
                    : t(`queue:relation.${one.relation}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The place over time, and the way to a past moment. */
function Over(props: { explanation: PlaceExplanation; at: Date | null; onMoment: () => void }) {
  const { t } = useT();
  const steps = useSteps(props.explanation.applicationId);
  const { at } = props;
  const shown = steps.data === undefined ? undefined : stepsUntil(steps.data, at);
  return (
    <>
      <h3 className={css.section}>
        {t('queue:steps.title')}
        <span className="gap" />
        <Act size="sm" tone="quiet" icon="clock" combo="KeyT" hasPopup="dialog" onClick={props.onMoment}>
          {t('queue:moment.open')}
        </Act>
      </h3>
      {shown === undefined ? <div className={css.steps} /> : <PlaceSteps steps={shown} past={at !== null} />}
    </>
  );
}

/** Free seats in the kindergartens the family wants, and how many ahead want them too. */
function Seats({ explanation }: { readonly explanation: PlaceExplanation }) {
  const { t } = useT();
  if (explanation.seats.length === 0) {
    return null;
  }
  return (
    <>
      <h3 className={css.section}>{t('queue:seats.title')}</h3>
      <ul className={css.seats}>
        {explanation.seats.map((seat) => (
          <li key={seat.kindergartenId}>
            <span className="clip" title={seat.name}>
              «{seat.name}»
            </span>
            <span className={`small nowrap ${seat.free > 0 ? 'acc-t' : 'muted'}`}>
              {seat.free > 0 ? t('queue:seats.free', { count: seat.free }) : t('queue:seats.none')}
            </span>
            <span className="small muted nowrap">{t('queue:seats.ahead', { count: seat.wantedAhead })}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
