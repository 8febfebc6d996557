/** Parents' links: one function per call of preload/contract/links.ts. */
export { card } from './card.ts';
export { check } from './check.ts';
export { find, page } from './list.ts';
export { requests } from './requests.ts';
