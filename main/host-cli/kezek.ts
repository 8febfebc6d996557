/** `kezek`: the admin command line. Exit 0 yes, 1 no, 2 misuse. */
import { Command, CommanderError } from 'commander';
import { type CliIo, processIo } from './io.ts';

type Register = (program: Command, io: CliIo) => void;

const eds = async (): Promise<Register> => (await import('./eds-commands.ts')).registerEdsCommands;
const verify = async (): Promise<Register> => (await import('./verify-command.ts')).registerVerifyCommand;
const staff = async (): Promise<Register> => (await import('./staff-commands.ts')).registerStaffCommands;
const places = async (): Promise<Register> => (await import('./places-command.ts')).registerPlacesCommand;
const registry = async (): Promise<Register> =>
  (await import('./registry-command.ts')).registerRegistryCommand;
const queue = async (): Promise<Register> => (await import('./queue-command.ts')).registerQueueCommand;
const importPackages = async (): Promise<Register> =>
  (await import('./import-command.ts')).registerImportCommand;
const channels = async (): Promise<Register> =>
  (await import('./channels-command.ts')).registerChannelsCommand;
const notices = async (): Promise<Register> => (await import('./notices-command.ts')).registerNoticesCommand;
const db = async (): Promise<Register> => (await import('./db-commands.ts')).registerDbCommands;
const demo = async (): Promise<Register> => (await import('./demo-command.ts')).registerDemoCommand;

/** Which file a command lives in: only that one is loaded, so that none waits for what it does not use. */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  channels,
  demo,
  eds,
  notices,
  migrate: db,
  schema: db,
  backup: db,
  restore: db,
  verify,
  places,
  queue,
  import: importPackages,
  registry,
  staff,
  trust: staff,
  settings: staff,
};

const io = processIo();
const program = new Command('kezek')
  .description('Kezek: the staff desk for the kindergarten queue')
  .exitOverride();
program.configureOutput({
  writeOut: (text) => io.out(text.trimEnd()),
  writeErr: (text) => io.err(text.trimEnd()),
});

const named = COMMANDS[process.argv[2] ?? ''];
for (const load of named === undefined ? new Set(Object.values(COMMANDS)) : [named]) {
  (await load())(program, io);
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  io.setExit(error.exitCode === 0 ? 0 : 2);
}
