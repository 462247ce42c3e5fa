import { parseExactJson } from '../model/exact-json.ts';

/**
 * The body of a webhook as it came: text, or bytes if API Gateway does not take it for text. Nothing is encoded that is
 * not needed as bytes: `toString()` of both is the text, and Node's hashes take both, text as UTF-8.
 */
export type RawBody = string | Buffer;

/** A UTF-16 unit of a text takes one to three bytes of UTF-8. */
const MOST_BYTES_OF_UNIT = 3;

/** True if a body has more bytes than `bytes`. Those of a text are only counted if its length leaves it open. */
export function isLongerThan(rawBody: RawBody, bytes: number): boolean {
  if (rawBody.length > bytes) return true;
  return rawBody.length * MOST_BYTES_OF_UNIT > bytes && Buffer.byteLength(rawBody) > bytes;
}

/** Returns the bytes of a body: its own, or those of its text. */
export function toBytes(rawBody: RawBody): Buffer {
  return typeof rawBody === 'string' ? Buffer.from(rawBody) : rawBody;
}

/** Returns the parsed JSON of a body, with exact numbers; `undefined` if it is none: reading it says why. Never throws. */
export function tryParse(rawBody: RawBody): unknown {
  try {
    return parseExactJson(rawBody.toString());
  } catch {
    return undefined;
  }
}
