const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Returns a text as indented JSON; as it is if it is no JSON. Its values are copied letter by letter, because JavaScript
 * rounds long numbers. Pure.
 */
export function indentJson(text: string): string {
  if (!isJson(text)) return text;
  let depth = 0;
  let indented = '';
  const tokens = text.match(TOKEN) ?? [];
  const newLine = (): string => `\n${'  '.repeat(depth)}`;
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
