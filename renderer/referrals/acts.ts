/** Acts a clerk does on a referral: their keys, their looks, which is the first. Pure. */
import type { ReferralState } from '../../preload/contract/index.ts';
import type { IconName } from '../ui/Icon.tsx';

export const REFERRAL_ACTS = [
  'accept',
  'issue_referral',
  'confirm_benefit',
  'reject_benefit',
  'extend',
  'decline',
  'cancel_referral',
] as const;
export type ClerkAct = (typeof REFERRAL_ACTS)[number];

export interface ActLook {
  readonly act: ClerkAct;
  readonly combo: string;
  readonly icon: IconName;
  readonly danger: boolean;
}

export const ACT_LOOKS: readonly ActLook[] = [
  { act: 'accept', combo: 'KeyA', icon: 'check', danger: false },
  { act: 'issue_referral', combo: 'Ctrl+Enter', icon: 'ticket', danger: false },
  { act: 'confirm_benefit', combo: 'KeyB', icon: 'shieldCheck', danger: false },
  { act: 'reject_benefit', combo: 'Shift+KeyB', icon: 'x', danger: true },
  { act: 'extend', combo: 'KeyE', icon: 'clock', danger: false },
  { act: 'decline', combo: 'KeyR', icon: 'x', danger: true },
  { act: 'cancel_referral', combo: 'KeyX', icon: 'trash', danger: true },
];

/** The acts this officer may do now, the one that leads on first. */
export function actsOf(permitted: readonly string[]): readonly ActLook[] {
  return ACT_LOOKS.filter(({ act }) => permitted.includes(act));
}

/** The act that leads the referral on; the primary button. */
export function primaryAct(state: ReferralState, permitted: readonly string[]): ClerkAct | null {
  const leads: Partial<Record<ReferralState, readonly ClerkAct[]>> = {
    offered: ['accept'],
    accepted: ['issue_referral'],
    issued: ['confirm_benefit'],
  };
  return leads[state]?.find((act) => permitted.includes(act)) ?? null;
}
