import { describe, expect, it } from 'vitest';
import { Asking } from '../../../renderer/asking.ts';
import { DeskError } from '../../../renderer/desk-error.ts';

interface Body {
  readonly note: string;
  readonly version: number;
}
type Request = Body & { readonly idempotencyKey: string };

/** An asking whose other end answers in the order given, and what it was sent. */
function asked(...answers: ('ok' | ConstructorParameters<typeof DeskError>[0])[]) {
  const asking = new Asking<Body>();
  const sent: Request[] = [];
  let version = 1;
  return {
    sent,
    ask: (note: string) =>
      asking
        .send(
          note,
          () => ({ note, version: version++ }),
          async (request) => {
            sent.push(request);
            const answer = answers[sent.length - 1] ?? 'ok';
            if (answer !== 'ok') throw new DeskError(answer);
            return answer;
          },
        )
        .catch((error: unknown) => (error instanceof DeskError ? error.code : String(error))),
  };
}

describe('an asking', () => {
  it.each(['CONNECTION_LOST', 'TIMEOUT', 'DB_UNREACHABLE'] as const)(
    'repeated after %s is the very same request, its version and its key',
    async (lost) => {
      const { ask, sent } = asked(lost, lost, 'ok');
      expect([await ask('a'), await ask('a'), await ask('a')]).toEqual([lost, lost, 'ok']);
      expect(sent[1]).toEqual(sent[0]);
      expect(sent[2]).toEqual(sent[0]);
    },
  );

  it('for something else is another request, though nobody answered the first', async () => {
    const { ask, sent } = asked('TIMEOUT', 'ok');
    await ask('a');
    await ask('b');
    expect(sent[1]).toMatchObject({ note: 'b', version: 2 });
    expect(sent[1]?.idempotencyKey).not.toBe(sent[0]?.idempotencyKey);
  });

  it('after any answer, good or not, is another request that goes by what is shown then', async () => {
    for (const answer of ['ok', 'CHANGED', 'REFUSED'] as const) {
      const { ask, sent } = asked(answer, 'ok');
      await ask('a');
      await ask('a');
      expect(sent[1]).toMatchObject({ version: 2 });
      expect(sent[1]?.idempotencyKey).not.toBe(sent[0]?.idempotencyKey);
    }
  });
});
