import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ListPage, ShopList } from '../listing.ts';
import type { ShopHeaders } from '../shop-api.ts';
import { apiPath } from './api.ts';
import { fromListTime, type ListCursor, readCursor, writeCursor } from './list-cursor.ts';
import { loose } from './loose.ts';
import { askedFrom, nextCursor, placeOf } from './next-cursor.ts';
import { refuseCached } from './refuse-cached.ts';
import { Id, UtcTime, WooCommerceOrderSchema, WooCommerceOrderStateSchema } from './schema.ts';

/**
 * Rows of a page; WordPress allows 100. The client takes 16 MB within 7 seconds: that leaves 320 KB for each order, of which
 * the largest recorded one has 56.
 */
const ROWS = 50;

/** With the hour that is asked for beyond it two hours: late commits, and clocks of two servers that differ. */
const OVERLAP_MS = 60 * 60_000;

/** Shops write the times of a page in whole seconds. */
const ROUNDING_MS = 2_000;

/** Longer than the client waits for an answer. */
const LONGEST_ANSWER_MS = 10_000;

/** Only what is read is asked for, so that addresses of recipients and notes stay in the shop. */
const FIELDS = [
  ...new Set(
    [WooCommerceOrderStateSchema.entries, WooCommerceOrderSchema.entries].flatMap((entries) =>
      Object.keys(entries),
    ),
  ),
].join(',');

const RowSchema = v.object({
  id: Id,
  date_created_gmt: loose(UtcTime),
  date_modified_gmt: loose(UtcTime),
});
type Row = v.InferOutput<typeof RowSchema>;

/** By which time a list is filtered and sorted. */
export interface OrderListOptions {
  readonly by: 'changed' | 'created';
  /** Default: any but the trash. */
  readonly status?: 'trash';
}

const sortings = {
  changed: { filter: 'modified_after', orderby: 'modified', field: 'date_modified_gmt' },
  created: { filter: 'after', orderby: 'date', field: 'date_created_gmt' },
} as const;

/**
 * Returns a list of orders. Times go out in UTC without a zone, with `dates_are_gmt`: one with a zone is converted to the
 * site's own and then compared with UTC, so that a shop in Seoul would leave out nine hours.
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/rest-api/Controllers/Version3/class-wc-rest-crud-controller.php (`prepare_objects_query`, `get_items`; commit 0059466f, read 2026-11-29)
 * @see https://github.com/WordPress/WordPress/blob/master/wp-includes/class-wp-date-query.php (`build_mysql_datetime`, read 2026-11-28)
 * @see https://developer.wordpress.org/rest-api/using-the-rest-api/pagination/ (`offset`, `X-WP-Total`; read 2026-11-29)
 */
export function orderList({ by, status }: OrderListOptions) {
  const { filter, orderby, field } = sortings[by];
  return {
    overlapMs: OVERLAP_MS,
    begin: ({ from, now }) =>
      writeCursor({ from: askedFrom(from.getTime()), offset: 0, begunAt: now.getTime(), pages: 0 }),
    request: (text, shop) => {
      const { from, offset, begunAt, pages } = readCursor(text);
      const query = new URLSearchParams({
        [filter]: from,
        dates_are_gmt: 'true',
        orderby,
        order: 'asc',
        per_page: String(ROWS),
        offset: String(offset),
        ...(status && { status }),
        _fields: FIELDS,
        // WordPress ignores it. A cache has no answer for an address that is new.
        _: `${begunAt}-${pages}`,
      });
      return {
        method: 'GET',
        path: apiPath(shop, `/orders?${query.toString()}`),
        headers: { 'cache-control': 'no-cache' },
      };
    },
    read: (body, text, headers): ListPage => {
      const cursor = readCursor(text);
      refuseCached(headers);
      const bodies = parsePayload(v.array(v.unknown()), body);
      const rows = parsePayload(v.array(RowSchema), body);
      const times = rows.map((row) => row[field].value);
      refuseOlder(times, cursor, filter);
      const next = nextCursor(cursor, {
        places: rows.flatMap((row, index) => placeIn(row, times[index])),
        rows: rows.length,
        ...countsIn(headers),
        askedAfter: askedAfter(headers),
      });
      return {
        entries: rows.map(({ id, date_modified_gmt }, index) => ({
          kind: 'order',
          id,
          changedAt: date_modified_gmt.value,
          body: bodies[index],
        })),
        next: next === undefined ? undefined : writeCursor(next),
      };
    },
  } satisfies Partial<ShopList>;
}

function placeIn({ id }: Row, time: string | undefined): readonly string[] {
  return time === undefined ? [] : [placeOf({ time, id })];
}

/** WooCommerce before 5.8 does not know the filter, and WordPress says nothing of what it does not know. */
function refuseOlder(times: readonly (string | undefined)[], { from }: ListCursor, filter: string): void {
  const earliest = fromListTime(from) - ROUNDING_MS;
  if (!times.some((time) => time !== undefined && Date.parse(time) < earliest)) return;
  const message = 'the shop lists older orders than were asked for: it needs WooCommerce 5.8 or later';
  throw new PayloadError([{ path: filter, message }]);
}

function countsIn(headers: ShopHeaders): { readonly total: number; readonly pages: number } {
  return { total: countIn(headers, 'x-wp-total'), pages: countIn(headers, 'x-wp-totalpages') };
}

/** The answer says when it was sent. */
function askedAfter({ date = '' }: ShopHeaders): string | undefined {
  const sentAt = Date.parse(date);
  return Number.isNaN(sentAt) ? undefined : new Date(sentAt - LONGEST_ANSWER_MS).toISOString();
}

/** Without the whole number a short page would look like the last. */
function countIn(headers: ShopHeaders, name: 'x-wp-total' | 'x-wp-totalpages'): number {
  const text = headers[name] ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new PayloadError([
    { path: name, message: 'expected this header: something in front of the shop removes it' },
  ]);
}
