/** Entry of the area `admissions`: one function per call of preload/contract/admissions.ts. */
import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { admissionsContract } from '../../preload/contract/admissions.ts';
import type { OfficerContext } from '../context.ts';

type In = InferContractRouterInputs<typeof admissionsContract>;
type Out = InferContractRouterOutputs<typeof admissionsContract>;

/** Holds the place of a call that its area is still building. */
function building<I, O>() {
  return (_ctx: OfficerContext, _input: I): Promise<O> => Promise.reject(new Error('NOT_BUILT_YET'));
}

export const incoming = building<In['incoming'], Out['incoming']>();
export const card = building<In['card'], Out['card']>();
export const receiveDocument = building<In['receiveDocument'], Out['receiveDocument']>();
export const children = building<In['children'], Out['children']>();
export const rail = building<In['rail'], Out['rail']>();
