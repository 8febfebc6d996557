/** The typed client of the back end and its line. Screens call `api.<area>.<call>(input)`; every failure is a DeskError. */
import { createORPCClient } from '@orpc/client';
import { useSyncExternalStore } from 'react';
import type { Client } from '../preload/contract/index.ts';
import { Connection, type ConnectionState } from './connection.ts';
import { dialHere } from './transport.ts';

export { DeskError, isAbort, toDeskError } from './desk-error.ts';

export const connection = new Connection(dialHere);
export const api: Client = createORPCClient<Client>(connection);

/** The state of the line, for the rail, the band and for switching acts off. */
export function useConnection(): ConnectionState {
  return useSyncExternalStore(connection.subscribe, connection.getSnapshot);
}
