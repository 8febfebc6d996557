/** Entry of the area `interest`: one function per call of preload/contract/interest.ts. */
export { confirm } from './confirm.ts';
export { counts, page } from './list.ts';
