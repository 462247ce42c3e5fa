/** Where a text stops being JSON. Lines and columns count from 1. */
export interface JsonMistake {
  readonly line: number;
  readonly column: number;
  /** What stands there; empty if the text breaks off. */
  readonly found: string;
}

const WORD =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' };
const SPACE = /[ \t\r\n]*/y;

/** Returns the first mistake of a text; `undefined` if it is JSON. Browsers do not all say where it is. Pure. */
export function findJsonMistake(text: string): JsonMistake | undefined {
  const at = scan(text);
  if (at === undefined) return undefined;
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { line: before.length, column, found: foundAt(text, at) };
}

/** Returns one letter, even if JavaScript writes it as two. */
function foundAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

/** What may stand next: a value, a name of an object, the colon after it, or what follows a value. */
type Expected = 'value' | 'name' | 'colon' | 'end of value';

interface Reading {
  /** Brackets that are open. */
  readonly open: readonly string[];
  readonly expected: Expected;
  /** True right after an opening bracket: only there it may close at once. */
  readonly isFirst: boolean;
}

/** Returns the place of the first mistake. */
function scan(text: string): number | undefined {
  let reading: Reading = { open: [], expected: 'value', isFirst: false };
  let at = skip(SPACE, text, 0);
  while (at < text.length) {
    const next = read(reading, text, at);
    if (next === undefined) return at;
    reading = next.reading;
    at = skip(SPACE, text, next.at);
  }
  return reading.expected === 'end of value' && reading.open.length === 0 ? undefined : at;
}

/** Reads one word or sign; `undefined` if it may not stand there. */
function read({ open, expected, isFirst }: Reading, text: string, at: number) {
  const letter = text[at] ?? '';
  const inside = open.at(-1);
  const after = (reading: Partial<Reading>, end = at + 1) => ({
    reading: { open, expected, isFirst: false, ...reading },
    at: end,
  });
  if (letter === CLOSING[inside ?? ''] && (isFirst || expected === 'end of value')) {
    return after({ open: open.slice(0, -1), expected: 'end of value' });
  }
  if (expected === 'value' && Object.hasOwn(CLOSING, letter)) {
    return after({ open: [...open, letter], expected: letter === '{' ? 'name' : 'value', isFirst: true });
  }
  if (expected === 'colon') return letter === ':' ? after({ expected: 'value' }) : undefined;
  if (expected === 'end of value') {
    if (letter !== ',' || inside === undefined) return undefined;
    return after({ expected: inside === '{' ? 'name' : 'value' });
  }
  if (expected === 'name' && letter !== '"') return undefined;
  const end = skip(WORD, text, at);
  return end === at ? undefined : after({ expected: expected === 'name' ? 'colon' : 'end of value' }, end);
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}
