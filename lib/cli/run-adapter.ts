import type { Terminal } from './command.ts';
import { commands } from './commands.ts';
import type { ExitCode } from './exit-codes.ts';
import { runCommand } from './run-command.ts';

/** Runs `adapter <command> …` and returns its exit code. Never throws: writes every failure to standard error. */
export function runAdapter(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return runCommand(commands, args, terminal);
}
