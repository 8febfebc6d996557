/**
 * A process that holds a data folder: opens it, says so, and (with `write`) writes until it is killed, telling each commit
 * after the database has answered it. Run by folder.spec.ts.
 */
import { sql } from 'kysely';
import { DbError, openEmbedded } from '../../../db/open.ts';

const [dataFolder = '', mode = 'hold'] = process.argv.slice(2);
try {
  const db = await openEmbedded({ dataFolder });
  process.stdout.write('open\n');
  if (mode === 'write') {
    for (;;) {
      const { rows } = await db.write('system', (tx) =>
        sql<{ n: string }>`insert into kezek.written (filler) values (repeat('ә', 500)) returning n`.execute(
          tx,
        ),
      );
      process.stdout.write(`${rows[0]?.n}\n`);
    }
  }
  setInterval(() => {}, 60_000);
} catch (error) {
  process.stdout.write(
    `${error instanceof DbError ? JSON.stringify({ code: error.code, ...error.data }) : String(error)}\n`,
  );
  process.exit(3);
}
