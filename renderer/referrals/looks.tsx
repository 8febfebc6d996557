/** State and benefit of a referral as chips. */
import type { ReferralCard, ReferralRow, ReferralState } from '../../preload/contract/index.ts';
import { useT } from '../i18n.ts';
import type { IconName } from '../ui/Icon.tsx';
import { Chip, DeadlineLight } from '../ui/Marks.tsx';

type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';

const STATES: Readonly<Record<ReferralState, readonly [Tone, IconName]>> = {
  offered: ['neutral', 'send'],
  accepted: ['accent', 'check'],
  issued: ['ok', 'ticket'],
  documents: ['neutral', 'file'],
  admitted: ['ok', 'home'],
  declined: ['neutral', 'x'],
  lapsed: ['neutral', 'clock'],
  expired: ['neutral', 'clock'],
  refused: ['bad', 'x'],
  cancelled: ['neutral', 'x'],
};

export function StateChip(props: { state: ReferralState }) {
  const { t } = useT();
  const [tone, icon] = STATES[props.state];
  return (
    <Chip tone={tone} icon={icon}>
      {t(`referrals:state.${props.state}`)}
    </Chip>
  );
}

const BENEFITS: Readonly<Record<ReferralRow['benefitState'], readonly [Tone, IconName] | null>> = {
  not_needed: null,
  pending: ['warn', 'clock'],
  confirmed: ['ok', 'shieldCheck'],
  rejected: ['bad', 'x'],
};

/** How the benefit stands; nothing where none is needed. */
export function BenefitChip(props: { benefit: ReferralCard['row']['benefitState'] }) {
  const { t } = useT();
  const look = BENEFITS[props.benefit];
  if (look === null || props.benefit === 'not_needed') {
    return null;
  }
  return (
    <Chip tone={look[0]} icon={look[1]}>
      {t(`referrals:benefit.${props.benefit}`)}
    </Chip>
  );
}

/** The term that runs now; a dash where none does: an accepted offer waits for the clerk alone. */
export function TermLight(props: { row: Pick<ReferralRow, 'deadline'> }) {
  const { t } = useT();
  const { deadline } = props.row;
  return deadline.light === 'paused' && deadline.at === null ? (
    <span className="muted" title={t('referrals:noTerm')}>
      —
    </span>
  ) : (
    <DeadlineLight deadline={deadline} />
  );
}
