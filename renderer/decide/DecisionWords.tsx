import { Fragment } from 'react';
import type { PreparedDecision } from '../../preload/contract/index.ts';
import { date, dateTime, shortName, words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { useSession } from '../query.ts';
import css from './decide.module.css';
import { shortHash } from './evidence.ts';
import { companionRows, duplicateRows, linkRequestRows, linkRows } from './family-words.ts';
import { isReviewAct } from './questions.ts';
import { queueRows, referralRows } from './referral-words.ts';
import { registrationRows } from './registration-words.ts';

/** The document to be signed in words: everything the XML says that a person decides by. */
export function DecisionWords({ decision }: { readonly decision: PreparedDecision }) {
  const { t, locale } = useT();
  const { post } = useSession();
  const person = (who: { fullName: string; iin: string }): string =>
    t('decide:sign.personLine', { name: who.fullName, iin: who.iin });
  const rows: [string, string, boolean?][] = [
    [
      t('decide:sign.row.application'),
      t('decide:sign.applicationLine', {
        number: decision.application.number,
        version: decision.application.version,
        at: dateTime(decision.application.submittedAt),
      }),
    ],
    [t('decide:sign.row.child'), person(decision.child)],
    [t('decide:sign.row.applicant'), person(decision.applicant)],
    [t('decide:sign.row.outcome'), t(`decide:sign.outcome.${decision.outcome}`), true],
  ];
  if (decision.reason !== null) {
    rows.push([
      t('decide:sign.row.reason'),
      locale === 'ru' ? decision.reason.textRu : decision.reason.textKk,
    ]);
  }
  if (decision.note !== null) {
    rows.push([t('decide:sign.row.note'), decision.note]);
  }
  if (decision.correctionDue !== null) {
    const term = t('deadline.workingDays', { count: decision.correctionWorkingDays ?? 0 });
    rows.push([
      t('decide:sign.row.due'),
      t('decide:sign.dueLine', { date: date(decision.correctionDue), term }),
    ]);
  }
  rows.push(
    ...referralRows(t, decision),
    ...queueRows(t, decision),
    ...linkRows(t, decision),
    ...companionRows(t, decision),
    ...registrationRows(t, locale, decision),
    ...duplicateRows(t, decision),
    ...linkRequestRows(t, decision),
  );
  rows.push(
    [
      t('decide:sign.row.ground'),
      t('decide:sign.groundLine', {
        act: words(decision.legalAct.title, locale),
        profile: words(decision.ruleProfile.name, locale),
      }),
    ],
    ...(isReviewAct(decision.act)
      ? [[t('decide:sign.row.scans'), scansLine(t, decision)] as [string, string]]
      : []),
    [
      t('decide:sign.row.officer'),
      `${shortName(decision.officer)}, ${t(`role.${post.role}`).toLocaleLowerCase(locale)}`,
    ],
    [t('decide:sign.row.time'), t('decide:sign.timeLine', { at: dateTime(decision.decidedAt) })],
  );
  return (
    <article className={css.doc}>
      <header className={css.docHead}>
        <span className="label">{words(decision.organisation, locale)}</span>
        <span className="h16">{t(`decide:sign.document.${decision.act}`)}</span>
      </header>
      <dl className={css.docRows}>
        {rows.map(([label, value, strong]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>{strong === true ? <b>{value}</b> : value}</dd>
          </Fragment>
        ))}
      </dl>
      <footer className={css.hash}>
        <span>{t('decide:sign.hash')}</span>
        <code title={decision.factsSha256}>{shortHash(decision.factsSha256)}</code>
      </footer>
    </article>
  );
}

function scansLine(t: T, { scans }: PreparedDecision): string {
  return scans.total === 0
    ? t('decide:sign.noScans')
    : t('decide:sign.scansLine', {
        total: t('decide:sign.scanTotal', { count: scans.total }),
        valid: scans.valid,
        invalid: scans.invalid,
      });
}

/** The very bytes that will be signed. */
export function DecisionXml({ xml }: { readonly xml: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
    <pre className={css.xml} tabIndex={0}>
      {xml}
    </pre>
  );
}
