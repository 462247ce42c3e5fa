const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** A longer text would take the browser seconds. */
const MAX_CHARACTERS = 1_000_000;
/** Below it all lines begin at one place: 10,000 brackets in one another would make lines of 20,000 spaces. */
const MAX_DEPTH = 50;

/**
 * Returns a text as indented JSON; as it is if it is no JSON, or longer than a million characters. Its values are copied letter by letter, because JavaScript
 * rounds long numbers. Pure.
 */
export function indentJson(text: string): string {
  if (text.length > MAX_CHARACTERS || !isJson(text)) return text;
  let depth = 0;
  let indented = '';
  const tokens = text.match(TOKEN) ?? [];
  const newLine = (): string => `\n${'  '.repeat(Math.min(depth, MAX_DEPTH))}`;
  for (const [index, token] of tokens.entries()) {
    const isEmpty = '}]'.includes(tokens[index + 1] ?? '–');
    if (token === '{' || token === '[') {
      depth += 1;
      indented += isEmpty ? token : token + newLine();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      indented += '{['.includes(tokens[index - 1] ?? '–') ? token : newLine() + token;
    } else if (token === ',') indented += token + newLine();
    else indented += token === ':' ? ': ' : token;
  }
  return indented;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
