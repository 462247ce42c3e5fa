import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import type { ShopHeaders } from '../shop-api.ts';

/** Far above what Shopify writes, which is a few hundred. A cursor is stored, so it has an end. */
const MAX_PAGE_INFO = 3_000;

const CursorSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    /** What changed then or later. UTC, seconds. */
    from: v.string(),
    /** A place within one time. */
    pageInfo: v.optional(v.string()),
  }),
);

/** A place in a list. */
export type ListCursor = v.InferOutput<typeof CursorSchema>;

/** @throws {PayloadError} the text is no cursor of this list. */
export function readCursor(text: string): ListCursor {
  const result = v.safeParse(CursorSchema, text);
  if (result.success) return result.output;
  throw new PayloadError([{ path: '', message: 'expected a cursor of a list of Shopify' }]);
}

/** Returns a cursor as text of at most 4 KB. */
export function writeCursor(cursor: ListCursor): string {
  return JSON.stringify(cursor);
}

/** Returns a time as the lists take and give it: UTC, whole seconds. What changed within the second is asked again. */
export function toListTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/**
 * Returns the `page_info` of the next page; `undefined` on the last. Only that value of the link is used: requests never
 * leave the shop's host, whatever the link says.
 * @see https://shopify.dev/docs/api/admin-rest/usage/pagination (read 2026-11-29)
 * @throws {PayloadError} it is too long to be stored, or the link has none.
 */
export function nextPageInfo({ link = '' }: ShopHeaders): string | undefined {
  const [, address] = /<([^<>]*)>\s*;\s*rel="?next"?/.exec(link) ?? [];
  if (address === undefined) return undefined;
  const pageInfo = new URLSearchParams(address.slice(address.indexOf('?') + 1)).get('page_info') ?? '';
  if (pageInfo !== '' && pageInfo.length <= MAX_PAGE_INFO) return pageInfo;
  throw new PayloadError([{ path: '', message: 'expected a link with page_info' }]);
}
