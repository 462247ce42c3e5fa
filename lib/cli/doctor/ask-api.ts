import type { AccessTokens, ApiConnection, TokenReading } from '../../shop-client/access-tokens.ts';
import { createAskShop } from '../../shop-client/ask-shop.ts';
import { type FetchResult, fetchFromShop, type ShopWait } from '../../shop-client/fetch-from-shop.ts';
import { createGrantedTokens } from '../../shop-client/granted-tokens.ts';
import { apiFault } from '../../sources/api-fault.ts';
import type { ApiRequest, ShopApi } from '../../sources/shop-api.ts';
import { openTokens } from '../../stores/tokens/seal-tokens.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { terminalTelemetry } from '../terminal-telemetry.ts';
import type { CheckResult, ConnectionUnderCheck } from './check-result.ts';

/** A request, and what its answer of HTTP 200 is read as. */
export interface ApiQuestion<Found> {
  readonly request: (shop: string) => ApiRequest;
  /** @throws {PayloadError} it is no such answer. */
  readonly read: (body: unknown) => Found;
}

/** Sends a request to the API of a connection's shop. Throws only by a fault of ours. */
export type AskApi = <Found>(question: ApiQuestion<Found>) => Promise<FetchResult<Found>>;

/**
 * Returns how the API of a connection's shop is asked, or why it cannot be. Tokens that a person granted are used while
 * they last, and never renewed: that is left to the function that fetches.
 */
export function openApi(
  access: OperatorAccess,
  { id, shop: { shop = id }, api: client }: ConnectionUnderCheck,
  api: ShopApi,
):
  | { readonly kind: 'open'; readonly ask: AskApi }
  | { readonly kind: 'fault'; readonly result: CheckResult } {
  if (client === undefined) {
    return {
      kind: 'fault',
      result: { state: 'fail', found: 'no key', advice: `adapter connection put ${id}` },
    };
  }
  const fault = apiFault({ api, shop });
  if (fault !== undefined) return { kind: 'fault', result: { state: 'fail', found: fault.message } };
  const ports = shopPorts(access);
  const connection: ApiConnection = { connection: id, shop, api, client };
  return {
    kind: 'open',
    ask: async (question) => {
      const call = { request: (_: undefined, name: string) => question.request(name), read: question.read };
      return (await fetchFromShop(ports, connection, { call, reference: undefined })).result;
    },
  };
}

/** The outside world of calls of a shop's API. Tokens that a person granted are never renewed here. */
export function shopPorts(access: OperatorAccess) {
  const ask = createAskShop(access.config.SHOP_API_BASE_URL);
  const telemetry = terminalTelemetry({ complain: () => undefined });
  return {
    ask,
    tokens: unrenewedTokens(access),
    granted: createGrantedTokens({ ask, telemetry, now: Date.now }),
    telemetry,
    now: Date.now,
  };
}

const TOO_OLD: TokenReading = { kind: 'unavailable', code: 'token-too-old' };

function unrenewedTokens(access: OperatorAccess): Pick<AccessTokens, 'get' | 'renew'> {
  return {
    async get(connection) {
      const stored = await access.tokens().read(connection.connection);
      if (stored === undefined) return { kind: 'unauthorized', code: 'not-authorized' };
      const { connection: id, client } = connection;
      const tokens = openTokens(stored.sealed, { connection: id, clientSecret: client.clientSecret });
      const isFresh = Date.parse(tokens.accessExpiresAt) > Date.now();
      return isFresh ? { kind: 'token', accessToken: tokens.accessToken } : TOO_OLD;
    },
    renew: () => Promise.resolve(TOO_OLD),
  };
}

/** Returns what a refusal means. It never counts as "nothing there". */
export function toFailure({ because, code }: ShopWait): CheckResult {
  if (code === 'token-too-old') {
    const advice = 'Run it again after the shop’s API was called: the functions renew the token.';
    return { state: 'warn', found: 'not tried: the access token is too old', advice };
  }
  return { state: 'fail', found: code, advice: adviceFor[because] };
}

const wrongKey =
  'The key is wrong, its user or app may not read orders or is not installed, or the shop’s host strips the header that carries it.';
const wrongAddress = 'Check that the shop’s API is at this address, without a redirect.';
const unavailable = 'Check that the shop is up, and that this machine reaches it.';

const adviceFor = {
  misconfigured: wrongKey,
  'not-found': wrongAddress,
  refused: wrongAddress,
  throttled: unavailable,
  unavailable: `${unavailable} ${wrongAddress}`,
  'aws-unavailable': 'Check that this machine reaches DynamoDB.',
} as const satisfies Record<ShopWait['because'], string>;
