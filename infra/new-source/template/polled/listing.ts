import * as v from 'valibot';
import { parsePayload } from '../../../../lib/model/parse-payload.ts';
import type { Listing } from '../../../../lib/sources/listing.ts';

/** More than the platform's clock, seconds and index may be off. */
const OVERLAP_MS = 10 * 60_000;

const RowSchema = v.object({
  id: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
  updated_at: v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.transform((text) => new Date(text).toISOString()),
  ),
});

const PageSchema = v.object({ orders: v.array(v.unknown()), next: v.nullish(v.string()) });

const CursorSchema = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string()));

// TO DO 90: How does the API list what changed since a time? Read "A list of what changed" in docs/adding-a-source.md: no page may skip an order.

/** The orders by the time of their change. The cursor is the platform's own, or the time of the first page. */
export const listing: Listing = {
  lists: [
    {
      name: 'orders',
      about: 'orders',
      overlapMs: OVERLAP_MS,
      begin: ({ from }) => JSON.stringify({ updated_since: from.toISOString() }),
      request: (cursor) => ({
        method: 'GET',
        path: `/api/orders?${new URLSearchParams(parsePayload(CursorSchema, cursor)).toString()}`,
        headers: {},
      }),
      read: (body) => {
        const { orders, next } = parsePayload(PageSchema, body);
        return {
          entries: orders.map((order) => {
            const { id, updated_at: changedAt } = parsePayload(RowSchema, order);
            return { kind: 'order', id, changedAt, body: order };
          }),
          next: next == null ? undefined : JSON.stringify({ page: next }),
        };
      },
    },
  ],
};
