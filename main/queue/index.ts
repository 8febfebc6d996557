/** Entry of the area `queue`: one function per call of preload/contract/queue.ts. */
import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { queueContract } from '../../preload/contract/queue.ts';
import type { OfficerContext } from '../context.ts';

type In = InferContractRouterInputs<typeof queueContract>;
type Out = InferContractRouterOutputs<typeof queueContract>;

/** Holds the place of a call that its area is still building. */
function building<I, O>() {
  return (_ctx: OfficerContext, _input: I): Promise<O> => Promise.reject(new Error('NOT_BUILT_YET'));
}

export const list = building<In['list'], Out['list']>();
export const profile = building<In['profile'], Out['profile']>();
export const page = building<In['page'], Out['page']>();
export const explain = building<In['explain'], Out['explain']>();
export const steps = building<In['steps'], Out['steps']>();
export const replay = building<In['replay'], Out['replay']>();
export const parentPdf = building<In['parentPdf'], Out['parentPdf']>();
export const profiles = building<In['profiles'], Out['profiles']>();
export const saveProfile = building<In['saveProfile'], Out['saveProfile']>();
