import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './command.ts';
import { didYouMean } from './suggest.ts';

/**
 * Parses the arguments of a command into options and the rest.
 * @throws {UsageError} an option is unknown, or has a value and takes none.
 */
export function parseOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(messageOf(error, Object.keys(options)));
  }
}

/** Node's own sentence about an unknown option ends with advice that helps nobody here. */
function messageOf(error: unknown, known: readonly string[]): string {
  if (!(error instanceof Error)) return String(error);
  const option = /^Unknown option '(-[^']+)'/.exec(error.message)?.[1];
  if (option === undefined) return error.message;
  const names = known.map((name) => `--${name}`);
  return `Unknown option '${option}'${didYouMean(option, names)}`;
}

/** Returns an option that a command needs. @throws {UsageError} it is missing. */
export function needed(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new UsageError(`${option} is missing`);
  return value;
}

/** Returns a word that names an action of a command. @throws {UsageError} it names none. */
export function readAction<Action extends string>(
  command: string,
  word: string | undefined,
  actions: Readonly<Record<Action, unknown>>,
): Action {
  if (isAction(word, actions)) return word;
  // British English lists without a comma before "or".
  const names = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(Object.keys(actions));
  const typed = word === undefined ? '' : ` (you wrote "${word}")${didYouMean(word, Object.keys(actions))}`;
  throw new UsageError(`${command} needs ${names}${typed}`);
}

/** @throws {UsageError} there are more arguments than a command takes. */
export function refuseMore([argument]: readonly string[]): void {
  if (argument !== undefined) throw new UsageError(`Unexpected argument: ${argument}`);
}

/** Says whether a word is one of the names. */
export function isAction<Action extends string>(
  word: string | undefined,
  actions: Readonly<Record<Action, unknown>>,
): word is Action {
  return word !== undefined && Object.hasOwn(actions, word);
}
