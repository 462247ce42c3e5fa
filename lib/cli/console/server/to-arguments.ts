import { quoteWord } from '../../quote-word.ts';
import type { Question, Values } from './questions.ts';

/** What the values of a question are completed by. */
export interface Surroundings {
  /** Options that name the adapter: `--local`, or `--stage prod`. */
  readonly accessWords: readonly string[];
  /** The file of connections of `npm start`, and where its webhooks go. */
  readonly local: { readonly connectionsFile: string; readonly webhooksUrl: string } | undefined;
  readonly reveal: boolean;
  /** Header lines of the delivery that is checked. */
  readonly headers: readonly string[];
}

/** Options that only make the output readable for a program. A person types the command without them. */
const FOR_PROGRAMS: ReadonlySet<string> = new Set(['--json', '--each']);

/**
 * Returns the arguments of `adapter` for a question. An option and its value are one word, so that no value can be taken
 * for an option; neither can the argument, because one that begins with a dash is refused.
 * @throws {RangeError} the argument begins with a dash.
 */
export function toArguments(question: Question, values: Values, around: Surroundings): string[] {
  const { words, argument, options = [], flags = [], always = [], reads, reveals } = question;
  const given = argument === undefined ? undefined : values[argument];
  if (given?.startsWith('-')) throw new RangeError(`${String(argument)} must not begin with a dash`);
  return [
    ...words,
    ...(given === undefined ? [] : [given]),
    ...options.flatMap((name) => optionOf(name, values[name])),
    ...flags.flatMap((name) => (values[name] === undefined ? [] : [`--${toKebab(name)}`])),
    ...(question.of === 'file' ? ofFile(words[0], values, around) : []),
    ...around.headers.map((line) => `--header=${line}`),
    ...always,
    ...(question.of === 'adapter' ? around.accessWords : []),
    ...(reveals && around.reveal ? ['--reveal'] : []),
    ...(reads ? ['-'] : []),
  ];
}

/** A body is read as a connection of `npm start` reads it, and sent to its address. */
function ofFile(command: string, values: Values, { local }: Surroundings): string[] {
  const { connection, source = '' } = values;
  if (local === undefined || connection === undefined) return [];
  const to = `${local.webhooksUrl}/webhooks/${encodeURIComponent(source)}/${encodeURIComponent(connection)}`;
  return [
    `--connection=${local.connectionsFile}#${connection}`,
    ...(command === 'send' ? [`--to=${to}`] : []),
  ];
}

function optionOf(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${toKebab(name)}=${value}`];
}

function toKebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Returns the command as a person types it. The value of a header may be a key, so it is left to the person. */
export function toCommandLine(args: readonly string[]): string {
  const typed = args
    .filter((word) => !FOR_PROGRAMS.has(word))
    .map((word) => word.replace(/^(--header=[^:]*:).*$/s, '$1 …'));
  return ['adapter', ...typed].map(quoteWord).join(' ');
}
