import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { Listing } from '../listing.ts';
import type { ShopHeaders } from '../shop-api.ts';
import { apiPath, get } from './api.ts';
import { Id, Instant, loose } from './fields.ts';

/** How late a change may show in the list is not documented. What comes twice costs one read of the ledger. */
const OVERLAP_MS = 15 * 60_000;
/** Rows of a page. SHOPLINE allows 100; the client takes 16 MB, and this leaves 320 KB for each row. */
const PAGE_SIZE = 50;
/** Far above what SHOPLINE writes. A cursor is stored, so it has an end. */
const MAX_QUERY = 3_000;

/**
 * The list has unshipped orders that are not archived, unless it is asked for others, and no value asks for all. So a pass
 * reads it once for each of these.
 */
const FILTERS = ['false', 'true'].flatMap((hidden_order) =>
  ['unshipped', 'partial', 'shipped'].map((fulfillment_status) => ({ hidden_order, fulfillment_status })),
);

const CursorSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    /** What changed then or later. */
    from: Instant,
    /** Which of the filters is read. */
    filter: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(FILTERS.length - 1)),
    /** The query of the next page, as SHOPLINE wrote it. */
    query: v.optional(v.pipe(v.string(), v.regex(/^[^#?\\]*$/), v.maxLength(MAX_QUERY))),
  }),
);

type Cursor = v.InferOutput<typeof CursorSchema>;

const PageSchema = v.object({ orders: v.array(v.looseObject({ id: Id, updated_at: loose(Instant) })) });

/**
 * What the API lists: orders that changed since a time, in the order of their ids, so that no page skips what changes while
 * pages are read. A row has what was paid back, which webhooks leave out. Customers are not listed: the documents show their
 * addresses masked.
 * @see https://github.com/shoplineos/shopline-sdk-go/blob/main/rest/admin/v20260301/order/get_orders.go (read 2026-11-29)
 * @see https://developer.shopline.com/docs/apps/api-instructions-for-use/paging-mechanism (read 2026-11-29)
 */
export const listing: Listing = {
  lists: [
    {
      name: 'orders',
      about: 'orders',
      overlapMs: OVERLAP_MS,
      begin: ({ from }) => write({ from: from.toISOString(), filter: 0 }),
      request: (text) => {
        const { from, filter, query } = readCursor(text);
        if (query !== undefined) {
          return {
            method: 'GET',
            path: `${apiPath('orders')}?${query}`,
            headers: { accept: 'application/json' },
          };
        }
        const asked = { ...FILTERS[filter], status: 'any', updated_at_min: from, limit: String(PAGE_SIZE) };
        return get('orders', asked);
      },
      read: (body, text, headers) => {
        const cursor = readCursor(text);
        const { orders } = parsePayload(PageSchema, body);
        const next = nextCursor(cursor, headers);
        return {
          entries: orders.map((order) => ({
            kind: 'order',
            id: order.id,
            changedAt: order.updated_at ?? undefined,
            body: order,
          })),
          next: next && write(next),
        };
      },
    },
  ],
};

function nextCursor({ from, filter }: Cursor, headers: ShopHeaders): Cursor | undefined {
  const query = nextQuery(headers);
  if (query !== undefined) return { from, filter, query };
  return filter + 1 < FILTERS.length ? { from, filter: filter + 1 } : undefined;
}

/**
 * Returns the query of the next page; `undefined` on the last. Only the query of the link is used: requests never leave the
 * shop's host, whatever the link says.
 * @throws {PayloadError} it is too long to be stored, or the link has none.
 */
function nextQuery({ link = '' }: ShopHeaders): string | undefined {
  const [, address] = /<([^<>]*)>\s*;\s*rel="?next"?/.exec(link) ?? [];
  if (address === undefined) return undefined;
  const query = new URLSearchParams(address.slice(address.indexOf('?') + 1));
  if (query.has('page_info') && query.toString().length <= MAX_QUERY) return query.toString();
  throw new PayloadError([{ path: '', message: 'expected a link with page_info' }]);
}

function write(cursor: Cursor): string {
  return JSON.stringify(cursor);
}

/** @throws {PayloadError} the text is no cursor of this list. */
function readCursor(text: string): Cursor {
  return parsePayload(CursorSchema, text);
}
