/** A run of digits so long may be more than a JavaScript number holds (2^53 has 16 digits). */
const LONG = 16;
/** Ids are written so; `1e30` is a number that nobody uses as an id. */
const WHOLE_NUMBER = /^-?\d+$/;

/**
 * Parses JSON like `JSON.parse`, except that a whole number beyond ±2^53 becomes its own digits as text, so that ids
 * such as Shopify's `820982911946154508` stay exact.
 *
 * Texts without a long run of digits take `JSON.parse` as it is; only the others pay for the slower exact way.
 * Nesting deeper than the stack makes the exact way throw a `RangeError`.
 *
 * @throws {SyntaxError} the text is not JSON.
 * @throws {RangeError} the text is nested too deeply to be read exactly.
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
 * True where 16 digits stand in a row. Every such run covers a place whose number is a multiple of 16, so one look in 16
 * is enough; a regular expression looks at all of them, and takes half as long as the parsing itself.
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

/** Before and after the text there is none: `charCodeAt` gives `NaN` there. */
function isDigit(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  return code >= 0x30 && code <= 0x39;
}
