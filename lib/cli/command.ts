import type { ExitCode } from './exit-codes.ts';

/** The outside world of a command. A test passes its own. */
export interface Terminal {
  /** Writes a line of results to standard output. */
  readonly print: (line: string) => void;
  /** Writes a line to standard error. */
  readonly complain: (line: string) => void;
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
  /** Resolves after the milliseconds. */
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** One command of `adapter`. */
export interface Command {
  /** The name of the command and its arguments. */
  readonly usage: string;
  /** @throws {UsageError} the arguments are wrong. @throws {ConfigError} a file or a connection is not usable. */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<ExitCode>;
}

/** Thrown when the arguments of a command are wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
