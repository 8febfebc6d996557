import { walk } from '../support/screen-walk.ts';
import { PLACES } from '../support/screens-places.ts';

walk(PLACES);
