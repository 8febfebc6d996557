import { randomBytes } from 'node:crypto';

/** What Vite leaves in index.html where a nonce belongs; both hosts put a fresh one there at every load. */
export const NONCE_MARK = '__NONCE__';

/** A fresh nonce: 128 random bits, base64. */
export function createNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * The content security policy of the desk, the same in every host.
 *
 * Answers for scripts carry it too: a worker takes its policy from the answer its own script came in, not from the
 * page. `'wasm-unsafe-eval'` lets pdf.js and libheif compile WebAssembly (without it JPEG 2000 scans take ten times as
 * long); it does not allow eval. Trusted Types: only a policy named `default` may be made, once, by the renderer's
 * own start; it admits worker addresses of this origin and nothing else.
 *
 * @param connect what the page may connect to besides its own origin (the web host's socket), as CSP sources
 */
export function contentSecurityPolicy(nonce: string | null, connect: readonly string[] = []): string {
  const own = nonce === null ? "'self'" : `'self' 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    `script-src ${own} 'wasm-unsafe-eval'`,
    `style-src ${own}`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "worker-src 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Headers every answer of a host carries, whatever it is. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
};
