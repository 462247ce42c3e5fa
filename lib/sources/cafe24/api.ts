import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ApiRequest, ShopApi } from '../shop-api.ts';
import { lacksClaim, withClaim } from './completed-claim.ts';
import { oauth } from './oauth.ts';
import { origin } from './origin.ts';
import { pauseMs } from './rate-limit.ts';
import { PAID_IN_PART } from './stage-of.ts';
import { toProduct } from './to-product.ts';

/**
 * The newest version whose documents could be read whole (read 2026-11-24). 2026-06-01 and 2026-09-01 came since; shops that
 * call 2026-09-01 name the same fields of an order. A version ends a year after a newer one came at the latest, so this one
 * before July 2027; from then on Cafe24 answers as the oldest valid one.
 * @see https://developers.cafe24.com/docs/api/admin/#versioning (version 2026-03-01, copy of 2026-06, read 2026-11-29)
 */
const API_VERSION = '2026-03-01';

/** Without `receivers`, who are not the buyer, and `benefits`, which only explain discounts to a reader. */
const EMBEDDED = ['items', 'buyer', 'benefits', 'coupons', 'refunds'];

const AnswerSchema = v.object({ order: v.looseObject({ order_id: v.string() }) });

/**
 * The Admin API of a mall, for orders and products. It allows 40 calls at once and 2 a second, shared by all apps.
 * @see https://developers.cafe24.com/docs/api/admin/#retrieve-an-order (version 2026-03-01, read 2026-11-24)
 */
export const api = {
  origin,
  pauseMs,
  orders: {
    request: ({ orderId, parameters }) =>
      get(`orders/${encodeURIComponent(orderId)}`, { parameters, embed: EMBEDDED }),
    read: (body, { parameters }) => withClaim(parsePayload(AnswerSchema, body).order, parameters),
    isBehind: lacksClaim,
    expectsPaid: ({ parameters }) => parameters['paid'] !== PAID_IN_PART,
  },
  /** Naming `fields` would leave the variants out. */
  products: {
    request: ({ productId, parameters }) =>
      get(`products/${encodeURIComponent(productId)}`, { parameters, embed: ['variants'] }),
    read: toProduct,
  },
  oauth,
} satisfies ShopApi;

function get(
  resource: string,
  {
    parameters,
    embed,
  }: { readonly parameters: Readonly<Record<string, string>>; readonly embed: readonly string[] },
): ApiRequest {
  const query = new URLSearchParams({ shop_no: parameters['shop_no'] ?? '1' });
  return {
    method: 'GET',
    path: `/api/v2/admin/${resource}?${query.toString()}&embed=${embed.join(',')}`,
    headers: { 'content-type': 'application/json', 'x-cafe24-api-version': API_VERSION },
  };
}
