/** Companions: one function per call of preload/contract/companions.ts. */
export { card, children, lookUp, page, photo, rail } from './reads.ts';
export { addStaff, check, endStaff, register, resend, staff } from './register.ts';
