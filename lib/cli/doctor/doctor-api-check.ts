import { createAskShop } from '../../shop-client/ask-shop.ts';
import { basicAuthorization } from '../../shop-client/basic-authorization.ts';
import { classifyShopAnswer, type ShopAnswer } from '../../shop-client/classify-shop-answer.ts';
import { apiFault } from '../../sources/api-fault.ts';
import { findSource } from '../../sources/registry.ts';
import type { ShopApi } from '../../sources/shop-api.ts';
import type { OperatorAccess } from '../operator-access.ts';
import type { CheckResult, ConnectionUnderCheck } from './check-result.ts';

/** Says whether orders, or lines of refunds, of a connection are fetched from the shop's API. */
export function isApiAsked({ shop }: ConnectionUnderCheck): boolean {
  return findSource(shop.source)?.api?.orders !== undefined || shop.refundLines !== undefined;
}

/** Checks that the API of a connection's shop can be called. */
export async function checkApi(
  access: OperatorAccess,
  connection: ConnectionUnderCheck,
): Promise<CheckResult> {
  const api = findSource(connection.shop.source)?.api;
  if (api === undefined) return { state: 'fail', found: `${connection.shop.source} has no API` };
  return api.oauth === undefined ? checkKey(access, connection, api) : checkTokens(access, connection);
}

/** Checks only that the connection was authorized: the fetching function trades in the tokens. */
async function checkTokens(access: OperatorAccess, { id }: ConnectionUnderCheck): Promise<CheckResult> {
  const stored = await access.tokens().read(id);
  if (stored === undefined) {
    return { state: 'fail', found: 'not authorized', advice: `adapter connection authorize ${id}` };
  }
  return { state: 'ok', found: `authorized, tokens of ${new Date(stored.changedAt).toISOString()}` };
}

/** Sends a request that is answered only with the right key. */
async function checkKey(
  { config }: OperatorAccess,
  { id, shop: { shop = id }, api: client }: ConnectionUnderCheck,
  api: ShopApi,
): Promise<CheckResult> {
  if (client === undefined) return { state: 'fail', found: 'no key', advice: `adapter connection put ${id}` };
  const fault = apiFault({ api, shop });
  if (fault !== undefined) return { state: 'fail', found: fault.message };
  const probe = api.probe?.(shop);
  if (probe === undefined) return { state: 'warn', found: 'not tried' };
  const headers = { ...probe.headers, authorization: basicAuthorization(client) };
  const ask = createAskShop(config.SHOP_API_BASE_URL);
  const answer = classifyShopAnswer(await ask({ api, shop }, { ...probe, headers }));
  if (answer.outcome === 'found') return { state: 'ok', found: 'takes the key' };
  return { state: 'fail', found: answer.code, advice: adviceFor[answer.outcome] };
}

const wrongKey =
  'The key is wrong, its user may not read orders, or the shop’s host strips the header Authorization.';
const wrongAddress = 'Check that the shop’s API is at this address, without a redirect.';
const unavailable = 'Check that the shop is up, and that this machine reaches it.';

const adviceFor = {
  'token-refused': wrongKey,
  misconfigured: wrongKey,
  'not-found': wrongAddress,
  refused: wrongAddress,
  throttled: unavailable,
  unavailable: `${unavailable} ${wrongAddress}`,
} as const satisfies Record<Exclude<ShopAnswer['outcome'], 'found'>, string>;
