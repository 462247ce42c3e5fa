import type { HttpAnswer } from '../runtime/http/http-answer.ts';
import { createHttpClient } from '../runtime/http/http-client.ts';
import type { ApiRequest, ShopApi } from '../sources/shop-api.ts';

/** Sends a request to a shop's API. Never throws. */
export type AskShop = (
  shop: { readonly api: ShopApi; readonly shop: string },
  request: ApiRequest,
) => Promise<HttpAnswer>;

/**
 * An order with hundreds of lines has some hundred kilobytes, and a page of a list has up to 50 orders. Read and parsed, so
 * much takes about 100 MB of a function's memory.
 */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
/** `MIN_REMAINING_MS` of `fetch-batch.ts` covers a wait for tokens and four of these. */
const ANSWER_TIMEOUT_MS = 7_000;
/** Orders of a shop are fetched one after the other. */
const MAX_SOCKETS = 2;

/**
 * Returns the client of shop APIs. `baseUrl` replaces every shop's own origin, for trials against a stand-in. Check the
 * shop's name with `apiFault` first. Create it once per cold start.
 */
export function createAskShop(baseUrl?: URL, answerTimeoutMs = ANSWER_TIMEOUT_MS): AskShop {
  const http = createHttpClient({
    maxSockets: MAX_SOCKETS,
    maxAnswerBytes: MAX_ANSWER_BYTES,
    answerTimeoutMs,
  });
  return ({ api, shop }, { method, path, headers, body }) =>
    http.send({ method, url: addressOf({ api, shop }, { path }, baseUrl), headers, body });
}

/**
 * Returns the address of a request, always on the host of the shop's origin, or of `baseUrl`. The two are joined as text:
 * a path of `//example.com/` that is resolved against an origin leads to another host, with the shop's credentials.
 * @throws {ConfigError} the shop's name is not one of this platform.
 */
export function addressOf(
  { api, shop }: { readonly api: ShopApi; readonly shop: string },
  { path }: Pick<ApiRequest, 'path'>,
  baseUrl?: URL,
): URL {
  return new URL(`${baseUrl?.origin ?? api.origin(shop)}${path}`);
}
