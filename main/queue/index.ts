/** Entry of the area `queue`: one function per call of preload/contract/queue.ts. */
export { explain } from './explain.ts';
export { list, page, profile } from './list.ts';
export { parentPdf } from './print.ts';
export { profiles, saveProfile } from './profiles.ts';
export { replay } from './replay.ts';
export { steps } from './steps.ts';
