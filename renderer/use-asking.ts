import { useState } from 'react';
import { askingOf } from './asking.ts';

/** A call that writes, for one place of the screen (see askingOf). */
export function useAsking<Request extends { readonly idempotencyKey: string }, Answer>(
  call: (request: Request) => Promise<Answer>,
): (body: Omit<Request, 'idempotencyKey'>, typed?: unknown) => Promise<Answer> {
  const [ask] = useState(() => askingOf(call));
  return ask;
}
