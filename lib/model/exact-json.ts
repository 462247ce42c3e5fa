/** A run of this many digits may exceed what a JavaScript number holds (2^53 has 16 digits). */
const LONG = 16;
/** The form of ids. Nobody writes an id as `1e30`. */
const WHOLE_NUMBER = /^-?\d+$/;

/**
 * Parses JSON like `JSON.parse`, except that a whole number beyond ±2^53 becomes its own
 * digits as text, so that ids such as Shopify's `820982911946154508` stay exact. Texts
 * without a long run of digits are parsed by `JSON.parse` alone; only the others take the slower exact path.
 *
 * @throws {SyntaxError} the text is not JSON.
 * @throws {RangeError} the text is nested too deeply for the exact path.
 * @see https://github.com/tc39/proposal-json-parse-with-source (read 2026-11-24)
 */
export function parseExactJson(text: string): unknown {
  if (!hasLongDigits(text)) return JSON.parse(text);
  // TypeScript's lib does not know the third argument of a reviver yet.
  return JSON.parse(text, keepLongIntegers as (key: string, value: unknown) => unknown);
}

function keepLongIntegers(_key: string, value: unknown, { source }: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
  return WHOLE_NUMBER.test(source) ? source : value;
}

/**
 * True if the text has 16 digits in a row. Every such run covers a position that is a multiple of 16 (counted from 1),
 * so one look in 16 is enough. A regular expression looks at all of them, which takes half as long as the parsing.
 */
function hasLongDigits(text: string): boolean {
  for (let place = LONG - 1; place < text.length; place += LONG) {
    if (isDigit(text, place) && lengthOfRun(text, place) >= LONG) return true;
  }
  return false;
}

function lengthOfRun(text: string, place: number): number {
  let start = place;
  let end = place;
  while (isDigit(text, start - 1)) start -= 1;
  while (isDigit(text, end + 1)) end += 1;
  return end - start + 1;
}

/** False beyond both ends of the text: `charCodeAt` returns `NaN` there. */
function isDigit(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  return code >= 0x30 && code <= 0x39;
}
