/** The calls and the line of this window, for whoever signs; `sign-stream.ts` itself is tested over any. */
import { api, connection } from '../api.ts';
import type { SignCalls } from './sign-stream.ts';

export const SIGN_CALLS: SignCalls = {
  sign: api.decisions.sign,
  signed: api.decisions.signed,
  isOpen: () => connection.isOpen(),
  opened: (gone) => connection.opened(gone),
};
