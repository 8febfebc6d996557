/** Cells of heat: occupancy in percent, said by number and by shade. */
import type { T } from '../i18n.ts';
import { useT } from '../i18n.ts';
import { heatStep, isSeptember, monthKey } from './look.ts';
import styles from './places.module.css';

const STEPS = { 1: 'heat1', 2: 'heat2', 3: 'heat3', 4: 'heat4', 5: 'heat5' } as const;

/** One cell; a dash where nothing is known. */
export function HeatCell(props: { percent: number | null }) {
  const { t } = useT();
  return props.percent === null ? (
    <span className={`${styles.heat} ${styles.unknown}`} title={t('places:unknownMonth')}>
      —
    </span>
  ) : (
    <span className={`${styles.heat} ${styles[STEPS[heatStep(props.percent)]]}`}>
      {t('places:percent', { percent: props.percent })}
    </span>
  );
}

/** 'сәуір'; the last column, the coming day groups are formed anew, is '1 қыр.'. */
export function monthName(t: T, day: string, last: boolean): string {
  return last && isSeptember(day) ? t('places:september') : t(`places:month.${monthKey(day)}`);
}
