/** Entry of the area `places`: one function per call of preload/contract/places.ts. */
import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { placesContract } from '../../preload/contract/places.ts';
import type { OfficerContext } from '../context.ts';

type In = InferContractRouterInputs<typeof placesContract>;
type Out = InferContractRouterOutputs<typeof placesContract>;

/** Holds the place of a call that its area is still building. */
function building<I, O>() {
  return (_ctx: OfficerContext, _input: I): Promise<O> => Promise.reject(new Error('NOT_BUILT_YET'));
}

export const occupancy = building<In['occupancy'], Out['occupancy']>();
export const groups = building<In['groups'], Out['groups']>();
export const seats = building<In['seats'], Out['seats']>();
export const requests = building<In['requests'], Out['requests']>();
export const request = building<In['request'], Out['request']>();
export const decide = building<In['decide'], Out['decide']>();
export const bulletin = building<In['bulletin'], Out['bulletin']>();
export const bulletinPdf = building<In['bulletinPdf'], Out['bulletinPdf']>();
