/** Entry of the area `referrals`: one function per call of preload/contract/referrals.ts. */
import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { referralsContract } from '../../preload/contract/referrals.ts';
import type { OfficerContext } from '../context.ts';

type In = InferContractRouterInputs<typeof referralsContract>;
type Out = InferContractRouterOutputs<typeof referralsContract>;

/** Holds the place of a call that its area is still building. */
function building<I, O>() {
  return (_ctx: OfficerContext, _input: I): Promise<O> => Promise.reject(new Error('NOT_BUILT_YET'));
}

export const page = building<In['page'], Out['page']>();
export const card = building<In['card'], Out['card']>();
export const plan = building<In['plan'], Out['plan']>();
export const pdf = building<In['pdf'], Out['pdf']>();
export const jobs = building<In['jobs'], Out['jobs']>();
