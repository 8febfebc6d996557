/**
 * The signer run from its sources: what was compiled is kept beside the packages, which halves the time a sign-in waits for
 * the process. Its environment is empty, so the place is found from this file; who can write there can write the sources.
 */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('../../../.cache/compiled', import.meta.url)));
await import('./signer.ts');
// A signer is ended by force: it would keep nothing on the way out.
setTimeout(flushCompileCache, 1000).unref();
