/** Referrals: one function per call of preload/contract/referrals.ts. */
export { jobs } from './jobs.ts';
export { exchangeable, transferable } from './moves.ts';
export { pdf } from './pdf.ts';
export { plan } from './plan.ts';
export { card, page } from './register.ts';
