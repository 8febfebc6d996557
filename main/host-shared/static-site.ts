import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { COMMON_HEADERS, contentSecurityPolicy, createNonce, NONCE_MARK } from './csp.ts';
import { isPathInside } from './paths.ts';

/** An answer with no transport in it: the web host writes it to a socket, Electron wraps it in a Response. */
export interface StaticAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface StaticSite {
  /** Answers for the path part of an address, still percent-encoded, without query. Never throws. */
  answer(pathname: string): Promise<StaticAnswer>;
}

/** Types the build makes. What is not listed here is not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.icc': 'application/octet-stream',
};

const EMPTY = new Uint8Array();
const HASHED_ASSET = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/**
 * The built renderer as a site. Paths are decoded once, resolved, and followed through symbolic links before the
 * check that they lie in the folder, so no spelling of `..` leads out of it.
 *
 * @param folder dist/renderer
 * @param connect extra CSP connect sources, see {@link contentSecurityPolicy}
 */
export function createStaticSite(folder: string, connect: readonly string[] = []): StaticSite {
  const plain = (status: number): StaticAnswer => ({
    status,
    headers: { ...COMMON_HEADERS, 'Content-Security-Policy': contentSecurityPolicy(null, connect) },
    body: EMPTY,
  });

  return {
    async answer(pathname) {
      const path = decodePath(pathname);
      if (path === null) return plain(400);
      const type = TYPES[extname(path)];
      if (type === undefined) return plain(404);
      const content = await readInside(folder, path);
      if (content === null) return plain(404);
      if (path.endsWith('.html')) return htmlAnswer(content, connect);
      const headers = {
        ...COMMON_HEADERS,
        'Content-Type': type,
        'Content-Security-Policy': contentSecurityPolicy(null, connect),
        // A hashed name never changes its content; anything else is asked for again.
        'Cache-Control': HASHED_ASSET.test(path) ? 'private, max-age=31536000, immutable' : 'no-cache',
      };
      return { status: 200, headers, body: content };
    },
  };
}

function htmlAnswer(content: Uint8Array, connect: readonly string[]): StaticAnswer {
  const nonce = createNonce();
  const html = new TextDecoder().decode(content).replaceAll(NONCE_MARK, nonce);
  return {
    status: 200,
    headers: {
      ...COMMON_HEADERS,
      'Content-Type': TYPES['.html'] as string,
      'Content-Security-Policy': contentSecurityPolicy(nonce, connect),
      'Cache-Control': 'no-store',
    },
    body: new TextEncoder().encode(html),
  };
}

/** The decoded path, `/` turned to `/index.html`; null for what no honest page asks for. */
function decodePath(pathname: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (!path.startsWith('/') || /[\\\p{Cc}]/u.test(path)) return null;
  const parts = path.split('/');
  // A dot name is a hidden file or a way up; a colon is a Windows drive or an alternate data stream.
  if (parts.some((part) => part.startsWith('.') || part.includes(':'))) return null;
  return path === '/' ? '/index.html' : path;
}

async function readInside(folder: string, path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    if (!isPathInside(file, root)) return null;
    // O_NOFOLLOW: the name was resolved above and must still be a plain file (0 on Windows, where it is unknown).
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      if (!(await handle.stat()).isFile()) return null;
      return Uint8Array.from(await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}
