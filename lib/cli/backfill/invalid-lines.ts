import type { Terminal } from '../command.ts';
import type { InvalidEntry } from './run-backfill.ts';

/** More would push everything else off the screen. */
const MOST_LINES = 20;

/** Says which lines of an export cannot be read, and puts them aside. */
export interface InvalidLines {
  readonly note: (entry: InvalidEntry, raw: readonly string[]) => Promise<void>;
  /** Says how many were not named, and where all of them are. */
  readonly end: () => void;
}

interface Aside {
  /** The file for the lines as they are; `undefined` to keep none. */
  readonly file: string | undefined;
  /** True if an earlier run began the file. */
  readonly isBegun: boolean;
}

/** Returns the file of the lines that cannot be read, beside the export. It holds personal data, as the export does. */
export function invalidFile(file: string): string {
  return `${file}.invalid.jsonl`;
}

export function createInvalidLines(
  { complain, write, append }: Pick<Terminal, 'complain' | 'write' | 'append'>,
  { file, isBegun }: Aside,
): InvalidLines {
  let count = 0;
  return {
    async note({ line, problem }, raw) {
      count += 1;
      if (count <= MOST_LINES) complain(`line ${line}: ${problem}`);
      if (file === undefined) return;
      const keep = count > 1 || isBegun ? append : write;
      await keep(file, raw.map((text) => `${text}\n`).join(''));
    },
    end() {
      if (count > MOST_LINES) complain(`and ${count - MOST_LINES} more that cannot be read`);
      if (count > 0 && file !== undefined)
        complain(`They are in ${file}: correct them there and run that file alone.`);
    },
  };
}
