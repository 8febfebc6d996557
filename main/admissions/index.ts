/** The head's desk: one function per call of preload/contract/admissions.ts. */
export { children, rail } from './children.ts';
export { card, incoming, receiveDocument } from './incoming.ts';
