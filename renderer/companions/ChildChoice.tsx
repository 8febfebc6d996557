/** Which children: one is found, then all of its applicant's children are there to be ticked. */
import { useMemo } from 'react';
import type { CompanionChild } from '../../preload/contract/index.ts';
import { nameOf } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { Field } from '../ui/Fields.tsx';
import styles from './companions.module.css';

/** The child is found first; then all of its applicant's children are there to be ticked. */
export function ChildChoice(props: {
  family: string | null;
  search: string;
  onSearch: (text: string) => void;
  rows: readonly CompanionChild[];
  ticked: ReadonlySet<string>;
  onFamily: (row: CompanionChild | null) => void;
  onTick: (applicationId: string) => void;
}) {
  const { t } = useT();
  const { rows, family } = props;
  const applicant = useMemo(() => rows[0]?.applicantName ?? '', [rows]);
  if (family === null) {
    return (
      <>
        <Field label={t('companions:findChild')} hint={t('companions:findChildHint')}>
          {({ id, describedBy }) => (
            <div className="input">
              <input
                id={id}
                autoComplete="off"
                // biome-ignore lint/a11y/noAutofocus: the first thing to type of this dialog
                autoFocus
                aria-describedby={describedBy}
                value={props.search}
                onChange={(event) => props.onSearch(event.target.value)}
              />
            </div>
          )}
        </Field>
        <div className={styles.found}>
          {props.search.trim().length < 2 ? null : rows.length === 0 ? (
            <p className="small muted">{t('companions:noChild')}</p>
          ) : (
            rows.slice(0, 8).map((row) => (
              <button
                key={row.applicationId}
                type="button"
                className={styles.foundRow}
                onClick={() => props.onFamily(row)}
              >
                <ChildLine row={row} />
              </button>
            ))
          )}
        </div>
      </>
    );
  }
  return (
    <fieldset className={styles.ticks}>
      <legend className="fl">{t('companions:childrenOf', { name: applicant })}</legend>
      {rows.map((row) => (
        <label key={row.applicationId} className={styles.tickRow}>
          <input
            type="checkbox"
            className="cb"
            checked={props.ticked.has(row.applicationId)}
            onChange={() => props.onTick(row.applicationId)}
          />
          <ChildLine row={row} />
        </label>
      ))}
      <Act size="sm" tone="quiet" icon="search" onClick={() => props.onFamily(null)}>
        {t('companions:otherChild')}
      </Act>
    </fieldset>
  );
}

function ChildLine(props: { row: CompanionChild }) {
  const { t } = useT();
  const { row } = props;
  const place = [row.kindergarten, row.groupName].filter((part) => part !== null).join(' · ');
  return (
    <span className={styles.two}>
      <span className="strong clip" title={nameOf(row.child)}>
        {nameOf(row.child)}
        <span className="muted num"> {t('companions:ofMost', { have: row.added, most: row.most })}</span>
      </span>
      <span className={`${styles.second} clip`} title={place}>
        {place}
      </span>
    </span>
  );
}
