import { describe, expect, it } from 'vitest';
import { router } from '../../main/router.ts';
import { callsOfContract } from './surface.ts';

/** Words that must not name a field of any answer: a secret that has no field cannot be sent by mistake. */
const SECRET_FIELD = /password|passphrase|privateKey|private_key|secret|pkcs|p12|handle/i;

describe('the surface of the contract', () => {
  const calls = callsOfContract();

  it('is exactly this: a new call or field shows here and is read in review', async () => {
    const text = calls
      .map(
        ({ path, input, output }) =>
          `${path}\n  in  ${JSON.stringify(input)}\n  out ${JSON.stringify(output)}\n`,
      )
      .join('\n');
    await expect(text).toMatchFileSnapshot('./surface.snapshot.txt');
  });

  it('is answered call by call by the router', () => {
    for (const { path } of calls) {
      const procedure = path
        .split('.')
        .reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], router);
      expect(procedure, path).toBeTruthy();
      expect((procedure as { '~orpc': { handler: unknown } })['~orpc'].handler, path).toBeTypeOf('function');
    }
  });

  it('has no field for a secret in any answer but the demo password, which is printed on the screen', () => {
    for (const { path, output } of calls) {
      const names = [...JSON.stringify(output).matchAll(/"([A-Za-z]+)\??":/g)].map((match) => match[1] ?? '');
      const secret = names.filter((name) => SECRET_FIELD.test(name));
      const allowed = ['session.state', 'session.lock', 'session.signOut'].includes(path) ? ['password'] : [];
      expect(secret, path).toEqual(allowed);
    }
  });
});
