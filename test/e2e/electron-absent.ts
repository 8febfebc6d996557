/** Stands in the report where the electron project would be, so that its absence is seen and counted. */
import { test } from 'playwright/test';

test('the same specs in a real Electron window', () => {
  test.skip(
    true,
    'no Electron binary on this machine: set ELECTRON_OVERRIDE_DIST_PATH, or let npm download it',
  );
});
