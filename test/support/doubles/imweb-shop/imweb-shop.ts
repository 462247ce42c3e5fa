import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../../../../infra/local/http-body.ts';
import { startServer } from '../../../../infra/local/http-server.ts';
import { createLeakyBucket } from '../../../../infra/local/shop-double/leaky-bucket.ts';
import type { ListingShop, ShopFault } from '../../../../infra/local/shop-double/listing-shop.ts';
import { playShopFault } from '../../../../infra/local/shop-double/play-shop-fault.ts';
import type { ApiClient } from '../../../../lib/sources/shop-api.ts';
import { type GivenTokens, type TokenOptions, tokenBook } from '../cafe24-double/token-book.ts';
import {
  type Answer,
  answerAuthorize,
  answerCall,
  answerToken,
  fault,
  type ImwebSite,
  refusalOf,
} from './imweb-answers.ts';
import { type ImwebDoubleOrder, imwebOrder, paidBackMore } from './imweb-order.ts';

/** A site of Imweb that lists its orders. */
export interface ImwebShop extends ListingShop {
  readonly siteCode: string;
  readonly client: ApiClient;
  readonly redirectUri: string;
  /** Opens the page as the owner does, and returns the address to which it leads. */
  click(address: string): Promise<URL>;
  /** Gives tokens without a page, and completes the connection. */
  grant(): GivenTokens;
  /** Ends every access token early. */
  expireAccess(): void;
  isComplete(): boolean;
  /** Takes the site out of the app: calls are refused until the next grant. */
  disconnect(): void;
  put(order: ImwebDoubleOrder, unit?: string): void;
  putProduct(prodNo: number, product: unknown): void;
}

export interface ImwebShopOptions {
  readonly now?: () => number;
  readonly units?: readonly string[];
  readonly maxRows?: number;
  readonly listsWhole?: boolean;
  /** Default: as documented, 25 calls that refill by two a second. */
  readonly bucket?: { readonly size: number; readonly drainsPerSecond: number };
  readonly lifetimes?: Omit<TokenOptions, 'now' | 'prefix'>;
}

const DAY_MS = 24 * 3_600_000;

/**
 * Starts a site without orders. It keeps to the documents, is strict about what it is asked, and fails on demand; where the
 * documents are silent, it does the less convenient thing.
 * @see https://developers-docs.imweb.me/reference (version 1.0, copy of 2026-07, read 2026-11-29)
 */
export async function startImwebShop({
  now: clock = Date.now,
  units = ['u20240101main'],
  maxRows = 100,
  listsWhole = true,
  bucket: bucketSize = { size: 25, drainsPerSecond: 2 },
  lifetimes = { refreshLifetimeMs: 90 * DAY_MS },
}: ImwebShopOptions = {}): Promise<ImwebShop> {
  let [aheadMs, lastNumber, lists, overLimit] = [0, 0, 0, 0];
  const now = () => clock() + aheadMs;
  const site: ImwebSite = {
    siteCode: 'S20240101aaaaaaaaaaaaa',
    client: { clientId: 'client-of-the-site', clientSecret: 'secret-of-the-site' },
    redirectUri: 'https://example.com/imweb/back',
    units,
    tokens: tokenBook({ ...lifetimes, now: () => new Date(now()) }),
    orders: new Map(),
    products: new Map(),
    maxRows,
    listsWhole,
    isComplete: false,
  };
  const bucket = createLeakyBucket(bucketSize);
  const asked: { readonly path: string; readonly at: number; readonly status: number }[] = [];
  const faults: ShopFault[] = [];
  let always: ShopFault | undefined;
  let change: (request: number) => void = () => undefined;

  function answer(request: IncomingMessage, response: ServerResponse, url: URL): Answer {
    const poured = bucket.take(now());
    response.setHeader('x-ratelimit-limit', String(bucketSize.size));
    response.setHeader('x-ratelimit-remaining', String(bucketSize.size - poured.used));
    if (poured.kind === 'full') {
      overLimit += 1;
      return fault(429, 30_086);
    }
    const { method = '', headers } = request;
    const isCompletion = url.pathname === '/site-info/integration-complete';
    const refusal = refusalOf(site, headers.authorization ?? '', isCompletion);
    if (refusal !== undefined) return refusal;
    if (url.pathname === '/orders') {
      lists += 1;
      change(lists);
    }
    return answerCall(site, method, url);
  }

  const server = await startServer(async (request, response) => {
    const at = now();
    const path = request.url ?? '/';
    const url = new URL(path, 'http://127.0.0.1');
    const body = String((await readBody(request)) ?? '');
    response.setHeader('date', new Date(now()).toUTCString());
    const isOAuth = url.pathname.startsWith('/oauth2/');
    const fails = isOAuth ? undefined : (faults.shift() ?? always);
    if (fails !== undefined) {
      const good = JSON.stringify({ statusCode: 200, data: { list: [], totalPage: 0 } });
      asked.push({ path, at, status: playShopFault(response, fails, good) });
      return;
    }
    const oauth = url.pathname.endsWith('/authorize')
      ? () => answerAuthorize(site, url.searchParams)
      : () => answerToken(site, request.headers['content-type'] ?? '', body);
    const given = isOAuth ? oauth() : answer(request, response, url);
    asked.push({ path, at, status: given.status });
    const location = given.location === undefined ? {} : { location: given.location };
    response.writeHead(given.status, { 'content-type': 'application/json', ...location });
    response.end(JSON.stringify(given.body));
  });

  const put = (order: ImwebDoubleOrder, unit = units[0] ?? '') => {
    site.orders.set(String(order.orderNo), { unit, order });
  };
  const changed = (orderId: string, to: (order: ImwebDoubleOrder) => ImwebDoubleOrder) => {
    const stored = site.orders.get(orderId);
    if (stored === undefined) throw new Error(`The site has no order ${orderId}`);
    put(to(stored.order), stored.unit);
  };

  return {
    url: server.url,
    siteCode: site.siteCode,
    client: site.client,
    redirectUri: site.redirectUri,
    async click(address) {
      const { pathname, search } = new URL(address);
      const opened = await fetch(server.url + pathname + search, { redirect: 'manual' });
      const location = opened.headers.get('location');
      if (location === null) throw new Error(`The page leads nowhere: HTTP ${opened.status}`);
      return new URL(location);
    },
    grant() {
      const given = site.tokens.redeemCode(site.tokens.newCode());
      if (given === undefined) throw new Error('A code was too old at once');
      site.isComplete = true;
      return given;
    },
    expireAccess: () => {
      site.tokens.expireAccess();
    },
    isComplete: () => site.isComplete,
    disconnect: () => {
      site.isComplete = false;
    },
    put,
    putProduct: (prodNo, product) => {
      site.products.set(String(prodNo), product);
    },
    place({ at = now(), total = '10000' } = {}) {
      lastNumber += 1;
      const orderNo = 20_261_120_000_000 + lastNumber;
      put(imwebOrder(orderNo, { at, total: Number(total) }), units[lastNumber % units.length]);
      return String(orderNo);
    },
    touch: (orderId, at = now()) => {
      changed(orderId, (order) => ({ ...order, mtime: new Date(at).toISOString() }));
    },
    refund: (orderId, amount, at = now()) => {
      changed(orderId, (order) => paidBackMore(order, Number(amount), at));
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
