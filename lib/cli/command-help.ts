import type { exitCodes } from './exit-codes.ts';

/** An option as it is parsed, explained and completed. Without `value` it takes none. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** Stands for the value in a usage line: `FILE`. */
  readonly value?: string;
  readonly means: string;
  /** What counts if it is left out, in words. */
  readonly otherwise?: string;
  /** The command does not run without it. */
  readonly needed?: true;
  /** The values there are, for completion. */
  readonly values?: readonly string[];
}

export type OptionTable = Readonly<Record<string, Option>>;

/** What a command says of itself. One table serves its parsing, its help, completion and the reference. */
export interface CommandHelp {
  /** One sentence. */
  readonly does: string;
  /** Further sentences: what a person cannot guess. */
  readonly notes?: readonly string[];
  /** Its arguments, if it has no actions: `[FILE|-]`. */
  readonly takes?: string;
  /** By name: the arguments, and what it does. */
  readonly actions?: Readonly<Record<string, { readonly takes?: string; readonly does: string }>>;
  readonly options: OptionTable;
  /** What is typed behind `adapter`. */
  readonly examples: readonly [string, string, ...string[]];
  /** What exit codes mean here. 0 and 2 mean the same everywhere. */
  readonly exits: Partial<Record<keyof typeof exitCodes, string>>;
  /** A page of the documentation. */
  readonly page: string;
}
