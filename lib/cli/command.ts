import type { ExitCode } from './exit-codes.ts';

/** The outside world of a command, so that a command can be run in a test as it is in a terminal. */
export interface Terminal {
  /** Writes a line to standard output. Only results go there. */
  readonly print: (line: string) => void;
  /** Writes a line to standard error. */
  readonly complain: (line: string) => void;
  /** Reads a file, or standard input for `-`. @throws {Error} it cannot be read. */
  readonly read: (file: string) => Promise<Buffer>;
  /** Reads a file, or standard input for `-`, line by line. */
  readonly lines: (file: string) => AsyncIterable<string>;
  /** Returns the bytes of a file; `undefined` for standard input and for a pipe. @throws {Error} it cannot be read. */
  readonly size: (file: string) => Promise<number | undefined>;
  /** Asks for a secret without showing what is typed; `undefined` where nobody sits there. */
  readonly askSecret: (question: string) => Promise<string | undefined>;
  /** Writes a file that only its owner may read. @throws {Error} it cannot be written. */
  readonly write: (file: string, text: string) => Promise<void>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** One command of `adapter`. */
export interface Command {
  /** One line: the arguments and what it does. */
  readonly usage: string;
  /** @throws {UsageError} the arguments make no sense. @throws {ConfigError} a connection is not usable. */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<ExitCode>;
}

/** Thrown when a command is called the wrong way. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
