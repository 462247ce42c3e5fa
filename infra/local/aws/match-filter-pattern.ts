/**
 * Says whether a log line fits a filter pattern of CloudWatch Logs. Knows the empty pattern, and of patterns for JSON the
 * comparisons `$.field = "text"` with `*` for any text, joined by `&&`, `||` and brackets.
 * @throws {Error} the pattern is of another kind.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html (read 2026-11-29)
 */
export function matchFilterPattern(pattern: string, text: string): boolean {
  if (pattern.trim() === '') return true;
  const inner = /^\{(.*)\}$/s.exec(pattern.trim())?.[1];
  if (inner === undefined) throw new Error(`This stand-in knows no such filter pattern: ${pattern}`);
  const record = parse(text);
  // A JSON pattern never fits a line that is no JSON, but it has to be read for its faults.
  return readAny(tokensOf(inner), record);
}

const TOKEN = /\s*(\(|\)|&&|\|\||=|\$(?:\.\w+)+|"(?:[^"\\]|\\.)*")/y;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const from = TOKEN.lastIndex;
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined)
      throw new Error(`This stand-in cannot read the filter pattern at: ${text.slice(from)}`);
    tokens.push(token);
  }
  return tokens;
}

function readAny(tokens: string[], record: unknown): boolean {
  let fits = readAll(tokens, record);
  while (tokens[0] === '||') {
    tokens.shift();
    // Read in any case: the rest of the pattern has to be taken off.
    const other = readAll(tokens, record);
    fits ||= other;
  }
  return fits;
}

function readAll(tokens: string[], record: unknown): boolean {
  let fits = readOne(tokens, record);
  while (tokens[0] === '&&') {
    tokens.shift();
    const other = readOne(tokens, record);
    fits &&= other;
  }
  return fits;
}

function readOne(tokens: string[], record: unknown): boolean {
  const first = tokens.shift();
  if (first === '(') {
    const fits = readAny(tokens, record);
    if (tokens.shift() !== ')') throw new Error('A bracket of the filter pattern is not closed');
    return fits;
  }
  const equals = tokens.shift();
  const wanted = tokens.shift();
  if (first?.startsWith('$.') !== true || equals !== '=' || wanted?.startsWith('"') !== true) {
    throw new Error(`This stand-in knows no such comparison: ${[first, equals, wanted].join(' ')}`);
  }
  return isLike(valueAt(record, first.slice(2).split('.')), wanted.slice(1, -1));
}

function isLike(value: unknown, wanted: string): boolean {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return false;
  const parts = wanted.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(String(value));
}

function valueAt(record: unknown, [name, ...more]: readonly string[]): unknown {
  if (name === undefined) return record;
  if (typeof record !== 'object' || record === null) return undefined;
  return valueAt((record as Record<string, unknown>)[name], more);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
