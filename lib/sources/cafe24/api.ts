import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ApiRequest, ShopApi } from '../shop-api.ts';
import { adminRequest } from './admin-request.ts';
import { lacksClaim, withClaim } from './completed-claim.ts';
import { oauth } from './oauth.ts';
import { origin } from './origin.ts';
import { pauseMs } from './rate-limit.ts';
import { FIRST_SHOP } from './shop-entries.ts';
import { PAID_IN_PART } from './stage-of.ts';
import { toProduct } from './to-product.ts';

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
  return adminRequest(resource, { shop_no: parameters['shop_no'] ?? FIRST_SHOP, embed: embed.join(',') });
}
