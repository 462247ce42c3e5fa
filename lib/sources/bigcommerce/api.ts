import * as v from 'valibot';
import { ConfigError, PayloadError } from '../../model/errors.ts';
import type { ShopApi } from '../shop-api.ts';
import { Id } from './fields.ts';
import { pauseMs } from './rate-limit.ts';
import { storeGet } from './store-request.ts';
import { type FoundOrder, INCLUDED, restOf, toFoundOrder } from './whole-order.ts';

/** `abcde` of `https://api.bigcommerce.com/stores/abcde`. */
const STORE = /^[a-z0-9]{1,64}$/i;

/**
 * The API of a store: orders by version 2, their refunds by version 3. The access token of a store's API account does not end.
 * @see https://github.com/bigcommerce/docs/blob/main/reference/orders.v2.oas2.yml (commit 24f580ca, read 2026-11-29)
 */
export const api = {
  origin: (shop) => {
    if (STORE.test(shop)) return 'https://api.bigcommerce.com';
    const message = 'expected the store’s hash, such as abcde';
    throw new ConfigError('The connection does not say which store it is', [{ path: 'shop', message }]);
  },
  pauseMs,
  key: { parts: 'token', headers: ({ clientSecret }) => ({ 'x-auth-token': clientSecret }) },
  // Version 2 answers so where a list is empty.
  noContent: [],
  orders: {
    request: ({ orderId }, shop) => storeGet(shop, `v2/orders/${encodeURIComponent(orderId)}`, INCLUDED),
    read: (body, { orderId, parameters }): FoundOrder => {
      const order = toFoundOrder(body);
      if (String(order.id) !== orderId) {
        throw new PayloadError([{ path: 'id', message: 'expected the order that was asked for' }]);
      }
      const { refund_id: told } = parameters;
      return told === undefined ? order : { ...order, told_refund: told };
    },
    next: (order, _, shop) => restOf(order as FoundOrder, shop),
    isBehind: lacksToldRefund,
    expectsPaid: ({ parameters }) => parameters['becomes'] === 'purchase',
  },
  probe: (shop) => storeGet(shop, 'v2/orders', { limit: '1' }),
} satisfies ShopApi;

const ToldSchema = v.object({ told_refund: Id, refunds: v.array(v.unknown()) });
const RefundSchema = v.object({ id: Id });

/** True if an order does not list the refund that its webhook told of. */
function lacksToldRefund(order: unknown): boolean {
  if (!v.is(ToldSchema, order)) return false;
  return !order.refunds.some(
    (refund) => v.is(RefundSchema, refund) && String(refund.id) === order.told_refund,
  );
}
