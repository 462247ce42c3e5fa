import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http-body.ts';
import { startStandIn } from '../start-stand-in.ts';
import { createLeakyBucket } from './leaky-bucket.ts';
import type { ListingShop, PlacedOrder, ShopFault } from './listing-shop.ts';
import { playShopFault } from './play-shop-fault.ts';
import { createShopifyOrders, type ShopifyOrders } from './shopify-orders.ts';
import { type ShopifyPage, shopifyPage } from './shopify-pages.ts';
import { createShopifySubscriptions, type ShopifySubscriptions } from './shopify-subscriptions.ts';
import { createShopifyTokens } from './shopify-tokens.ts';

/** A stand-in for a shop of Shopify with one app. */
export interface ShopifyShop extends ListingShop, Pick<ShopifyOrders, 'put' | 'putCustomer' | 'orderBody'> {
  /** The app's. */
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  /** The webhooks that the app subscribed. */
  readonly webhooks: ShopifySubscriptions['kept'];
  /** Deletes an order. */
  readonly remove: (orderId: string) => void;
  /** From now on no token that was given out is accepted. */
  expireTokens(): void;
  /** How many tokens were given out. */
  tokensGiven(): number;
}

export interface ShopifyShopOptions {
  readonly port?: number;
  readonly client?: ShopifyShop['client'];
  readonly scopes?: readonly string[];
  /** Default: as on the plan Standard. */
  readonly bucket?: { readonly size: number; readonly drainsPerSecond: number };
  /** Smaller than Shopify's 250, so that a test needs fewer orders for many pages. */
  readonly largestPage?: number;
  readonly tokenLifeMs?: number;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly now?: () => number;
}

const DEFAULT_SCOPES = ['read_orders', 'read_all_orders', 'read_customers'];
const VERSIONED = /^\/admin\/api\/\d{4}-\d{2}\/(orders|customers)(?:\/(\d+))?\.json$/;
const GRAPHQL = /^\/admin\/api\/\d{4}-\d{2}\/graphql\.json$/;
const HEADER_OF_CALLS = 'x-shopify-shop-api-call-limit';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Starts the stand-in on 127.0.0.1. It sends no webhooks: `orderBody` is what one would hold. */
export async function startShopifyShop(options: ShopifyShopOptions = {}): Promise<ShopifyShop> {
  const { scopes = DEFAULT_SCOPES, now = Date.now, tokenLifeMs = 86_399_000 } = options;
  const client = options.client ?? { clientId: 'app-of-the-stand-in', clientSecret: 'shpss_of-the-stand-in' };
  const { size, drainsPerSecond } = options.bucket ?? { size: 40, drainsPerSecond: 2 };
  const bucket = createLeakyBucket({ size, drainsPerSecond });
  const tokens = createShopifyTokens({ client, scopes, lifeMs: tokenLifeMs, now });
  let aheadMs = 0;
  const shopNow = (): number => now() + aheadMs;
  const orders = createShopifyOrders(shopNow);
  const subscriptions = createShopifySubscriptions();
  const seen: { path: string; at: number; status: number }[] = [];
  const faults: ShopFault[] = [];
  let always: ShopFault | undefined;
  let change: (request: number) => void = () => undefined;
  let lists = 0;
  let overLimit = 0;

  function answer(request: IncomingMessage, body: string, url: URL): Answer {
    if (url.pathname === '/admin/oauth/access_token') return tokens.grant(body);
    if (!tokens.accepts(request.headers['x-shopify-access-token'])) {
      return { status: 401, body: { errors: '[API] Invalid API key or access token' } };
    }
    const taken = bucket.take(now());
    if (taken.kind === 'full') {
      overLimit += 1;
      const headers = {
        [HEADER_OF_CALLS]: `${size}/${size}`,
        'retry-after': taken.retryAfterSeconds.toFixed(1),
      };
      return { status: 429, headers, body: { errors: 'Exceeded API rate limit' } };
    }
    const found = GRAPHQL.test(url.pathname)
      ? { status: 200, body: { data: subscriptions.answer(body) } }
      : find(url);
    return { ...found, headers: { ...found.headers, [HEADER_OF_CALLS]: `${taken.used}/${size}` } };
  }

  function find(url: URL): Answer {
    if (url.pathname === '/admin/oauth/access_scopes.json') {
      return { status: 200, body: { access_scopes: scopes.map((handle) => ({ handle })) } };
    }
    const [, resource, id] = VERSIONED.exec(url.pathname) ?? [];
    if (resource === undefined) return { status: 404, body: { errors: 'Not Found' } };
    if (!scopes.includes(`read_${resource}`)) {
      return {
        status: 403,
        body: { errors: `[API] This action requires merchant approval for read_${resource} scope.` },
      };
    }
    if (id !== undefined) {
      const order = orders.orderBody(id);
      return order === undefined
        ? { status: 404, body: { errors: 'Not Found' } }
        : { status: 200, body: { order } };
    }
    if (resource === 'orders') {
      lists += 1;
      change(lists);
    }
    const page = shopifyPage(orders.all(resource), url.searchParams, options.largestPage);
    if (page === undefined) return { status: 400, body: { errors: { page_info: 'Invalid value.' } } };
    return { status: 200, body: { [resource]: page.rows }, headers: linkOf(url, page) };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = String(await readBody(request));
    const path = request.url ?? '/';
    const entry = { path, at: now(), status: 0 };
    seen.push(entry);
    const { status, headers, body: found } = answer(request, body, new URL(path, 'https://shop.invalid'));
    response.setHeader('date', new Date(shopNow()).toUTCString());
    const fault = faults.shift() ?? always;
    const text = JSON.stringify(found);
    if (fault !== undefined) {
      entry.status = playShopFault(response, fault, text);
      return;
    }
    entry.status = status;
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(text);
  }

  const server = await startStandIn(handle, options.port);
  return {
    url: server.url,
    client,
    webhooks: subscriptions.kept,
    place: (order: PlacedOrder = {}) => orders.place(order),
    touch: orders.touch,
    refund: orders.refund,
    put: orders.put,
    putCustomer: orders.putCustomer,
    orderBody: orders.orderBody,
    remove: orders.remove,
    setClock: (ahead) => {
      aheadMs = ahead;
    },
    onList: (next) => {
      change = next;
    },
    misbehave: (...next) => {
      faults.push(...next);
    },
    misbehaveAlways: (fault) => {
      always = fault;
    },
    requests: () => seen,
    overLimit: () => overLimit,
    expireTokens: tokens.expire,
    tokensGiven: tokens.count,
    stop: () => server.stop(),
  };
}

/** The link names the shop's own host, as Shopify's does. */
function linkOf({ pathname, searchParams }: URL, { next }: ShopifyPage): Record<string, string> {
  if (next === undefined) return {};
  const query = new URLSearchParams({ limit: searchParams.get('limit') ?? '50', page_info: next });
  return { link: `<https://example.myshopify.com${pathname}?${query.toString()}>; rel="next"` };
}
