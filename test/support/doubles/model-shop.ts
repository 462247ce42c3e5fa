import * as v from 'valibot';
import { PayloadError } from '../../../lib/model/errors.ts';
import type { HttpAnswer } from '../../../lib/runtime/http/http-answer.ts';
import type { AskShop } from '../../../lib/shop-client/ask-shop.ts';
import type { ListEntry, ListPage, ShopList } from '../../../lib/sources/listing.ts';
import type { ShopApi } from '../../../lib/sources/shop-api.ts';
import { shopify } from '../../../lib/sources/shopify/source.ts';
import type { Source } from '../../../lib/sources/source.ts';
import { bodyLine, bodyRefund, shopifyBody } from '../builders/shopify-body.ts';

/** An order of the model, as it is now. Times in milliseconds since 1970, by the shop's clock. */
interface ModelOrder {
  readonly id: string;
  readonly placedAt: number;
  readonly changedAt: number;
  readonly isPaid: boolean;
  readonly refunds: readonly number[];
}

/** A shop in memory with lists as a platform may have them, and orders as Shopify writes them. */
export interface ModelShop {
  /** Shopify with the model's lists. */
  readonly source: Source;
  readonly ask: AskShop;
  /** The shop's clock. */
  now(): number;
  /** Places an order and returns its id. */
  place(order?: { readonly at?: number; readonly isPaid?: boolean; readonly id?: string }): string;
  pay(id: string): void;
  /** Pays 1.00 of an order back, which changes it. */
  refund(id: string, at?: number): void;
  /** The refunds that an order has now, by the names of the adapter's messages. */
  subjects(): string[];
  /** Called before each list request is answered. */
  onList(change: (request: number) => void): void;
  /** Answers the next request whose path matches with something else; `undefined` answers it as ever. */
  misbehave(answer: (path: string) => HttpAnswer | Promise<HttpAnswer> | undefined): void;
  readonly paths: string[];
}

export interface ModelShopOptions {
  readonly clock: { readonly now: number };
  /** The shop's clock is ahead by so much. */
  readonly aheadMs?: number;
  readonly pageSize?: number;
  /** Default: one list of whole orders. */
  readonly lists?: (list: Pick<ShopList, 'begin' | 'request' | 'read'>) => readonly ShopList[];
  /** What the entries of the list are. Default: whole orders. */
  readonly toEntry?: (order: ModelOrder, body: unknown) => ListEntry;
  readonly saysTime?: boolean;
  /** Whether the API is behind its own lists. */
  readonly isBehind?: () => boolean;
}

const CursorSchema = v.pipe(v.string(), v.parseJson(), v.object({ at: v.number(), id: v.string() }));
const PageSchema = v.object({
  rows: v.array(v.object({ id: v.string(), changedAt: v.number(), body: v.unknown() })),
  next: v.optional(v.string()),
});

export const OVERLAP_MS = 5 * 60_000;

/** Returns a shop without orders. Its list is read by key, in the order of change; equal times by id. */
export function createModelShop(options: ModelShopOptions): ModelShop {
  const { clock, aheadMs = 0, pageSize = 3, saysTime = true } = options;
  const orders = new Map<string, ModelOrder>();
  const paths: string[] = [];
  const now = () => clock.now + aheadMs;
  let change: (request: number) => void = () => undefined;
  let fault: (path: string) => HttpAnswer | Promise<HttpAnswer> | undefined = () => undefined;
  let requests = 0;
  let refunds = 0;

  const toEntry =
    options.toEntry ?? (({ id }: ModelOrder, body: unknown): ListEntry => ({ kind: 'order', id, body }));

  const list = {
    begin: ({ from }: { readonly from: Date }) => JSON.stringify({ at: from.getTime(), id: '' }),
    request: (cursor: string) => ({
      method: 'GET' as const,
      path: `/list?cursor=${encodeURIComponent(cursor)}` as const,
      headers: {},
    }),
    read(body: unknown): ListPage {
      const page = v.safeParse(PageSchema, body);
      if (!page.success) throw new PayloadError([{ path: 'rows', message: 'missing' }]);
      const entries = page.output.rows.map(({ id, changedAt, body: content }): ListEntry => {
        const order = orders.get(id);
        const entry = toEntry(order ?? placed(id, { at: changedAt }), content);
        return saysTime ? { ...entry, changedAt: new Date(changedAt).toISOString() } : entry;
      });
      return { entries, next: page.output.next };
    },
  };

  const api: ShopApi = {
    origin: () => 'https://shop.example.com',
    pauseMs: (headers) => Number(headers['retry-after'] ?? 0) * 1_000,
    orders: {
      request: ({ orderId }) => ({ method: 'GET', path: `/orders/${orderId}`, headers: {} }),
      read: (body) => body,
      ...(options.isBehind && { isBehind: options.isBehind }),
    },
  };

  function placed(id: string, { at = now(), isPaid = true }: { at?: number; isPaid?: boolean }): ModelOrder {
    return { id, placedAt: at, changedAt: at, isPaid, refunds: [] };
  }

  function answer(path: string): HttpAnswer {
    const headers = () => ({ date: new Date(now()).toUTCString() });
    const given = (body: unknown): HttpAnswer => ({
      kind: 'answered',
      status: 200,
      headers: headers(),
      body: JSON.stringify(body),
    });
    const [, orderId] = /^\/orders\/(\w+)/.exec(path) ?? [];
    if (orderId !== undefined) {
      const order = orders.get(orderId);
      return order === undefined
        ? { kind: 'answered', status: 404, headers: headers(), body: '{}' }
        : given(bodyOf(order));
    }
    requests += 1;
    change(requests);
    const cursor = v.parse(
      CursorSchema,
      new URL(path, 'https://shop.example.com').searchParams.get('cursor'),
    );
    const after = [...orders.values()]
      .toSorted((a, b) => a.changedAt - b.changedAt || (a.id < b.id ? -1 : 1))
      .filter(({ changedAt, id }) =>
        cursor.id === ''
          ? changedAt >= cursor.at
          : changedAt > cursor.at || (changedAt === cursor.at && id > cursor.id),
      );
    const rows = after.slice(0, pageSize);
    const last = rows.at(-1);
    const next =
      last !== undefined && after.length > pageSize
        ? JSON.stringify({ at: last.changedAt, id: last.id })
        : undefined;
    return given({
      rows: rows.map((order) => ({ id: order.id, changedAt: order.changedAt, body: bodyOf(order) })),
      next,
    });
  }

  const lists = options.lists?.(list) ?? [
    { ...list, name: 'orders', about: 'orders' as const, overlapMs: OVERLAP_MS },
  ];
  return {
    source: { ...shopify, api, listing: { lists } },
    ask: async (_, { path }) => {
      paths.push(path);
      return (await fault(path)) ?? answer(path);
    },
    now,
    place(order = {}) {
      const id = order.id ?? String(1_000 + orders.size);
      orders.set(id, placed(id, order));
      return id;
    },
    pay(id) {
      const order = orders.get(id);
      if (order !== undefined) orders.set(id, { ...order, isPaid: true, changedAt: now() });
    },
    refund(id, at = now()) {
      const order = orders.get(id);
      refunds += 1;
      if (order !== undefined)
        orders.set(id, { ...order, changedAt: at, refunds: [...order.refunds, refunds] });
    },
    subjects: () =>
      [...orders.values()].flatMap(({ id, refunds: backs }) => [id, ...backs.map((back) => `${id}/${back}`)]),
    onList: (next) => {
      change = next;
    },
    misbehave: (next) => {
      fault = next;
    },
    paths,
  };
}

/** Returns an order of 100.00 as Shopify writes it. */
function bodyOf({ id, placedAt, changedAt, isPaid, refunds }: ModelOrder): unknown {
  const placed = new Date(placedAt).toISOString();
  const back = refunds.length > 0 ? 'partially_refunded' : 'paid';
  return shopifyBody({
    id: Number(id),
    created_at: placed,
    processed_at: placed,
    updated_at: new Date(changedAt).toISOString(),
    total_price: '100.00',
    current_total_price: '100.00',
    line_items: [bodyLine({ id: 1, price: '100.00' })],
    financial_status: isPaid ? back : 'pending',
    refunds: refunds.map((refund) =>
      bodyRefund({ id: refund, paid: '1.00', adjusted: '-1.00', more: { created_at: placed } }),
    ),
  });
}
