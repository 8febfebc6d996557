/** Entry of the area `duplicates`: one function per call of preload/contract/duplicates.ts. */
export { judge } from './judge.ts';
export { card, page, rail } from './reads.ts';
