import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './command.ts';

/** An option that takes a text, one that may be there several times, and one that is there or not. */
export const TEXT = { type: 'string' } as const;
export const TEXTS = { type: 'string', multiple: true } as const;
export const FLAG = { type: 'boolean' } as const;

/**
 * Parses the arguments of a command into options and the rest.
 * @throws {UsageError} an option is unknown, or has a value where it takes none.
 */
export function parseOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Tells whether a word names one of a command's actions. */
export function isAction<Action extends string>(
  word: string | undefined,
  actions: Readonly<Record<Action, unknown>>,
): word is Action {
  return word !== undefined && Object.hasOwn(actions, word);
}
