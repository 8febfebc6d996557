import type { PreparedDecision } from '../../preload/contract/index.ts';
import { useT } from '../i18n.ts';
import { Icon } from '../ui/Icon.tsx';
import css from './decide.module.css';
import { checkEvidence } from './evidence.ts';

/** The four checks before signing. A certificate about to be changed is judged when it signs: a dash, never a tick. */
export function BeforeSigning(props: { checks: PreparedDecision['checks']; otherKey: boolean }) {
  const { t, locale } = useT();
  return (
    <section>
      <h3 className={css.cap}>{t('decide:sign.before')}</h3>
      <ul className={css.steps}>
        {props.checks.map((check) => {
          const open = check.code === 'certificate' && props.otherKey;
          const state = open ? 'not_checked' : check.ok ? 'ok' : 'failed';
          return (
            <li key={check.code} data-state={state}>
              <Icon name={open ? 'minus' : check.ok ? 'check' : 'x'} />
              <span className="visually-hidden">{t(`decide:result.state.${state}`)}: </span>
              <span>{t(`decide:sign.check.${check.code}`)}</span>
              <span className={css.evidence}>
                {open ? t('decide:sign.evidence.decidedAtSigning') : checkEvidence(t, locale, check)}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
