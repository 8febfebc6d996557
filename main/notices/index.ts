export { printLetters, resend } from './acts.ts';
export { card, ofApplication, page } from './register.ts';
export { saveTemplate, templates } from './templates.ts';
