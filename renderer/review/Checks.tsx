import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { CHECK_CODES, type CheckCode, expiry } from '../../domain/review.ts';
import type { Application, Scan } from '../../preload/contract/index.ts';
import { date, fullName } from '../format.ts';
import { useT } from '../i18n.ts';
import { Icon } from '../ui/Icon.tsx';
import { KeyCap } from '../ui/KeyCaps.tsx';
import { adultOf } from './people.ts';
import css from './review.module.css';
import { withDots } from './typed-date.ts';
import { checkNumber, parseTypedDate, type ScanWork } from './work.ts';

export type ChecksHandle = { focusDate(): void };
type ChecksProps = {
  readonly application: Application;
  readonly scan: Scan;
  readonly documentName: string;
  readonly work: ScanWork;
  readonly today: string;
  readonly editable: boolean;
  readonly onAnswer: (code: CheckCode, answer: boolean | null) => void;
  readonly onIssuedOn: (issuedOn: string | null) => void;
  readonly onLeaveDate: () => void;
  readonly ref?: Ref<ChecksHandle>;
};

/** The six checks, each with the value to compare on the scan beside it. */
export function Checks(props: ChecksProps) {
  const { t } = useT();
  const { scan, work } = props;
  const dateField = useRef<HTMLInputElement>(null);
  useImperativeHandle(props.ref, () => ({ focusDate: () => dateField.current?.select() }), []);
  return (
    <ol className={css.checks} aria-label={t('review:checks.label')}>
      {CHECK_CODES.map((code) => {
        const applies = scan.applicableChecks.includes(code);
        const answer = work.answers[code] ?? null;
        const label =
          code === 'person' ? t(`review:checks.person.${scan.about}`) : t(`review:checks.${code}`);
        return (
          <li
            key={code}
            className={css.check}
            data-answer={applies && answer === false ? 'no' : undefined}
            data-off={!applies}
          >
            <KeyCap>{String(checkNumber(code))}</KeyCap>
            <div className={css.checkText}>
              <span className={css.checkLabel}>{label}</span>
              <span className={css.checkFact}>
                {applies ? (
                  <Fact {...props} code={code} dateField={dateField} />
                ) : (
                  t('review:checks.notApplicable')
                )}
              </span>
            </div>
            {applies ? (
              <YesNo
                label={label}
                answer={answer}
                disabled={!props.editable}
                onAnswer={(given) => props.onAnswer(code, given)}
              />
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

function YesNo(props: {
  label: string;
  answer: boolean | null;
  disabled: boolean;
  onAnswer: (answer: boolean | null) => void;
}) {
  const { t } = useT();
  const side = (value: boolean) => (
    <button
      type="button"
      className={value ? css.yes : css.no}
      aria-label={`${props.label}: ${t(value ? 'review:checks.yes' : 'review:checks.no')}`}
      aria-pressed={props.answer === value}
      disabled={props.disabled}
      onClick={() => props.onAnswer(props.answer === value ? null : value)}
    >
      <Icon name={value ? 'check' : 'x'} />
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out inline
    <span className={css.yesNo} role="group" aria-label={props.label}>
      {side(true)}
      {side(false)}
    </span>
  );
}

function Fact(props: ChecksProps & { code: CheckCode; dateField: Ref<HTMLInputElement> }) {
  const { t } = useT();
  const { application, scan } = props;
  switch (props.code) {
    case 'kind':
      return <span className="clip">{props.documentName}</span>;
    case 'person': {
      const adult = adultOf(application, scan.about);
      return (
        <span className="clip">
          {fullName(adult)}, {adult.iin}
        </span>
      );
    }
    case 'child':
      return (
        <span className="clip">
          {fullName(application.child)}, {date(application.child.birthDate)}
        </span>
      );
    case 'not_expired':
      return <Term {...props} />;
    default:
      return <span className="clip">{t(`review:checks.value.${props.code}`)}</span>;
  }
}

/** The date of issue as read from the paper, and what follows from it. */
function Term(props: ChecksProps & { dateField: Ref<HTMLInputElement> }) {
  const { t } = useT();
  const { scan, work, today } = props;
  const kept = work.issuedOn === null ? '' : date(work.issuedOn);
  const [text, setText] = useState(kept);
  const typed = parseTypedDate(text);
  // Another scan, or a draft restored: the field shows what is kept.
  useEffect(() => {
    setText((before) => (parseTypedDate(before) === work.issuedOn ? before : kept));
  }, [kept, work.issuedOn]);

  const change = (value: string): void => {
    const shaped = withDots(value, text);
    setText(shaped);
    const parsed = parseTypedDate(shaped);
    props.onIssuedOn(parsed === 'bad' ? null : parsed);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      props.onLeaveDate();
    }
  };
  return (
    <>
      <span className={`input ${css.dateField}${typed === 'bad' ? ' bad' : ''}`}>
        <input
          ref={props.dateField}
          value={text}
          inputMode="numeric"
          maxLength={10}
          autoComplete="off"
          placeholder={t('review:checks.issuedOnPlaceholder')}
          aria-label={t('review:checks.issuedOn')}
          aria-invalid={typed === 'bad'}
          disabled={!props.editable}
          onChange={(event) => change(event.target.value)}
          onBlur={() => setText(work.issuedOn === null ? text : date(work.issuedOn))}
          onKeyDown={onKeyDown}
        />
      </span>
      <span>{t('review:checks.issued')}</span>
      {typed === 'bad' ? <span className="bad-t">{t('review:checks.badDate')}</span> : null}
      {work.issuedOn === null ? null : (
        <Until issuedOn={work.issuedOn} validDays={scan.validDays} today={today} />
      )}
    </>
  );
}

function Until(props: { issuedOn: string; validDays: number | null; today: string }) {
  const { t } = useT();
  const { state, validUntil } = expiry(props.issuedOn, props.validDays, props.today);
  if (state === 'not_yet_issued') {
    return <span className="bad-t">{t('review:checks.notYetIssued')}</span>;
  }
  if (validUntil === null) {
    return null;
  }
  return state === 'expired' ? (
    <span className="bad-t">{t('review:checks.expired', { date: date(validUntil) })}</span>
  ) : (
    <span className="ok-t">{t('review:checks.validUntil', { date: date(validUntil) })}</span>
  );
}
