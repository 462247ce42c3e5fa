import type { IncomingMessage } from 'node:http';
import { type HttpHandler, startServer } from '../../../../infra/local/http-server.ts';
import type { ApiClient } from '../../../../lib/sources/shop-api.ts';
import { answerList, listAt } from './answer-list.ts';
import { AUTHORIZE_PATH, answerAuthorize, answerToken, basicOf, TOKEN_PATH } from './answer-oauth.ts';
import { answerResource, resourceAt } from './answer-resource.ts';
import { bearerOf } from './check-call.ts';
import {
  type Cafe24DoubleOptions,
  type Call,
  type DoubleOrder,
  type DoubleProduct,
  type DoubleState,
  stateOf,
} from './double-state.ts';
import { exchangeOf } from './exchange.ts';
import { error, type Step } from './script.ts';
import type { GivenTokens } from './token-book.ts';

/** One mall of Cafe24, with one app in it. */
export interface Cafe24Double {
  /** Stands for `https://{mall}.cafe24api.com`. */
  readonly url: string;
  readonly mall: string;
  readonly client: ApiClient;
  readonly redirectUri: string;
  /** Every request, in order of arrival. */
  readonly calls: readonly Call[];
  /** How often tokens were issued. */
  tokensGiven(): number;
  /** How often an order or a product was asked for. */
  fetchesOf(id: string): number;
  /** Keeps an order under its number. */
  putOrder(order: DoubleOrder): void;
  /** Keeps a product under its number. */
  putProduct(product: DoubleProduct): void;
  /** Opens the page and clicks as the owner does. Returns the address it leads to; any origin of `address` works. */
  click(address: string, choice?: 'agree' | 'decline'): Promise<URL>;
  /** Gives tokens without a page. */
  grant(): GivenTokens;
  /** Ends every access token early. */
  expireAccess(): void;
  /** Makes so many calls as another app of the mall. Only the bucket shows them. */
  pourElsewhere(calls: number): void;
  /** Adds steps to be played on the next requests, one each. */
  play(...steps: readonly Step[]): void;
  stop(): Promise<void>;
}

/**
 * Starts a stand-in for the OAuth, orders, lists and products of a mall. It keeps to the documents, is strict about headers, and
 * fails on demand.
 * @see https://developers.cafe24.com/docs/api/admin/ (version 2026-03-01, read 2026-11-24)
 */
export async function startCafe24Double(options: Cafe24DoubleOptions = {}): Promise<Cafe24Double> {
  const state = stateOf(options);
  const server = await startServer(handlerOf(state));
  return doubleOf(state, server);
}

/**
 * Starts stand-ins of several malls at one address, because `SHOP_API_BASE_URL` is one for all. A request belongs to the
 * mall whose app or token it names, otherwise to the first. Stopping one stops all.
 */
export async function startCafe24Malls<const Mall extends string>(
  malls: readonly Mall[],
  options: Omit<Cafe24DoubleOptions, 'mall'> = {},
): Promise<Record<Mall, Cafe24Double>> {
  const states = malls.map((mall) => stateOf({ ...options, mall }));
  const server = await startServer((request, response) => {
    const state = states.find((candidate) => isMeant(candidate, request)) ?? states[0];
    if (state === undefined) throw new Error('No mall given');
    return handlerOf(state)(request, response);
  });
  const doubles = states.map((state) => [state.mall, doubleOf(state, server)]);
  return Object.fromEntries(doubles) as Record<Mall, Cafe24Double>;
}

/** Returns the mall of a running server. */
export function doubleOf(
  state: DoubleState,
  server: { readonly url: string; stop(): Promise<void> },
): Cafe24Double {
  const { mall, client, redirectUri, calls } = state;
  return {
    url: server.url,
    mall,
    client,
    redirectUri,
    calls,
    tokensGiven: () => state.tokens.given,
    fetchesOf: (id) => calls.filter(({ path }) => path.endsWith(`s/${id}`)).length,
    putOrder: (order) => state.orders.set(order.order_id, order),
    putProduct: (product) => state.products.set(String(product.product_no), product),
    click: (address, choice = 'agree') => click(server.url, { address, choice }),
    grant: () => grant(state),
    expireAccess: () => {
      state.tokens.expireAccess();
    },
    pourElsewhere: (count) => {
      for (let call = 0; call < count; call += 1) state.bucket.pour();
    },
    play: (...steps) => state.script.push(...steps),
    stop: () => server.stop(),
  };
}

/** Answers every request to a mall. */
export function handlerOf(state: DoubleState): HttpHandler {
  return async (request, response) => {
    const exchange = exchangeOf(request, response);
    const { method = '', headers } = request;
    const { path, query } = exchange;
    const call: Call = { method, path, query: Object.fromEntries(query), headers };
    state.calls.push(call);
    response.on('finish', () => {
      call.status = response.statusCode;
    });

    const list = listAt(path);
    const resource = resourceAt(path);
    if (path.startsWith(AUTHORIZE_PATH) && method === 'GET') answerAuthorize(state, exchange);
    else if (path === TOKEN_PATH && method === 'POST') await answerToken(state, exchange);
    else if (list !== undefined) await answerList(state, list, exchange);
    else if (resource !== undefined) await answerResource(state, resource, exchange);
    else exchange.send(404, error(404, 'No such call.'));
  };
}

function isMeant({ client, tokens }: DoubleState, { url, headers }: IncomingMessage): boolean {
  return (
    url?.includes(`client_id=${client.clientId}&`) === true ||
    headers.authorization === basicOf(client) ||
    tokens.stateOf(bearerOf(headers)) !== 'unknown'
  );
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
