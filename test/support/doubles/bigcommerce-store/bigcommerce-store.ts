import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../../../../infra/local/http-body.ts';
import { startServer } from '../../../../infra/local/http-server.ts';
import type { ListingShop, ShopFault } from '../../../../infra/local/shop-double/listing-shop.ts';
import { playShopFault } from '../../../../infra/local/shop-double/play-shop-fault.ts';
import type { ApiClient } from '../../../../lib/sources/shop-api.ts';
import { type Answer, answerCall, type Store, type StoreCustomer } from './answer-call.ts';
import type { StoreHook } from './answer-hooks.ts';
import { type StoreOrder, storeOrder } from './store-order.ts';

/** A store of BigCommerce with one API account. */
export interface BigCommerceStore extends ListingShop {
  /** The connection's shop. */
  readonly hash: string;
  readonly client: ApiClient;
  readonly hooks: StoreHook[];
  order(orderId: string): StoreOrder | undefined;
  /** Stores an order, in place of one with its id. */
  put(order: StoreOrder): void;
  putCustomer(customer: StoreCustomer): void;
  remove(orderId: string): void;
  /** From now on another token counts. */
  changeToken(): void;
  /** Called before each request is answered, with its path. */
  onRequest(change: (path: string) => void): void;
}

export interface BigCommerceStoreOptions {
  readonly maxRows?: number;
  readonly includedLines?: number;
  /** Default: as documented, 150 requests in 30 seconds. */
  readonly quota?: { readonly requests: number; readonly windowMs: number };
  readonly now?: () => number;
}

const TOKEN = 'access-token-of-the-store';

/**
 * Starts a store without orders. It keeps to the documents, is strict about what it is asked, and fails on demand; where the
 * documents are silent, it does the less convenient thing: a refund does not change its order.
 * @see https://github.com/bigcommerce/docs/blob/main/docs/start/about/index.mdx (quota; commit 24f580ca, read 2026-11-29)
 */
export async function startBigCommerceStore({
  maxRows = 50,
  includedLines = 250,
  quota = { requests: 150, windowMs: 30_000 },
  now: clock = Date.now,
}: BigCommerceStoreOptions = {}): Promise<BigCommerceStore> {
  let [aheadMs, lastOrder, lastRefund, lists, overLimit] = [0, 100, 0, 0, 0];
  let [token, windowEnds, used] = [TOKEN, 0, 0];
  const now = () => clock() + aheadMs;
  const store: Store = {
    hash: 'abcde',
    orders: new Map(),
    refunds: [],
    customers: new Map(),
    hooks: [],
    maxRows,
    includedLines,
  };
  const asked: { readonly path: string; readonly at: number; readonly status: number }[] = [];
  const faults: ShopFault[] = [];
  let always: ShopFault | undefined;
  let changeList: (request: number) => void = () => undefined;
  let changeRequest: (path: string) => void = () => undefined;

  /** Counts a request, and writes the quota into the answer. Returns false if it is used up. */
  function isWithinQuota(response: ServerResponse): boolean {
    if (now() >= windowEnds) [windowEnds, used] = [now() + quota.windowMs, 0];
    used += 1;
    const resetMs = String(windowEnds - now());
    response.setHeader('x-rate-limit-requests-quota', String(quota.requests));
    response.setHeader('x-rate-limit-requests-left', String(Math.max(0, quota.requests - used)));
    response.setHeader('x-rate-limit-time-window-ms', String(quota.windowMs));
    response.setHeader('x-rate-limit-time-reset-ms', resetMs);
    if (used <= quota.requests) return true;
    overLimit += 1;
    response.setHeader('x-retry-after', String(Math.ceil(Number(resetMs) / 1_000)));
    return false;
  }

  function answer(
    request: IncomingMessage,
    response: ServerResponse,
    { url, body }: { url: URL; body: string },
  ): Answer {
    if (request.headers['x-auth-token'] !== token) return { status: 401, body: { title: 'Unauthorized' } };
    if (!isWithinQuota(response)) return { status: 429, body: { title: 'Too many requests' } };
    if (request.headers.accept !== 'application/json') return { status: 406 };
    if (url.pathname.endsWith('/v2/orders')) {
      lists += 1;
      changeList(lists);
    }
    return answerCall(store, { method: request.method ?? '', url, body });
  }

  const server = await startServer(async (request, response) => {
    const path = request.url ?? '/';
    const url = new URL(path, 'http://127.0.0.1');
    const at = now();
    const body = String((await readBody(request)) ?? '');
    response.setHeader('date', new Date(at).toUTCString());
    changeRequest(path);
    const fault = faults.shift() ?? always;
    if (fault !== undefined) {
      const isTimed = typeof fault === 'object' && fault.retryAfterSeconds !== undefined;
      if (isTimed) response.setHeader('x-retry-after', String(fault.retryAfterSeconds));
      asked.push({ path, at, status: playShopFault(response, fault, JSON.stringify([{ id: 1 }])) });
      return;
    }
    const { status, body: given } = answer(request, response, { url, body });
    asked.push({ path, at, status });
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(given === undefined ? undefined : JSON.stringify(given));
  });

  const put = (order: StoreOrder): void => {
    store.orders.set(order.id, order);
  };
  const changed = (orderId: string, to: (order: StoreOrder) => StoreOrder): void => {
    const order = store.orders.get(Number(orderId));
    if (order !== undefined) put(to(order));
  };

  return {
    url: server.url,
    hash: store.hash,
    client: { clientId: 'token', clientSecret: TOKEN },
    hooks: store.hooks,
    order: (orderId) => store.orders.get(Number(orderId)),
    put,
    putCustomer: (customer) => {
      store.customers.set(customer.id, customer);
    },
    remove: (orderId) => {
      store.orders.delete(Number(orderId));
    },
    changeToken: () => {
      token = `${TOKEN}-2`;
    },
    onRequest: (change) => {
      changeRequest = change;
    },
    place({ at = now(), total = '100' } = {}) {
      lastOrder += 1;
      put(storeOrder(lastOrder, { at, total: Number(total) }));
      return String(lastOrder);
    },
    touch: (orderId, at = now()) => {
      changed(orderId, (order) => ({ ...order, modifiedAt: at }));
    },
    refund: (orderId, amount, at = now()) => {
      lastRefund += 1;
      const fields = {
        total_amount: Number(amount),
        total_tax: 0,
        items: [{ item_type: 'ORDER', item_id: Number(orderId), requested_amount: Number(amount) }],
        payments: [
          {
            id: lastRefund,
            provider_id: 'braintree',
            amount: Number(amount),
            offline: false,
            is_declined: false,
          },
        ],
      };
      store.refunds.push({ id: lastRefund, orderId: Number(orderId), createdAt: at, fields });
    },
    setClock: (ahead) => {
      aheadMs = ahead;
    },
    onList: (change) => {
      changeList = change;
    },
    misbehave: (...more) => {
      faults.push(...more);
    },
    misbehaveAlways: (fault) => {
      always = fault;
    },
    requests: () => asked,
    overLimit: () => overLimit,
    stop: () => server.stop(),
  };
}
