import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ListEntry, ShopList } from '../listing.ts';
import { Id, LooseInstant } from './fields.ts';
import { beginAt, readCursor, writeCursor } from './list-cursor.ts';
import { isUnfinished } from './stage-of.ts';
import { ROWS, storeGet } from './store-request.ts';
import {
  type FoundOrder,
  INCLUDED,
  lacksLines,
  refundsAmong,
  refundsOf,
  toFoundOrder,
} from './whole-order.ts';

/** It is not documented how late a change may show. What comes twice costs one read of the ledger. */
const OVERLAP_MS = 15 * 60_000;

const RowsSchema = v.array(v.object({ id: Id, date_modified: LooseInstant }));

/**
 * Orders that changed since a time, in the order of their ids. An order keeps its id and does not leave the list by a further
 * change, so none is passed over; only a page without a new id is the end. Lines come with each order, and the refunds of a
 * page by a second request. An order that lacks lines is fetched.
 * @see https://github.com/bigcommerce/docs/blob/main/reference/orders.v2.oas2.yml (`getOrders`; commit 24f580ca, read 2026-11-29)
 */
export const orderList = {
  overlapMs: OVERLAP_MS,
  begin: beginAt,
  request: (text, shop) => {
    const { from, afterId } = readCursor(text);
    return storeGet(shop, 'v2/orders', {
      // In the documented form, with its zone.
      min_date_modified: from.replace(/Z$/, '+00:00'),
      // It is not documented whether the id itself belongs to the list.
      ...(afterId !== undefined && { min_id: afterId }),
      sort: 'id:asc',
      limit: String(ROWS),
      ...INCLUDED,
    });
  },
  read: (body, text) => {
    const { from, afterId = '0' } = readCursor(text);
    const bodies = parsePayload(v.array(v.unknown()), body);
    const rows = parsePayload(RowsSchema, body).map((row, index) => ({ ...row, body: bodies[index] }));
    const isInOrder = rows.every(({ id }, index) => isAfter(id, rows[index - 1]?.id ?? '0'));
    if (!isInOrder)
      throw new PayloadError([{ path: '', message: 'expected orders in the order of their ids' }]);
    const fresh = rows.filter(({ id }) => isAfter(id, afterId));
    const last = fresh.at(-1);
    return {
      entries: fresh.map(toEntry),
      next: last && writeCursor({ from, afterId: last.id }),
    };
  },
  next: (page, _, shop) => {
    const ids = page.entries.flatMap((entry) =>
      entry.kind === 'order' && !isUnfinished(foundIn(entry)) ? [entry.id] : [],
    );
    if (ids.length === 0) return undefined;
    return refundsOf(shop, ids, (refunds) => ({
      ...page,
      entries: page.entries.map((entry) => (entry.kind === 'order' ? withRefunds(entry, refunds) : entry)),
    }));
  },
} satisfies Partial<ShopList>;

function isAfter(id: string, other: string): boolean {
  return BigInt(id) > BigInt(other);
}

interface Row {
  readonly id: string;
  readonly date_modified?: string | null | undefined;
  readonly body: unknown;
}

function toEntry({ id, date_modified, body }: Row): ListEntry {
  const changedAt = date_modified ?? undefined;
  const order = toFoundOrder(body);
  if (isUnfinished(order) || !lacksLines(order)) return { kind: 'order', id, changedAt, body: order };
  const what = `${id}/${changedAt ?? ''}`;
  return { kind: 'order-to-fetch', id: what, changedAt, reference: { orderId: id, parameters: {} } };
}

function foundIn({ body }: { readonly body: unknown }): FoundOrder {
  return body as FoundOrder;
}

function withRefunds(entry: Extract<ListEntry, { kind: 'order' }>, refunds: readonly unknown[]): ListEntry {
  return { ...entry, body: { ...foundIn(entry), refunds: refundsAmong(refunds, entry.id) } };
}
