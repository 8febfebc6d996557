/** What an officer asked for, sent so that it happens once, whatever becomes of the line. Without React. */
import { toDeskError } from './desk-error.ts';

const UNANSWERED: ReadonlySet<string> = new Set(['CONNECTION_LOST', 'TIMEOUT', 'DB_UNREACHABLE']);

/** Whether nothing is known of what came of the call: it may have happened. */
function isUnanswered(error: unknown): boolean {
  return UNANSWERED.has(toDeskError(error).code);
}

type Keyed<Body> = Body & { readonly idempotencyKey: string };

/**
 * Asking for the same thing again while nobody has answered sends the very same request, versions and all, under the same key:
 * if it had happened, its answer comes back. What was answered, also with a refusal, is over, and the next asking is another one
 * that goes by what the screen shows then.
 */
export class Asking<Body extends object> {
  #unanswered: { readonly typed: string; readonly request: Keyed<Body> } | null = null;

  /** `typed` tells whether the thing asked for is the same; `body` is made once for it. */
  async send<Answer>(
    typed: unknown,
    body: () => Body,
    call: (request: Keyed<Body>) => Promise<Answer>,
  ): Promise<Answer> {
    const text = JSON.stringify(typed);
    if (this.#unanswered?.typed !== text) {
      this.#unanswered = { typed: text, request: { ...body(), idempotencyKey: crypto.randomUUID() } };
    }
    try {
      const answer = await call(this.#unanswered.request);
      this.#unanswered = null;
      return answer;
    } catch (error) {
      if (!isUnanswered(error)) this.#unanswered = null;
      throw error;
    }
  }
}

/**
 * A call that writes, asked by the rule of Asking. `typed` is what the officer wants, without the versions the screen goes by; the
 * whole body unless given.
 */
export function askingOf<Request extends { readonly idempotencyKey: string }, Answer>(
  call: (request: Request) => Promise<Answer>,
): (body: Omit<Request, 'idempotencyKey'>, typed?: unknown) => Promise<Answer> {
  const asking = new Asking<Omit<Request, 'idempotencyKey'>>();
  return (body, typed = body) =>
    asking.send(
      typed,
      () => body,
      (request) => call(request as unknown as Request),
    );
}
