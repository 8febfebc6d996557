import { COMMON_HEADERS, contentSecurityPolicy } from '../host-shared/csp.ts';
import type { StaticAnswer } from '../host-shared/static-site.ts';

/**
 * Shown where a person opens the desk without the right to: no session, or an address already used. The locale files
 * belong to the renderer, which is not served without a session, so the three languages stand here together.
 */
const LINES: readonly (readonly [lang: string, text: string])[] = [
  ['kk', 'Бұл мекенжай бір рет қана ашылады. Kezek бағдарламасынан жаңа мекенжай алыңыз.'],
  ['ru', 'Этот адрес открывается только один раз. Получите новый адрес в программе Kezek.'],
  ['en', 'This address opens once only. Get a new one from the Kezek program.'],
];

/** A page without scripts or styles for a refused page load. */
export function refusalPage(status: number): StaticAnswer {
  const lines = LINES.map(([lang, text]) => `<p lang="${lang}">${text}</p>`).join('');
  const html = `<!doctype html><html lang="kk"><head><meta charset="utf-8"><title>Kezek</title></head><body>${lines}</body></html>`;
  return {
    status,
    headers: {
      ...COMMON_HEADERS,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': contentSecurityPolicy(null),
      'Cache-Control': 'no-store',
    },
    body: new TextEncoder().encode(html),
  };
}
