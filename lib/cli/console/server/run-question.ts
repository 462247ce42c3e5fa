import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal } from '../../command.ts';
import type { Commands } from '../../help-text.ts';
import { runCommand } from '../../run-command.ts';
import type { RunAnswer } from '../console-api.ts';
import { toCommandLine } from './to-arguments.ts';

/** What a command of the console may read. */
export interface Readable {
  readonly commands: Commands;
  /** Files by name. There are no others for it. */
  readonly files: Readonly<Record<string, () => Promise<Buffer>>>;
  readonly stdin: Buffer;
  readonly environment: Terminal['environment'];
}

/**
 * Runs a command of `adapter` in this process and returns what it printed. It reads no file but the given ones, and writes
 * none. A failure of the command is in the answer, as on a terminal.
 */
export async function runQuestion(
  args: readonly string[],
  { commands, files, stdin, environment }: Readable,
): Promise<RunAnswer> {
  const printed: string[] = [];
  const complaints: string[] = [];
  const terminal: Terminal = {
    print: (line) => printed.push(line),
    complain: (line) => complaints.push(line),
    screen: undefined,
    read: (file) => (file === '-' ? Promise.resolve(stdin) : read(files, file)),
    lines: () => none(),
    size: () => Promise.resolve(undefined),
    askSecret: () => Promise.resolve(undefined),
    write: refuse,
    append: refuse,
    sleep,
    environment,
  };
  const exitCode = await runCommand(commands, args, terminal);
  return { command: toCommandLine(args), exitCode, results: printed.map(toValue), complaints };
}

function read(files: Readable['files'], file: string): Promise<Buffer> {
  const open = Object.hasOwn(files, file) ? files[file] : undefined;
  return open === undefined ? Promise.reject(new Error(`The console reads no ${file}`)) : open();
}

async function* none(): AsyncGenerator<string> {
  // No command of the console reads a file line by line.
}

function refuse(file: string): Promise<never> {
  return Promise.reject(new Error(`The console writes no ${file}`));
}

function toValue(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
