import { type Protocol, protocol } from 'electron';
import { COMMON_HEADERS, contentSecurityPolicy } from '../host-shared/csp.ts';
import { createStaticSite } from '../host-shared/static-site.ts';
import { APP_SCHEME, isOwnAddress } from './policies.ts';

/** Makes `app:` a scheme with an origin, fetch and compiled-code cache. Only before Electron's `ready` event. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Serves dist/renderer at the desk's own address, with the same answers and policy as the web host gives. */
export function serveSite(target: Pick<Protocol, 'handle'>, folder: string): void {
  const site = createStaticSite(folder);
  target.handle(APP_SCHEME, async (request) => {
    if (request.method !== 'GET' || !isOwnAddress(request.url)) {
      const headers = { ...COMMON_HEADERS, 'Content-Security-Policy': contentSecurityPolicy(null) };
      return new Response(null, { status: 404, headers });
    }
    const { status, headers, body } = await site.answer(new URL(request.url).pathname);
    return new Response(body, { status, headers });
  });
}
