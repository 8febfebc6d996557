import { attendanceSettings } from '../attendance/settings.ts';
import { startBackend } from '../backend.ts';
import { stderrLog } from '../log.ts';
import { linkBackEnd } from './back-end-link.ts';

// Entry of the back end as a utility process. The demo world is never made here: a packaged program has none, and
// `npm start` makes it before it opens the window.
linkBackEnd(
  process.parentPort,
  async ({ dataFolder, databaseUrl }, host) =>
    startBackend({
      dataFolder,
      databaseUrl,
      demo: false,
      host,
      attendance: attendanceSettings(process.env),
      hostKind: 'electron',
      log: stderrLog,
    }),
  (code) => process.exit(code),
);
