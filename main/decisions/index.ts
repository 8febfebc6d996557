export { noticePdf, protocolPdf, xml } from './papers.ts';
export { prepare } from './prepare.ts';
export { list, show, verify } from './show.ts';
export { sign } from './sign.ts';
