import type { IncomingMessage, ServerResponse } from 'node:http';
import { startServer } from '../../../infra/local/http-server.ts';
import type { ApiClient } from '../../../lib/sources/shop-api.ts';
import { AUTHORIZE_PATH, answerAuthorize, answerToken, TOKEN_PATH } from './answer-oauth.ts';
import { answerOrder, ORDERS_PATH } from './answer-order.ts';
import type { Call, DoubleOrder, DoubleState } from './double-state.ts';
import { exchangeOf } from './exchange.ts';
import { type BucketOptions, leakyBucket } from './leaky-bucket.ts';
import { error, type Step } from './script.ts';
import { type GivenTokens, type TokenOptions, tokenBook } from './token-book.ts';

export interface Cafe24DoubleOptions {
  /** Of all that ends or drains. */
  readonly now?: () => Date;
  readonly bucket?: Omit<BucketOptions, 'now'>;
  readonly lifetimes?: Omit<TokenOptions, 'now'>;
  /** What the app may ask for. */
  readonly scopes?: readonly string[];
}

/** One mall of Cafe24, with one app in it. */
export interface Cafe24Double {
  /** Stands for `https://{mall}.cafe24api.com`. */
  readonly url: string;
  readonly mall: string;
  readonly client: ApiClient;
  readonly redirectUri: string;
  /** Every request, in the order it came. */
  readonly calls: readonly Call[];
  /** How often tokens were given. */
  tokensGiven(): number;
  /** How often an order was asked for. */
  fetchesOf(orderId: string): number;
  /** Keeps an order for its number to find it. */
  putOrder(order: DoubleOrder): void;
  /** Opens the page as the owner does and clicks. Returns where that leads; any origin of the address will do. */
  click(address: string, choice?: 'agree' | 'decline'): Promise<URL>;
  /** Gives tokens without a page. */
  grant(): GivenTokens;
  /** Ends every access token before its time. */
  expireAccess(): void;
  /** Adds steps to be played on the next requests, one each. */
  play(...steps: readonly Step[]): void;
  stop(): Promise<void>;
}

/**
 * Starts a stand-in for the OAuth and the orders of a mall that keeps to the documents, is strict about headers, and
 * fails on demand.
 * @see https://developers.cafe24.com/docs/api/admin/ (version 2026-03-01, read 2026-11-24)
 */
export async function startCafe24Double(options: Cafe24DoubleOptions = {}): Promise<Cafe24Double> {
  const now = options.now ?? (() => new Date());
  const state: DoubleState = {
    mall: 'fixturemall',
    client: { clientId: 'client-of-the-double', clientSecret: 'secret-of-the-double' },
    redirectUri: 'https://example.com/cafe24/back',
    scopes: options.scopes ?? ['mall.read_order'],
    now,
    tokens: tokenBook({ ...options.lifetimes, now }),
    bucket: leakyBucket({ ...options.bucket, now }),
    orders: new Map(),
    calls: [],
    script: [],
  };
  const server = await startServer((request, response) => answer(state, request, response));
  const { mall, client, redirectUri, calls } = state;
  return {
    url: server.url,
    mall,
    client,
    redirectUri,
    calls,
    tokensGiven: () => state.tokens.given,
    fetchesOf: (orderId) => calls.filter(({ path }) => path === ORDERS_PATH + orderId).length,
    putOrder: (order) => state.orders.set(order.order_id, order),
    click: (address, choice = 'agree') => click(server.url, { address, choice }),
    grant: () => grant(state),
    expireAccess: () => {
      state.tokens.expireAccess();
    },
    play: (...steps) => state.script.push(...steps),
    stop: () => server.stop(),
  };
}

async function answer(state: DoubleState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const exchange = exchangeOf(request, response);
  const { method = '', headers } = request;
  const { path, query } = exchange;
  const call: Call = { method, path, query: Object.fromEntries(query), headers };
  state.calls.push(call);
  response.on('finish', () => {
    call.status = response.statusCode;
  });

  if (path.startsWith(AUTHORIZE_PATH) && method === 'GET') answerAuthorize(state, exchange);
  else if (path === TOKEN_PATH && method === 'POST') await answerToken(state, exchange);
  else if (path.startsWith(ORDERS_PATH)) await answerOrder(state, exchange);
  else exchange.send(404, error(404, 'No such call.'));
}

async function click(
  origin: string,
  { address, choice }: { address: string; choice: 'agree' | 'decline' },
): Promise<URL> {
  const { pathname, search } = new URL(address);
  const opened = await fetch(origin + pathname + search, { redirect: 'manual' });
  const link = new RegExp(`href="([^"]+/${choice}\\?[^"]+)"`).exec(await opened.text())?.[1];
  const answered = link === undefined ? opened : await fetch(origin + link, { redirect: 'manual' });
  const location = answered.headers.get('location');
  if (location === null) throw new Error(`The page leads nowhere: HTTP ${answered.status}`);
  return new URL(location);
}

function grant({ tokens }: DoubleState): GivenTokens {
  const given = tokens.redeemCode(tokens.newCode());
  if (given === undefined) throw new Error('A code was too old at once');
  return given;
}
