import { createHmac, randomBytes } from 'node:crypto';

/** A parameter of SSM's standard tier, which costs nothing, holds 4 KB. */
const MAX_LENGTH = 4_096;
const FORMAT = 'v2:';
/** Of 96 bits, in base64url. */
const SALT_LENGTH = 16;
/**
 * Of 24 bits. A made-up id that happens to have the mark of a connection costs one look-up and gains nothing. Without a
 * salt anybody could compute as many such ids as they like, and have them all looked up at once.
 */
const MARK_LENGTH = 4;

/** So many connections fit. With more there is no index. */
export const MAX_LISTED = Math.floor((MAX_LENGTH - FORMAT.length - SALT_LENGTH) / MARK_LENGTH);

/** Says which ids are worth a look-up. It may hold an id that does not exist; only a look-up tells. */
export interface ConnectionIndex {
  /** Keeps strangers from computing marks. */
  readonly salt: string;
  has(id: string): boolean;
}

/** What the index says of an id. `stale`: it lacked the id, but is too old to go by. */
export type IdStanding = 'listed' | 'unlisted' | 'stale' | 'no-index';

/** Returns the name of the index. It is beside the connections' path, so no listing of them holds it. */
export function indexName(path: string): string {
  return `${path}-index`;
}

/** Returns the text of the index, the same for the same ids in any order; `undefined` if there are none or too many. */
export function encodeIndex(ids: readonly string[], salt: string): string | undefined {
  if (ids.length === 0 || ids.length > MAX_LISTED) return undefined;
  return FORMAT + salt + [...new Set(ids.map((id) => markOf(id, salt)))].sort().join('');
}

/** Reads the text of an index; `undefined` if it is not one. */
export function decodeIndex(text: string): ConnectionIndex | undefined {
  const [, salt = '', body] = INDEX.exec(text) ?? [];
  if (body === undefined) return undefined;
  const marks = new Set(body.match(/.{4}/g));
  return { salt, has: (id) => marks.has(markOf(id, salt)) };
}

const INDEX = new RegExp(String.raw`^${FORMAT}([\w-]{${SALT_LENGTH}})((?:[\w-]{${MARK_LENGTH}})+)$`);

/** Returns a salt for a first index. It is kept as long as the index is. */
export function newSalt(): string {
  return randomBytes(SALT_LENGTH * 0.75).toString('base64url');
}

function markOf(id: string, salt: string): string {
  return createHmac('sha256', salt).update(id).digest('base64url').slice(0, MARK_LENGTH);
}
