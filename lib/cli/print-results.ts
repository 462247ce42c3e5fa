import { styleText } from 'node:util';
import type { Terminal } from './command.ts';
import type { Option } from './command-help.ts';

/** The option of every command that prints a table. */
export const JSON_OPTION = {
  type: 'boolean',
  means: 'one JSON object a line, as into a pipe; on a terminal it is a table',
} as const satisfies Option;

/** How a state is to be taken. */
export type Tone = 'good' | 'busy' | 'bad';

const COLOURS = { good: 'green', busy: 'yellow', bad: 'red' } as const satisfies Record<Tone, string>;

/** A column of a table: its title, and its text for a result. */
export interface Column<Result> {
  readonly title: string;
  readonly of: (result: Result) => string | number | undefined;
  /** Only states have a colour. */
  readonly tone?: (result: Result) => Tone | undefined;
}

export interface ResultsOptions<Result> {
  /** `--json`. */
  readonly json: boolean | undefined;
  readonly columns: readonly Column<Result>[];
  /** Said on standard error if there are no results. */
  readonly empty: string;
}

/** Prints results as they come. Call `end` after the last. */
export interface Results<Result> {
  readonly add: (result: Result) => void;
  readonly end: () => void;
}

const GAP = '  ';

/** Returns a printer: of JSON lines for a pipe, at once; of one table for a terminal, at the end. */
export function createResults<Result>(
  { print, complain, screen }: Pick<Terminal, 'print' | 'complain' | 'screen'>,
  { json = false, columns, empty }: ResultsOptions<Result>,
): Results<Result> {
  const kept: Result[] = [];
  let count = 0;
  return {
    add(result) {
      count += 1;
      if (screen === undefined || json) print(JSON.stringify(result));
      else kept.push(result);
    },
    end() {
      if (count === 0) complain(empty);
      if (screen === undefined || kept.length === 0) return;
      for (const line of toLines(kept, columns, screen.hasColours)) print(line);
    },
  };
}

/** Prints one result: indented on a terminal, on one line into a pipe. */
export function printValue(
  { print, screen }: Pick<Terminal, 'print' | 'screen'>,
  value: unknown,
  { json = false }: { readonly json?: boolean | undefined } = {},
): void {
  print(JSON.stringify(value, undefined, screen === undefined || json ? undefined : 2));
}

function toLines<Result>(
  results: readonly Result[],
  columns: readonly Column<Result>[],
  hasColours: boolean,
): string[] {
  const cells = columns.map(({ title, of, tone }) => {
    const texts = results.map((result) => String(of(result) ?? '–'));
    const width = Math.max(title.length, ...texts.map((text) => text.length));
    const isRight = results.every((result) => typeof (of(result) ?? 0) === 'number');
    const pad = (text: string): string => (isRight ? text.padStart(width) : text.padEnd(width));
    const coloured = texts.map((text, row) => {
      const result = results[row];
      const found = hasColours && result !== undefined ? tone?.(result) : undefined;
      // The caller has asked the terminal for its colours.
      return found === undefined
        ? pad(text)
        : styleText(COLOURS[found], pad(text), { validateStream: false });
    });
    return [pad(title.toUpperCase()), ...coloured];
  });
  const rows = Array.from({ length: results.length + 1 }, (_, row) =>
    cells.map((column) => column[row] ?? ''),
  );
  return rows.map((row) => row.join(GAP).trimEnd());
}
