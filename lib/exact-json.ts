/** A run of digits long enough that a JavaScript number may not hold it (2^53 has 16 digits). */
const LONG_DIGITS = /\d{16}/;
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
  if (!LONG_DIGITS.test(text)) return JSON.parse(text);
  // TypeScript's lib does not know the third argument of a reviver yet.
  return JSON.parse(text, keepLongIntegers as (key: string, value: unknown) => unknown);
}

function keepLongIntegers(_key: string, value: unknown, { source }: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
  return WHOLE_NUMBER.test(source) ? source : value;
}
