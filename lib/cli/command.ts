import type { CommandHelp } from './command-help.ts';
import type { ExitCode } from './exit-codes.ts';

/** The terminal that standard output is. */
export interface Screen {
  /** Characters of a line; 80 if the terminal does not say. */
  readonly columns: number;
  /** False if `NO_COLOR` is set, or the terminal has none. */
  readonly hasColours: boolean;
}

/** The outside world of a command. A test passes its own. */
export interface Terminal {
  /** Writes a line of results to standard output. */
  readonly print: (line: string) => void;
  /** Writes a line to standard error. */
  readonly complain: (line: string) => void;
  /** What standard output is; `undefined` for a file or a pipe. */
  readonly screen: Screen | undefined;
  /** Reads a file, or standard input for `-`. @throws {Error} it cannot be read. */
  readonly read: (file: string) => Promise<Buffer>;
  /** Reads a file, or standard input for `-`, line by line. */
  readonly lines: (file: string) => AsyncIterable<string>;
  /** Returns the bytes of a file; `undefined` for standard input and for a pipe. @throws {Error} it cannot be read. */
  readonly size: (file: string) => Promise<number | undefined>;
  /** Asks for a secret without showing what is typed; `undefined` if standard input is not a terminal. */
  readonly askSecret: (question: string) => Promise<string | undefined>;
  /** Writes a file that only its owner may read. @throws {Error} it cannot write it. */
  readonly write: (file: string, text: string) => Promise<void>;
  /** Adds to the end of such a file, or begins one. @throws {Error} it cannot write it. */
  readonly append: (file: string, text: string) => Promise<void>;
  /** Resolves after the milliseconds. */
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** One command of `adapter`. */
export interface Command {
  /** What its help says, what its arguments are parsed by, and what completion offers. */
  readonly help: CommandHelp;
  /** @throws {UsageError} the arguments are wrong. @throws {ConfigError} a file or a connection is not usable. */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<ExitCode>;
}

/** Thrown when the arguments of a command are wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
