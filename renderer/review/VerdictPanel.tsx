import { useState } from 'react';
import type { ScanVerdict, VerdictObstacle } from '../../domain/review.ts';
import type { Scan } from '../../preload/contract/index.ts';
import { dateTime, shortName } from '../format.ts';
import { useT } from '../i18n.ts';
import { Act } from '../ui/Act.tsx';
import { obstacleText, useErrorText } from '../ui/errors.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { KeyCaps } from '../ui/KeyCaps.tsx';
import { Inline } from '../ui/States.tsx';
import css from './review.module.css';

const BUTTONS = [
  { verdict: 'valid', icon: 'check', combo: 'KeyA' },
  { verdict: 'invalid', icon: 'x', combo: 'KeyR' },
  { verdict: 'later', icon: 'later', combo: 'KeyS' },
] as const satisfies readonly { verdict: ScanVerdict; icon: IconName; combo: string }[];

/** A, R and S; under them why the last try was not taken. */
export function VerdictButtons(props: {
  /** The verdict as it stands, or as it is being given. */
  readonly chosen: ScanVerdict | null;
  readonly choosing: boolean;
  readonly disabled: boolean;
  readonly obstacles: readonly VerdictObstacle[];
  readonly onVerdict: (verdict: ScanVerdict) => void;
}) {
  const { t } = useT();
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: three buttons in a row, not a form's fieldset */}
      <div className={css.verdict} role="group" aria-label={t('review:verdict.label')}>
        {BUTTONS.map(({ verdict, icon, combo }) => (
          <button
            key={verdict}
            type="button"
            className={css.verdictButton}
            data-verdict={verdict}
            aria-pressed={props.chosen === verdict}
            aria-expanded={verdict === 'invalid' ? props.choosing || props.chosen === 'invalid' : undefined}
            aria-keyshortcuts={combo.slice(3)}
            disabled={props.disabled}
            onClick={() => props.onVerdict(verdict)}
          >
            <Icon name={icon} />
            <span>{t(`review:verdict.${verdict}`)}</span>
            <KeyCaps combo={combo} />
          </button>
        ))}
      </div>
      {props.obstacles.length === 0 ? null : (
        <p className={`small warn-t ${css.obstacles}`} role="alert">
          {t('review:verdict.cannot', {
            obstacles: props.obstacles.map((code) => obstacleText(t, { code })).join(', '),
          })}
        </p>
      )}
    </>
  );
}

/** A verdict that could not be saved: what happened, the same once more, or look at what changed. */
export function NotSaved(props: {
  error: unknown;
  onRetry: () => void;
  onClose: () => void;
  onLook: () => void;
}) {
  const { t } = useT();
  const errorText = useErrorText();
  const changed = (props.error as { code?: unknown }).code === 'CHANGED';
  return (
    <div className={css.notSaved}>
      <Inline>
        {t('review:verdict.notSaved', { error: errorText(props.error) })}
        <span className={css.inlineActs}>
          {changed ? (
            <Act size="sm" onClick={props.onLook}>
              {t('review:changed.look')}
            </Act>
          ) : null}
          <Act size="sm" onClick={props.onRetry}>
            {t('act.retry')}
          </Act>
          <Act size="sm" tone="quiet" onClick={props.onClose}>
            {t('act.close')}
          </Act>
        </span>
      </Inline>
    </div>
  );
}

/** Who judged the scan and when, for a verdict that stands. */
export function VerdictBy({ scan }: { readonly scan: Scan }) {
  const { t } = useT();
  if (scan.verdict === null) {
    return null;
  }
  const { by, at, answeredAtOnce } = scan.verdict;
  return (
    <p className={`small muted ${css.by}`}>
      {t('review:verdict.by', { name: shortName(by), at: dateTime(at) })}
      {answeredAtOnce ? ` · ${t('review:verdict.atOnce')}` : ''}
    </p>
  );
}

/** The reason in the family's words: Kazakh, Russian on request. */
export function FamilyMessage(props: {
  message: { readonly kk: string; readonly ru: string };
  note: string;
  disabled: boolean;
  onNote: (note: string) => void;
}) {
  const { t } = useT();
  const [language, setLanguage] = useState<'kk' | 'ru'>('kk');
  const [noting, setNoting] = useState(props.note !== '');
  const other = language === 'kk' ? 'ru' : 'kk';
  return (
    <div className={css.message}>
      <span className="muted">{t('review:message.to')}</span>{' '}
      <span lang={language}>{props.message[language]}</span>{' '}
      <button type="button" className={css.link} onClick={() => setLanguage(other)}>
        {t(other === 'ru' ? 'review:message.inRussian' : 'review:message.inKazakh')}
      </button>
      {noting ? (
        <Note value={props.note} disabled={props.disabled} onChange={props.onNote} />
      ) : (
        <>
          {' · '}
          <button
            type="button"
            className={css.link}
            disabled={props.disabled}
            onClick={() => setNoting(true)}
          >
            {t('review:reasons.addNote')}
          </button>
        </>
      )}
    </div>
  );
}

/** A note to the reason: it goes to the family with the decision. */
function Note(props: { value: string; disabled: boolean; onChange: (note: string) => void }) {
  const { t } = useT();
  return (
    <textarea
      className={css.note}
      rows={2}
      maxLength={2000}
      aria-label={t('review:reasons.note')}
      placeholder={t('review:reasons.notePlaceholder')}
      disabled={props.disabled}
      // biome-ignore lint/a11y/noAutofocus: it opens because the officer asked to write
      autoFocus={props.value === ''}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          event.currentTarget.blur();
        }
      }}
    />
  );
}
