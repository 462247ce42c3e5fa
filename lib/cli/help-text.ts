import type { Command } from './command.ts';
import type { CommandHelp, Option } from './command-help.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** What a person does with a command; the general help is in this order. */
export const groups = ['try', 'set up', 'watch', 'mend'] as const;

/** A command with its line of the general help. */
export interface ListedCommand {
  readonly group: (typeof groups)[number];
  /** At most 80 characters, without a full stop. */
  readonly does: string;
  readonly command: Command;
}

export type Commands = Readonly<Record<string, ListedCommand>>;

/** No line of a help is longer, but for addresses and commands to copy. */
export const HELP_WIDTH = 100;
const GAP = 2;

/** Returns the usage of a command: `parked list | show KEY | … [options]`. */
export function usageOf(
  name: string,
  { takes = '', actions = {}, options }: Omit<CommandHelp, 'examples'>,
): string {
  const needed = Object.entries(options).flatMap(([option, { needed: isNeeded, value = '' }]) =>
    isNeeded ? [`--${option} ${value}`] : [],
  );
  const words = Object.entries(actions).map(([action, { takes: after }]) => joined([action, after]));
  return joined([name, words.join(' | '), ...needed, '[options]', takes]);
}

/** Returns the help of all commands, a line each. */
export function generalHelp(commands: Commands): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = groups.flatMap((group) => [
    '',
    `${group}:`,
    ...Object.entries(commands)
      .filter(([, listed]) => listed.group === group)
      .map(([name, { does }]) => `  ${name.padEnd(width + GAP)}${does}`),
  ]);
  return [
    'Usage: adapter COMMAND …',
    ...lines,
    '',
    'adapter help COMMAND explains one. adapter --version names the version.',
    'Which adapter: --stage S (or ADAPTER_STAGE) for a deployment, --local for npm start in this folder.',
    'DEBUG=1 shows the stack of an unexpected error. NO_COLOR=1 leaves colours out.',
  ].join('\n');
}

/** Returns the help of one command. */
export function commandHelp(name: string, { command: { help } }: ListedCommand): string {
  const actions = Object.entries(help.actions ?? {}).map(
    ([action, { takes, does: what }]) => [joined([action, takes]), what] as const,
  );
  const options = Object.entries(help.options).map(
    ([option, of]) => [signOf(option, of), meaningOf(of)] as const,
  );
  const exits = Object.entries({ ...help.exits, done: help.exits.done ?? 'done', wrongUsage: 'wrong usage' })
    .map(([exit, meaning]) => [codeOf(exit), meaning] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([code, meaning]) => [String(code), meaning] as const);
  return [
    ...wrap(help.does, 0),
    '',
    ...wrap(`Usage: adapter ${usageOf(name, help)}`, 0, 4),
    ...section('Actions', actions),
    ...section('Options', options),
    ...(help.notes ?? []).flatMap((note) => ['', ...wrap(note, 0)]),
    '',
    'Examples:',
    ...help.examples.map((example) => `  adapter ${example}`),
    ...section('Exit codes', exits),
    '',
    `More: ${help.page}`,
  ].join('\n');
}

/** Returns the help of a script of `npm run`: the same table, fewer parts. */
export function scriptHelp({
  name,
  does,
  takes,
  options,
}: Pick<CommandHelp, 'does' | 'takes' | 'options'> & { readonly name: string }): string {
  const rows = Object.entries(options).map(([option, of]) => [signOf(option, of), meaningOf(of)] as const);
  const usage = joined([`Usage: npm run ${name} --`, '[options]', takes]);
  return [...wrap(does, 0), '', ...wrap(usage, 0, 4), ...section('Options', rows)].join('\n');
}

function codeOf(exit: string): ExitCode {
  return exitCodes[exit as keyof typeof exitCodes];
}

function signOf(name: string, { value, multiple = false }: Option): string {
  return joined([`--${name}`, value]) + (multiple ? ' …' : '');
}

function meaningOf({ means, otherwise, needed, multiple }: Option): string {
  const notes = [
    ...(needed === true ? ['needed'] : []),
    ...(multiple === true ? ['may be repeated'] : []),
    ...(otherwise === undefined ? [] : [`default: ${otherwise}`]),
  ];
  return notes.length === 0 ? means : `${means} (${notes.join('; ')})`;
}

function section(title: string, rows: readonly (readonly [sign: string, meaning: string])[]): string[] {
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(([sign]) => sign.length)) + 2 * GAP;
  const lines = rows.flatMap(([sign, meaning]) => {
    const [first = '', ...more] = wrap(meaning, width, width);
    return [`  ${sign}`.padEnd(width) + first.trimStart(), ...more];
  });
  return ['', `${title}:`, ...lines];
}

/** Returns lines of at most 100 characters; the first is indented by `indent`, the others by `hanging`. */
function wrap(text: string, indent: number, hanging = indent): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  let isFresh = true;
  for (const word of text.split(' ')) {
    if (!isFresh && line.length + 1 + word.length > HELP_WIDTH) {
      lines.push(line);
      line = ' '.repeat(hanging);
      isFresh = true;
    }
    line += isFresh ? word : ` ${word}`;
    isFresh = false;
  }
  return [...lines, line];
}

function joined(words: readonly (string | undefined)[]): string {
  return words.filter((word) => word !== undefined && word !== '').join(' ');
}
