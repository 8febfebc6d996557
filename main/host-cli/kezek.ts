/** `kezek`: the admin command line. Exit 0 yes, 1 no, 2 misuse. */
import { Command, CommanderError } from 'commander';
import { registerEdsCommands } from './eds-commands.ts';
import { processIo } from './io.ts';

const io = processIo();
const program = new Command('kezek')
  .description('Kezek: the staff desk for the kindergarten queue')
  .exitOverride();
program.configureOutput({
  writeOut: (text) => io.out(text.trimEnd()),
  writeErr: (text) => io.err(text.trimEnd()),
});

registerEdsCommands(program, io);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  io.setExit(error.exitCode === 0 ? 0 : 2);
}
