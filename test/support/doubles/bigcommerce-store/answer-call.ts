import { answerHooks, type StoreHook } from './answer-hooks.ts';
import type { StoreOrder } from './store-order.ts';

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface StoreRefund {
  readonly id: number;
  readonly orderId: number;
  readonly createdAt: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface StoreCustomer {
  readonly id: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What a store keeps. */
export interface Store {
  readonly hash: string;
  readonly orders: Map<number, StoreOrder>;
  readonly refunds: StoreRefund[];
  readonly customers: Map<number, StoreCustomer>;
  readonly hooks: StoreHook[];
  /** The most rows of a page. */
  readonly maxRows: number;
  /** Whether lines come along with an order, and how many at most. */
  readonly includedLines: number;
}

interface Call {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

/** Answers a call as the documents say. It refuses parameters that they do not have. */
export function answerCall(store: Store, call: Call): Answer {
  const { url } = call;
  const root = `/stores/${store.hash}/`;
  const path = url.pathname.startsWith(root) ? url.pathname.slice(root.length) : '';
  const [, orderId, part] = /^v2\/orders\/(\d+)(?:\/(products))?$/.exec(path) ?? [];
  if (/^v3\/hooks(?:\/\d+)?$/.test(path)) return answerHooks(store.hooks, { ...call, path });
  if (call.method !== 'GET') return { status: 405 };
  if (path === 'v2/orders') return listOrders(store, url.searchParams);
  if (path === 'v3/orders/payment_actions/refunds') return listRefunds(store, url.searchParams);
  if (path === 'v3/customers') return listCustomers(store, url.searchParams);
  const order = orderId === undefined ? undefined : store.orders.get(Number(orderId));
  if (order === undefined) return { status: 404, body: [{ status: 404, message: 'Not found' }] };
  return part === undefined
    ? { status: 200, body: orderBody(store, order, url.searchParams) }
    : listProducts(store, order, url.searchParams);
}

const UNKNOWN: Answer = { status: 400, body: [{ status: 400, message: 'Unknown parameter' }] };

function hasOnly(query: URLSearchParams, names: readonly string[]): boolean {
  return [...query.keys()].every((name) => names.includes(name));
}

const INCLUDES = ['include', 'consignment_structure'];

function listOrders(store: Store, query: URLSearchParams): Answer {
  const known = ['min_date_modified', 'min_id', 'sort', 'limit', 'page', ...INCLUDES];
  if (!hasOnly(query, known)) return UNKNOWN;
  const since = query.get('min_date_modified');
  // In the documented form: with a zone.
  if (since !== null && !/T[\d:.]+[+-]\d\d:\d\d$/.test(since)) return UNKNOWN;
  const from = since === null ? 0 : Date.parse(since);
  const rows = [...store.orders.values()]
    .filter(({ id }) => id >= Number(query.get('min_id') ?? 0))
    // It is not documented whether the time itself belongs to it. Times have whole seconds.
    .filter(({ modifiedAt }) => seconds(modifiedAt) > seconds(from) || since === null)
    .toSorted((a, b) => a.id - b.id);
  const page = pageOf(store, rows, query);
  // Version 2 has no empty list.
  if (page.length === 0) return { status: 204 };
  return { status: 200, body: page.map((order) => orderBody(store, order, query)) };
}

function orderBody(
  store: Store,
  order: StoreOrder,
  query: URLSearchParams,
): Readonly<Record<string, unknown>> {
  const { id, fields, lines } = order;
  const includes = (query.get('include') ?? '').split(',');
  const link = (what: string) => ({
    url: `https://api.bigcommerce.com/stores/${store.hash}/v2/orders/${id}/${what}`,
    resource: `/orders/${id}/${what}`,
  });
  const isWhole =
    includes.includes('consignments.line_items') && query.get('consignment_structure') === 'object';
  const shipping = [
    {
      id: 1,
      first_name: 'Rita',
      last_name: 'Recipient',
      email: 'recipient@example.com',
      phone: '5550100',
      line_items: lines.slice(0, store.includedLines),
    },
  ];
  return {
    id,
    date_modified: new Date(order.modifiedAt).toUTCString().replace('GMT', '+0000'),
    ...fields,
    consignments: isWhole
      ? { shipping, pickups: [], downloads: [], email: { gift_certificates: [] } }
      : link('consignments'),
    products: link('products'),
    coupons: link('coupons'),
    fees: includes.includes('fees') ? (fields['fees'] ?? []) : link('fees'),
  };
}

function listProducts(store: Store, { lines }: StoreOrder, query: URLSearchParams): Answer {
  if (!hasOnly(query, ['limit', 'page'])) return UNKNOWN;
  const rows = pageOf(store, lines, query);
  return rows.length === 0 ? { status: 204 } : { status: 200, body: rows };
}

function listRefunds(store: Store, query: URLSearchParams): Answer {
  if (!hasOnly(query, ['order_id:in', 'created:min', 'limit', 'page'])) return UNKNOWN;
  const ids = query.get('order_id:in')?.split(',').map(Number);
  const since = Date.parse(query.get('created:min') ?? '1970-01-01T00:00:00Z');
  const rows = store.refunds
    .filter(({ orderId }) => ids?.includes(orderId) ?? true)
    .filter(({ createdAt }) => createdAt >= since)
    .toSorted((a, b) => a.id - b.id);
  const data = pageOf(store, rows, query).map(({ id, orderId, createdAt, fields }) => ({
    id,
    order_id: orderId,
    created: new Date(createdAt).toISOString(),
    ...fields,
  }));
  return { status: 200, body: { data, meta: pagination(store, rows, query) } };
}

function listCustomers(store: Store, query: URLSearchParams): Answer {
  if (!hasOnly(query, ['date_modified:min', 'date_created:min', 'limit', 'after'])) return UNKNOWN;
  const timeOf = (name: string) => Date.parse(`${query.get(name) ?? '1970-01-01T00:00:00'}Z`);
  const after = Number(Buffer.from(query.get('after') ?? '', 'base64').toString() || 0);
  const rows = [...store.customers.values()]
    .filter(({ modifiedAt }) => modifiedAt > timeOf('date_modified:min'))
    .filter(({ createdAt }) => createdAt > timeOf('date_created:min'))
    .filter(({ id }) => id > after)
    .toSorted((a, b) => a.id - b.id)
    .slice(0, rowsAsked(store, query));
  const last = rows.at(-1);
  const data = rows.map(({ id, createdAt, modifiedAt, fields }) => ({
    id,
    date_created: new Date(createdAt).toISOString(),
    date_modified: new Date(modifiedAt).toISOString(),
    ...fields,
  }));
  const cursors =
    last === undefined
      ? {}
      : { cursor_pagination: { end_cursor: Buffer.from(String(last.id)).toString('base64') } };
  return { status: 200, body: { data, meta: cursors } };
}

function rowsAsked({ maxRows }: Store, query: URLSearchParams): number {
  return Math.min(Number(query.get('limit') ?? 50), maxRows);
}

function pageOf<Row>(store: Store, rows: readonly Row[], query: URLSearchParams): readonly Row[] {
  const size = rowsAsked(store, query);
  const page = Number(query.get('page') ?? 1);
  return rows.slice((page - 1) * size, page * size);
}

function pagination(store: Store, rows: readonly unknown[], query: URLSearchParams): object {
  const page = Number(query.get('page') ?? 1);
  return {
    pagination: {
      total: rows.length,
      current_page: page,
      total_pages: Math.ceil(rows.length / rowsAsked(store, query)),
    },
  };
}

function seconds(time: number): number {
  return Math.floor(time / 1_000);
}
