import type { Issue } from '../asking/shown-answers.ts';
import { issueWords } from '../words/issue-words.ts';

/** One line of a value that is shown as JSON. */
export interface JsonLine {
  readonly text: string;
  /** Where its value is: `line_items.0.quantity`. Of a closing bracket that of the opening one. */
  readonly path: string;
  /** What is wrong there. */
  readonly notes: readonly string[];
}

/**
 * Returns a value as lines of JSON. A note stands at its path; one whose path is not in the value, at the innermost
 * value around it, with the rest of the path. Pure.
 */
export function toJsonLines(value: unknown, notes: readonly Issue[] = []): readonly JsonLine[] {
  const lines = linesOf(value, { path: '', before: '', after: '', indent: '' });
  if (notes.length === 0) return lines;
  const known = new Set(lines.map(({ path }) => path));
  // Not looked for at each line: both may be thousands.
  const placed = Map.groupBy(notes, ({ path }) => placeOf(path, known));
  const seen = new Set<string>();
  return lines.map((line) => {
    if (seen.has(line.path)) return line;
    seen.add(line.path);
    const own = placed.get(line.path);
    return own === undefined ? line : { ...line, notes: own.map(issueWords) };
  });
}

interface Around {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly indent: string;
}

/** What is nested more deeply stands in one line: anybody may send thousands of brackets in one another. */
const MAX_INDENT = 100;

function linesOf(value: unknown, { path, before, after, indent }: Around): JsonLine[] {
  const line = (text: string): JsonLine => ({ text: `${indent}${text}`, path, notes: [] });
  if (typeof value !== 'object' || value === null || indent.length >= MAX_INDENT)
    return [line(`${before}${JSON.stringify(value)}${after}`)];
  const isList = Array.isArray(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const entries = Object.entries(value);
  if (entries.length === 0) return [line(`${before}${open}${close}${after}`)];
  const inner = entries.flatMap(([name, one], index) =>
    linesOf(one, {
      path: path === '' ? name : `${path}.${name}`,
      before: isList ? '' : `${JSON.stringify(name)}: `,
      after: index === entries.length - 1 ? '' : ',',
      indent: `${indent}  `,
    }),
  );
  return [line(`${before}${open}`), ...inner, line(`${close}${after}`)];
}

function placeOf(path: string, known: ReadonlySet<string>): string {
  if (path === '' || known.has(path)) return path;
  const around = path.split('.').slice(0, -1).join('.');
  return placeOf(around, known);
}
