import { UsageError } from '../command.ts';
import type { Headers } from './scheme.ts';

/** A name of a header (RFC 9110, section 5.1), and its value. */
const LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)$/s;

/**
 * Reads lines `Name: value` as headers, with names in small letters. One that is there twice holds both values, joined by a comma.
 * @throws {UsageError} a line is none. It is not quoted, because it may hold a secret.
 */
export function readHeaderLines(lines: readonly string[]): Headers {
  const headers = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    const [, name, value = ''] = LINE.exec(line) ?? [];
    if (name === undefined)
      throw new UsageError(`--header needs 'Name: value' (number ${index + 1} is none)`);
    const key = name.toLowerCase();
    const before = headers.get(key);
    headers.set(key, before === undefined ? value.trim() : `${before},${value.trim()}`);
  }
  return Object.fromEntries(headers);
}
