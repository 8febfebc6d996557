import { useState } from 'react';
import { Asking } from './asking.ts';

/**
 * A call that writes, for one place of the screen: what nobody answered is asked again as it was (see Asking). `typed` is what the
 * officer wants, without the versions the screen goes by; the whole body unless given.
 */
export function useAsking<Request extends { readonly idempotencyKey: string }, Answer>(
  call: (request: Request) => Promise<Answer>,
): (body: Omit<Request, 'idempotencyKey'>, typed?: unknown) => Promise<Answer> {
  const [asking] = useState(() => new Asking<Omit<Request, 'idempotencyKey'>>());
  return (body, typed = body) =>
    asking.send(
      typed,
      () => body,
      (request) => call(request as unknown as Request),
    );
}
