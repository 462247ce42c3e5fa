import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ShopList } from '../listing.ts';
import { Id, LooseInstant, LooseText } from './fields.ts';
import { beginAt, readCursor, writeCursor } from './list-cursor.ts';
import { ROWS, storeGet } from './store-request.ts';

const OVERLAP_MS = 15 * 60_000;

const PageSchema = v.object({
  data: v.array(v.object({ id: Id, date_created: LooseInstant, date_modified: LooseInstant })),
  meta: v.fallback(
    v.optional(v.object({ cursor_pagination: v.object({ end_cursor: LooseText }) })),
    undefined,
  ),
});
const BodiesSchema = v.object({ data: v.array(v.unknown()) });

/** By which time customers are listed, and the topic that reads them. */
export interface CustomerListOptions {
  readonly by: 'date_created' | 'date_modified';
  readonly topic: string;
}

/**
 * Returns a list of customers, read on by the platform's own cursor. Its times have no zone in the documents; they are sent
 * in UTC, and the wide pass of each day covers what another zone would leave out.
 * @see https://github.com/bigcommerce/docs/blob/main/reference/customers.v3.yml (`getCustomers`; commit 24f580ca, read 2026-11-29)
 */
export function customerList({ by, topic }: CustomerListOptions) {
  return {
    overlapMs: OVERLAP_MS,
    begin: beginAt,
    request: (text, shop) => {
      const { from, after } = readCursor(text);
      return storeGet(shop, 'v3/customers', {
        [`${by}:min`]: from.slice(0, 19),
        limit: String(ROWS),
        ...(after !== undefined && { after }),
      });
    },
    read: (body, text) => {
      const { from } = readCursor(text);
      const { data: rows, meta } = parsePayload(PageSchema, body);
      const bodies = parsePayload(BodiesSchema, body).data;
      const after = meta?.cursor_pagination.end_cursor;
      const isLast = rows.length === 0 || (rows.length < ROWS && after === undefined);
      if (!isLast && after === undefined) {
        throw new PayloadError([{ path: 'meta.cursor_pagination.end_cursor', message: 'missing' }]);
      }
      return {
        entries: rows.map((row, index) => ({
          kind: 'delivery',
          id: row.id,
          changedAt: row[by] ?? undefined,
          topic,
          // A replay finds the topic here, and an erasure the id.
          body: { scope: topic, customer: bodies[index] },
        })),
        next: isLast ? undefined : writeCursor({ from, after }),
      };
    },
  } satisfies Partial<ShopList>;
}
