import * as v from 'valibot';
import { ConfigError, PayloadError } from '../../model/errors.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { ApiRequest, ShopApi } from '../shop-api.ts';
import { API_VERSION } from './api-version.ts';
import { Id } from './fields.ts';

const SHOP = /^[a-z0-9][a-z0-9-]*\.myshopline\.com$/i;

const AnswerSchema = v.object({ orders: v.array(v.looseObject({ id: Id })) });

/** An order that was found, and the refund that a webhook told of. */
const FoundSchema = v.object({
  id: Id,
  awaited_refund: v.optional(v.string()),
  refunds: v.fallback(
    v.nullish(v.array(v.looseObject({ id: v.unknown(), transactions: v.unknown() })), []),
    [],
  ),
});

/**
 * The Admin API of a shop, by REST: its orders are the bodies that webhooks have, with what was paid back. It allows 40
 * calls at once and 4 a second for each app and shop.
 * @see https://developer.shopline.com/docs/apps/api-instructions-for-use/rest-admin-api/overview (read 2026-11-29)
 * @see https://developer.shopline.com/docs/apps/api-instructions-for-use/shopline-api-rate-limit (read 2026-11-29)
 */
export const api = {
  origin,
  pauseMs: retryAfterMs,
  key: {
    parts: 'token',
    headers: ({ clientSecret }) => ({ authorization: `Bearer ${clientSecret}` }),
  },
  orders: {
    request: ({ orderId, parameters: { fulfillment_status, hidden_order } }) =>
      get('orders', {
        ids: orderId,
        status: 'any',
        ...(fulfillment_status !== undefined && { fulfillment_status }),
        ...(hidden_order !== undefined && { hidden_order }),
      }),
    read: (body, { orderId, parameters: { refund_id } }) => {
      const { orders } = parsePayload(AnswerSchema, body);
      const order = orders.find(({ id }) => id === orderId);
      if (order === undefined && orders.length > 0) {
        throw new PayloadError([{ path: 'orders', message: 'expected the order that was asked for' }]);
      }
      // An empty list is all that the API says of an order that it does not have yet: it is looked for again, then parked.
      return refund_id === undefined ? (order ?? {}) : { ...order, awaited_refund: refund_id };
    },
    isBehind: (order) => {
      const { success, output } = v.safeParse(FoundSchema, order);
      if (!success) return true;
      const { awaited_refund: awaited, refunds } = output;
      return (
        awaited !== undefined &&
        !refunds.some(({ id, transactions }) => id === awaited && transactions != null)
      );
    },
    expectsPaid: ({ parameters }) => parameters['paid'] === 'Y',
  },
  probe: () => get('orders', { limit: '1', fields: 'id' }),
} satisfies ShopApi;

/** Returns the path of a resource, without its query. */
export function apiPath(resource: string): `/${string}` {
  return `/admin/openapi/${API_VERSION}/${resource}.json`;
}

/** Returns the request of a resource's JSON. The values of the query are encoded here. */
export function get(resource: string, query: Readonly<Record<string, string>>): ApiRequest {
  const search = new URLSearchParams(query).toString();
  return { method: 'GET', path: `${apiPath(resource)}?${search}`, headers: { accept: 'application/json' } };
}

/** @throws {ConfigError} `shop` is not the myshopline.com name of a shop. */
function origin(shop: string): string {
  if (SHOP.test(shop)) return `https://${shop}`;
  const message = 'expected the name of the shop that ends with .myshopline.com';
  throw new ConfigError('The connection names no shop of SHOPLINE', [{ path: 'shop', message }]);
}
