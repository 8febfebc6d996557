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

export { explain } from './explain.ts';
export { list, page, profile } from './list.ts';
export { profiles, saveProfile } from './profiles.ts';
export { steps } from './steps.ts';
export const replay = building<In['replay'], Out['replay']>();
export const parentPdf = building<In['parentPdf'], Out['parentPdf']>();
