/** `kezek channels`: how notices leave. Secrets come from a file, standard input or the terminal, never from the command line. */
import { userInfo } from 'node:os';
import { type Command, Option } from 'commander';
import { appendHistory } from '../../db/queries/acts.ts';
import { hasSecret, noticeChannels, putChannel } from '../../db/queries/notices.ts';
import { gatewaySettings, SENDING_CHANNELS, type SendingChannel, smtpSettings } from '../notices/channels.ts';
import { type CommonOptions, OfficeRefusal, type Run, runOffice, withCommon } from './command.ts';
import { type CliIo, MisuseError, type PasswordOptions, readPassword } from './io.ts';

interface SecretOptions extends CommonOptions, PasswordOptions {
  readonly keepPassword?: boolean;
  /** Commander turns --no-login into this. */
  readonly login?: boolean;
}
interface EmailOptions extends SecretOptions {
  readonly host: string;
  readonly port: string;
  readonly security: string;
  readonly user?: string;
  readonly from: string;
  readonly fromName?: string;
  readonly timeout: string;
}
interface GatewayOptions extends SecretOptions {
  readonly url: string;
  readonly sender?: string;
  readonly timeout: string;
}

/** Adds `channels`. On a server: as the owner of the database. Every change is written to the history of the installation. */
export function registerChannelsCommand(program: Command, io: CliIo): void {
  const channels = program.command('channels').description('How notices leave: e-mail, ed24, SMS');
  withCommon(channels.command('show'))
    .description('Show the channels; secrets are never shown')
    .action((options: CommonOptions) => runOffice(io, options, show));
  withSecret(withCommon(channels.command('email')))
    .description('Send e-mail by an SMTP server')
    .requiredOption('--host <name>', 'SMTP server')
    .option('--port <number>', 'port', '465')
    .addOption(
      new Option('--security <kind>', 'tls (465), starttls (587), none (this machine only)')
        .choices(['tls', 'starttls', 'none'])
        .default('tls'),
    )
    .option('--user <name>', 'login; its password is asked for')
    .requiredOption('--from <mailbox>', 'sender')
    .option('--from-name <text>', "sender's name")
    .option('--timeout <seconds>', '1 to 25', '15')
    .action((options: EmailOptions) => runOffice(io, options, (run) => setEmail(run, options)));
  for (const channel of ['sms', 'ed24'] as const) {
    withSecret(withCommon(channels.command(channel)))
      .description(`Send ${channel} by an HTTP gateway; its token is asked for`)
      .requiredOption('--url <url>', 'address of the gateway, https')
      .option('--sender <text>', "sender's name, if the gateway wants one")
      .option('--timeout <seconds>', '1 to 25', '15')
      .action((options: GatewayOptions) =>
        runOffice(io, options, (run) => setGateway(run, channel, options)),
      );
  }
  withCommon(
    channels
      .command('switch')
      .argument('<channel>', SENDING_CHANNELS.join(', '))
      .argument('<on|off>', 'off: its notices wait'),
  )
    .description('Switch a channel on or off')
    .action((channel: string, to: string, options: CommonOptions) =>
      runOffice(io, options, (run) => switchChannel(run, channel, to)),
    );
}

function withSecret(command: Command): Command {
  return command
    .option('--password-file <file>', 'read the password or token from a file')
    .option('--password-stdin', 'read it from standard input')
    .option('--keep-password', 'keep the one that is set')
    .option('--no-login', 'use none');
}

async function show(run: Run): Promise<boolean> {
  const rows = await run.db.read('system', async (tx) => {
    const channels = await noticeChannels(tx);
    return await Promise.all(
      channels.map(async (row) => ({
        channel: row.channel,
        enabled: row.enabled,
        settings: row.settings,
        changedAt: row.changed_at,
        secret: await hasSecret(tx, row.channel),
      })),
    );
  });
  if (run.json) run.io.out(JSON.stringify(rows));
  else
    for (const row of rows) {
      const state = row.enabled ? 'on' : 'off';
      run.io.out(`${row.channel}  ${state}  ${row.secret ? '••••' : '–'}  ${JSON.stringify(row.settings)}`);
    }
  return true;
}

async function setEmail(run: Run, options: EmailOptions): Promise<boolean> {
  const read = smtpSettings.safeParse({
    host: options.host,
    port: Number(options.port),
    security: options.security,
    user: options.user ?? null,
    from: options.from,
    fromName: options.fromName ?? null,
    timeoutSeconds: Number(options.timeout),
  });
  if (!read.success) throw new OfficeRefusal('SETTING_BAD', 2, fieldOf(read.error.issues));
  const secret = options.user === undefined ? null : await secretOf(run, options);
  return await save(run, 'email', read.data, secret);
}

async function setGateway(run: Run, channel: SendingChannel, options: GatewayOptions): Promise<boolean> {
  const read = gatewaySettings.safeParse({
    url: options.url,
    sender: options.sender ?? null,
    timeoutSeconds: Number(options.timeout),
  });
  if (!read.success) throw new OfficeRefusal('SETTING_BAD', 2, fieldOf(read.error.issues));
  return await save(run, channel, read.data, await secretOf(run, options));
}

/** Undefined keeps what is set, null takes it away. */
async function secretOf(run: Run, options: SecretOptions): Promise<string | null | undefined> {
  if (options.login === false) return null;
  if (options.keepPassword === true) return undefined;
  try {
    const secret = await readPassword(options, 'Password: ', run.io);
    if (secret === '' || secret.length > 1000 || /[\r\n]/.test(secret))
      throw new OfficeRefusal('SETTING_BAD', 2);
    return secret;
  } catch (error) {
    if (error instanceof MisuseError) throw new OfficeRefusal('SECRET_NEEDED', 2, error.detail);
    throw error;
  }
}

const fieldOf = (issues: readonly { readonly path: readonly PropertyKey[] }[]): string =>
  issues.map((issue) => issue.path.map(String).join('.')).join(', ');

async function save(
  run: Run,
  channel: SendingChannel,
  settings: Readonly<Record<string, unknown>>,
  secret: string | null | undefined,
): Promise<boolean> {
  await put(run, channel, { enabled: true, settings, secret });
  run.tell('SETTING_SAVED', { channel, settings });
  return true;
}

async function switchChannel(run: Run, channel: string, to: string): Promise<boolean> {
  const known = SENDING_CHANNELS.find((one) => one === channel);
  if (known === undefined || (to !== 'on' && to !== 'off'))
    throw new OfficeRefusal('SETTING_BAD', 2, `${channel} ${to}`);
  const row = (await run.db.read('system', noticeChannels)).find((one) => one.channel === known);
  if (row === undefined) throw new OfficeRefusal('CHANNEL_UNKNOWN', 1, known);
  await put(run, known, { enabled: to === 'on', settings: row.settings, secret: undefined });
  run.tell('SETTING_SAVED', { channel: known, enabled: to === 'on' });
  return true;
}

async function put(
  run: Run,
  channel: SendingChannel,
  row: { enabled: boolean; settings: unknown; secret: string | null | undefined },
): Promise<void> {
  const by = `cli:${userInfo().username}`;
  await run.db.write('system', async (tx) => {
    await putChannel(tx, channel, { ...row, at: run.io.now(), by });
    await appendHistory(tx, {
      chain: 0,
      at: run.io.now(),
      actor: by,
      postId: null,
      event: 'channel_saved',
      // Never the secret itself, only whether it was touched.
      detail: { channel, enabled: row.enabled, settings: row.settings, secret: secretWord(row.secret) },
    });
  });
}

function secretWord(secret: string | null | undefined): 'kept' | 'none' | 'set' {
  return secret === undefined ? 'kept' : secret === null ? 'none' : 'set';
}
