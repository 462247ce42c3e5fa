import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ShopList } from '../listing.ts';
import { Id, LooseInstant } from './fields.ts';
import { isLastPage } from './further-pages.ts';
import { beginAt, readCursor, writeCursor } from './list-cursor.ts';
import { ROWS, storeGet } from './store-request.ts';

const OVERLAP_MS = 15 * 60_000;

const PageSchema = v.object({ data: v.array(v.object({ id: Id, order_id: Id, created: LooseInstant })) });

/**
 * Refunds that were made since a time, in the order of their ids. A new one comes at the end, and none leaves the list, so
 * page numbers pass over nothing. Its order is fetched, unless the refund was told.
 * @see https://github.com/bigcommerce/docs/blob/main/reference/orders.v3.yml (`getOrdersRefunds`; commit 24f580ca, read 2026-11-29)
 */
export const refundList = {
  overlapMs: OVERLAP_MS,
  begin: beginAt,
  request: (text, shop) => {
    const { from, page = 1 } = readCursor(text);
    return storeGet(shop, 'v3/orders/payment_actions/refunds', {
      'created:min': from,
      limit: String(ROWS),
      page: String(page),
    });
  },
  read: (body, text) => {
    const { from, page = 1 } = readCursor(text);
    const rows = parsePayload(PageSchema, body).data;
    return {
      entries: rows.map(({ id, order_id: orderId, created }) => ({
        kind: 'order-to-fetch',
        id: `refund/${id}`,
        changedAt: created ?? undefined,
        reference: { orderId, parameters: {} },
        shownBy: { kind: 'refund', refundId: id },
      })),
      next: isLastPage(body, { page, rows: rows.length }) ? undefined : writeCursor({ from, page: page + 1 }),
    };
  },
} satisfies Partial<ShopList>;
