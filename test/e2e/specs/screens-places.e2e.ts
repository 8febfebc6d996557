import { walk } from '../support/screen-walk.ts';
import { PLACES } from '../support/screens.ts';

walk(PLACES);
