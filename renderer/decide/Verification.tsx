/** What was verified of a signed decision, line by line; shared by the result and the application's decisions tab. */
import type { Decision } from '../../preload/contract/index.ts';
import { useT } from '../i18n.ts';
import { Icon } from '../ui/Icon.tsx';
import css from './decide.module.css';
import { lineEvidence } from './evidence.ts';

const ICONS = { ok: 'check', failed: 'x', not_checked: 'minus' } as const;

/** Six lines with their evidence. «Not checked» is a grey dash with its reason, never a tick. */
export function VerificationLines({ verification }: { readonly verification: Decision['verification'] }) {
  const { t, locale } = useT();
  return (
    <ul className={`${css.steps} ${css.stepsLarge}`} aria-label={t('decide:result.lines')}>
      {verification.lines.map((line) => {
        const evidence = lineEvidence(t, locale, line);
        return (
          <li key={line.code} data-state={line.state}>
            <Icon name={ICONS[line.state]} />
            <span className="visually-hidden">{t(`decide:result.state.${line.state}`)}: </span>
            <span className="nowrap">{t(`decide:result.line.${line.code}`)}</span>
            <span className={css.evidence}>{evidence}</span>
          </li>
        );
      })}
    </ul>
  );
}
