import { createHash } from 'node:crypto';

/** A parameter of SSM's standard tier, which costs nothing, holds 4 KB. */
const MAX_LENGTH = 4_096;
const FORMAT = 'v1:';
/** Of 24 bits. A made-up id that happens to have the mark of a connection costs one look-up and gains nothing. */
const MARK_LENGTH = 4;

/** So many connections fit. With more there is no index. */
export const MAX_LISTED = Math.floor((MAX_LENGTH - FORMAT.length) / MARK_LENGTH);

/** Says which ids are worth a look-up. It may hold an id that does not exist; only a look-up tells. */
export interface ConnectionIndex {
  has(id: string): boolean;
}

/** What the index says of an id. `stale`: it lacked the id, but is too old to go by. */
export type IdStanding = 'listed' | 'unlisted' | 'stale' | 'no-index';

/** Returns the name of the index. It is beside the connections' path, so no listing of them holds it. */
export function indexName(path: string): string {
  return `${path}-index`;
}

/** Returns the text of the index, the same for the same ids in any order; `undefined` if there are none or too many. */
export function encodeIndex(ids: readonly string[]): string | undefined {
  if (ids.length === 0 || ids.length > MAX_LISTED) return undefined;
  return FORMAT + [...new Set(ids.map(markOf))].sort().join('');
}

/** Reads the text of an index; `undefined` if it is not one. */
export function decodeIndex(text: string): ConnectionIndex | undefined {
  const body = text.slice(FORMAT.length);
  if (!text.startsWith(FORMAT) || !/^(?:[\w-]{4})+$/.test(body)) return undefined;
  const marks = new Set(body.match(/.{4}/g));
  return { has: (id) => marks.has(markOf(id)) };
}

function markOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, MARK_LENGTH);
}
