import { walk } from '../support/screen-walk.ts';
import { NOTICES } from '../support/screens-places.ts';

walk(NOTICES);
