import * as v from 'valibot';
import { PayloadError } from '../../model/errors.ts';
import type { ApiRequest, ShopApi } from '../shop-api.ts';
import { statusOf, unwrap } from './envelope.ts';
import { OrderNo } from './fields.ts';
import { oauth } from './oauth.ts';
import { RefundStateSchema } from './order-schema.ts';
import { origin } from './origin.ts';
import { pauseMs } from './rate-limit.ts';
import { toProduct } from './to-product.ts';

const NamedSchema = v.object({ orderNo: OrderNo });

/**
 * The API of a site, for orders and products. It allows 25 calls at once and 2 a second.
 * @see https://developers-docs.imweb.me/reference (version 1.0, copy of 2026-07, read 2026-11-29)
 */
export const api = {
  origin,
  pauseMs,
  statusOf,
  orders: {
    request: ({ orderId }) => imwebGet(`/orders/${encodeURIComponent(orderId)}`),
    read: (body, { orderId, parameters }) => {
      const order = unwrap(body);
      // A webhook names the order, and its body is not signed: another one would be told in its place.
      if (!v.is(NamedSchema, order) || String(order.orderNo) !== orderId) {
        throw new PayloadError([{ path: 'data.orderNo', message: 'expected the order that was asked for' }]);
      }
      const { refunded_at } = parameters;
      return refunded_at === undefined ? order : { ...order, refunded_at };
    },
    isBehind: (order) => v.is(RefundStateSchema, order),
    expectsPaid: ({ parameters }) => parameters['paid'] === 'Y',
  },
  products: {
    request: ({ productId, parameters }) =>
      imwebGet(`/products/${encodeURIComponent(productId)}${unitQuery(parameters)}`),
    read: toProduct,
  },
  oauth,
  probe: () => imwebGet('/site-info'),
} satisfies ShopApi;

/** Returns a GET of the API. */
export function imwebGet(path: ApiRequest['path']): ApiRequest {
  return { method: 'GET', path, headers: { accept: 'application/json' } };
}

function unitQuery({ unitCode }: Readonly<Record<string, string>>): string {
  return unitCode === undefined ? '' : `?${new URLSearchParams({ unitCode }).toString()}`;
}
