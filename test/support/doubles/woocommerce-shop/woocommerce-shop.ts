import type { IncomingMessage, ServerResponse } from 'node:http';
import { startServer } from '../../../../infra/local/http-server.ts';
import type { ListingShop, ShopFault } from '../../../../infra/local/shop-double/listing-shop.ts';
import type { ApiClient } from '../../../../lib/sources/shop-api.ts';
import { answerCache, type CachedBy } from './answer-cache.ts';
import { answerOrder, answerOrders, refusal, type ShopAnswer, type Site } from './answer-orders.ts';
import { orderTable } from './order-table.ts';
import { playFault } from './play-fault.ts';
import { paidOrder, type ShopOrder, timeFields, withRefund } from './shop-order.ts';

/** A site with WooCommerce and one key of the permission Read. */
export interface WooCommerceShop extends ListingShop {
  readonly client: ApiClient;
  /** The connection's shop. */
  readonly shop: string;
  /** Stores an order as it is, in place of one with its id. Its times are its own, and text. */
  put(order: ShopOrder): void;
  order(orderId: string): ShopOrder | undefined;
  /** Deletes an order for good. */
  remove(orderId: string): void;
  /** Throws an order into the trash. Default: now. */
  trash(orderId: string, at?: number): void;
  /** From now on the key's user may not read these orders. */
  hide(...orderIds: readonly string[]): void;
  /** Called when the rows of a list were chosen and are not loaded yet. */
  onLoad(change: () => void): void;
}

export interface WooCommerceShopOptions {
  /** The site's time zone, by its IANA name. */
  readonly zone?: string;
  /** WordPress's folder. */
  readonly folder?: '' | `/${string}`;
  /** The most rows of a page, if a plug-in allows fewer than are asked for. */
  readonly maxRows?: number;
  /** WooCommerce before 5.8. */
  readonly isOld?: boolean;
  /** Default: no cache. */
  readonly cachedBy?: CachedBy;
  /** Whether the key's user may read orders. */
  readonly mayRead?: boolean;
  readonly now?: () => number;
}

const CLIENT = { clientId: 'ck_key-of-the-shop', clientSecret: 'cs_secret-of-the-shop' };

/**
 * Starts a shop without orders. It does not check for HTTPS: that is the caller's part.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#list-all-orders (version 3, read 2026-11-28)
 */
export async function startWooCommerceShop({
  zone = 'Asia/Seoul',
  folder = '',
  maxRows = 100,
  isOld = false,
  cachedBy,
  mayRead = true,
  now: clock = Date.now,
}: WooCommerceShopOptions = {}): Promise<WooCommerceShop> {
  const orders = orderTable();
  const hidden = new Set<number>();
  const asked: { readonly path: string; readonly at: number; readonly status: number }[] = [];
  const faults: ShopFault[] = [];
  let lastId = 9_000;
  let aheadMs = 0;
  let lists = 0;
  let always: ShopFault | undefined;
  let change: (request: number) => void = () => undefined;
  let changeLate: () => void = () => undefined;
  const now = () => clock() + aheadMs;
  const site: Site = {
    orders,
    zone,
    isOld,
    maxRows,
    isHidden: ({ id }) => hidden.has(id),
    onLoad: () => {
      changeLate();
    },
  };
  const throughCache = cachedBy === undefined ? undefined : answerCache(cachedBy);
  const root = `${folder}/wp-json/wc/v3`;

  function answer(url: URL, authorization: string | undefined): ShopAnswer {
    const [, resource, id] = /^\/(orders)(?:\/(\d+))?$/.exec(url.pathname.slice(root.length)) ?? [];
    if (!url.pathname.startsWith(root) || resource === undefined) return refusal(404, 'rest_no_route');
    if (authorization === undefined) return refusal(401, 'woocommerce_rest_cannot_view');
    if (authorization !== basicOf(CLIENT)) return refusal(401, 'woocommerce_rest_authentication_error');
    if (!mayRead) return refusal(403, 'woocommerce_rest_cannot_view');
    if (id !== undefined) return answerOrder(site, Number(id), url.searchParams);
    lists += 1;
    change(lists);
    return answerOrders(site, url.searchParams);
  }

  function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = Date.now();
    const path = request.url ?? '/';
    response.setHeader('date', new Date(now()).toUTCString());
    const fault = faults.shift() ?? always;
    if (fault !== undefined) {
      asked.push({ path, at, status: playFault(fault, { request, response }) });
      return Promise.resolve();
    }
    const url = new URL(path, 'http://shop.example.com');
    const ask = () => answer(url, request.headers.authorization);
    const { status, body, headers } = throughCache?.(url, ask) ?? ask();
    asked.push({ path, at, status });
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
    response.end(JSON.stringify(body));
    return Promise.resolve();
  }

  const server = await startServer(handle);
  const changed = (orderId: string, at: number, to: (order: ShopOrder) => ShopOrder): void => {
    const order = orders.get(Number(orderId));
    if (order !== undefined) orders.put({ ...to(order), ...timeFields('date_modified', at, zone) });
  };

  return {
    url: server.url,
    client: CLIENT,
    shop: `https://shop.example.com${folder}`,
    place({ at = now(), total = '10000' } = {}) {
      lastId += 1;
      orders.put(paidOrder({ id: lastId, at, total, zone }));
      return String(lastId);
    },
    touch: (orderId, at = now()) => {
      changed(orderId, at, (order) => order);
    },
    refund: (orderId, amount, at = now()) => {
      lastId += 1;
      const refund = { id: lastId, amount };
      changed(orderId, at, (order) => withRefund(order, refund));
    },
    trash: (orderId, at = now()) => {
      changed(orderId, at, (order) => ({ ...order, status: 'trash' }));
    },
    put: (order) => {
      orders.put(order);
    },
    order: (orderId) => orders.get(Number(orderId)),
    remove: (orderId) => {
      orders.remove(Number(orderId));
    },
    hide: (...orderIds) => {
      for (const id of orderIds) hidden.add(Number(id));
    },
    setClock: (ahead) => {
      aheadMs = ahead;
    },
    onList: (newChange) => {
      change = newChange;
    },
    onLoad: (newChange) => {
      changeLate = newChange;
    },
    misbehave: (...more) => {
      faults.push(...more);
    },
    misbehaveAlways: (fault) => {
      always = fault;
    },
    requests: () => asked,
    overLimit: () => 0,
    stop: () => server.stop(),
  };
}

function basicOf({ clientId, clientSecret }: ApiClient): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}
