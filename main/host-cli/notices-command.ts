/** `kezek notices`: what waits and what did not arrive, without opening the desk; and sending it again. */
import { userInfo } from 'node:os';
import { type Command, Option } from 'commander';
import { sqlFailure } from '../../db/errors.ts';
import { appendHistory } from '../../db/queries/acts.ts';
import { type NoticeRecord, noticeById, noticePage, resendNotice } from '../../db/queries/notice-register.ts';
import { maskedAddress, NOTICE_STATES } from '../../domain/delivery.ts';
import { type CommonOptions, OfficeRefusal, type Run, runOffice, withCommon } from './command.ts';
import type { CliIo } from './io.ts';

interface ListOptions extends CommonOptions {
  readonly state?: string;
  readonly limit: string;
}

/** Adds `notices`. On a server: as the owner of the database. */
export function registerNoticesCommand(program: Command, io: CliIo): void {
  const notices = program.command('notices').description('Notices to families');
  withCommon(notices.command('list'))
    .description('List notices, newest first; addresses are masked, texts are not shown')
    .addOption(new Option('--state <state>', 'only these').choices([...NOTICE_STATES]))
    .option('--limit <count>', 'at most so many, 1 to 1000', '50')
    .action((options: ListOptions) => runOffice(io, options, (run) => list(run, options)));
  withCommon(notices.command('resend').argument('<id...>', 'from `notices list`; or `dead` for all of them'))
    .description('Send dead notices again, to where the families are told today')
    .action((ids: string[], options: CommonOptions) => runOffice(io, options, (run) => resend(run, ids)));
}

const filterOf = (states: readonly string[] | undefined) => ({
  states,
  channels: undefined,
  kinds: undefined,
  found: null,
  applicationId: null,
});

async function list(run: Run, options: ListOptions): Promise<boolean> {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new OfficeRefusal('SETTING_BAD', 2, options.limit);
  const states = options.state === undefined ? undefined : [options.state];
  // 'system': an IT person looks whether notices leave; nobody's name and no text is shown.
  const rows = await run.db.read('system', (tx) => noticePage(tx, filterOf(states), null, limit));
  const shown = rows.map(shownRow);
  if (run.json) run.io.out(JSON.stringify(shown));
  else
    for (const row of shown) {
      run.io.out(
        `${row.id}  ${row.state}  ${row.kind}  ${row.channel}  ${row.to}  ${row.application}  ×${row.attempts}  ${row.error ?? '–'}`,
      );
    }
  return true;
}

function shownRow(row: NoticeRecord) {
  return {
    id: row.id,
    state: row.state,
    kind: row.kind,
    channel: row.channel,
    // A letter's address is a home: the street stays out of a terminal.
    to: row.channel === 'letter' ? '•••' : maskedAddress(row.channel, row.address),
    application: row.application_number,
    queuedAt: row.queued_at,
    nextAt: row.next_attempt_at,
    attempts: row.attempts,
    error: row.state === 'sent' ? null : row.error,
  };
}

const MOST_AT_ONCE = 10_000;

async function resend(run: Run, ids: readonly string[]): Promise<boolean> {
  const dead = ids.length === 1 && ids[0] === 'dead';
  const asked = dead
    ? (await run.db.read('system', (tx) => noticePage(tx, filterOf(['dead']), null, MOST_AT_ONCE))).map(
        (row) => row.id,
      )
    : ids;
  const by = `cli:${userInfo().username}`;
  let sent = 0;
  for (const id of asked) {
    if (!/^[0-9]{1,18}$/.test(id)) throw new OfficeRefusal('NOTICE_UNKNOWN', 2, id);
    await run.db.write('system', async (tx) => {
      const row = await noticeById(tx, id);
      if (row === undefined) throw new OfficeRefusal('NOTICE_UNKNOWN', 1, id);
      try {
        await resendNotice(tx, id, row.attempts);
      } catch (error) {
        throw sqlFailure(error)?.constraint === 'notice_resend'
          ? new OfficeRefusal('NOTICE_NOT_DEAD', 1, id)
          : error;
      }
      await appendHistory(tx, {
        chain: row.district_id,
        at: run.io.now(),
        actor: by,
        postId: null,
        event: 'notice_resent',
        applicationId: row.application_id,
        detail: { notice: id, kind: row.kind, attempts: row.attempts },
      });
    });
    sent++;
  }
  run.tell('NOTICES_RESENT', { count: sent }, String(sent));
  return true;
}
