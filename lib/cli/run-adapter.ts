import { ConfigError } from '../model/errors.ts';
import { backfill } from './backfill/backfill.ts';
import { type Command, type Terminal, UsageError } from './command.ts';
import { connection } from './connection/connection-command.ts';
import { webhooks } from './connection/webhooks.ts';
import { deadLetters } from './dead-letters/dead-letters.ts';
import { doctor } from './doctor/doctor.ts';
import { erasures } from './erasures/erasures.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { names } from './names.ts';
import { parked } from './parked.ts';
import { poll } from './poll/poll.ts';
import { reconcile } from './reconcile/reconcile.ts';
import { send } from './send.ts';
import { trace } from './trace/trace.ts';
import { transform } from './transform.ts';

const commands: Readonly<Record<string, Command>> = {
  transform,
  send,
  connection,
  webhooks,
  backfill,
  doctor,
  names,
  parked,
  poll,
  'dead-letters': deadLetters,
  trace,
  reconcile,
  erasures,
};

/** Runs `adapter <command> …` and returns its exit code. Never throws: writes every failure to standard error. */
export async function runAdapter(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help') {
    terminal.complain(help());
    return name === undefined ? exitCodes.wrongUsage : exitCodes.done;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    terminal.complain(`Unknown command: ${name}\n\n${help()}`);
    return exitCodes.wrongUsage;
  }

  try {
    return await command.run(rest, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.complain(`${error.message}\n\nUsage: adapter ${command.usage}`);
      return exitCodes.wrongUsage;
    }
    if (error instanceof ConfigError || isFileError(error)) {
      terminal.complain(error.message);
      return exitCodes.invalidInput;
    }
    terminal.complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return exitCodes.unreachable;
  }
}

function help(): string {
  const lines = Object.values(commands).map(({ usage }) => `  adapter ${usage}`);
  return ['Usage:', ...lines].join('\n');
}

/** `ENOENT: no such file or directory, open 'order.json'` needs no stack. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}
