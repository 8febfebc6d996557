import { walk } from '../support/screen-walk.ts';
import { DESK, LOCKED, SIGNED, SIGNED_OUT } from '../support/screens.ts';

// Signing makes the world another one: it comes last.
walk([...SIGNED_OUT, ...DESK, SIGNED, LOCKED]);
