import type { IncomingHttpHeaders } from 'node:http';
import type { DoubleState } from './double-state.ts';
import type { Exchange } from './exchange.ts';
import { error, playNext } from './script.ts';

export const ORDERS_PATH = '/api/v2/admin/orders/';

/** Versions that are served. Others, and none, are refused here, so that no test passes by an app's own setting. */
const VERSIONS = new Set(['2026-03-01']);

const SUB_RESOURCES = new Set([
  'items',
  'receivers',
  'buyer',
  'benefits',
  'coupons',
  'return',
  'cancellation',
  'exchange',
  'refunds',
]);

/**
 * Gives one order of a shop, with the resources below it that are asked for and no others. Every call goes into the
 * bucket, whatever becomes of it.
 * @see https://developers.cafe24.com/docs/api/admin/#retrieve-an-order (version 2026-03-01, read 2026-11-24)
 */
export async function answerOrder(state: DoubleState, exchange: Exchange): Promise<void> {
  const { hasRoom, headers } = state.bucket.pour();
  const limited: Exchange = {
    ...exchange,
    send: (status, body, more) => {
      exchange.send(status, body, { ...headers, ...more });
    },
  };
  if (await playNext(state.script, { on: 'order', exchange: limited })) return;

  const refusal = hasRoom ? faultOf(state, limited) : error(429, 'Too Many Requests');
  if (refusal === undefined) limited.send(200, { order: embedded(state, limited) });
  else limited.send(statusOf(refusal), refusal);
}

function statusOf(refusal: unknown): number {
  return (refusal as { error: { code: number } }).error.code;
}

function faultOf(state: DoubleState, { request, path, query }: Exchange): unknown {
  const { method, headers } = request;
  if (method !== 'GET') return error(404, 'No such call.');
  const tokenState = state.tokens.stateOf(bearerOf(headers));
  if (tokenState === 'expired') return error(401, 'access_token time expired. (invalid_token)');
  if (tokenState === 'unknown') return error(401, 'Invalid access_token');
  if (headers['content-type'] !== 'application/json') return error(400, 'The content type is wrong.');
  if (!VERSIONS.has(String(headers['x-cafe24-api-version']))) return error(400, 'No such version.');
  if (![...subResources(query)].every((name) => SUB_RESOURCES.has(name)))
    return error(422, 'No such resource.');

  const order = state.orders.get(path.slice(ORDERS_PATH.length));
  const shopNo = Number(query.get('shop_no') ?? 1);
  return (order?.shop_no ?? 1) !== shopNo || order === undefined
    ? error(404, 'The order does not exist.')
    : undefined;
}

/** Returns the access token of a request; empty where it has none. */
export function bearerOf({ authorization = '' }: IncomingHttpHeaders): string {
  return /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
}

function subResources(query: URLSearchParams): Set<string> {
  const embed = query.get('embed');
  return new Set(embed === null ? [] : embed.split(','));
}

function embedded(state: DoubleState, { path, query }: Exchange): unknown {
  const wanted = subResources(query);
  const order = state.orders.get(path.slice(ORDERS_PATH.length)) ?? {};
  return Object.fromEntries(
    Object.entries(order).filter(([name]) => !SUB_RESOURCES.has(name) || wanted.has(name)),
  );
}
