import type { IncomingMessage } from 'node:http';
import { readBody } from '../../../../infra/local/http-body.ts';
import { startServer } from '../../../../infra/local/http-server.ts';
import { createLeakyBucket } from '../../../../infra/local/shop-double/leaky-bucket.ts';
import type { ListingShop, ShopFault } from '../../../../infra/local/shop-double/listing-shop.ts';
import { playShopFault } from '../../../../infra/local/shop-double/play-shop-fault.ts';
import type { ApiClient } from '../../../../lib/sources/shop-api.ts';
import { type ShoplineDoubleOrder, shoplineOrder, timeOf, withRefund } from './shopline-order.ts';
import { shoplinePage } from './shopline-pages.ts';

/** A webhook that the shop keeps. */
interface KeptWebhook {
  readonly id: number;
  readonly address: string;
  readonly api_version: string;
  readonly topic: string;
}

/** A shop of SHOPLINE that lists its orders and keeps webhooks. */
export interface ShoplineShop extends ListingShop {
  readonly client: ApiClient;
  readonly webhooks: readonly KeptWebhook[];
  readonly put: (order: ShoplineDoubleOrder) => void;
  readonly get: (orderId: string) => ShoplineDoubleOrder;
  readonly remove: (orderId: string) => void;
  /** From now on another token is the shop's. */
  readonly replaceToken: () => void;
}

export interface ShoplineShopOptions {
  readonly now?: () => number;
  readonly maxRows?: number;
  /** Default: as documented, 40 calls that drain by four a second. */
  readonly bucket?: { readonly size: number; readonly drainsPerSecond: number };
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly link?: string | undefined;
}

const PATH = /^\/admin\/openapi\/v\d{8}\/(.+)\.json$/;
const WEBHOOK = /^(\d+)\/webhooks$/;

/**
 * Starts a shop without orders. It keeps to the documents, is strict about what it is asked, and fails on demand.
 * @see https://developer.shopline.com/docs/apps/api-instructions-for-use/rest-admin-api/overview (read 2026-11-29)
 */
export async function startShoplineShop({
  now: clock = Date.now,
  maxRows = 100,
  bucket: bucketSize = { size: 40, drainsPerSecond: 4 },
}: ShoplineShopOptions = {}): Promise<ShoplineShop> {
  let [aheadMs, lastNumber, lastWebhook, lists, overLimit] = [0, 0, 0, 0, 0];
  let token = 'token-of-the-private-app';
  const client = { clientId: 'token', clientSecret: token };
  const now = () => clock() + aheadMs;
  const orders = new Map<string, ShoplineDoubleOrder>();
  const webhooks: KeptWebhook[] = [];
  const bucket = createLeakyBucket(bucketSize);
  const asked: { readonly path: string; readonly at: number; readonly status: number }[] = [];
  const faults: ShopFault[] = [];
  let always: ShopFault | undefined;
  let change: (request: number) => void = () => undefined;

  function answer({ method = '', headers }: IncomingMessage, url: URL, body: string): Answer {
    if (headers.authorization !== `Bearer ${token}`)
      return { status: 401, body: { errors: 'Invalid token' } };
    if (bucket.take(now()).kind === 'full') {
      overLimit += 1;
      return { status: 429, body: { errors: 'Too many request' } };
    }
    const [, resource = ''] = PATH.exec(url.pathname) ?? [];
    if (resource === 'orders' && method === 'GET') return list(url);
    if (resource === 'webhooks' && method === 'GET') return { status: 200, body: { webhooks } };
    if (resource === 'webhooks' && method === 'POST') return subscribe(headers['content-type'] ?? '', body);
    const [, id] = WEBHOOK.exec(resource) ?? [];
    return id !== undefined && method === 'DELETE'
      ? unsubscribe(Number(id))
      : { status: 404, body: { errors: 'Not Found' } };
  }

  function list(url: URL): Answer {
    if (!url.searchParams.has('ids') && url.searchParams.get('limit') !== '1') {
      lists += 1;
      change(lists);
    }
    const page = shoplinePage(orders.values(), url.searchParams, maxRows);
    if (typeof page === 'string') return { status: 422, body: { errors: page } };
    const link = page.next && `<https://example.myshopline.com${url.pathname}?${page.next}>; rel="next"`;
    return { status: 200, body: { orders: page.rows }, link };
  }

  function subscribe(contentType: string, body: string): Answer {
    const { webhook } = JSON.parse(body) as { readonly webhook: Omit<KeptWebhook, 'id'> };
    const isKnown = webhooks.some(
      ({ topic, address }) => topic === webhook.topic && address === webhook.address,
    );
    if (!contentType.startsWith('application/json'))
      return { status: 406, body: { errors: 'Not Acceptable' } };
    if (isKnown) return { status: 422, body: { errors: ['the topic is subscribed already'] } };
    lastWebhook += 1;
    const kept = { id: lastWebhook, ...webhook };
    webhooks.push(kept);
    return { status: 200, body: { webhook: kept } };
  }

  function unsubscribe(id: number): Answer {
    const index = webhooks.findIndex((kept) => kept.id === id);
    if (index < 0) return { status: 422, body: { errors: 'there is no such webhook' } };
    webhooks.splice(index, 1);
    return { status: 200 };
  }

  const server = await startServer(async (request, response) => {
    const at = now();
    const path = request.url ?? '/';
    const body = String((await readBody(request)) ?? '');
    response.setHeader('date', new Date(now()).toUTCString());
    const given = answer(request, new URL(path, 'https://shop.invalid'), body);
    const fails = faults.shift() ?? always;
    const text = given.body === undefined ? '' : JSON.stringify(given.body);
    if (fails !== undefined) {
      asked.push({ path, at, status: playShopFault(response, fails, text) });
      return;
    }
    asked.push({ path, at, status: given.status });
    const link = given.link === undefined ? {} : { link: given.link };
    response.writeHead(given.status, { 'content-type': 'application/json; charset=utf-8', ...link });
    response.end(text);
  });

  const put = (order: ShoplineDoubleOrder): void => {
    orders.set(order.id, order);
  };
  const get = (orderId: string): ShoplineDoubleOrder => {
    const order = orders.get(orderId);
    if (order === undefined) throw new Error(`The shop has no order ${orderId}`);
    return order;
  };

  return {
    url: server.url,
    client,
    webhooks,
    put,
    get,
    remove: (orderId) => {
      orders.delete(orderId);
    },
    replaceToken: () => {
      token = 'another-token-of-the-shop';
    },
    place({ at = now(), total = '10000' } = {}) {
      lastNumber += 1;
      const order = shoplineOrder(lastNumber, { at, total: Number(total) });
      put(order);
      return order.id;
    },
    // It is sent, and later archived: both move it to another list.
    touch: (orderId, at = now()) => {
      const order = get(orderId);
      const moved =
        order['fulfillment_status'] === null ? { fulfillment_status: 'fulfilled' } : { hidden_order: true };
      put({ ...order, ...moved, updated_at: timeOf(at) });
    },
    refund: (orderId, amount, at = now()) => {
      put(withRefund(get(orderId), Number(amount), at));
    },
    setClock: (ahead) => {
      aheadMs = ahead;
    },
    onList: (newChange) => {
      change = newChange;
    },
    misbehave: (...more) => {
      faults.push(...more);
    },
    misbehaveAlways: (fails) => {
      always = fails;
    },
    requests: () => asked,
    overLimit: () => overLimit,
    stop: () => server.stop(),
  };
}
