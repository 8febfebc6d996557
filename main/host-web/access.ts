import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Who may speak to the web host: the browser that was given the one-time address, and nobody after it.
 *
 * A port on the loopback is open to every program and, through the browser, to every web page on this machine. So:
 * the address carries a token that works once; it is exchanged for a cookie no script can read; every request must
 * name this very host (a page that re-points its own name at 127.0.0.1 names its own) and, where a browser says where
 * a request comes from, come from this very origin.
 *
 * Cookies do not tell ports apart, so the name carries the port and a second desk on this machine has its own.
 */
export interface AccessControl {
  /** Makes a new one-time token; the one before it, if unused, is dead. */
  mintToken(): string;
  /** Exchanges the token for a session; answers the Set-Cookie value, or null if the token is wrong or spent. */
  redeem(token: string): string | null;
  /** Judges a request by its headers; answers null if it may pass, else the HTTP status to refuse it with. */
  refuse(request: AccessRequest): number | null;
}

export interface AccessRequest {
  readonly kind: 'page' | 'open' | 'socket';
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly cookie: string | undefined;
}

const TOKEN_BYTES = 32;
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** @param authority what the Host header must say, e.g. `127.0.0.1:43121` */
export function createAccessControl(authority: string): AccessControl {
  const cookieName = `kezek_${authority.split(':')[1]}`;
  const origin = `http://${authority}`;
  let token: Buffer | null = null;
  // Only digests are kept, so that a comparison takes the same time whatever was sent.
  const sessions: Buffer[] = [];

  const hasSession = (cookie: string | undefined): boolean => {
    const value = readCookie(cookie, cookieName);
    if (value === null) return false;
    const sent = digest(value);
    return sessions.some((session) => timingSafeEqual(session, sent));
  };

  return {
    mintToken() {
      const fresh = randomBytes(TOKEN_BYTES).toString('base64url');
      token = digest(fresh);
      return fresh;
    },
    redeem(sent) {
      if (token === null || !timingSafeEqual(token, digest(sent))) return null;
      token = null;
      const session = randomBytes(TOKEN_BYTES).toString('base64url');
      sessions.push(digest(session));
      return `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`;
    },
    refuse(request) {
      if (request.host !== authority) return 421;
      if (request.kind === 'socket' && request.origin !== origin) return 403;
      if (request.origin !== undefined && request.origin !== origin) return 403;
      if (
        request.fetchSite !== undefined &&
        request.fetchSite !== 'none' &&
        request.fetchSite !== 'same-origin'
      ) {
        return 403;
      }
      if (request.kind !== 'open' && !hasSession(request.cookie)) return 403;
      return null;
    },
  };
}

function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return null;
}
