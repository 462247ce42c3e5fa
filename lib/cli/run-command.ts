import { ConfigError } from '../model/errors.ts';
import { awsFaultOf } from './aws-fault.ts';
import { type Terminal, UsageError } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type Commands, commandHelp, generalHelp, type ListedCommand, usageOf } from './help-text.ts';
import { didYouMean } from './suggest.ts';
import { VERSION } from './version.ts';

const HELP_FLAGS: ReadonlySet<string | undefined> = new Set(['--help', '-h']);
const VERSION_FLAGS: ReadonlySet<string | undefined> = new Set(['--version', '-v', 'version']);

/** Runs one of the commands, or a help, and returns its exit code. Never throws: writes every failure to standard error. */
export async function runCommand(
  commands: Commands,
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const [first, ...rest] = args;
  if (first === undefined) {
    terminal.complain(generalHelp(commands));
    return exitCodes.wrongUsage;
  }
  if (VERSION_FLAGS.has(first)) {
    terminal.print(VERSION);
    return exitCodes.done;
  }
  const asksAll = first === 'help' || HELP_FLAGS.has(first);
  const name = asksAll ? rest[0] : first;
  if (name === undefined) {
    terminal.print(generalHelp(commands));
    return exitCodes.done;
  }
  const listed = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (listed === undefined) {
    const known = Object.keys(commands);
    terminal.complain(`Unknown command: ${name}${didYouMean(name, known)}\n`);
    terminal.complain(`There are ${known.join(', ')}. adapter help explains them.`);
    return exitCodes.wrongUsage;
  }
  if (asksAll || asksHelp(rest)) {
    terminal.print(commandHelp(name, listed));
    return exitCodes.done;
  }
  try {
    return await listed.command.run(rest, terminal);
  } catch (error) {
    return explain(error, { name, listed, terminal });
  }
}

/** What follows `--` is no option. */
function asksHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some((word) => HELP_FLAGS.has(word));
}

interface Failed {
  readonly name: string;
  readonly listed: ListedCommand;
  readonly terminal: Terminal;
}

function explain(error: unknown, { name, listed, terminal }: Failed): ExitCode {
  const { complain, environment } = terminal;
  if (error instanceof UsageError) {
    complain(
      `${error.message}\n\nUsage: adapter ${usageOf(name, listed.command.help)}\nadapter help ${name} says more.`,
    );
    return exitCodes.wrongUsage;
  }
  const isOurs = error instanceof ConfigError || isFileError(error);
  const fault = isOurs ? undefined : awsFaultOf(error);
  complain(fault?.line ?? reasonsOf(error));
  if (isDebugging(environment)) complain(stacksOf(error));
  else if (!isOurs && fault === undefined) complain('DEBUG=1 shows where it happened.');
  if (isOurs) return exitCodes.invalidInput;
  return fault?.isRefusal === true ? exitCodes.refused : exitCodes.unreachable;
}

function isDebugging({ DEBUG = '' }: Terminal['environment']): boolean {
  return DEBUG !== '' && DEBUG !== '0';
}

/** `The ledger did not answer` says little: its cause names the table. One line. */
function reasonsOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const reason = (error.message || error.name).split('\n', 1)[0] ?? '';
  return error.cause === undefined ? reason : `${reason}: ${reasonsOf(error.cause)}`;
}

function stacksOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\ncaused by ${stacksOf(error.cause)}`;
}

/** `ENOENT: no such file or directory, open 'order.json'` needs no stack. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}
