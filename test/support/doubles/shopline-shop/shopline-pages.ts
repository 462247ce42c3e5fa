import type { ShoplineDoubleOrder } from './shopline-order.ts';

const KNOWN = new Set([
  'ids',
  'status',
  'updated_at_min',
  'fulfillment_status',
  'hidden_order',
  'limit',
  'fields',
  'page_info',
]);
const SHIPMENTS: ReadonlyMap<unknown, string> = new Map([
  ['fulfilled', 'shipped'],
  ['partial', 'partial'],
  [null, 'unshipped'],
]);

export interface ShoplinePage {
  readonly rows: readonly ShoplineDoubleOrder[];
  /** The query of the next page; absent on the last. */
  readonly next: string | undefined;
}

/**
 * Returns a page of the list, in the order of ids, or what is wrong with the query. Without a filter the list has unshipped
 * orders that are not archived, by the letter of the documents. The next page is named by `page_info`, which has the filters
 * in it: whether that is so is not documented.
 */
export function shoplinePage(
  orders: Iterable<ShoplineDoubleOrder>,
  query: URLSearchParams,
  maxRows: number,
): ShoplinePage | string {
  const unknown = [...query.keys()].find((key) => !KNOWN.has(key));
  if (unknown !== undefined) return `${unknown} is unknown`;
  const { sinceId = '', ...filters } = placeOf(query);
  const shipment = filters['fulfillment_status'] ?? 'unshipped';
  if (![...SHIPMENTS.values()].includes(shipment)) return 'fulfillment status value is illegal';
  const since = filters['updated_at_min'];
  if (since !== undefined && Number.isNaN(Date.parse(since))) return 'updated_at_min is illegal';
  const limit = Math.min(maxRows, Number(filters['limit'] ?? 50));

  const ids = filters['ids']?.split(',');
  const found = [...orders]
    .filter((order) => ids?.includes(order.id) ?? true)
    .filter((order) => String(order['hidden_order']) === (filters['hidden_order'] ?? 'false'))
    .filter((order) => SHIPMENTS.get(order['fulfillment_status']) === shipment)
    .filter(
      (order) =>
        since === undefined || Date.parse(order.updated_at) >= Math.floor(Date.parse(since) / 1_000) * 1_000,
    )
    .filter(({ id }) => id > sinceId)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const place = { ...filters, sinceId: last?.id, direction: 'next' };
  const page_info = Buffer.from(JSON.stringify(place)).toString('base64');
  const next = new URLSearchParams({ limit: String(limit), page_info }).toString();
  return { rows, next: found.length > rows.length ? next : undefined };
}

function placeOf(query: URLSearchParams): Readonly<Record<string, string>> {
  const place = query.get('page_info');
  if (place === null) return Object.fromEntries(query);
  return JSON.parse(Buffer.from(place, 'base64').toString()) as Record<string, string>;
}
