import { REASON_USES_OF_ACT } from '../../domain/data/reasons.ts';
import type { Catalogue } from '../../preload/contract/index.ts';
import type { ListedReason } from '../review/find-reasons.ts';
import type { Act as DecisionAct } from './types.ts';

/**
 * Reasons an act may give: the catalogue's own uses of the act. Reasons of scans serve a return only where a scan was
 * judged so, and stand first there. `only`: the use that fits this case.
 */
export function reasonsFor(
  catalogue: Pick<Catalogue, 'reasons'>,
  act: DecisionAct,
  scanReasons: ReadonlySet<string>,
  ofScans: string,
  only?: Catalogue['reasons'][number]['usedFor'],
): readonly ListedReason[] {
  const uses = REASON_USES_OF_ACT[act].filter((use) => only === undefined || use === only);
  return catalogue.reasons
    .filter((reason) => uses.includes(reason.usedFor))
    .filter((reason) => reason.usedFor !== 'scan' || scanReasons.has(reason.code))
    .toSorted((a, b) => uses.indexOf(a.usedFor) - uses.indexOf(b.usedFor) || a.position - b.position)
    .map((reason) => ({
      code: reason.code,
      name: reason.name,
      short: reason.short,
      suggestion: reason.usedFor === 'scan' ? ofScans : null,
    }));
}

/** Reasons for passing over children ahead: an offer or a direct referral out of order is signed with one of them. */
export function outOfOrderReasons(catalogue: Pick<Catalogue, 'reasons'>): readonly ListedReason[] {
  return catalogue.reasons
    .filter((reason) => reason.usedFor === 'out_of_order')
    .toSorted((a, b) => a.position - b.position)
    .map(({ code, name, short }) => ({ code, name, short, suggestion: null }));
}
