import type { Screen, Terminal } from '../../../lib/cli/command.ts';

export interface RecordedTerminal extends Terminal {
  readonly printed: readonly string[];
  readonly complaints: readonly string[];
  /** Text by file. */
  readonly written: Readonly<Record<string, string>>;
}

/** What a person types: a text, or one made from what was printed so far. */
export type TypedSecret = string | ((complaints: readonly string[]) => string | Promise<string>);

/** Returns a terminal with these files, as text by name. Any other file is missing, as on a disk. */
export function recordTerminal(
  files: Readonly<Record<string, string | Buffer>>,
  environment: Terminal['environment'] = {},
  /** Secrets that are typed when asked for, in order. */
  secrets: readonly TypedSecret[] = [],
  /** None: what is printed goes to a pipe. */
  screen?: Screen,
): RecordedTerminal {
  const printed: string[] = [];
  const complaints: string[] = [];
  const written: Record<string, string> = {};
  const typed = [...secrets];
  return {
    written,
    lines: async function* (name) {
      for (const line of String(files[name] ?? '')
        .trimEnd()
        .split('\n'))
        yield await Promise.resolve(line);
    },
    size: (name) => Promise.resolve(files[name]?.length),
    askSecret: async () => {
      const next = typed.shift();
      return typeof next === 'function' ? next(complaints) : next;
    },
    write: (name, text) => {
      written[name] = text;
      return Promise.resolve();
    },
    append: (name, text) => {
      written[name] = (written[name] ?? String(files[name] ?? '')) + text;
      return Promise.resolve();
    },
    screen,
    sleep: () => Promise.resolve(),
    printed,
    complaints,
    environment,
    print: (line) => printed.push(line),
    complain: (line) => complaints.push(line),
    read: (name) => {
      const text = files[name];
      if (text !== undefined) return Promise.resolve(Buffer.from(text));
      const fault = { code: 'ENOENT', syscall: 'open', path: name };
      return Promise.reject(Object.assign(new Error(`ENOENT: no such file, open '${name}'`), fault));
    },
  };
}
